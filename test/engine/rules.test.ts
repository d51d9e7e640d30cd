import { expect, test } from "vitest";
import { readProcess } from "../../engine/index.ts";
import { chain, definitions } from "./story.ts";

/** What BPMN demands beyond its schema: each breach is an invalid problem with a code and the element to blame. */
const process = (body: string) =>
  definitions(`<message id="M" name="m"/><process id="process" isExecutable="true">${body}</process>`);

async function invalidIn(xml: string, strict: boolean): Promise<readonly string[]> {
  const result = await readProcess(xml, { strict });
  if (result.ok) return [];
  return result.problems
    .filter(({ kind }) => kind === "invalid")
    .map(({ code, elementId }) => `${code} ${elementId ?? ""}`.trim());
}

const message = `<messageEventDefinition messageRef="M"/>`;
const timer = `<timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1S</timeDuration></timerEventDefinition>`;

test.each([
  [
    "a flow to an event sub-process",
    `<task id="a"/><subProcess id="h" triggeredByEvent="true"><startEvent id="s">${timer}</startEvent></subProcess>${chain("a h")}`,
    "flowAtEventSubProcess h",
  ],
  [
    "an event sub-process with two start events",
    `<subProcess id="h" triggeredByEvent="true"><startEvent id="s">${timer}</startEvent><startEvent id="t">${timer}</startEvent></subProcess>`,
    "eventSubProcessStart h",
  ],
  [
    "an event sub-process that no event starts",
    `<subProcess id="h" triggeredByEvent="true"><startEvent id="s"/></subProcess>`,
    "eventSubProcessStart s",
  ],
  [
    "a sub-process that a timer starts",
    `<subProcess id="sub"><startEvent id="s">${timer}</startEvent></subProcess>`,
    "eventInWrongPlace s",
  ],
  [
    "an error event in the middle of the flow",
    `<intermediateCatchEvent id="e"><errorEventDefinition/></intermediateCatchEvent>`,
    "eventInWrongPlace e",
  ],
  [
    "a cancel end event outside a transaction",
    `<endEvent id="e"><cancelEventDefinition/></endEvent>`,
    "cancelOutsideTransaction e",
  ],
  [
    "a cancel boundary event on a plain sub-process",
    `<subProcess id="sub"><task id="t"/></subProcess><boundaryEvent id="b" attachedToRef="sub"><cancelEventDefinition/></boundaryEvent>`,
    "cancelOutsideTransaction b",
  ],
  [
    "an error boundary event that does not interrupt",
    `<task id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><errorEventDefinition/></boundaryEvent>`,
    "mustInterrupt b",
  ],
  [
    "a sequence flow out of a compensation boundary event",
    `<task id="a"/><task id="u" isForCompensation="true"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
     <association id="as" sourceRef="b" targetRef="u"/><task id="c"/>${chain("b c")}`,
    "flowOutOfCompensation b",
  ],
  [
    "a compensation boundary event that points at nothing",
    `<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>`,
    "compensationWithoutHandler b",
  ],
  [
    "an activity that undoes without being marked for it",
    `<task id="a"/><task id="u"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><association id="as" sourceRef="b" targetRef="u"/>`,
    "notForCompensation u",
  ],
  [
    "a link that nobody catches",
    `<intermediateThrowEvent id="e"><linkEventDefinition name="L"/></intermediateThrowEvent>`,
    "linkNotCaught e",
  ],
  [
    "a link that nobody throws",
    `<intermediateCatchEvent id="e"><linkEventDefinition name="L"/></intermediateCatchEvent>`,
    "linkNotThrown e",
  ],
  [
    "an event-based gateway that leads to a task",
    `<eventBasedGateway id="g"/><userTask id="a"/><receiveTask id="b" messageRef="M"/>${chain("g a", "g b")}`,
    "eventGatewayTargets g",
  ],
  [
    "a receive task that starts cases and has a flow into it",
    `<task id="a"/><receiveTask id="r" messageRef="M" instantiate="true"/>${chain("a r")}`,
    "flowIntoStart r",
  ],
  ["an ad-hoc sub-process without activities", `<adHocSubProcess id="w"/>`, "adHocWithoutActivity w"],
  [
    "a multi-instance activity without a size",
    `<userTask id="a"><multiInstanceLoopCharacteristics/></userTask>`,
    "loopWithoutSize a",
  ],
  [
    "a loop condition that is a number",
    `<userTask id="a"><standardLoopCharacteristics><loopCondition xsi:type="tFormalExpression">3</loopCondition></standardLoopCharacteristics></userTask>`,
    "conditionNotBoolean a",
  ],
  [
    "a negative loopMaximum",
    `<userTask id="a"><standardLoopCharacteristics loopMaximum="-1"/></userTask>`,
    "invalidInteger a",
  ],
  ["no token to start with", `<userTask id="a" startQuantity="0"/>`, "invalidInteger a"],
  [
    "a call of a process that starts only by events",
    `<callActivity id="c" calledElement="other"/></process><process id="other" isExecutable="true"><startEvent id="s">${message}</startEvent>`,
    "calledProcessStart c",
  ],
  [
    "a reference to something of another kind",
    `<receiveTask id="r" messageRef="t"/><task id="t"/>`,
    "referenceOfWrongKind r",
  ],
])("%s is invalid", async (_, body, expected) => {
  expect(await invalidIn(process(body), false)).toContain(expected);
});

test("an activity with two loops is invalid", async () => {
  const body = `<userTask id="a"><standardLoopCharacteristics/><multiInstanceLoopCharacteristics/></userTask>`;
  expect(await invalidIn(process(body), false)).toEqual(["twoLoops"]);
});

test.each([
  [
    "a gateway with one way in and one way out",
    `<task id="a"/><exclusiveGateway id="g"/><task id="b"/>${chain("a g b")}`,
    "gatewayWithoutChoice g",
  ],
  [
    "a flow node that nothing leads to",
    `<startEvent id="s"/><endEvent id="e"/><task id="a"/>${chain("s e", "a e")}`,
    "incomingFlowMissing a",
  ],
  [
    "a flow node that leads nowhere",
    `<startEvent id="s"/><endEvent id="e"/><task id="a"/>${chain("s e", "s a")}`,
    "outgoingFlowMissing a",
  ],
  [
    "a start event without an end event",
    `<startEvent id="s"/><task id="a"/>${chain("s a")}`,
    "endEventMissing process",
  ],
  [
    "a message event without an operation",
    `<startEvent id="s">${message}</startEvent><endEvent id="e"/>${chain("s e")}`,
    "operationRefMissing s",
  ],
  [
    "a condition in natural language",
    `<task id="a"/><task id="b"/><task id="c"/><sequenceFlow id="f" sourceRef="a" targetRef="b"><conditionExpression>if it rains</conditionExpression></sequenceFlow>${chain("a c")}`,
    "notFormal f",
  ],
])("read strictly, %s is invalid too", async (_, body, expected) => {
  expect(await invalidIn(process(body), true)).toContain(expected);
  expect(await invalidIn(process(body), false)).not.toContain(expected);
});

test("the shape of a draft is read though nothing in it is ready to run", async () => {
  const xml =
    definitions(`<process id="draft"><startEvent id="s"/><exclusiveGateway id="g"/><serviceTask id="a"/><businessRuleTask id="b"/>
    <intermediateCatchEvent id="c"><messageEventDefinition/></intermediateCatchEvent>${chain("s g a", "g b c")}</process>`);
  expect((await readProcess(xml)).ok).toBe(false);
  expect((await readProcess(xml, { shapeOnly: true })).ok).toBe(true);
});

test("a diagram from elsewhere may have attributes that BPMN does not have, read tolerantly", async () => {
  const xml = process(`<userTask id="a" assignee="kermit"/>`);
  expect(await invalidIn(xml, false)).toEqual(["unknownAttribute a"]);
  expect((await readProcess(xml, { tolerant: true })).ok).toBe(true);
});
