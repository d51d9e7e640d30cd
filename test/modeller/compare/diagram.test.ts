import { describe, expect, it } from "vitest";
import { compareDiagrams } from "../../../modeller/compare/diagram.ts";
import { diagram } from "../diagram/diagram-text.ts";

const before = diagram(`
  <bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
  <bpmn:userTask id="t" name="Paraf Karo"><bpmn:extensionElements><poros:deadline amount="2" unit="hariKerja" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:endEvent id="e" name="Selesai" />
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t" />
  <bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e" />`);

describe("two versions of a process", () => {
  it("that differ in nothing but order and spacing compare as equal", async () => {
    const moved = before
      .replace(/\n\s*/g, " ")
      .replace(/(<bpmn:endEvent[^>]*>)(.*)(<bpmn:sequenceFlow id="f1"[^>]*>)/s, "$2$3$1");
    expect(await compareDiagrams(before, moved)).toEqual([]);
  });

  it("tell a changed deadline with what it was", async () => {
    const changes = await compareDiagrams(before, before.replace('amount="2"', 'amount="3"'));
    expect(changes).toEqual([
      {
        change: "changed",
        elementId: "t",
        kind: "UserTask",
        name: "Paraf Karo",
        fields: [{ field: "deadline", before: "2 · hariKerja", after: "3 · hariKerja" }],
      },
    ]);
  });

  it("tell an added step with what it says, a removed one by its name, and a flow that leads elsewhere", async () => {
    const after = before
      .replace('<bpmn:endEvent id="e" name="Selesai" />', '<bpmn:manualTask id="m" name="Arsipkan" />')
      .replace('targetRef="e"', 'targetRef="m"');
    const changes = await compareDiagrams(before, after);
    expect(changes.map(({ change, elementId, name }) => [change, elementId, name])).toEqual([
      ["added", "m", "Arsipkan"],
      ["changed", "f2", ""],
      ["removed", "e", "Selesai"],
    ]);
    expect(changes[1]?.fields).toEqual([{ field: "to", before: "Selesai", after: "Arsipkan" }]);
  });

  it("tell that an event's kind changed", async () => {
    const timer = before.replace(
      '<bpmn:endEvent id="e" name="Selesai" />',
      '<bpmn:endEvent id="e" name="Selesai"><bpmn:terminateEventDefinition /></bpmn:endEvent>',
    );
    expect((await compareDiagrams(before, timer))[0]?.fields).toEqual([
      { field: "kind", before: "EndEvent", after: "EndEvent/Terminate" },
    ]);
  });
});

describe("what an activity repeats and calls", () => {
  it("is told when it changes", async () => {
    const calls = (called: string, item: string) =>
      diagram(`<bpmn:callActivity id="c" name="Periksa" calledElement="${called}"><bpmn:extensionElements>
        <poros:loop collection="berkas" item="${item}" /></bpmn:extensionElements>
        <bpmn:multiInstanceLoopCharacteristics isSequential="true" /></bpmn:callActivity>`);
    const [change] = await compareDiagrams(calls("a", "satu"), calls("b", "dua"));
    expect(change?.fields).toEqual([
      { field: "loop", before: "≡ · berkas · satu", after: "≡ · berkas · dua" },
      { field: "called", before: "a", after: "b" },
    ]);
  });
});
