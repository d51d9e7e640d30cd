import { expect, test } from "vitest";
import { limits } from "../../../engine/index.ts";
import { chain, extended, processOf, story, storyOf } from "../story.ts";

const call = `<startEvent id="start"/><callActivity id="call" calledElement="periksa">${extended(
  `<poros:call binding="version" version="3"/><poros:input target="nomor" source="agenda"/><poros:output target="hasil" source="putusan"/>`,
)}</callActivity><boundaryEvent id="broken" attachedToRef="call"><errorEventDefinition errorRef="Broken"/></boundaryEvent>
<boundaryEvent id="higher" attachedToRef="call" cancelActivity="false"><escalationEventDefinition escalationRef="Higher"/></boundaryEvent>
<userTask id="after"/><userTask id="mend"/><userTask id="note"/>${chain("start call after", "broken mend", "higher note")}`;

test("a call asks for the process by id and version, with what is mapped", async () => {
  const given = await story(call);
  given.start({ agenda: "A-1" });
  expect(given.wait("call", "call")).toMatchObject({
    processId: "periksa",
    binding: { kind: "version", version: "3" },
    inputs: { nomor: "A-1" },
    depth: 1,
  });
});

test("only what is mapped comes out of a call", async () => {
  const given = await story(call);
  given.start({ agenda: "A-1" });
  const callId = given.wait("call", "call").id;
  given.send({ type: "CompleteCall", callId, variables: { putusan: "baik", rahasia: 1 }, atMs: 0 });
  expect(given.open()).toEqual(["task after"]);
  expect(given.variables()).toEqual({ agenda: "A-1", hasil: "baik" });
});

test("an error of the called case is caught at the call, an escalation too, and the call goes on", async () => {
  const given = await story(call);
  given.start({ agenda: "A-1" });
  const callId = given.wait("call", "call").id;
  given.send({ type: "EscalateCall", callId, escalationCode: "higher", variables: {}, atMs: 0 });
  expect(given.open()).toEqual(["call call", "task note"]);
  given.send({ type: "ThrowCallError", callId, errorCode: "broken", message: "x", variables: {}, atMs: 0 });
  expect(given.open()).toEqual(["task note", "task mend"]);
});

test("a process that does not exist is an incident", async () => {
  const given = await story(call);
  given.start({ agenda: "A-1" });
  const callId = given.wait("call", "call").id;
  given.send({ type: "FailCall", callId, code: "unknownProcess", message: "x", atMs: 0 });
  expect(given.open()).toEqual(["incident call callFailed"]);
});

test("cancelling the case cancels its call", async () => {
  const given = await story(call);
  given.start({ agenda: "A-1" });
  expect(given.send({ type: "CancelCase", reason: "x", atMs: 0 })).toContain("CallCancelled call");
});

test("a process that calls itself stops with an incident at the deepest call allowed", async () => {
  const process = await processOf(
    `<startEvent id="start"/><callActivity id="call" calledElement="process"/>${chain("start call")}`,
  );
  let depth = 0;
  let given = storyOf(process);
  given.start();
  for (; given.open()[0] === "call call"; depth++) {
    const called = given.wait("call", "call");
    given = storyOf(process);
    given.send({
      type: "StartCase",
      caseId: `case-${depth}`,
      variables: {},
      atMs: 0,
      depth: called.kind === "call" ? called.depth : 0,
    });
  }
  expect(depth).toBe(limits.callDepth);
  expect(given.open()).toEqual(["incident call callDepth"]);
});
