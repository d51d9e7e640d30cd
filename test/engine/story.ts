import { expect } from "vitest";
import {
  type CaseState,
  type Command,
  decide,
  type EngineEvent,
  type ExecutableProcess,
  evolve,
  type ReadOptions,
  type Refusal,
  readProcess,
  replay,
  type Variables,
  type Wait,
} from "../../engine/index.ts";

/**
 * Given, when, then: a diagram in short, commands named by element, and the events that they make. Every command
 * of every story also checks that folding the events gives the state that was decided, in one go and one by one,
 * and that events and state survive JSON.
 */
export function definitions(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:test">
${body}
</definitions>`;
}

/** Elements that a test's process may refer to without declaring them each time. */
const roots = `<message id="Reply" name="reply"/><message id="Notice" name="notice"/><signal id="Alarm" name="alarm"/>
<error id="Broken" errorCode="broken"/><error id="Late" errorCode="late"/>
<escalation id="Higher" escalationCode="higher"/><escalation id="Highest" escalationCode="highest"/>`;

export async function processOf(body: string, options: ReadOptions = {}): Promise<ExecutableProcess> {
  const result = await readProcess(
    definitions(`${roots}<process id="process" isExecutable="true">${body}</process>`),
    options,
  );
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join("\n"));
  const [process] = result.processes;
  if (process === undefined) throw new Error("no process");
  return process;
}

/** Sequence flows along a chain of ids: `chain("start a end")`; each is named like `start-a`. */
export function chain(...paths: readonly string[]): string {
  return paths.flatMap(linksOf).join("");
}

function linksOf(path: string): readonly string[] {
  const ids = path.split(" ");
  return ids.slice(1).map((target, n) => {
    const source = ids[n];
    return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}"/>`;
  });
}

export function conditional(source: string, target: string, condition: string): string {
  const escaped = condition.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">
  <conditionExpression xsi:type="tFormalExpression">${escaped}</conditionExpression></sequenceFlow>`;
}

export const extended = (body: string) => `<extensionElements>${body}</extensionElements>`;

export interface Story {
  readonly process: ExecutableProcess;
  readonly history: readonly EngineEvent[];
  state(): CaseState;
  /** The events of the last command, one line each. */
  told(): readonly string[];
  send(command: Command): readonly string[];
  refused(command: Command): Refusal;
  start(variables?: Variables, startEventId?: string): readonly string[];
  complete(elementId: string, variables?: Variables, outcome?: string): readonly string[];
  serve(elementId: string, variables?: Variables): readonly string[];
  record(elementId: string, type: string, params?: Variables): readonly string[];
  deliver(elementId: string, payload?: Variables): readonly string[];
  /** Fires the timer of that element at the instant at which it is due. */
  fire(elementId: string): readonly string[];
  /** The open wait of an element, by kind. */
  wait(kind: Wait["kind"], elementId: string): Wait;
  /** Everything open: `task a`, `timer b`, `incident c noFlowTrue`. */
  open(): readonly string[];
  variables(): Variables;
  at(ms: number): void;
}

export async function story(body: string, options: ReadOptions = {}): Promise<Story> {
  return storyOf(await processOf(body, options));
}

export function storyOf(process: ExecutableProcess): Story {
  let state: CaseState | null = null;
  let told: readonly EngineEvent[] = [];
  let nowMs = Date.UTC(2026, 10, 24, 1);
  const history: EngineEvent[] = [];

  function current(): CaseState {
    if (state === null) throw new Error("the case has not started");
    return state;
  }

  function send(command: Command): readonly string[] {
    const before = state;
    const copy = JSON.stringify(before);
    const decision = decide(process, before, command);
    expect(JSON.stringify(before)).toBe(copy);
    if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}: ${decision.refusal.message}`);
    checkFolding(process, before, decision.events, decision.state);
    const again = decide(process, jsonCopy(before), jsonCopy(command));
    expect(JSON.stringify(again)).toBe(JSON.stringify(decision));
    // A journal keeps members in an order of its own.
    const kept = decide(process, before, sortedCopy(command));
    expect(kept.ok && kept.events).toEqual(decision.events);
    state = decision.state;
    told = decision.events;
    history.push(...told);
    return told.map(lineOf);
  }

  function wait(kind: Wait["kind"], elementId: string): Wait {
    const found = current().marking.waits.find((open) => open.kind === kind && open.elementId === elementId);
    if (found === undefined)
      throw new Error(`no ${kind} of ${elementId} is open, only: ${open().join(", ")}`);
    return found;
  }

  const open = () =>
    current().marking.waits.map((found) =>
      found.kind === "incident"
        ? `incident ${found.elementId} ${found.code}`
        : `${found.kind} ${found.elementId}`,
    );

  return {
    process,
    history,
    state: current,
    told: () => told.map(lineOf),
    send,
    refused(command) {
      const before = JSON.stringify(state);
      const decision = decide(process, state, command);
      if (decision.ok) throw new Error("the command was taken");
      expect(JSON.stringify(state)).toBe(before);
      return decision.refusal;
    },
    start: (variables = {}, startEventId) =>
      send({
        type: "StartCase",
        caseId: "case-1",
        variables,
        atMs: nowMs,
        ...(startEventId === undefined ? {} : { startEventId }),
      }),
    complete: (elementId, variables = {}, outcome) =>
      send({
        type: "CompleteTask",
        taskId: wait("task", elementId).id,
        variables,
        atMs: nowMs,
        ...(outcome === undefined ? {} : { outcome }),
      }),
    serve: (elementId, variables = {}) =>
      send({ type: "CompleteService", requestId: wait("service", elementId).id, variables, atMs: nowMs }),
    record: (elementId, type, params = {}) =>
      send({
        type: "RecordDecision",
        requestId: wait("decision", elementId).id,
        outcome: { type, params },
        facts: {},
        explanation: [],
        ruleSet: "rules",
        hash: "hash",
        atMs: nowMs,
      }),
    deliver: (elementId, payload = {}) =>
      send({ type: "DeliverMessage", subscriptionId: wait("message", elementId).id, payload, atMs: nowMs }),
    fire(elementId) {
      const timer = wait("timer", elementId);
      if (timer.kind !== "timer") throw new Error("no timer");
      nowMs = Math.max(nowMs, timer.dueAtMs);
      return send({ type: "FireTimer", timerId: timer.id, occurrence: timer.occurrence, atMs: nowMs });
    },
    wait,
    open,
    variables: () => current().variables.case ?? {},
    at(ms) {
      nowMs = ms;
    },
  };
}

function checkFolding(
  process: ExecutableProcess,
  before: CaseState | null,
  events: readonly EngineEvent[],
  after: CaseState,
): void {
  expect(replay(process, jsonCopy(events), jsonCopy(before))).toEqual(after);
  let state = before;
  for (const event of events) state = jsonCopy(evolve(process, state, event));
  expect(JSON.stringify(state)).toBe(JSON.stringify(after));
}

function jsonCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** An event in one line: its type and what it is about. */
export function lineOf(event: EngineEvent): string {
  switch (event.type) {
    case "CaseStarted":
    case "CaseMigrated":
      return event.type;
    case "CaseEnded":
      return `CaseEnded ${event.how}${event.reason === null ? "" : ` ${event.reason}`}`;
    case "VariablesSet":
      return `VariablesSet ${event.scopeId} ${JSON.stringify(event.variables)}`;
    case "ElementLeft":
      return `ElementLeft ${[event.elementId, ...event.flowIds].join(" ")}`;
    case "IncidentRaised":
      return `IncidentRaised ${event.elementId} ${event.code}`;
    case "IncidentClosed":
      return `IncidentClosed ${event.elementId} ${event.by}`;
    case "ErrorThrown":
      return `ErrorThrown ${event.elementId} ${event.errorCode} ${event.caughtBy ?? "uncaught"}`;
    default:
      return `${event.type} ${event.elementId}`;
  }
}

/** The same command with every member in another order: by name, backwards. */
function sortedCopy(command: Command): Command {
  const copy: Command = JSON.parse(JSON.stringify(command), (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? 1 : -1)))
      : value,
  );
  return copy;
}
