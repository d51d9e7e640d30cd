import {
  type CaseState,
  type Command,
  caseVariables,
  decide,
  type EngineEvent,
  type ExecutableProcess,
  nextDue,
  openWork,
  startTriggers,
  type Value,
  type Variables,
  type Wait,
} from "../../engine/index.ts";

/**
 * A host in memory for conformance cases: runs any number of cases, carries messages, signals and calls between
 * them, runs scripts, and moves a clock that is only a number.
 */
export interface Host {
  readonly cases: HostedCase[];
  /** Incidents and uncaught errors, in the order in which they came up. */
  readonly failures: Failure[];
  readonly refusals: string[];
  nowMs(): number;
  start(processId: string, variables: Variables, startEventId?: string): HostedCase | null;
  send(target: HostedCase, command: Unstamped): boolean;
  /** To what waits for it, or what starts by it; false when nobody does. */
  message(name: string, payload: Variables, within?: HostedCase): boolean;
  signal(name: string, payload: Variables): void;
  /** Moves the clock, firing what is due on the way. */
  advance(ms: number): void;
  /** Fires one pending timer now, the earliest. */
  fireTimer(): boolean;
  /** Timers that are armed to start a case. */
  startTimers(): number;
  waits(kind: Wait["kind"]): readonly { readonly hosted: HostedCase; readonly wait: Wait }[];
}

export interface HostedCase {
  readonly id: string;
  readonly process: ExecutableProcess;
  state: CaseState;
  readonly parent: { readonly hosted: HostedCase; readonly callId: string } | null;
}

interface Failure {
  readonly kind: "incident" | "error";
  readonly code: string | null;
  readonly message: string;
}

type Unstamped = Command extends infer C ? (C extends Command ? Omit<C, "atMs"> : never) : never;

export type ScriptResult =
  | { readonly kind: "done"; readonly variables: Variables }
  | { readonly kind: "error"; readonly code: string }
  | { readonly kind: "later"; readonly afterMs: number; readonly done: () => void };

export type RunScript = (text: string, hosted: HostedCase, nowMs: number) => ScriptResult;

export function createHost(processes: readonly ExecutableProcess[], runScript: RunScript): Host {
  let now = Date.UTC(2026, 0, 5);
  const cases: HostedCase[] = [];
  const failures: Failure[] = [];
  const refusals: string[] = [];
  const undelivered: { readonly name: string; readonly payload: Variables }[] = [];
  const later: { readonly atMs: number; readonly run: () => void }[] = [];
  const startTimers = processes.flatMap((process) =>
    startTriggers(process, now).triggers.flatMap((trigger) =>
      trigger.kind === "timer" ? [{ process, ...trigger }] : [],
    ),
  );
  const outbox: (() => void)[] = [];
  let carrying = false;

  /** Effects of a command come after the command, one after the other. */
  function carry() {
    if (carrying) return;
    carrying = true;
    for (let effect = outbox.shift(); effect !== undefined; effect = outbox.shift()) effect();
    carrying = false;
  }

  function run(
    hosted: HostedCase | null,
    process: ExecutableProcess,
    command: Command,
    make: () => HostedCase,
  ) {
    const decision = decide(process, hosted?.state ?? null, command);
    if (!decision.ok) {
      refusals.push(`${command.type}: ${decision.refusal.code}`);
      return null;
    }
    const target = hosted ?? make();
    target.state = decision.state;
    for (const event of decision.events) outbox.push(() => react(target, event));
    carry();
    return target;
  }

  function begin(
    process: ExecutableProcess,
    variables: Variables,
    startEventId: string | undefined,
    parent: HostedCase["parent"],
    depth: number | undefined,
  ): HostedCase | null {
    const id = `case-${cases.length + 1}`;
    const command: Command = {
      type: "StartCase",
      caseId: id,
      variables,
      atMs: now,
      ...(startEventId === undefined ? {} : { startEventId }),
      ...(depth === undefined ? {} : { depth }),
    };
    return run(null, process, command, () => {
      const hosted: HostedCase = { id, process, state: emptyState, parent };
      cases.push(hosted);
      return hosted;
    });
  }

  function send(target: HostedCase, command: Unstamped): boolean {
    return run(target, target.process, { ...command, atMs: now } as Command, () => target) !== null;
  }

  function react(hosted: HostedCase, event: EngineEvent) {
    switch (event.type) {
      case "MessageThrown":
        if (!message(event.name, event.payload))
          undelivered.push({ name: event.name, payload: event.payload });
        return;
      case "MessageAwaited": {
        const found = undelivered.findIndex(({ name }) => name === event.name);
        const [kept] = found < 0 ? [] : undelivered.splice(found, 1);
        const { subscriptionId } = event;
        if (kept) send(hosted, { type: "DeliverMessage", subscriptionId, payload: kept.payload });
        return;
      }
      case "SignalThrown":
        return broadcast(event.name, event.payload, hosted);
      case "ScriptRequested":
        return script(hosted, event.requestId, event.text);
      case "ServiceRequested":
        send(hosted, { type: "CompleteService", requestId: event.requestId, variables: {} });
        return;
      case "CallRequested":
        return call(hosted, event);
      case "CallCancelled": {
        const called = cases.find(
          ({ parent }) => parent?.hosted === hosted && parent.callId === event.callId,
        );
        if (called?.state.status === "running") send(called, { type: "CancelCase", reason: "caller" });
        return;
      }
      case "EscalationRaised": {
        const { escalationCode } = event;
        if (hosted.parent === null || event.caughtBy !== null) return;
        const { callId } = hosted.parent;
        send(hosted.parent.hosted, { type: "EscalateCall", callId, escalationCode, variables: {} });
        return;
      }
      case "IncidentRaised":
        failures.push({ kind: "incident", code: event.code, message: event.message });
        return;
      case "CaseEnded":
        return ended(hosted, event.how, event.reason);
      default:
        return;
    }
  }

  function call(hosted: HostedCase, event: EngineEvent & { readonly type: "CallRequested" }) {
    const { callId, inputs, depth } = event;
    const process = processes.find(({ id }) => id === event.processId);
    const begun = process && begin(process, inputs, undefined, { hosted, callId }, depth);
    if (begun) return;
    const message = `There is no process ${event.processId}`;
    send(hosted, { type: "FailCall", callId, code: "unknownProcess", message });
  }

  function ended(hosted: HostedCase, how: string, reason: string | null) {
    if (hosted.parent === null) {
      if (how === "error")
        failures.push({ kind: "error", code: reason, message: `uncaught error ${reason}` });
      return;
    }
    const { callId, hosted: caller } = hosted.parent;
    if (!openWork(caller.state).some(({ id }) => id === callId)) return;
    const variables = caseVariables(hosted.state);
    if (how === "error") {
      const message = `the called case ended with ${reason}`;
      send(caller, { type: "ThrowCallError", callId, errorCode: reason, message, variables });
    } else if (how === "cancelled") {
      send(caller, { type: "FailCall", callId, code: "cancelled", message: "the called case was cancelled" });
    } else send(caller, { type: "CompleteCall", callId, variables });
  }

  function script(hosted: HostedCase, requestId: string, text: string) {
    const result = runScript(text, hosted, now);
    const complete = (variables: Variables) =>
      send(hosted, { type: "CompleteScript", requestId, value: null, variables });
    if (result.kind === "done") complete(result.variables);
    else if (result.kind === "error") {
      const { code: errorCode } = result;
      send(hosted, { type: "ThrowServiceError", requestId, errorCode, message: errorCode, variables: {} });
    } else {
      later.push({
        atMs: now + result.afterMs,
        run: () => {
          if (!openWork(hosted.state).some(({ id }) => id === requestId)) return;
          result.done();
          complete({});
        },
      });
    }
  }

  function message(name: string, payload: Variables, within?: HostedCase): boolean {
    for (const { hosted, wait } of waits("message")) {
      if (wait.kind !== "message" || wait.name !== name) continue;
      if (within !== undefined && within !== hosted) continue;
      return send(hosted, { type: "DeliverMessage", subscriptionId: wait.id, payload });
    }
    if (within !== undefined) return false;
    return startBy("message", name, payload);
  }

  function startBy(kind: "message" | "signal", name: string, payload: Variables): boolean {
    let started = false;
    for (const process of processes) {
      for (const trigger of startTriggers(process, now).triggers) {
        if (trigger.kind !== kind || trigger.name !== name) continue;
        started = begin(process, payload, trigger.elementId, null, undefined) !== null || started;
      }
    }
    return started;
  }

  function broadcast(name: string, payload: Variables, except: HostedCase | null) {
    for (const { hosted, wait } of waits("signal")) {
      if (wait.kind !== "signal" || wait.name !== name || hosted === except) continue;
      if (!openWork(hosted.state).some(({ id }) => id === wait.id)) continue;
      send(hosted, { type: "DeliverSignal", subscriptionId: wait.id, payload });
    }
    startBy("signal", name, payload);
  }

  const waits: Host["waits"] = (kind) =>
    cases.flatMap((hosted) =>
      openWork(hosted.state)
        .filter((wait) => wait.kind === kind)
        .map((wait) => ({ hosted, wait })),
    );

  const timers = () =>
    waits("timer").flatMap(({ hosted, wait }) => (wait.kind === "timer" ? [{ hosted, wait }] : []));

  function fire({ hosted, wait }: ReturnType<typeof timers>[number]): boolean {
    now = Math.max(now, wait.dueAtMs);
    return send(hosted, { type: "FireTimer", timerId: wait.id, occurrence: wait.occurrence });
  }

  /** Starts a case by a timer, which is armed again where it repeats. */
  function fireStart(timer: (typeof startTimers)[number]) {
    now = Math.max(now, timer.dueAtMs);
    startTimers.splice(startTimers.indexOf(timer), 1);
    const next = nextDue(timer.spec, timer.anchorMs, timer.process.zone, timer.occurrence, now);
    if (next.ok && next.due !== null && timer.remaining !== 0) startTimers.push({ ...timer, ...next.due });
    begin(timer.process, {}, timer.elementId, null, undefined);
  }

  function advance(ms: number) {
    const until = now + ms;
    for (let turn = 0; turn < 10_000; turn++) {
      const due = timers().toSorted((a, b) => a.wait.dueAtMs - b.wait.dueAtMs)[0];
      const work = later.toSorted((a, b) => a.atMs - b.atMs)[0];
      const start = startTimers.toSorted((a, b) => a.dueAtMs - b.dueAtMs)[0];
      const next = Math.min(
        due?.wait.dueAtMs ?? Infinity,
        work?.atMs ?? Infinity,
        start?.dueAtMs ?? Infinity,
      );
      if (next > until) break;
      now = Math.max(now, next);
      if (due !== undefined && due.wait.dueAtMs === next) fire(due);
      else if (work !== undefined && work.atMs === next) {
        later.splice(later.indexOf(work), 1);
        work.run();
      } else if (start !== undefined) fireStart(start);
    }
    now = Math.max(now, until);
  }

  return {
    cases,
    failures,
    refusals,
    nowMs: () => now,
    start(processId, variables, startEventId) {
      const process = processes.find(({ id }) => id === processId);
      return process === undefined ? null : begin(process, variables, startEventId, null, undefined);
    },
    send,
    message,
    signal: (name, payload) => broadcast(name, payload, null),
    advance,
    fireTimer() {
      const due = timers().toSorted((a, b) => a.wait.dueAtMs - b.wait.dueAtMs)[0];
      if (due !== undefined) return fire(due);
      const start = startTimers.toSorted((a, b) => a.dueAtMs - b.dueAtMs)[0];
      if (start !== undefined) fireStart(start);
      return start !== undefined;
    },
    waits,
    startTimers: () => startTimers.length,
  };
}

const emptyState: CaseState = {
  caseId: "",
  processId: "",
  semantics: 1,
  status: "running",
  end: null,
  marking: { activations: [], tokens: [], waits: [], completed: [] },
  variables: {},
  loops: {},
  depth: 0,
  counted: 0,
};

/** A value of the case, whatever scope a script may look from. */
export function variableOf(hosted: HostedCase, name: string): Value {
  return caseVariables(hosted.state)[name] ?? null;
}
