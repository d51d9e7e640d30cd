import { expect, test } from "vitest";
import { chain, conditional, story } from "../story.ts";

const scope = (
  start: string,
  attributes = "",
) => `<startEvent id="start"/><subProcess id="sub"><startEvent id="s"/><userTask id="a"/><endEvent id="e"/>
<subProcess id="handler" triggeredByEvent="true"><startEvent id="event"${attributes}>${start}</startEvent><userTask id="handle"/><endEvent id="he"/>
${chain("event handle he")}</subProcess>${chain("s a e")}</subProcess><userTask id="after"/><endEvent id="end"/>${chain("start sub after end")}`;
const message = `<messageEventDefinition messageRef="Notice"/>`;

test("an interrupting event sub-process takes over its scope", async () => {
  const given = await story(scope(message));
  given.start();
  expect(given.open()).toEqual(["message event", "task a"]);
  expect(given.deliver("event", { isi: 1 })).toEqual([
    "MessageReceived event",
    'VariablesSet case {"isi":1}',
    "TaskCancelled a",
    "ElementCancelled a",
    "ScopeInterrupted event",
    "ElementEntered handler",
    "ElementEntered event",
    "ElementLeft event event-handle",
    "ElementEntered handle",
    "TaskOpened handle",
  ]);
  given.complete("handle");
  expect(given.open()).toEqual(["task after"]);
});

test("one that does not interrupt runs beside, as often as its event happens, and the scope waits for it", async () => {
  const given = await story(scope(message, ' isInterrupting="false"'));
  given.start();
  given.deliver("event");
  given.deliver("event");
  expect(given.open()).toEqual(["task a", "task handle", "message event", "task handle"]);
  given.complete("a");
  given.complete("handle");
  expect(given.open()).toEqual(["message event", "task handle"]);
  given.complete("handle");
  expect(given.open()).toEqual(["task after"]);
});

test("a timer starts an event sub-process after its scope was entered", async () => {
  const given = await story(
    scope("<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"),
  );
  given.start();
  given.fire("event");
  expect(given.open()).toEqual(["task handle"]);
});

test("an event sub-process of the process itself watches the whole case", async () => {
  const given =
    await story(`<startEvent id="start"/><userTask id="a"/><endEvent id="end"/>${chain("start a end")}
    <subProcess id="handler" triggeredByEvent="true"><startEvent id="event"><signalEventDefinition signalRef="Alarm"/></startEvent>
    <endEvent id="he"/>${chain("event he")}</subProcess>`);
  given.start();
  const subscriptionId = given.wait("signal", "event").id;
  expect(given.send({ type: "DeliverSignal", subscriptionId, payload: {}, atMs: 0 }).at(-1)).toBe(
    "CaseEnded completed",
  );
});

test("an error in the scope is caught inside it before it leaves", async () => {
  const given =
    await story(`<startEvent id="start"/><subProcess id="sub"><startEvent id="s"/><userTask id="a"/>
    <endEvent id="fail"><errorEventDefinition errorRef="Broken"/></endEvent>${chain("s a fail")}
    <subProcess id="handler" triggeredByEvent="true"><startEvent id="event"><errorEventDefinition errorRef="Broken"/></startEvent>
    <userTask id="mend"/><endEvent id="he"/>${chain("event mend he")}</subProcess></subProcess>
    <boundaryEvent id="outside" attachedToRef="sub"><errorEventDefinition/></boundaryEvent><userTask id="after"/><endEvent id="end"/>
    ${chain("start sub after end", "outside end")}`);
  given.start();
  expect(given.complete("a")).toContain("ErrorThrown fail broken event");
  given.complete("mend");
  expect(given.open()).toEqual(["task after"]);
});

test("what an event sub-process throws is caught outside its scope, not beside it", async () => {
  const given =
    await story(`<startEvent id="start"/><subProcess id="sub"><startEvent id="s"/><endEvent id="fail"><errorEventDefinition errorRef="Broken"/></endEvent>
    ${chain("s fail")}<subProcess id="handler" triggeredByEvent="true"><startEvent id="event"><errorEventDefinition/></startEvent>
    <endEvent id="again"><errorEventDefinition errorRef="Late"/></endEvent>${chain("event again")}</subProcess></subProcess>
    <boundaryEvent id="outside" attachedToRef="sub"><errorEventDefinition errorRef="Late"/></boundaryEvent><userTask id="caught"/><endEvent id="end"/>
    ${chain("start sub end", "outside caught end")}`);
  given.start();
  expect(given.open()).toEqual(["task caught"]);
});

test("a condition that holds when the scope is entered starts it before anything else", async () => {
  const given =
    await story(`<startEvent id="start"/><userTask id="a"/><endEvent id="end"/>${chain("start a end")}
    <subProcess id="handler" triggeredByEvent="true"><startEvent id="event"><conditionalEventDefinition>
    <condition xsi:type="tFormalExpression">darurat</condition></conditionalEventDefinition></startEvent><userTask id="handle"/>
    <exclusiveGateway id="g" default="g-he"/><endEvent id="he"/><endEvent id="other"/>${chain("event handle g he")}${conditional("g", "other", "darurat")}</subProcess>`);
  given.start({ darurat: true });
  expect(given.open()).toEqual(["task handle"]);
});
