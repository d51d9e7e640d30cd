import type { Element } from "../process.ts";
import { type Activation, CASE_SCOPE, type CaseState, type Completed, type Wait } from "../run/state.ts";
import type { MigrationObstacle, MigrationStep, MigrationSubject, ObstacleCode } from "./plan.ts";
import {
  elementBy,
  elementTo,
  flowBy,
  flowTo,
  isMapped,
  isSameEvent,
  isSameLoop,
  isSameWork,
  type Route,
} from "./route.ts";
import { interruptedScopes, isRevived, isScopeOpen, watchersOf, watchersOfCase } from "./watch.ts";

/**
 * Everything that a migration does to a case, found out before anything is done. What stays keeps its id, its data
 * and what it was asked; nothing of it is evaluated again.
 */
export interface Course {
  readonly route: Route;
  readonly state: CaseState;
  readonly rearm: ReadonlySet<string>;
  /** The state's activations by id, and its waits by activation. */
  readonly activations: ReadonlyMap<string, Activation>;
  readonly waits: ReadonlyMap<string, readonly Wait[]>;
  /** Scopes that an interrupting event sub-process has taken over: nothing else watches them any more. */
  readonly interrupted: ReadonlySet<string>;
  readonly steps: MigrationStep[];
  readonly obstacles: MigrationObstacle[];
  readonly elements: Record<string, string>;
  readonly flows: Record<string, string>;
  readonly awaits: Record<string, readonly string[]>;
  /** Waits that end. */
  readonly closes: Wait[];
  /** Events that begin to be awaited, by whom; `own` ones are what the activation itself waits for. */
  readonly arms: { readonly activationId: string; readonly element: Element; readonly own: boolean }[];
  /** Variables of open scopes that only the new version has. */
  readonly declares: { readonly scopeId: string; readonly names: readonly string[] }[];
}

export function courseOf(route: Route, state: CaseState, rearm: readonly string[]): Course {
  const course: Course = {
    route,
    state,
    rearm: new Set(rearm),
    activations: new Map(state.marking.activations.map((activation) => [activation.id, activation])),
    waits: byActivation(state.marking.waits),
    interrupted: interruptedScopes(route.from, state),
    steps: [],
    obstacles: [],
    elements: {},
    flows: {},
    awaits: {},
    closes: [],
    arms: [],
    declares: [],
  };
  if (state.status === "ended") {
    blocked(course, "caseEnded", "activation", CASE_SCOPE, state.processId, "the case has ended");
    return course;
  }
  checkMapping(course);
  watchCase(course);
  for (const activation of state.marking.activations) moveActivation(course, activation);
  for (const { scopeId, flowId } of state.marking.tokens) moveToken(course, scopeId, flowId);
  for (const completed of state.marking.completed) moveCompleted(course, completed);
  return course;
}

function checkMapping(course: Course) {
  const { route } = course;
  for (const [source, target] of Object.entries(route.mapping)) {
    const old = elementBy(route.from, source) ?? flowBy(route.from, source);
    const next = elementBy(route.from, source) === null ? flowTo(route, source) : elementTo(route, source);
    if (old === null) blocked(course, "unknownSource", "mapping", source, source, `there is no ${source}`);
    else if (next === null) {
      const message = `${target} is not in the new version, or is not what ${source} is`;
      blocked(course, "unknownTarget", "mapping", source, source, message);
    }
  }
}

function watchCase(course: Course) {
  const { from, to } = course.route;
  declareMissing(course, CASE_SCOPE, to.scopes[0]?.declares ?? []);
  moveWatchers(course, CASE_SCOPE, watchersOfCase(from), watchersOfCase(to));
}

function moveActivation(course: Course, activation: Activation) {
  const { route } = course;
  const { id, elementId } = activation;
  const old = elementBy(route.from, elementId);
  const next = elementTo(route, elementId);
  if (old === null || next === null) {
    return blocked(course, "elementGone", "activation", id, elementId, "the new version has nothing like it");
  }
  const code = whyNot(course, activation, old, next);
  if (code !== null) return blocked(course, code, "activation", id, elementId, reasons[code]);
  rename(course.elements, elementId, next.id);
  stays(course, "activation", id, elementId, next.id);
  moveOwnWaits(course, activation, old, next);
  if (activation.awaits !== undefined) moveAwaits(course, activation, activation.awaits, old, next);
  if (isScopeOpen(next, activation) && !isRevived(next, activation)) {
    declareMissing(course, id, route.to.scopes[next.owns]?.declares ?? []);
  }
  moveWatchers(
    course,
    id,
    watchersOf(route.from, old, activation),
    watchersOf(route.to, next, activation),
    isStopped(course, id),
  );
}

const reasons = {
  otherKind: "it does other work in the new version",
  otherEvent: "it waits for something of another sort in the new version",
  otherLoop: "its loop came, went, or runs in another way in the new version",
  otherScope: "it stands in another sub-process in the new version",
  otherOrder: "other activities come first in the new version than those that were started",
} as const;

function whyNot(course: Course, activation: Activation, old: Element, next: Element) {
  const { route } = course;
  if (!isSameWork(old, next) || old.forCompensation !== next.forCompensation) return "otherKind" as const;
  if (!isSameLoop(old, next)) return "otherLoop" as const;
  if (!isIn(course, next, activation)) return "otherScope" as const;
  const asked = waitsOf(course, activation.id).some(
    ({ kind, elementId }) => kind === "task" && elementId === old.id,
  );
  if (asked && !next.opensTask) return "otherKind" as const;
  if (!isSameEvent(old, next)) return "otherEvent" as const;
  if (activation.awaits !== undefined && next.activationCondition === null) return "otherKind" as const;
  if (old.adHoc?.sequential !== true) return null;
  const started = course.state.loops[activation.id]?.done ?? 0;
  const before = route.from.scopes[old.owns]?.entries.slice(0, started) ?? [];
  const after = route.to.scopes[next.owns]?.entries.slice(0, started) ?? [];
  const same = before.every(
    (index, n) => elementTo(route, route.from.elements[index]?.id ?? "")?.index === after[n],
  );
  return same ? null : ("otherOrder" as const);
}

/** Whether the element stands in what is open around the activation: a scope, or the loop of which it is a round. */
function isIn(course: Course, next: Element, { scopeId, instance }: Activation): boolean {
  const owner = ownerOf(course, scopeId);
  if (instance !== undefined) return owner?.index === next.index;
  return scopeIndexOf(owner) === next.scope;
}

/** The element around, in the new version; null for the case itself. */
function ownerOf({ route, activations }: Course, scopeId: string): Element | null {
  const around = activations.get(scopeId);
  return around === undefined ? null : elementTo(route, around.elementId);
}

const scopeIndexOf = (owner: Element | null) => (owner === null ? 0 : owner.owns);

/** The scope of the new version that stands for one of the old; -1 where none does. */
function scopeTo(route: Route, scope: number): number {
  const owner = route.from.elements[route.from.scopes[scope]?.element ?? -1];
  if (owner === undefined) return 0;
  return elementTo(route, owner.id)?.owns ?? -1;
}

/** What the activation itself waits for: it was asked already, and stays as it was asked. */
function moveOwnWaits(course: Course, activation: Activation, old: Element, next: Element) {
  const own = waitsOf(course, activation.id).filter(({ elementId }) => elementId === old.id);
  const events = own.filter(({ kind }) => isEvent(kind));
  const anew = events.length > 0 && course.rearm.has(next.id);
  for (const wait of own) {
    if (anew && events.includes(wait)) close(course, wait);
    else stays(course, wait.kind, wait.id, old.id, next.id);
  }
  if (anew) awaitFromNowOn(course, activation.id, next, true);
}

/** Whether an incident has stopped the activation before anything of it had begun: its retry arms all that watches. */
function isStopped(course: Course, activationId: string): boolean {
  return waitsOf(course, activationId).some((wait) => wait.kind === "incident" && wait.phase === "enter");
}

/**
 * Events besides the activation's own. One that both versions have stays as it is, also one that has happened for
 * the last time; one of another sort is awaited anew; what is gone is cancelled and what is new begins.
 */
function moveWatchers(
  course: Course,
  activationId: string,
  before: readonly Element[],
  after: readonly Element[],
  stopped = false,
) {
  const { route } = course;
  const interrupted = course.interrupted.has(activationId);
  const begin = (watcher: Element) => {
    if (stopped || (interrupted && watcher.kind === "startEvent")) return;
    awaitFromNowOn(course, activationId, watcher, false);
  };
  const kept = new Set<number>();
  for (const old of before) {
    const open = waitsOf(course, activationId).filter(({ elementId }) => elementId === old.id);
    const next = elementTo(route, old.id);
    if (next === null || !after.includes(next)) {
      if (isMapped(route, old.id)) {
        const message = `${route.mapping[old.id]} belongs to something else in the new version`;
        blocked(course, "attachedElsewhere", "activation", activationId, old.id, message);
      }
      for (const wait of open) close(course, wait);
      continue;
    }
    if (kept.has(next.index)) {
      const message = `${next.id} stands for another event already`;
      blocked(course, "mappedTwice", "activation", activationId, old.id, message);
    }
    kept.add(next.index);
    rename(course.elements, old.id, next.id);
    if (isSameEvent(old, next) && !course.rearm.has(next.id)) {
      for (const wait of open) stays(course, wait.kind, wait.id, old.id, next.id);
      continue;
    }
    for (const wait of open) close(course, wait);
    begin(next);
  }
  for (const watcher of after) if (!kept.has(watcher.index)) begin(watcher);
}

/** The flows by which tokens can still come to a gateway: all of the new version but those already taken. */
function moveAwaits(
  course: Course,
  { id }: Activation,
  awaits: readonly string[],
  old: Element,
  next: Element,
) {
  const { route } = course;
  const ids = old.incoming.flatMap((flow) => route.from.flows[flow]?.ids ?? []);
  const taken = new Set(ids.filter((flow) => !awaits.includes(flow)).map((flow) => flowTo(route, flow)?.id));
  course.awaits[id] = next.incoming
    .flatMap((flow) => route.to.flows[flow]?.ids ?? [])
    .filter((flow) => !taken.has(flow));
}

/** A token stays on its flow; where that leads to no join any more, it goes on at once. */
function moveToken(course: Course, scopeId: string, flowId: string) {
  const { route } = course;
  const next = flowTo(route, flowId);
  if (next === null) {
    return blocked(course, "flowGone", "token", flowId, flowId, "the new version has no such flow");
  }
  const scope = scopeIndexOf(ownerOf(course, scopeId));
  const target = route.to.elements[next.target];
  if (target?.scope !== scope || route.to.elements[next.source]?.scope !== scope) {
    return blocked(course, "otherScope", "token", flowId, flowId, reasons.otherScope);
  }
  rename(course.flows, flowId, next.id);
  if (target.joins) return stays(course, "token", flowId, flowId, next.id);
  const message = `The token on ${flowId} does not wait any more, it goes on to ${target.id}`;
  course.steps.push({ subject: "token", id: flowId, from: flowId, to: next.id, effect: "movesOn", message });
}

/** What has completed and can be undone, with all that can be undone inside. */
function moveCompleted(course: Course, completed: Completed) {
  const { route } = course;
  const { id, elementId, inside } = completed;
  const old = elementBy(route.from, elementId);
  const next = elementTo(route, elementId);
  if (old === null || next === null) {
    const message = "it has completed and can be undone, but the new version has nothing like it";
    return blocked(course, "elementGone", "completed", id, elementId, message);
  }
  // By the diagram and not by what holds the record: while it is undone, that is the handler of what was around it.
  if (next.scope !== scopeTo(route, old.scope)) {
    return blocked(course, "otherScope", "completed", id, elementId, reasons.otherScope);
  }
  if (old.owns >= 0 !== next.owns >= 0) {
    return blocked(course, "otherKind", "completed", id, elementId, reasons.otherKind);
  }
  if (old.undo >= 0 && next.undo < 0) {
    const message = "it has completed and can be undone, but nothing undoes it in the new version";
    return blocked(course, "undoGone", "completed", id, elementId, message);
  }
  rename(course.elements, elementId, next.id);
  stays(course, "completed", id, elementId, next.id);
  for (const inner of inside) moveCompleted(course, inner);
}

function declareMissing(course: Course, scopeId: string, names: readonly string[]) {
  const existing = course.state.variables[scopeId] ?? {};
  const missing = names.filter((name) => !Object.hasOwn(existing, name));
  if (missing.length === 0) return;
  course.declares.push({ scopeId, names: missing });
  for (const name of missing) {
    const message = `${name} exists from now on, without a value`;
    course.steps.push({
      subject: "variable",
      id: scopeId,
      from: null,
      to: name,
      effect: "declared",
      message,
    });
  }
}

function byActivation(waits: readonly Wait[]): ReadonlyMap<string, readonly Wait[]> {
  const groups = new Map<string, Wait[]>();
  for (const wait of waits) {
    const group = groups.get(wait.activationId);
    if (group === undefined) groups.set(wait.activationId, [wait]);
    else group.push(wait);
  }
  return groups;
}

function waitsOf({ waits }: Course, activationId: string): readonly Wait[] {
  return waits.get(activationId) ?? [];
}

function isEvent(kind: MigrationSubject): boolean {
  return kind === "timer" || kind === "message" || kind === "signal" || kind === "condition";
}

function rename(names: Record<string, string>, from: string, to: string) {
  if (from !== to) names[from] = to;
}

function stays(course: Course, subject: MigrationSubject, id: string, from: string, to: string) {
  const message =
    from === to ? `The ${subject} at ${from} stays` : `The ${subject} at ${from} stays, at ${to}`;
  course.steps.push({ subject, id, from, to, effect: "stays", message });
}

function close(course: Course, wait: Wait) {
  const { kind, id, elementId } = wait;
  course.closes.push(wait);
  const message = `The ${kind} of ${elementId} is awaited no longer`;
  course.steps.push({ subject: kind, id, from: elementId, to: null, effect: "cancelled", message });
}

function awaitFromNowOn(course: Course, activationId: string, element: Element, own: boolean) {
  let any = false;
  for (const { kind } of element.triggers) {
    const subject = kind === "conditional" ? "condition" : kind;
    if (subject !== "timer" && subject !== "message" && subject !== "signal" && subject !== "condition")
      continue;
    any = true;
    const message = `The ${subject} of ${element.id} is awaited from now on`;
    course.steps.push({ subject, id: null, from: null, to: element.id, effect: "armed", message });
  }
  if (any) course.arms.push({ activationId, element, own });
}

function blocked(
  course: Course,
  code: ObstacleCode,
  subject: MigrationSubject,
  id: string,
  from: string,
  why: string,
) {
  course.obstacles.push({ code, subject, id, from, message: `${from}: ${why}` });
}
