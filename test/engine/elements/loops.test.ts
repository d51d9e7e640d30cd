import { expect, test } from "vitest";
import { chain, extended, story } from "../story.ts";

const around = (task: string) =>
  `<startEvent id="start"/>${task}<userTask id="after"/><endEvent id="end"/>${chain("start act after end")}`;
const instances = (attributes: string, inner: string, ours = "") =>
  around(
    `<userTask id="act">${ours === "" ? "" : extended(ours)}<multiInstanceLoopCharacteristics${attributes}>${inner}</multiInstanceLoopCharacteristics></userTask>`,
  );
const formal = (element: string, source: string) =>
  `<${element} xsi:type="tFormalExpression">${source}</${element}>`;

test("a standard loop tests its condition after each round", async () => {
  const given = await story(
    around(
      `<userTask id="act"><standardLoopCharacteristics>${formal("loopCondition", "ulang")}</standardLoopCharacteristics></userTask>`,
    ),
  );
  given.start({ ulang: false });
  expect(given.open()).toEqual(["task act"]);
  given.complete("act", { ulang: true });
  given.complete("act", { ulang: false });
  expect(given.open()).toEqual(["task after"]);
});

test("a standard loop that tests first may not run at all", async () => {
  const given = await story(
    around(
      `<userTask id="act"><standardLoopCharacteristics testBefore="true">${formal("loopCondition", "ulang")}</standardLoopCharacteristics></userTask>`,
    ),
  );
  given.start({ ulang: false });
  expect(given.open()).toEqual(["task after"]);
});

test("a standard loop runs loopMaximum times at most", async () => {
  const given = await story(
    around(
      `<userTask id="act"><standardLoopCharacteristics loopMaximum="2">${formal("loopCondition", "true")}</standardLoopCharacteristics></userTask>`,
    ),
  );
  given.start();
  given.complete("act");
  given.complete("act");
  expect(given.open()).toEqual(["task after"]);
});

test("a parallel multi-instance task opens one task per item, each with its own", async () => {
  const given = await story(
    instances(
      "",
      "",
      `<poros:loop collection="unit" item="pd" result="jawaban" source="isi"/><poros:input target="isi" source="pd"/>`,
    ),
  );
  given.start({ unit: ["Dinkes", "Disdik"] });
  expect(given.state().marking.waits.map((wait) => wait.kind === "task" && wait.inputs)).toEqual([
    { isi: "Dinkes" },
    { isi: "Disdik" },
  ]);
  given.complete("act", { isi: "ya" });
  given.complete("act", { isi: "tidak" });
  expect(given.variables()).toEqual({ unit: ["Dinkes", "Disdik"], jawaban: ["ya", "tidak"] });
  expect(given.open()).toEqual(["task after"]);
});

test("a sequential multi-instance task opens one task after the other", async () => {
  const given = await story(instances(' isSequential="true"', formal("loopCardinality", "jumlah")));
  given.start({ jumlah: 2 });
  expect(given.open()).toEqual(["task act"]);
  given.complete("act");
  expect(given.open()).toEqual(["task act"]);
  given.complete("act");
  expect(given.open()).toEqual(["task after"]);
});

test("a completion condition ends the rest early", async () => {
  const given = await story(
    instances(
      "",
      formal("loopCardinality", "3") +
        formal("completionCondition", "nrOfCompletedInstances / nrOfInstances >= 0.5"),
    ),
  );
  given.start();
  given.complete("act");
  expect(given.complete("act")).toContain("TaskCancelled act");
  expect(given.open()).toEqual(["task after"]);
});

test("no instance at all is passed", async () => {
  const given = await story(instances("", formal("loopCardinality", "0")));
  given.start();
  expect(given.open()).toEqual(["task after"]);
});

test("a collection that is no list is an incident", async () => {
  const given = await story(instances("", "", `<poros:loop collection="unit" item="pd"/>`));
  given.start({ unit: "Dinkes" });
  expect(given.open()).toEqual(["incident act invalidLoop"]);
  given.send({ type: "SetVariables", variables: { unit: [] }, atMs: 0 });
  given.send({ type: "RetryIncident", incidentId: given.wait("incident", "act").id, atMs: 0 });
  expect(given.open()).toEqual(["task after"]);
});

test("an interrupting boundary event ends every instance", async () => {
  const given = await story(
    `${instances("", formal("loopCardinality", "3"))}<boundaryEvent id="late" attachedToRef="act"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
     <userTask id="warn"/>${chain("late warn end")}`,
  );
  given.start();
  expect(given.open()).toEqual(["timer late", "task act", "task act", "task act"]);
  given.fire("late");
  expect(given.open()).toEqual(["task warn"]);
});

test("an event is thrown at the first instance, and at every one, as the behaviour says", async () => {
  const behaviour = (name: string, reference: string) =>
    `${instances(` behavior="${name}" ${reference}="Thrown"`, formal("loopCardinality", "2"))}
     <boundaryEvent id="heard" attachedToRef="act" cancelActivity="false"><signalEventDefinition signalRef="Alarm"/></boundaryEvent>
     <userTask id="note"/>${chain("heard note end")}`;
  const thrown = `</process><signalEventDefinition id="Thrown" signalRef="Alarm"/><process id="other" isExecutable="true"><task id="x"/>`;
  const one = await story(behaviour("One", "oneBehaviorEventRef") + thrown);
  one.start();
  one.complete("act");
  one.complete("act");
  expect(one.open()).toEqual(["task note", "task after"]);
  const each = await story(behaviour("None", "noneBehaviorEventRef") + thrown);
  each.start();
  each.complete("act");
  each.complete("act");
  expect(each.open().toSorted()).toEqual(["task after", "task note", "task note"]);
});

test("an activity that takes two tokens waits for both, and gives as many as it says", async () => {
  const given =
    await story(`<startEvent id="start"/><userTask id="a"/><userTask id="act" startQuantity="2" completionQuantity="2"/>
    <userTask id="after"/>${chain("start a act after")}<sequenceFlow id="again" sourceRef="start" targetRef="a"/>`);
  given.start();
  given.complete("a");
  expect(given.open()).toEqual(["task a"]);
  given.complete("a");
  expect(given.open()).toEqual(["task act"]);
  given.complete("act");
  expect(given.open()).toEqual(["task after", "task after"]);
});

test("a loop of plain tasks whose condition always holds stops with the incident stepLimit", async () => {
  const given = await story(
    around(
      `<task id="act"><standardLoopCharacteristics>${formal("loopCondition", "true")}</standardLoopCharacteristics></task>`,
    ),
  );
  given.start();
  expect(given.open()).toEqual(["incident act stepLimit"]);
});

test.each([
  [
    "a standard loop",
    `<standardLoopCharacteristics loopMaximum="5000">${formal("loopCondition", "true")}</standardLoopCharacteristics>`,
  ],
  [
    "a sequential multi-instance task",
    `<multiInstanceLoopCharacteristics isSequential="true">${formal("loopCardinality", "5000")}</multiInstanceLoopCharacteristics>`,
  ],
])("%s of five thousand plain rounds runs to its end in one command", async (_, loop) => {
  const given = await story(around(`<task id="act">${loop}</task>`));
  given.start();
  expect(given.open()).toEqual(["task after"]);
});
