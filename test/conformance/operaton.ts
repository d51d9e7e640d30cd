import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Activation,
  addDuration,
  type ExecutableProcess,
  elementOf,
  parseDuration,
  readProcess,
  startTriggers,
  type Value,
  type Variables,
} from "../../engine/index.ts";
import { createHost, type Host, type HostedCase } from "./host.ts";
import { elsewhere } from "./language.ts";
import { failed, isRecord, listOf, type Outcome, passed, recordOf, textOf } from "./outcome.ts";

/** Cases from operaton/operaton's unit tests: stimuli step by step, and what must hold after each. */
export async function runOperaton(folder: string): Promise<readonly Outcome[]> {
  const file = join(folder, "cases.json");
  if (!existsSync(file)) return [];
  const outcomes: Outcome[] = [];
  const cases: unknown = JSON.parse(readFileSync(file, "utf8"));
  for (const given of listOf(cases).map(recordOf)) {
    const id = textOf(given.id);
    const reason = await judge(folder, given);
    outcomes.push(reason === null ? passed(id, "operaton") : failed(id, "operaton", reason));
  }
  return outcomes;
}

type Given = ReturnType<typeof recordOf>;

/** The first difference, or null. */
async function judge(folder: string, given: Given): Promise<string | null> {
  const names = listOf(given.files).length > 0 ? listOf(given.files).map(textOf) : [textOf(given.file)];
  const processes: ExecutableProcess[] = [];
  for (const name of names) {
    const read = await readProcess(readFileSync(join(folder, name), "utf8"), {
      expressionLanguage: elsewhere,
      handOutScripts: true,
      tolerant: true,
    });
    if (!read.ok) {
      // A file that the first step expects to fail may be refused as well when it is read.
      const [first] = listOf(recordOf(given.expect).afterEachStep).map(recordOf);
      if (textOf(first?.error) !== "") return null;
      return read.problems.map(({ code, message }) => `${code}: ${message}`).join("; ");
    }
    processes.push(...read.processes);
  }
  const host = createHost(processes, () => ({ kind: "done", variables: {} }));
  const named = new Map<string, HostedCase>();
  const expectations = listOf(recordOf(given.expect).afterEachStep).map(recordOf);
  for (const [n, stimulus] of listOf(given.stimuli).map(recordOf).entries()) {
    const failuresBefore = host.failures.length;
    const applied = apply(host, named, stimulus);
    const expected = expectations[n] ?? {};
    const failure = host.failures[failuresBefore];
    const step = `step ${n + 1} (${textOf(stimulus.op)})`;
    if (textOf(expected.error) !== "") {
      if (failure === undefined && applied)
        return `${step}: an error was expected: ${textOf(expected.error)}`;
      continue;
    }
    if (failure !== undefined) return `${step}: ${failure.message}`;
    if (!applied) return `${step}: could not be done; refused: ${host.refusals.join(", ")}`;
    const difference = compare(host, processes, named, expected);
    if (difference !== null) return `${step}: ${difference}`;
  }
  return null;
}

function variablesOf(value: unknown): Variables {
  const variables: Record<string, Value> = {};
  const plain = (inner: unknown): Value => {
    if (inner === null || typeof inner === "string" || typeof inner === "number") return inner;
    if (typeof inner === "boolean") return inner;
    if (Array.isArray(inner)) return inner.map(plain);
    return isRecord(inner) ? variablesOf(inner) : null;
  };
  for (const [name, inner] of Object.entries(recordOf(value))) variables[name] = plain(inner);
  return variables;
}

/** Does what the step says; false when there was nothing to do it to. */
function apply(host: Host, named: Map<string, HostedCase>, stimulus: Given): boolean {
  const variables = variablesOf(stimulus.vars);
  const times = typeof stimulus.times === "number" ? stimulus.times : 1;
  switch (textOf(stimulus.op)) {
    case "deployed":
      return true;
    case "start": {
      const begun = host.start(textOf(stimulus.process), variables);
      if (begun === null) return false;
      named.set(textOf(stimulus.as) || "root", begun);
      if (!named.has("root")) named.set("root", begun);
      return true;
    }
    case "startByMessage": {
      const before = host.cases.length;
      const sent = host.message(textOf(stimulus.name), variables);
      const begun = host.cases[before];
      if (begun !== undefined) named.set("root", begun);
      return sent;
    }
    case "complete":
      return repeat(times, () =>
        completeOne(host, (id) => id === textOf(stimulus.task), variables, stimulus.within),
      );
    case "completeAny":
      return repeat(times, () => completeOne(host, () => true, variables, undefined));
    case "completeAll":
      return host.waits("task").every(({ hosted, wait }) => {
        set(host, hosted, variables);
        return host.send(hosted, { type: "CompleteTask", taskId: wait.id, variables: {} });
      });
    case "message":
      return host.message(textOf(stimulus.name), variables, named.get(textOf(stimulus.instance)));
    case "signal":
      host.signal(textOf(stimulus.name), variables);
      return true;
    case "fireTimer":
      return host.fireTimer();
    case "advance": {
      const parsed = parseDuration(textOf(stimulus.by));
      if (!parsed.ok) return false;
      host.advance(addDuration(host.nowMs(), parsed.duration, 0) - host.nowMs());
      return true;
    }
    case "setVars":
      set(host, named.get(textOf(stimulus.instance)) ?? named.get("root"), variables);
      return true;
    case "trigger": {
      const found = host.waits("message").find(({ wait }) => wait.elementId === textOf(stimulus.activity));
      if (found === undefined) return false;
      set(host, found.hosted, variables);
      return host.send(found.hosted, { type: "DeliverMessage", subscriptionId: found.wait.id, payload: {} });
    }
    case "cancelInstance": {
      const running = host.cases.filter(({ state, parent }) => state.status === "running" && parent === null);
      for (const hosted of running) host.send(hosted, { type: "CancelCase", reason: "test" });
      return true;
    }
    default:
      return false;
  }
}

function repeat(times: number, once: () => boolean): boolean {
  for (let n = 0; n < times; n++) if (!once()) return false;
  return true;
}

function set(host: Host, hosted: HostedCase | undefined, variables: Variables): void {
  if (hosted !== undefined && Object.keys(variables).length > 0) {
    host.send(hosted, { type: "SetVariables", variables });
  }
}

function completeOne(
  host: Host,
  wanted: (elementId: string) => boolean,
  variables: Variables,
  within: unknown,
): boolean {
  const found = host.waits("task").find(({ hosted, wait }) => {
    if (!wanted(wait.elementId)) return false;
    return typeof within !== "string" || isInside(hosted, wait.activationId, within);
  });
  if (found === undefined) return false;
  set(host, found.hosted, variables);
  if (!host.waits("task").some(({ wait }) => wait === found.wait || wait.id === found.wait.id)) return true;
  return host.send(found.hosted, { type: "CompleteTask", taskId: found.wait.id, variables: {} });
}

function isInside(hosted: HostedCase, activationId: string, elementId: string): boolean {
  const byId = new Map(hosted.state.marking.activations.map((activation) => [activation.id, activation]));
  for (let at = byId.get(activationId); at !== undefined; at = byId.get(at.scopeId)) {
    if (at.elementId === elementId) return true;
  }
  return false;
}

function compare(
  host: Host,
  processes: readonly ExecutableProcess[],
  named: Map<string, HostedCase>,
  expected: Given,
): string | null {
  const tasks = host.waits("task").map(({ wait }) => wait.elementId);
  const facts: Record<string, () => unknown> = {
    tasks: () => tasks.toSorted(),
    taskCount: () => tasks.length,
    timers: () => host.waits("timer").length + host.startTimers(),
    subscriptions: () => subscriptions(host),
    startSubscriptions: () =>
      processes
        .flatMap((process) => startTriggers(process, host.nowMs()).triggers)
        .filter(({ kind }) => kind !== "timer").length,
    instances: () => host.cases.filter(({ state }) => state.status === "running").length,
    ended: () => host.cases.every(({ state }) => state.status === "ended"),
    activities: () => host.cases.flatMap((hosted) => leaves(hosted)).toSorted(),
    tree: () => treeOf(named.get("root")),
  };
  for (const [key, value] of Object.entries(expected)) {
    if (key === "note") continue;
    if (key === "tasksContain" || key === "activitiesContain") {
      const present = key === "tasksContain" ? tasks : host.cases.flatMap((hosted) => leaves(hosted));
      const missing = listOf(value)
        .map(textOf)
        .find((id) => !present.includes(id));
      if (missing !== undefined) return `${missing} is not open, only [${present.join(", ")}]`;
      continue;
    }
    if (key === "tasksAbsent" || key === "activitiesAbsent") {
      const present = key === "tasksAbsent" ? tasks : host.cases.flatMap((hosted) => leaves(hosted));
      const found = listOf(value)
        .map(textOf)
        .find((id) => present.includes(id));
      if (found !== undefined) return `${found} is open`;
      continue;
    }
    if (key === "tasksCount") {
      for (const [id, count] of Object.entries(recordOf(value))) {
        const got = tasks.filter((task) => task === id).length;
        if (got !== count) return `${id} is open ${got} times, not ${count}`;
      }
      continue;
    }
    if (key === "endActivity") continue;
    const fact = facts[key];
    if (fact === undefined) return `the harness does not know "${key}"`;
    const got = fact();
    const wanted = key === "tasks" || key === "activities" ? listOf(value).map(textOf).toSorted() : value;
    if (canonical(got) !== canonical(wanted))
      return `${key} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`;
  }
  return null;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}:${canonical(inner)}`);
  return `{${entries.sort().join(",")}}`;
}

/** Messages, signals and conditions that are awaited; a receive task without a message awaits none of them. */
function subscriptions(host: Host): number {
  const messages = host
    .waits("message")
    .filter(({ wait }) => wait.kind === "message" && wait.name !== wait.elementId);
  return messages.length + host.waits("signal").length + host.waits("condition").length;
}

function leaves(hosted: HostedCase): readonly string[] {
  const { activations } = hosted.state.marking;
  const scopes = new Set(activations.map(({ scopeId }) => scopeId));
  return activations.filter(({ id }) => !scopes.has(id)).map(({ elementId }) => elementId);
}

function treeOf(hosted: HostedCase | undefined): unknown {
  if (hosted === undefined) return {};
  const inside = new Map<string, Activation[]>();
  for (const activation of hosted.state.marking.activations) {
    inside.set(activation.scopeId, [...(inside.get(activation.scopeId) ?? []), activation]);
  }
  const build = (scopeId: string): unknown => {
    const plain: string[] = [];
    const nested: Record<string, unknown> = {};
    for (const { id, elementId } of inside.get(scopeId) ?? []) {
      if (!inside.has(id)) plain.push(elementId);
      else nested[elementOf(hosted.process, elementId)?.id ?? elementId] = build(id);
    }
    if (Object.keys(nested).length === 0) return plain;
    return plain.length === 0 ? nested : [...plain, nested];
  };
  return build("case");
}
