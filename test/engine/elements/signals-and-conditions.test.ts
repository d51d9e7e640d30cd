import { expect, test } from "vitest";
import { startTriggers } from "../../../engine/index.ts";
import { chain, processOf, story } from "../story.ts";

const condition = (source: string) =>
  `<conditionalEventDefinition><condition xsi:type="tFormalExpression">${source}</condition></conditionalEventDefinition>`;

test("a signal is heard by everything in the case that waits for it, and told to the host", async () => {
  const given =
    await story(`<startEvent id="start"/><parallelGateway id="fork"/><endEvent id="throw"><signalEventDefinition signalRef="Alarm"/></endEvent>
    <intermediateCatchEvent id="one"><signalEventDefinition signalRef="Alarm"/></intermediateCatchEvent>
    <intermediateCatchEvent id="two"><signalEventDefinition signalRef="Alarm"/></intermediateCatchEvent><userTask id="a"/><userTask id="b"/>
    ${chain("start fork throw", "fork one a", "fork two b")}`);
  expect(given.start()).toContain("SignalThrown throw");
  expect(given.open().toSorted()).toEqual(["task a", "task b"]);
});

test("a signal start event is a trigger of the process", async () => {
  const process = await processOf(
    `<startEvent id="s"><signalEventDefinition signalRef="Alarm"/></startEvent><endEvent id="e"/>${chain("s e")}`,
  );
  expect(startTriggers(process, 0).triggers).toEqual([
    { kind: "signal", elementId: "s", trigger: 0, name: "alarm" },
  ]);
});

test("a conditional event waits until its condition becomes true", async () => {
  const given = await story(
    `<startEvent id="start"/><intermediateCatchEvent id="wait">${condition("jumlah > 2")}</intermediateCatchEvent><userTask id="a"/>${chain("start wait a")}`,
  );
  given.start({ jumlah: 1 });
  expect(given.open()).toEqual(["condition wait"]);
  given.send({ type: "SetVariables", variables: { jumlah: 3 }, atMs: 0 });
  expect(given.told()).toContain("ConditionMet wait");
  expect(given.open()).toEqual(["task a"]);
});

test("a condition over a variable that is not there yet waits for it; one that fails is an incident", async () => {
  const given =
    await story(`<startEvent id="start"/><userTask id="a"/><boundaryEvent id="watch" attachedToRef="a">${condition("jumlah > 2")}</boundaryEvent>
    <userTask id="b"/>${chain("start a", "watch b")}`);
  given.start();
  expect(given.open()).toEqual(["condition watch", "task a"]);
  given.send({ type: "SetVariables", variables: { jumlah: "banyak" }, atMs: 0 });
  expect(given.open()).toEqual(["task a", "incident watch expressionFailed"]);
  const incidentId = given.wait("incident", "watch").id;
  given.send({ type: "SetVariables", variables: { jumlah: 3 }, atMs: 0 });
  given.send({ type: "RetryIncident", incidentId, atMs: 0 });
  expect(given.open()).toEqual(["task b"]);
});

test("a condition that does not interrupt happens each time it becomes true, not while it stays true", async () => {
  const given =
    await story(`<startEvent id="start"/><userTask id="a"/><boundaryEvent id="watch" attachedToRef="a" cancelActivity="false">${condition("x")}</boundaryEvent>
    <userTask id="b"/>${chain("start a", "watch b")}`);
  given.start({ x: false });
  for (const x of [true, true, false, true]) given.send({ type: "SetVariables", variables: { x }, atMs: 0 });
  expect(given.open().filter((open) => open === "task b")).toHaveLength(2);
});

test("an escalation is caught where it is watched and nothing is interrupted unless it says so", async () => {
  const given =
    await story(`<startEvent id="start"/><subProcess id="sub"><startEvent id="s"/><intermediateThrowEvent id="up"><escalationEventDefinition escalationRef="Higher"/></intermediateThrowEvent>
    <userTask id="a"/>${chain("s up a")}</subProcess><boundaryEvent id="any" attachedToRef="sub" cancelActivity="false"><escalationEventDefinition/></boundaryEvent>
    <boundaryEvent id="highest" attachedToRef="sub"><escalationEventDefinition escalationRef="Highest"/></boundaryEvent>
    <userTask id="note"/><userTask id="stop"/>${chain("start sub", "any note", "highest stop")}`);
  given.start();
  expect(given.open().toSorted()).toEqual(["task a", "task note"]);
});

test("an escalation that nobody catches is told and the case goes on", async () => {
  const given = await story(
    `<startEvent id="start"/><endEvent id="up"><escalationEventDefinition escalationRef="Higher"/></endEvent>${chain("start up")}`,
  );
  expect(given.start()).toContain("EscalationRaised up");
  expect(given.told().at(-1)).toBe("CaseEnded completed");
});

test("a link jumps to its catch event", async () => {
  const given =
    await story(`<startEvent id="start"/><intermediateThrowEvent id="out"><linkEventDefinition name="L"/></intermediateThrowEvent>
    <intermediateCatchEvent id="in"><linkEventDefinition name="L"/></intermediateCatchEvent><endEvent id="end"/>${chain("start out", "in end")}`);
  expect(given.start()).toContain("ElementLeft out out~in");
  expect(given.told().at(-1)).toBe("CaseEnded completed");
});

test("a multiple event happens with the first of its definitions, a parallel one with the last", async () => {
  const both = `<messageEventDefinition messageRef="Reply"/><signalEventDefinition signalRef="Alarm"/>`;
  const event = (attributes: string) =>
    `<startEvent id="start"/><intermediateCatchEvent id="wait"${attributes}>${both}</intermediateCatchEvent><userTask id="a"/>${chain("start wait a")}`;
  const any = await story(event(""));
  any.start();
  expect(any.deliver("wait")).toContain("SignalAwaitCancelled wait");
  expect(any.open()).toEqual(["task a"]);
  const all = await story(event(' parallelMultiple="true"'));
  all.start();
  all.deliver("wait");
  expect(all.open()).toEqual(["signal wait"]);
  all.send({ type: "DeliverSignal", subscriptionId: all.wait("signal", "wait").id, payload: {}, atMs: 0 });
  expect(all.open()).toEqual(["task a"]);
});

test("a multiple throw event throws everything that it names", async () => {
  const given =
    await story(`<startEvent id="start"/><intermediateThrowEvent id="say"><messageEventDefinition messageRef="Reply"/><escalationEventDefinition escalationRef="Higher"/>
    <signalEventDefinition signalRef="Alarm"/></intermediateThrowEvent><endEvent id="end"/>${chain("start say end")}`);
  expect(given.start()).toEqual(
    expect.arrayContaining(["MessageThrown say", "EscalationRaised say", "SignalThrown say"]),
  );
});

test("a process that starts by several events at once waits for the others", async () => {
  const given =
    await story(`<startEvent id="start" parallelMultiple="true"><messageEventDefinition messageRef="Reply"/><signalEventDefinition signalRef="Alarm"/></startEvent>
    <userTask id="a"/>${chain("start a")}`);
  given.start({}, "start");
  expect(given.open()).toEqual(["signal start"]);
  given.send({
    type: "DeliverSignal",
    subscriptionId: given.wait("signal", "start").id,
    payload: {},
    atMs: 0,
  });
  expect(given.open()).toEqual(["task a"]);
});
