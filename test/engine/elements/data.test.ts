import { expect, test } from "vitest";
import { chain, story } from "../story.ts";

test("properties and data objects are variables of the scope that they stand in", async () => {
  const given =
    await story(`<property id="outer" name="nomor"/><startEvent id="start"/><subProcess id="sub"><property id="inner" name="nomor"/><startEvent id="s"/><userTask id="a"/>${chain("s a")}</subProcess>
    <userTask id="after"/>${chain("start sub after")}`);
  given.start({ nomor: "luar" });
  given.complete("a", { nomor: "dalam" });
  expect(given.variables()).toEqual({ nomor: "luar" });
});

test("a data association copies into the task's own variables and back", async () => {
  const given =
    await story(`<startEvent id="start"/><dataObject id="berkas"/><dataObjectReference id="ref" dataObjectRef="berkas"/>
    <userTask id="a"><ioSpecification><dataInput id="masuk"/><dataOutput id="keluar"/><inputSet><dataInputRefs>masuk</dataInputRefs></inputSet>
    <outputSet><dataOutputRefs>keluar</dataOutputRefs></outputSet></ioSpecification>
    <dataInputAssociation id="i"><sourceRef>ref</sourceRef><targetRef>masuk</targetRef></dataInputAssociation>
    <dataOutputAssociation id="o"><sourceRef>keluar</sourceRef><targetRef>ref</targetRef></dataOutputAssociation></userTask>
    <userTask id="b"/>${chain("start a b")}`);
  given.start({ berkas: "draf" });
  expect(given.wait("task", "a")).toMatchObject({ inputs: { masuk: "draf" } });
  given.complete("a", { keluar: "final" });
  expect(given.variables()).toMatchObject({ berkas: "final" });
});
