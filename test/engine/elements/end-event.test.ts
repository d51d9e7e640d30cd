import { expect, test } from "vitest";
import { chain, story } from "../story.ts";

const error = (id: string, ref = "Broken") =>
  `<endEvent id="${id}"><errorEventDefinition errorRef="${ref}"/></endEvent>`;

test("the case goes on until the last token has ended", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a"/><userTask id="b"/><endEvent id="end"/>${chain("start a end", "start b end")}`,
  );
  given.start();
  expect(given.complete("a")).not.toContain("CaseEnded completed");
  expect(given.complete("b").at(-1)).toBe("CaseEnded completed");
});

test("a terminate end event cancels everything else and ends the case", async () => {
  const given = await story(`<startEvent id="start"/><userTask id="a"/><userTask id="b"/>
    <endEvent id="stop"><terminateEventDefinition/></endEvent>${chain("start a stop", "start b stop")}`);
  given.start();
  expect(given.complete("a")).toEqual([
    "TaskCompleted a",
    "ElementLeft a a-stop",
    "ElementEntered stop",
    "TaskCancelled b",
    "ElementCancelled b",
    "ElementLeft stop",
    "CaseEnded terminated",
  ]);
});

test("a terminate end event inside a sub-process ends only the sub-process", async () => {
  const given =
    await story(`<startEvent id="start"/><subProcess id="sub"><startEvent id="s"/><userTask id="a"/><userTask id="b"/>
    <endEvent id="stop"><terminateEventDefinition/></endEvent>${chain("s a stop", "s b")}</subProcess>
    <userTask id="after"/>${chain("start sub after")}`);
  given.start();
  given.complete("a");
  expect(given.open()).toEqual(["task after"]);
});

test("an error end event that nobody catches ends the case with the error", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a"/>${error("fail")}${chain("start fail", "start a")}`,
  );
  given.start();
  expect(given.told()).toContain("ErrorThrown fail broken uncaught");
  expect(given.told().at(-1)).toBe("CaseEnded error broken");
  expect(given.state().end).toEqual({ how: "error", reason: "broken" });
  expect(given.state().marking).toEqual({ activations: [], tokens: [], waits: [], completed: [] });
});

test("an error end event in a sub-process goes to the boundary event with its code", async () => {
  const given =
    await story(`<startEvent id="start"/><subProcess id="sub"><startEvent id="s"/><userTask id="x"/>${error("fail")}
    ${chain("s x", "s fail")}</subProcess>
    <boundaryEvent id="any" attachedToRef="sub"><errorEventDefinition/></boundaryEvent>
    <boundaryEvent id="late" attachedToRef="sub"><errorEventDefinition errorRef="Late"/></boundaryEvent>
    <boundaryEvent id="broken" attachedToRef="sub"><errorEventDefinition errorRef="Broken"/></boundaryEvent>
    <userTask id="mend"/><endEvent id="end"/>${chain("start sub end", "broken mend", "any end", "late end")}`);
  expect(given.start().slice(-8)).toEqual([
    "ErrorThrown fail broken broken",
    "TaskCancelled x",
    "ElementCancelled x",
    "ElementCancelled sub",
    "ElementEntered broken",
    "ElementLeft broken broken-mend",
    "ElementEntered mend",
    "TaskOpened mend",
  ]);
});
