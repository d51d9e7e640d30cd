import { expect, test } from "vitest";
import { readProcess } from "../../engine/index.ts";
import { chain, conditional, definitions } from "./story.ts";

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
  [
    "a script that does not say what it is written in",
    `<scriptTask id="a"><script>1 + 1</script></scriptTask>`,
    "scriptFormatMissing a",
  ],
  [
    "a note whose format is no MIME type",
    `<textAnnotation id="n" textFormat="plain"><text>berkas</text></textAnnotation>`,
    "invalidMimeType n",
  ],
  [
    "an expression whose language is no URI",
    `<task id="a"/><task id="b"/><task id="c"/><sequenceFlow id="f" sourceRef="a" targetRef="b"><conditionExpression id="x" xsi:type="tFormalExpression" language="FEEL 1.3">ok</conditionExpression></sequenceFlow>${chain("a c")}`,
    "invalidUri x",
  ],
  [
    "a data object whose reference is not called after its state",
    `<dataObject id="o" name="Berkas"/><dataObjectReference id="r" dataObjectRef="o" name="Berkas"><dataState name="lengkap"/></dataObjectReference>`,
    "dataStateName r",
  ],
  [
    "an optional input that is no input of its set",
    `<task id="a"><ioSpecification><dataInput id="i"/><dataInput id="j"/><inputSet><dataInputRefs>i</dataInputRefs><optionalInputRefs>j</optionalInputRefs></inputSet><inputSet><dataInputRefs>j</dataInputRefs></inputSet><outputSet/></ioSpecification></task>`,
    "dataInNoSet j",
  ],
  [
    "an output given meanwhile that is no output of its set",
    `<task id="a"><ioSpecification><dataOutput id="o"/><dataOutput id="p"/><inputSet/><outputSet><dataOutputRefs>o</dataOutputRefs><whileExecutingOutputRefs>p</whileExecutingOutputRefs></outputSet><outputSet><dataOutputRefs>p</dataOutputRefs></outputSet></ioSpecification></task>`,
    "dataInNoSet p",
  ],
  [
    "two things copied into one without a transformation",
    `<dataObject id="o"/><dataObject id="p"/><task id="a"><ioSpecification><dataInput id="i"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation id="d"><sourceRef>o</sourceRef><sourceRef>p</sourceRef><targetRef>i</targetRef></dataInputAssociation></task>`,
    "transformationMissing d",
  ],
  [
    "a thing copied into one of another kind",
    `<dataObject id="o" itemSubjectRef="Surat"/><task id="a"><ioSpecification><dataInput id="i" itemSubjectRef="Nomor"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation id="d"><sourceRef>o</sourceRef><targetRef>i</targetRef></dataInputAssociation></task></process><itemDefinition id="Surat" structureRef="surat"/><itemDefinition id="Nomor" structureRef="nomor"/><process id="next" isExecutable="true">`,
    "itemMismatch d",
  ],
  [
    "a service task that calls an operation and hands it nothing",
    `<serviceTask id="a" operationRef="O"/></process><interface id="I" name="i"><operation id="O" name="o"><inMessageRef>M</inMessageRef></operation></interface><process id="next" isExecutable="true">`,
    "inputSetMissing a",
  ],
  [
    "a flow that its ends do not list",
    `<startEvent id="s"/><endEvent id="e"/>${chain("s e")}`,
    "flowNotListed e",
  ],
  [
    "an event-based gateway that starts cases and has a flow into it",
    `<task id="a"/><eventBasedGateway id="g" instantiate="true"/>${chain("a g")}`,
    "flowIntoStart g",
  ],
  [
    "a condition behind an event-based gateway",
    `<eventBasedGateway id="g"/><receiveTask id="r" messageRef="M"/><sequenceFlow id="f" sourceRef="g" targetRef="r"><conditionExpression xsi:type="tFormalExpression">ok</conditionExpression></sequenceFlow>`,
    "conditionAtEventGateway f",
  ],
  [
    "another way to the event behind an event-based gateway",
    `<task id="a"/><eventBasedGateway id="g"/><receiveTask id="r" messageRef="M"/>${chain("g r", "a r")}`,
    "eventGatewayTargets r",
  ],
  [
    "an event-based gateway that leads to both a receive task and a message event",
    `<eventBasedGateway id="g"/><receiveTask id="r" messageRef="M"/><intermediateCatchEvent id="c">${message}</intermediateCatchEvent>${chain("g r", "g c")}`,
    "eventGatewayTargets g",
  ],
  [
    "a lane that holds data",
    `<laneSet id="ls"><lane id="l"><flowNodeRef>o</flowNodeRef></lane></laneSet><dataObject id="o"/><dataObjectReference id="r" dataObjectRef="o"/>`,
    "referenceOfWrongKind l",
  ],
])("read strictly, %s is invalid too", async (_, body, expected) => {
  expect(await invalidIn(process(body), true)).toContain(expected);
  expect(await invalidIn(process(body), false)).not.toContain(expected);
});

test("read strictly, a public process that is marked as executable is invalid", async () => {
  const xml = definitions(`<process id="process" isExecutable="true" processType="Public"/>`);
  expect(await invalidIn(xml, true)).toEqual(["publicExecutable process"]);
});

test("a pool that takes part more often at least than at most is invalid", async () => {
  const pool = (multiplicity: string) =>
    definitions(
      `<collaboration id="c"><participant id="p"><participantMultiplicity ${multiplicity}/></participant></collaboration>`,
    );
  expect(await invalidIn(pool(`minimum="3" maximum="2"`), false)).toEqual(["invalidMultiplicity p"]);
  expect(await invalidIn(pool(`minimum="0" maximum="0"`), false)).toEqual(["invalidMultiplicity p"]);
  for (const fine of [`minimum="0" maximum="1"`, `minimum="1"`, `maximum="5"`]) {
    expect(await invalidIn(pool(fine), false)).toEqual([]);
  }
});

test("what tools of other makers write is not called invalid", async () => {
  const vocabulary = `xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:other="http://other.example/types" xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0"`;
  const inside = (body: string, kind = "true") =>
    definitions(
      `<message id="M" name="m"/>${body.includes("<process") ? body : `<process id="process" isExecutable="${kind}">${body}</process>`}`,
    ).replace("<definitions ", `<definitions ${vocabulary} `);
  const type = `<correlationProperty id="k" type="xsd:string"><correlationPropertyRetrievalExpression messageRef="M"><messagePath>a</messagePath></correlationPropertyRetrievalExpression></correlationProperty>`;
  const process = `<process id="process" isExecutable="true"><task id="a"/></process>`;
  expect((await readProcess(inside(type + process))).ok).toBe(true);
  const codes = async (xml: string) => {
    const result = await readProcess(xml);
    return result.ok ? [] : result.problems.map(({ code, kind }) => `${kind} ${code}`);
  };
  expect(await codes(inside(`<callActivity id="c" calledElement="x" color:shade="dark"/>`))).toEqual([]);
  expect(await codes(inside(`<receiveTask id="r" messageRef="other:Order"/>`))).toContain(
    "notExecutable foreignReference",
  );
  expect(
    await codes(
      inside(
        `<relationship type="history"><source>process</source><target>process</target></relationship>${process}`,
      ),
    ),
  ).toEqual([]);
  const condition = `<task id="a"/><task id="b"/>${conditional("a", "b", "#{approved}")}`;
  expect(await codes(inside(condition))).toEqual(["notExecutable foreignLanguage"]);
  const loop = `<userTask id="a"><multiInstanceLoopCharacteristics/></userTask>`;
  expect(await codes(inside(loop, "false"))).toEqual([
    "notExecutable notExecutable",
    "notExecutable loopWithoutSize",
  ]);
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
