import { expect, test } from "vitest";
import {
  type CaseState,
  checkSoundness,
  type Decision,
  decide,
  type EngineEvent,
  type ExecutableProcess,
  evolve,
  type MigrateCase,
  migrate,
  migrateAgain,
  planMigration,
  replay,
} from "../../../engine/index.ts";
import { chain, extended, lineOf, processOf, story, storyOf } from "../story.ts";

const command: MigrateCase = { type: "MigrateCase", toVersion: "2", atMs: Date.UTC(2026, 10, 24, 2) };

/** Migrates, and checks that folding under the new version gives what was decided, at once, one by one, and from JSON. */
function migrated(
  from: ExecutableProcess,
  to: ExecutableProcess,
  state: CaseState,
  more: Partial<MigrateCase> = {},
): { readonly state: CaseState; readonly told: readonly string[]; readonly events: readonly EngineEvent[] } {
  const before = JSON.stringify(state);
  const decision = migrate(from, to, state, { ...command, ...more });
  if (!decision.ok) throw new Error(`${decision.refusal.code}: ${decision.refusal.message}`);
  expect(JSON.stringify(state)).toBe(before);
  const { events } = decision;
  expect(JSON.stringify(replay(to, JSON.parse(JSON.stringify(events)), JSON.parse(before)))).toBe(
    JSON.stringify(decision.state),
  );
  let folded = state;
  for (const event of events) folded = evolve(to, folded, event);
  expect(JSON.stringify(folded)).toBe(JSON.stringify(decision.state));
  return { state: decision.state, told: events.map(lineOf).slice(1), events };
}

function told(decision: Decision): readonly string[] {
  if (!decision.ok) throw new Error(decision.refusal.message);
  return decision.events.map(lineOf);
}

function impossible(from: ExecutableProcess, to: ExecutableProcess, state: CaseState, mapping = {}) {
  const before = JSON.stringify(state);
  const plan = planMigration(from, to, state, { atMs: command.atMs, mapping });
  expect(plan.possible).toBe(false);
  expect(migrate(from, to, state, { ...command, mapping })).toMatchObject({
    ok: false,
    refusal: { code: "migrationImpossible" },
  });
  expect(JSON.stringify(state)).toBe(before);
  return plan.obstacles.map(({ code, from: source }) => `${code} ${source}`);
}

const flow = chain("start check end");
const simple = (check: string) => `<startEvent id="start"/><endEvent id="end"/>${check}${flow}`;
const late = (duration: string, attributes = "") =>
  `<boundaryEvent id="late" attachedToRef="check"${attributes}><timerEventDefinition><timeDuration>${duration}</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="stop"/>${chain("late stop")}`;

test("an open task stays, and the new version decides what comes after it", async () => {
  const old = await story(simple(`<userTask id="check"/>`));
  old.start();
  const to = await processOf(
    `<startEvent id="start"/><endEvent id="end"/><userTask id="check"/><userTask id="sign"/>${chain("start check sign end")}`,
  );
  const { state, told: happened } = migrated(old.process, to, old.state());
  expect(happened).toEqual([]);
  expect(state).toEqual(old.state());
  const taskId = old.wait("task", "check").id;
  const after = decide(to, state, { type: "CompleteTask", taskId, variables: {}, atMs: command.atMs });
  expect(told(after)).toContain("TaskOpened sign");
});

test("an element under another id is found by the mapping, and is named as gone without it", async () => {
  const old = await story(simple(`<userTask id="check"/>`));
  old.start();
  const to = await processOf(
    `<startEvent id="start"/><endEvent id="end"/><userTask id="verify"/>${chain("start verify end")}`,
  );
  expect(impossible(old.process, to, old.state())).toEqual(["elementGone check"]);
  const { state } = migrated(old.process, to, old.state(), { mapping: { check: "verify" } });
  expect(state.marking.activations).toMatchObject([{ elementId: "verify" }]);
  expect(state.marking.waits).toMatchObject([{ kind: "task", elementId: "verify" }]);
});

test("a mapping of what is not there, or to what is not there, is impossible", async () => {
  const { process, start, state } = await story(simple(`<userTask id="check"/>`));
  start();
  expect(impossible(process, process, state(), { nothing: "check" })).toEqual(["unknownSource nothing"]);
  expect(impossible(process, process, state(), { end: "nothing" })).toEqual(["unknownTarget end"]);
});

test("a boundary timer that is new is armed from the migration on; one that is gone is cancelled", async () => {
  const without = await story(simple(`<userTask id="check"/>`));
  const withTimer = await story(simple(`<userTask id="check"/>${late("PT1H")}`));
  without.start();
  withTimer.start();
  const armed = migrated(without.process, withTimer.process, without.state());
  expect(armed.told).toEqual(["TimerArmed late"]);
  expect(armed.events[1]).toMatchObject({ anchorMs: command.atMs, dueAtMs: command.atMs + 3_600_000 });
  const gone = migrated(withTimer.process, without.process, withTimer.state());
  expect(gone.told).toEqual(["TimerCancelled late"]);
  const plan = planMigration(without.process, withTimer.process, without.state(), command);
  expect(plan.steps.map(({ effect, subject, to }) => `${effect} ${subject} ${to}`)).toEqual([
    "stays activation check",
    "stays task check",
    "armed timer late",
  ]);
});

test("a timer whose duration has changed runs on, unless it is to be armed anew", async () => {
  const old = await story(simple(`<userTask id="check"/>${late("PT1H")}`));
  const to = await processOf(simple(`<userTask id="check"/>${late("PT9H")}`));
  old.start();
  expect(migrated(old.process, to, old.state()).told).toEqual([]);
  expect(migrated(old.process, to, old.state(), { rearm: ["late"] }).told).toEqual([
    "TimerCancelled late",
    "TimerArmed late",
  ]);
});

test("a reminder that has come for the last time is not armed again", async () => {
  const old = await story(simple(`<userTask id="check"/>${late("PT1H", ' cancelActivity="false"')}`));
  old.start();
  old.fire("late");
  expect(migrated(old.process, old.process, old.state()).told).toEqual([]);
});

test("a boundary event that waits for something of another sort is awaited anew", async () => {
  const old = await story(simple(`<userTask id="check"/>${late("PT1H")}`));
  const to = await processOf(
    simple(
      `<userTask id="check"/><boundaryEvent id="late" attachedToRef="check"><messageEventDefinition messageRef="Reply"/></boundaryEvent><endEvent id="stop"/>${chain("late stop")}`,
    ),
  );
  old.start();
  expect(migrated(old.process, to, old.state()).told).toEqual(["TimerCancelled late", "MessageAwaited late"]);
});

test("a task that became a service, or an event of another sort, is impossible", async () => {
  const task = await story(simple(`<userTask id="check"/>`));
  const service = await processOf(
    simple(`<serviceTask id="check">${extended(`<poros:work topic="work"/>`)}</serviceTask>`),
  );
  task.start();
  expect(impossible(task.process, service, task.state())).toEqual(["otherKind check"]);
  const caught = (definition: string) =>
    simple(`<intermediateCatchEvent id="check">${definition}</intermediateCatchEvent>`);
  const message = await story(caught(`<messageEventDefinition messageRef="Reply"/>`));
  const signal = await processOf(caught(`<signalEventDefinition signalRef="Alarm"/>`));
  message.start();
  expect(impossible(message.process, signal, message.state())).toEqual(["otherEvent check"]);
});

test("a task put into a sub-process is impossible: its scope has changed", async () => {
  const old = await story(simple(`<userTask id="check"/>`));
  const to = await processOf(
    `<startEvent id="start"/><endEvent id="end"/><subProcess id="scope"><userTask id="check"/></subProcess>${chain("start scope end")}`,
  );
  old.start();
  expect(impossible(old.process, to, old.state())).toEqual(["otherScope check"]);
});

const many = (sequential: boolean, body = "") =>
  simple(
    `<userTask id="check"><multiInstanceLoopCharacteristics isSequential="${sequential}"><loopCardinality xsi:type="tFormalExpression">3</loopCardinality>${body}</multiInstanceLoopCharacteristics></userTask>`,
  );

test("instances go on side by side under a new completion condition, but not one after the other", async () => {
  const old = await story(many(false));
  old.start();
  expect(impossible(old.process, await processOf(many(true)), old.state())).toContain("otherLoop check");
  expect(impossible(old.process, await processOf(simple(`<userTask id="check"/>`)), old.state())).toContain(
    "otherLoop check",
  );
  const to = await processOf(
    many(
      false,
      `<completionCondition xsi:type="tFormalExpression">nrOfCompletedInstances = 2</completionCondition>`,
    ),
  );
  old.complete("check");
  const { state } = migrated(old.process, to, old.state());
  const taskId = state.marking.waits[0]?.id ?? "";
  const after = decide(to, state, { type: "CompleteTask", taskId, variables: {}, atMs: command.atMs });
  expect(told(after)).toContain("CaseEnded completed");
});

test("a called case goes on, and answers the call in the new version", async () => {
  const old = await story(simple(`<callActivity id="check" calledElement="other"/>`));
  const to = await processOf(
    `<startEvent id="start"/><endEvent id="end"/><callActivity id="ask" calledElement="another"/>${chain("start ask end")}`,
  );
  old.start();
  const { state, told: happened } = migrated(old.process, to, old.state(), { mapping: { check: "ask" } });
  expect(happened).toEqual([]);
  const callId = old.wait("call", "check").id;
  const after = decide(to, state, { type: "CompleteCall", callId, variables: {}, atMs: command.atMs });
  expect(told(after)).toContain("CallCompleted ask");
});

const joined = (branches: readonly string[]) =>
  `<startEvent id="start"/><endEvent id="end"/><parallelGateway id="split"/><parallelGateway id="join"/>${chain("start split", "join end")}${branches
    .map((id) => `<userTask id="${id}"/>${chain(`split ${id} join`)}`)
    .join("")}`;

test("tokens that wait at a join go on when the new version waits for no more", async () => {
  const old = await story(joined(["a", "b", "c"]));
  old.start();
  old.complete("a");
  old.complete("b");
  expect(impossible(old.process, await processOf(joined(["a", "b"])), old.state())).toEqual([
    "elementGone c",
  ]);
  const elsewhere = await processOf(`${joined(["a", "b"])}<userTask id="c"/>${chain("start c end")}`);
  const { told: happened } = migrated(old.process, elsewhere, old.state());
  expect(happened).toEqual([
    "ElementEntered join",
    "ElementLeft join join-end",
    "ElementEntered end",
    "ElementLeft end",
  ]);
});

test("a token on a flow that is gone is named", async () => {
  const old = await story(joined(["a", "b"]));
  old.start();
  old.complete("a");
  expect(impossible(old.process, await processOf(joined(["b", "c"])), old.state())).toEqual([
    "flowGone a-join",
  ]);
});

test("an incident is retried by what the new version says", async () => {
  const script = (source: string) =>
    simple(
      `<scriptTask id="check">${extended(`<poros:result variable="sum"/>`)}<script>${source}</script></scriptTask>`,
    );
  const old = await story(script("missing + 1"));
  const to = await processOf(script("1 + 1"));
  old.start();
  const { state } = migrated(old.process, to, old.state());
  const incidentId = old.wait("incident", "check").id;
  const after = decide(to, state, { type: "RetryIncident", incidentId, atMs: command.atMs });
  expect(told(after)).toContain("CaseEnded completed");
});

const undoable = (
  undo: string,
) => `<startEvent id="start"/><endEvent id="end"/><task id="pay"/><userTask id="check"/>
  <intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent>${undo}${chain("start pay check back end")}`;
const undo = (
  handler: string,
) => `<boundaryEvent id="undo" attachedToRef="pay"><compensateEventDefinition/></boundaryEvent>
  <userTask id="${handler}" isForCompensation="true"/><association id="x" sourceRef="undo" targetRef="${handler}" associationDirection="One"/>`;

test("what has completed is undone by the new version's handler, and never becomes impossible to undo unseen", async () => {
  const old = await story(undoable(undo("refund")));
  old.start();
  expect(impossible(old.process, await processOf(undoable("")), old.state())).toEqual(["undoGone pay"]);
  const to = await processOf(undoable(undo("repay")));
  const { state } = migrated(old.process, to, old.state());
  const taskId = old.wait("task", "check").id;
  const after = decide(to, state, { type: "CompleteTask", taskId, variables: {}, atMs: command.atMs });
  expect(told(after)).toContain("TaskOpened repay");
});

const behind = (events: readonly string[]) => {
  const definitions: { readonly [id: string]: string } = {
    reply: `<messageEventDefinition messageRef="Reply"/>`,
    alarm: `<signalEventDefinition signalRef="Alarm"/>`,
    timeout: `<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>`,
  };
  const drawn = events.map(
    (id) =>
      `<intermediateCatchEvent id="${id}">${definitions[id]}</intermediateCatchEvent>${chain(`gate ${id} end`)}`,
  );
  return `<startEvent id="start"/><endEvent id="end"/><eventBasedGateway id="gate"/>${chain("start gate")}${drawn.join("")}`;
};

test("an event-based gateway stops awaiting what is gone and begins to await what is new", async () => {
  const old = await story(behind(["reply", "alarm"]));
  old.start();
  expect(migrated(old.process, await processOf(behind(["reply", "timeout"])), old.state()).told).toEqual([
    "SignalAwaitCancelled alarm",
    "TimerArmed timeout",
  ]);
});

const guarded = (handlers: string) =>
  `<startEvent id="start"/><endEvent id="end"/><userTask id="check"/>${flow}${handlers}`;
const handler = (id: string, interrupting: boolean) =>
  `<subProcess id="${id}" triggeredByEvent="true"><startEvent id="${id}-start" isInterrupting="${interrupting}"><messageEventDefinition messageRef="Reply"/></startEvent><userTask id="${id}-task"/>${chain(`${id}-start ${id}-task`)}</subProcess>`;

test("a new event sub-process watches, but not a scope that another one has taken over", async () => {
  const old = await story(guarded(handler("stop", true)));
  const to = await processOf(guarded(handler("stop", true) + handler("note", false)));
  old.start();
  expect(migrated(old.process, to, old.state()).told).toEqual(["MessageAwaited note-start"]);
  old.deliver("stop-start");
  expect(migrated(old.process, to, old.state()).told).toEqual([]);
});

test("properties that are new exist from the migration on", async () => {
  const old = await story(simple(`<userTask id="check"/>`));
  const to = await processOf(`<property id="p" name="remark"/>${simple(`<userTask id="check"/>`)}`);
  old.start();
  expect(migrated(old.process, to, old.state()).told).toEqual(['VariablesSet case {"remark":null}']);
});

test("a case that has ended is not migrated, and one version alone does not decide a migration", async () => {
  const old = await story(simple(`<task id="check"/>`));
  old.start();
  expect(planMigration(old.process, old.process, old.state(), command).obstacles).toMatchObject([
    { code: "caseEnded" },
  ]);
  expect(migrate(old.process, old.process, old.state(), command)).toMatchObject({
    refusal: { code: "caseEnded" },
  });
  const open = storyOf(await processOf(simple(`<userTask id="check"/>`)));
  open.start();
  expect(open.refused(command).code).toBe("needsBothVersions");
});

test("a case that would wait in vain at a join is impossible, though the new version itself is sound", async () => {
  const tasks = `<startEvent id="start"/><endEvent id="end"/><userTask id="a"/><userTask id="b"/>`;
  const old = await story(`${tasks}${chain("start a b end")}`);
  const beside = await processOf(
    `${tasks}<parallelGateway id="split"/><parallelGateway id="join"/>${chain("start split a join end", "split b join")}`,
  );
  old.start();
  expect(checkSoundness(beside)).toMatchObject({ sound: true });
  expect(impossible(old.process, beside, old.state())).toEqual(["wouldStop join"]);
  // What was done once is done again: how far anybody looks ahead may change, what a history gives may not.
  expect(migrateAgain(old.process, beside, old.state(), command).ok).toBe(true);
});

test("a case that is just undoing a sub-process, in which something can be undone as well, moves as it stands", async () => {
  const old = await story(`<startEvent id="start"/><endEvent id="end"/>
  <subProcess id="order"><task id="pay"/>${undo("refund")}</subProcess>
  <boundaryEvent id="back" attachedToRef="order"><compensateEventDefinition/></boundaryEvent>
  <userTask id="cancel" isForCompensation="true"/><association id="y" sourceRef="back" targetRef="cancel" associationDirection="One"/>
  <intermediateThrowEvent id="throw"><compensateEventDefinition activityRef="order"/></intermediateThrowEvent>
  ${chain("start order throw end")}`);
  old.start();
  expect(old.open()).toEqual(["task cancel"]);
  expect(old.state().marking.completed).toMatchObject([{ elementId: "pay" }]);
  const { state, told: happened } = migrated(old.process, old.process, old.state());
  expect(happened).toEqual([]);
  expect(state).toEqual(old.state());
});
