import { expect, test } from "vitest";
import { chain, conditional, story } from "../story.ts";

const undoable = (
  id: string,
) => `<userTask id="${id}"/><boundaryEvent id="${id}Undo" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent>
<userTask id="un${id}" isForCompensation="true"/><association id="${id}A" sourceRef="${id}Undo" targetRef="un${id}" associationDirection="One"/>`;

test("what has completed is undone in reverse order, and then the thrower goes on", async () => {
  const given = await story(`<startEvent id="start"/>${undoable("a")}${undoable("b")}${undoable("c")}
    <intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent><userTask id="after"/>
    ${chain("start a b back after", "c after")}`);
  given.start();
  given.complete("a");
  expect(given.complete("b").slice(1)).toEqual([
    "ElementLeft b b-back",
    "ElementEntered back",
    "CompensationStarted back",
    "ElementEntered unb",
    "TaskOpened unb",
    "ElementEntered una",
    "TaskOpened una",
  ]);
  given.complete("una");
  given.complete("unb");
  expect(given.open()).toEqual(["task after"]);
  expect(given.state().marking.completed).toEqual([]);
});

test("compensation of one activity undoes that one only", async () => {
  const given = await story(`<startEvent id="start"/>${undoable("a")}${undoable("b")}
    <intermediateThrowEvent id="back"><compensateEventDefinition activityRef="a"/></intermediateThrowEvent><userTask id="after"/>${chain("start a b back after")}`);
  given.start();
  given.complete("a");
  given.complete("b");
  expect(given.open()).toEqual(["task una"]);
});

test("with nothing to undo the thrower goes on at once", async () => {
  const given = await story(`<startEvent id="start"/>${undoable("a")}
    <endEvent id="back"><compensateEventDefinition/></endEvent><exclusiveGateway id="g" default="g-back"/>${chain("start g back")}${conditional("g", "a", "false")}`);
  expect(given.start().at(-1)).toBe("CaseEnded completed");
});

test("a sub-process is undone by what undoes its parts, with its variables as they were", async () => {
  const given =
    await story(`<startEvent id="start"/><subProcess id="sub"><extensionElements><poros:input target="x" source="1"/></extensionElements>
    <startEvent id="s"/>${undoable("a")}<endEvent id="e"/>${chain("s a e")}</subProcess>
    <endEvent id="back"><compensateEventDefinition/></endEvent>${chain("start sub back")}`);
  given.start();
  given.complete("a", { x: 7 });
  expect(given.open()).toEqual(["task una"]);
  const revived = given.state().marking.activations.find(({ elementId }) => elementId === "sub");
  expect(given.state().variables[revived?.id ?? ""]).toEqual({ x: 7 });
  expect(given.complete("una").at(-1)).toBe("CaseEnded completed");
});

test("a compensation event sub-process undoes its sub-process in its own way", async () => {
  const given =
    await story(`<startEvent id="start"/><subProcess id="sub"><startEvent id="s"/><userTask id="a"/><endEvent id="e"/>${chain("s a e")}
    <subProcess id="undoing" triggeredByEvent="true"><startEvent id="event"><compensateEventDefinition/></startEvent><userTask id="undo"/><endEvent id="ue"/>
    ${chain("event undo ue")}</subProcess></subProcess><intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent>
    <userTask id="after"/>${chain("start sub back after")}`);
  given.start();
  given.complete("a");
  expect(given.open()).toEqual(["task undo"]);
  given.complete("undo");
  expect(given.open()).toEqual(["task after"]);
});

test("every instance of a loop is undone", async () => {
  const given = await story(
    `<startEvent id="start"/>${undoable("a").replace(
      '<userTask id="a"/>',
      `<userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">2</loopCardinality></multiInstanceLoopCharacteristics></userTask>`,
    )}<endEvent id="back"><compensateEventDefinition/></endEvent>${chain("start a back")}`,
  );
  given.start();
  given.complete("a");
  given.complete("a");
  expect(given.open()).toEqual(["task una", "task una"]);
  given.complete("una");
  expect(given.complete("una").at(-1)).toBe("CaseEnded completed");
});

const transaction = `<startEvent id="start"/><transaction id="tx"><startEvent id="s"/>${undoable("pay")}<userTask id="other"/><userTask id="check"/>
  <exclusiveGateway id="g" default="g-ok"/><endEvent id="ok"/><endEvent id="cancel"><cancelEventDefinition/></endEvent>
  ${chain("s pay check g ok", "s other ok")}${conditional("g", "cancel", "batal")}</transaction>
  <boundaryEvent id="cancelled" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent><userTask id="apologise"/><userTask id="after"/>
  ${chain("start tx after", "cancelled apologise")}`;

test("a cancelled transaction ends what is open, undoes what was done, and leaves by its cancel event", async () => {
  const given = await story(transaction);
  given.start();
  given.complete("pay");
  given.complete("check", { batal: true });
  expect(given.open()).toEqual(["task unpay"]);
  given.complete("unpay");
  expect(given.open()).toEqual(["task apologise"]);
});

test("a transaction that is not cancelled leaves as a sub-process does", async () => {
  const given = await story(transaction);
  given.start();
  given.complete("pay");
  given.complete("check", { batal: false });
  given.complete("other");
  expect(given.open()).toEqual(["task after"]);
});

test("whoever asked goes on when a handler is interrupted", async () => {
  const given =
    await story(`<startEvent id="start"/>${undoable("a")}<boundaryEvent id="late" attachedToRef="una"><timerEventDefinition>
    <timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent>
    <userTask id="after"/><userTask id="mend"/>${chain("start a back after", "late mend")}`);
  given.start();
  given.complete("a");
  expect(given.open()).toEqual(["timer late", "task una"]);
  given.fire("late");
  expect(given.open().toSorted()).toEqual(["task after", "task mend"]);
});
