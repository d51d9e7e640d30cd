/**
 * Plays a scenario through casework, as the server would: acts by the holders of posts on the day, timers and
 * deadlines in their order as the clock moves, decisions by the rule sets. It ends at the first difference.
 */
import {
  type Actor,
  type Attachment,
  act,
  type CaseCommand,
  type CaseContext,
  type CaseEvent,
  type CaseFile,
  hasOpenDecisions,
  type TaskRow,
} from "../../casework/index.ts";
import type { Variables } from "../../engine/index.ts";
import { dayOf, holderOn, zoneOffsetMinutes } from "../../organisation/index.ts";
import { differenceOf, openTasks } from "./difference.ts";
import type { Expectation, Scenario, ScenarioStep } from "./format.ts";

export type Played =
  | { readonly passed: true; readonly steps: number }
  /** `step` 0 is the start. */
  | { readonly passed: false; readonly step: number; readonly doing: string; readonly difference: string };

/** A clock that moves on for ever is a timer without end. */
const mostPerStep = 10_000;

class Different extends Error {}

interface Run {
  readonly context: CaseContext;
  file: CaseFile | null;
  nowMs: number;
  readonly ends: string[];
}

export async function playScenario(context: CaseContext, scenario: Scenario): Promise<Played> {
  const run: Run = { context, file: null, nowMs: 0, ends: [] };
  let [step, doing] = [0, `start by ${scenario.start.post}, ${scenario.start.at}`];
  try {
    await start(run, scenario);
    for (const next of scenario.steps) {
      step += 1;
      doing = described(next);
      await take(run, next);
    }
    return { passed: true, steps: scenario.steps.length };
  } catch (error) {
    if (!(error instanceof Different)) throw error;
    return { passed: false, step, doing, difference: error.message };
  }
}

async function start(run: Run, { start: asked }: Scenario): Promise<void> {
  run.nowMs = instantOf(run, asked.at);
  const command: CaseCommand = {
    type: "SubmitCase",
    atMs: run.nowMs,
    actor: holder(run, asked.post),
    caseId: "skenario",
    number: "SKENARIO/1",
    values: (asked.values ?? {}) as Variables,
    attachments: attachments(asked.documents),
    ...(asked.message === undefined ? {} : { startEventId: asked.message }),
  };
  await obey(run, command, asked.refused);
  if (asked.refused === undefined) look(run, asked.expect);
}

async function take(run: Run, step: ScenarioStep): Promise<void> {
  const at = "clock" in step ? step.clock : step.at;
  if (at !== undefined) await moveClock(run, instantOf(run, at));
  if ("complete" in step) await completeTasks(run, step);
  else if ("message" in step) await deliver(run, step);
  else if ("service" in step) await answerService(run, step);
  else if ("cancel" in step) {
    const { nowMs: atMs } = run;
    await obey(run, forward({ type: "CancelCase", atMs, reason: step.cancel }));
  }
  look(run, step.expect);
}

function look(run: Run, expected: Expectation | undefined): void {
  if (expected === undefined) return;
  const difference = differenceOf(expected, fileOf(run), run.ends);
  if (difference !== null) throw new Different(difference);
}

// ---------------------------------------------------------------- acts

async function completeTasks(run: Run, step: Extract<ScenarioStep, { complete: string }>): Promise<void> {
  const found = () =>
    Object.values(fileOf(run).tasks).filter(
      ({ elementId, postId }) =>
        elementId === step.complete && (step.post === undefined || step.post === postId),
    );
  const [first, ...others] = found();
  if (first === undefined) {
    const named = step.post === undefined ? step.complete : `${step.complete} -> ${step.post}`;
    throw new Different(`${named} is not open; open are ${openTasks(fileOf(run)).join(", ") || "none"}`);
  }
  if (others.length > 0 && !step.each) {
    const posts = [first, ...others].map(({ postId }) => postId).join(", ");
    throw new Different(
      `${step.complete} is open ${others.length + 1} times (${posts}): name the post, or say each`,
    );
  }
  await complete(run, step, first);
  if (!step.each) return;
  const seen = new Set([first.taskId]);
  for (let next = found()[0]; next !== undefined; next = found().find(({ taskId }) => !seen.has(taskId))) {
    seen.add(next.taskId);
    await complete(run, step, next);
  }
}

async function complete(
  run: Run,
  step: Extract<ScenarioStep, { complete: string }>,
  task: TaskRow,
): Promise<void> {
  if (task.postId === null) throw new Different(`${task.elementId} is addressed to nobody`);
  const command: CaseCommand = {
    type: "ActOnTask",
    atMs: run.nowMs,
    actor: holder(run, task.postId),
    taskId: task.taskId,
    outcome: step.outcome ?? null,
    values: (step.values ?? {}) as Variables,
    comment: step.comment ?? null,
    attachments: attachments(step.documents),
  };
  await obey(run, command, step.refused);
}

async function deliver(run: Run, step: Extract<ScenarioStep, { message: string }>): Promise<void> {
  const { subscriptions, engine } = fileOf(run);
  const payload = (step.values ?? {}) as Variables;
  const { nowMs: atMs } = run;
  const waiting = Object.values(subscriptions).find(
    ({ name, correlationKey }) => name === step.message && correlationKey === (step.key ?? correlationKey),
  );
  if (waiting !== undefined) {
    const { subscriptionId } = waiting;
    const signal = engine.marking.waits.some(({ id, kind }) => id === subscriptionId && kind === "signal");
    const type = signal ? "DeliverSignal" : "DeliverMessage";
    await obey(run, forward({ type, atMs, subscriptionId, payload }));
    return;
  }
  const names = Object.values(subscriptions).map(({ name, correlationKey }) =>
    correlationKey === null ? name : `${name} (key ${correlationKey})`,
  );
  throw new Different(`nothing waits for ${step.message}; awaited are ${names.join(", ") || "none"}`);
}

async function answerService(run: Run, step: Extract<ScenarioStep, { service: string }>): Promise<void> {
  const { services } = fileOf(run);
  const asked = Object.values(services).find(({ work }) => work.name === step.service);
  if (asked === undefined) {
    const names = Object.values(services).map(({ work }) => work.name);
    throw new Different(`${step.service} was not asked for work; asked are ${names.join(", ") || "none"}`);
  }
  const { requestId } = asked;
  const { nowMs: atMs } = run;
  const command =
    step.fails === undefined
      ? ({ type: "CompleteService", atMs, requestId, variables: (step.values ?? {}) as Variables } as const)
      : ({ type: "FailService", atMs, requestId, code: "serviceFailed", message: step.fails } as const);
  await obey(run, forward(command));
}

/** Does a command, then answers the decisions that one act left open, as the server's own work would. */
async function obey(run: Run, command: CaseCommand, refused?: string): Promise<void> {
  const acted = await act(run.context, run.file, command);
  if (!acted.ok) {
    const { code, message } = acted.refusal;
    if (refused === code) return;
    const faults = (acted.refusal.faults ?? []).map((fault) => `${fault.at}: ${fault.message}`);
    const wanted = refused === undefined ? "" : `expected the refusal ${refused}, `;
    throw new Different(`${wanted}refused (${code}): ${[message, ...faults].join("; ")}`);
  }
  if (refused !== undefined) throw new Different(`expected the refusal ${refused}, but it was taken`);
  run.file = acted.file;
  note(run, acted.events);
  for (let count = 0; count < mostPerStep && hasOpenDecisions(fileOf(run)); count += 1) {
    const rest = await act(run.context, run.file, {
      type: "AnswerDecisions",
      atMs: run.nowMs,
      actor: system,
    });
    if (!rest.ok || rest.events.length === 0) return;
    run.file = rest.file;
    note(run, rest.events);
  }
}

function note(run: Run, events: readonly CaseEvent[]): void {
  const { process } = run.context;
  for (const event of events) {
    if (event.type !== "ElementEntered") continue;
    const element = process.elements[process.elementIndex.get(event.elementId) ?? -1];
    if (element?.kind === "endEvent") run.ends.push(element.id);
  }
}

// ---------------------------------------------------------------- time

/** Everything that is due until then, in its order; then it is that time. */
async function moveClock(run: Run, toMs: number): Promise<void> {
  if (toMs < run.nowMs) throw new Different("the clock cannot go back");
  for (let count = 0; ; count += 1) {
    if (count >= mostPerStep) throw new Different(`more than ${mostPerStep} timers fire until then`);
    const due = nextDue(run, toMs);
    if (due === null) break;
    run.nowMs = Math.max(run.nowMs, due.atMs);
    await obey(run, due.command(run.nowMs));
  }
  run.nowMs = toMs;
}

interface Due {
  readonly atMs: number;
  readonly command: (atMs: number) => CaseCommand;
}

function nextDue(run: Run, toMs: number): Due | null {
  const { timers, deadlines } = fileOf(run);
  const fromTimers = Object.values(timers).map(
    ({ timerId, occurrence, dueAtMs }): Due => ({
      atMs: dueAtMs,
      command: (atMs) => forward({ type: "FireTimer", atMs, timerId, occurrence }),
    }),
  );
  const fromDeadlines = Object.values(deadlines).flatMap(
    ({ deadlineId, marks, passed, countedFromMs }): readonly Due[] =>
      countedFromMs === null
        ? []
        : marks
            .filter(({ mark }) => !passed.includes(mark))
            .map(({ mark, atMs }) => ({
              atMs,
              command: (now) => ({ type: "PassDeadline", atMs: now, actor: system, deadlineId, mark }),
            })),
  );
  const due = [...fromTimers, ...fromDeadlines].filter(({ atMs }) => atMs <= toMs);
  return due.reduce<Due | null>(
    (first, next) => (first === null || next.atMs < first.atMs ? next : first),
    null,
  );
}

function instantOf(run: Run, text: string): number {
  const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+) (\d+):(\d+)$/.exec(text) ?? [];
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  if (new Date(local).toISOString().slice(0, 10) !== text.slice(0, 10))
    throw new Different(`${text} is no day of the calendar`);
  return local - zoneOffsetMinutes(run.context.organisation.zone) * 60_000;
}

// ---------------------------------------------------------------- who and what

const system: Actor = { kind: "system", name: "scenario" };

function forward(
  command: Extract<CaseCommand, { type: "Forward" }>["command"],
): Extract<CaseCommand, { type: "Forward" }> {
  return { type: "Forward", atMs: command.atMs, actor: system, command };
}

function holder({ context, nowMs }: Run, postId: string): Actor {
  const held = holderOn(context.organisation, postId, dayOf(context.organisation.zone, nowMs));
  if (!held) throw new Different(`nobody holds the post ${postId} on that day`);
  return { kind: "person", personId: held.person.id, postId, mandate: held.holding.mandate };
}

function attachments(slots: readonly string[] = []): readonly Attachment[] {
  return slots.map((slot, index) => ({
    fileId: `berkas-${slot}-${index}`,
    slot,
    name: `${slot}.pdf`,
    mediaType: "application/pdf",
    bytes: 180_000,
    sha256: "0".repeat(64),
  }));
}

function fileOf({ file }: Run): CaseFile {
  if (file === null) throw new Different("the case has not started");
  return file;
}

function described(step: ScenarioStep): string {
  const at = "at" in step && step.at !== undefined ? `, ${step.at}` : "";
  if ("complete" in step)
    return `complete ${step.complete}${step.post === undefined ? "" : ` -> ${step.post}`}${at}`;
  if ("clock" in step) return `clock ${step.clock}`;
  if ("message" in step) return `message ${step.message}${at}`;
  if ("service" in step) return `service ${step.service}${at}`;
  return `cancel${at}`;
}
