import { expect, test } from "vitest";
import { decide, limits, readProcess } from "../../engine/index.ts";
import { chain, conditional, definitions, processOf, story, storyOf } from "./story.ts";

const oneTask = `<startEvent id="start"/><userTask id="a"/><endEvent id="end"/>${chain("start a end")}`;

test("a case that has ended takes no command", async () => {
  const given = await story(oneTask);
  given.start();
  const taskId = given.wait("task", "a").id;
  given.complete("a");
  expect(given.refused({ type: "CompleteTask", taskId, variables: {}, atMs: 0 }).code).toBe("caseEnded");
  expect(given.refused({ type: "CancelCase", reason: "x", atMs: 0 }).code).toBe("caseEnded");
});

test("a case starts once", async () => {
  const given = await story(oneTask);
  given.start();
  expect(given.refused({ type: "StartCase", caseId: "x", variables: {}, atMs: 0 }).code).toBe("caseExists");
});

test("a command before the start is refused", async () => {
  const process = await processOf(oneTask);
  const decision = decide(process, null, { type: "CancelCase", reason: "x", atMs: 0 });
  expect(decision).toMatchObject({ ok: false, refusal: { code: "caseNotStarted" } });
});

test("a command without an instant is refused", async () => {
  const given = await story(oneTask);
  expect(given.refused({ type: "StartCase", caseId: "x", variables: {}, atMs: Number.NaN }).code).toBe(
    "invalidInstant",
  );
});

test("a case of another process is refused", async () => {
  const given = await story(oneTask);
  given.start();
  const other = await readProcess(
    definitions(`<process id="other" isExecutable="true"><task id="t"/></process>`),
  );
  if (!other.ok || other.processes[0] === undefined) throw new Error("unreadable");
  const decision = decide(other.processes[0], given.state(), { type: "CancelCase", reason: "x", atMs: 0 });
  expect(decision).toMatchObject({ ok: false, refusal: { code: "wrongProcess" } });
});

test("a cancelled case closes everything that is open", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a"/><boundaryEvent id="t" attachedToRef="a"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
     <receiveTask id="b" messageRef="Reply"/>${chain("start a", "start b")}`,
  );
  given.start();
  expect(given.send({ type: "CancelCase", reason: "dicabut", atMs: 0 })).toEqual([
    "TimerCancelled t",
    "TaskCancelled a",
    "ElementCancelled a",
    "MessageAwaitCancelled b",
    "ElementCancelled b",
    "CaseEnded cancelled dicabut",
  ]);
});

test("a loop without a wait stops with an incident, and the case still answers", async () => {
  const given = await story(
    `<startEvent id="start"/><exclusiveGateway id="again" default="again-end"/><task id="act"/><endEvent id="end"/>
     ${chain("start act again end")}${conditional("again", "act", "ulang")}`,
  );
  given.start({ ulang: true });
  expect(given.open()).toHaveLength(1);
  expect(given.open()[0]).toMatch(/^incident (act|again) stepLimit$/);
  expect(given.history.filter(({ type }) => type === "ElementEntered").length).toBe(
    limits.stepsPerCommand + 2,
  );
  given.send({ type: "SetVariables", variables: { ulang: false }, atMs: 0 });
  const incidentId = given.state().marking.waits[0]?.id ?? "";
  expect(given.send({ type: "RetryIncident", incidentId, atMs: 0 }).at(-1)).toBe("CaseEnded completed");
});

test("a loop that splits its tokens without end stops with incidents", async () => {
  const process = await processOf(
    `<startEvent id="start"/><task id="act"/><parallelGateway id="fork"/>${chain("start act fork act")}
     <sequenceFlow id="second" sourceRef="fork" targetRef="act"/>`,
  );
  const decision = decide(process, null, { type: "StartCase", caseId: "c", variables: {}, atMs: 0 });
  if (!decision.ok) throw new Error(decision.refusal.message);
  const codes = new Set(decision.state.marking.waits.map((wait) => wait.kind === "incident" && wait.code));
  expect(codes).toEqual(new Set(["stepLimit"]));
});

test("an idle case's state is below four kilobytes, however long it has run", async () => {
  const given = storyOf(
    await processOf(
      `<startEvent id="start"/><userTask id="a"/><exclusiveGateway id="again" default="again-a"/><endEvent id="end"/>
       ${chain("start a again a")}${conditional("again", "end", "selesai")}`,
    ),
  );
  given.start({ selesai: false });
  const first = JSON.stringify(given.state()).length;
  for (let round = 0; round < 200; round++) given.complete("a");
  expect(JSON.stringify(given.state()).length).toBeLessThan(first + 20);
  expect(first).toBeLessThan(4096);
});
