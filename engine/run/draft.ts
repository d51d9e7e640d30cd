import type { ExecutableProcess } from "../process.ts";
import type { Value, Variables } from "../variables.ts";
import {
  type Activation,
  CASE_SCOPE,
  type CaseState,
  type Completed,
  type Loop,
  type Token,
  type Wait,
} from "./state.ts";

/**
 * A private copy of a case's state, shaped for speed: one call opens it, changes it through `apply` alone, and
 * closes it into plain JSON again. Nothing outside that call ever sees it.
 */
export interface Draft {
  caseId: string;
  processId: string;
  semantics: number;
  end: CaseState["end"];
  counted: number;
  readonly root: Live;
  /** By id, in order of entry; the root is not among them. */
  readonly activations: Map<string, Live>;
  /** By id, in order of opening. */
  readonly waits: Map<string, Wait>;
  /** The activation entered last. */
  entered: Live;
  /** Tokens on flows in the whole case. */
  tokens: number;
  depth: number;
  /** How many conditions are awaited, so that nobody looks for them in vain. */
  conditions: number;
}

/** An activation in a draft, with what is derived from its neighbours. */
export interface Live {
  readonly id: string;
  /** Index of its element; -1 for the case itself. */
  readonly element: number;
  readonly scope: Live | null;
  /** Activations directly inside. */
  children: number;
  /** Tokens inside that are about to move, by flow index; null until there was one. */
  moving: number[] | null;
  /** Tokens inside that wait at a join: how many on each flow index; null until there was one. */
  parked: Map<number, number> | null;
  /** Of each join's element index, on how many of its flows a token waits; null until one did. */
  arrived: Map<number, number> | null;
  waits: Wait[] | null;
  /** Inside a loop: which round or instance; -1 outside one. */
  readonly instance: number;
  loop: Loop | null;
  /** Rounds of its loop are being started, one after the other. */
  turning: boolean;
  /** What completed directly inside and can be undone; null until something did. */
  completed: Completed[] | null;
  readonly compensatorId: string | null;
  toCompensate: readonly string[] | null;
  /** A complex gateway that waits to be reset: the flows by which tokens can still come. */
  awaits: readonly string[] | null;
  variables: Record<string, Value> | null;
  /** Whether `variables` is still the state's own object, to be copied before it is written. */
  borrowed: boolean;
  /** Left or cancelled. */
  gone: boolean;
}

export function newLive(
  id: string,
  element: number,
  scope: Live | null,
  instance = -1,
  compensatorId: string | null = null,
): Live {
  return {
    id,
    element,
    scope,
    children: 0,
    moving: null,
    parked: null,
    arrived: null,
    waits: null,
    instance,
    loop: null,
    turning: false,
    completed: null,
    compensatorId,
    toCompensate: null,
    awaits: null,
    variables: null,
    borrowed: false,
    gone: false,
  };
}

function emptyDraft(): Draft {
  const root = newLive(CASE_SCOPE, -1, null);
  return {
    caseId: "",
    processId: "",
    semantics: 0,
    end: null,
    counted: 0,
    root,
    activations: new Map(),
    waits: new Map(),
    entered: root,
    tokens: 0,
    depth: 0,
    conditions: 0,
  };
}

export function openDraft(process: ExecutableProcess, state: CaseState | null): Draft {
  const draft = emptyDraft();
  if (state === null) return draft;
  draft.caseId = state.caseId;
  draft.processId = state.processId;
  draft.semantics = state.semantics;
  draft.end = state.end;
  draft.counted = state.counted;
  draft.depth = state.depth;
  for (const activation of state.marking.activations) {
    const { id, elementId, scopeId, instance, compensatorId } = activation;
    const scope = liveOf(draft, scopeId) ?? draft.root;
    const element = process.elementIndex.get(elementId) ?? -1;
    const live = newLive(id, element, scope, instance, compensatorId);
    live.toCompensate = activation.toCompensate ?? null;
    live.awaits = activation.awaits ?? null;
    live.loop = state.loops[id] ?? null;
    draft.activations.set(id, live);
    scope.children++;
  }
  for (const completed of state.marking.completed) {
    const scope = liveOf(draft, completed.scopeId);
    if (scope !== undefined) addCompleted(scope, completed);
  }
  for (const { scopeId, flowId, count } of state.marking.tokens) {
    const scope = liveOf(draft, scopeId);
    const flow = process.flowIndex.get(flowId);
    if (scope === undefined || flow === undefined) continue;
    for (let n = 0; n < count; n++) addToken(process, draft, scope, flow);
  }
  for (const wait of state.marking.waits) addWait(draft, wait);
  for (const scopeId in state.variables) {
    const live = liveOf(draft, scopeId);
    const variables = state.variables[scopeId];
    if (live === undefined || variables === undefined) continue;
    live.variables = variables as Record<string, Value>;
    live.borrowed = true;
  }
  return draft;
}

export function closeDraft(process: ExecutableProcess, draft: Draft): CaseState {
  const activations: Activation[] = [];
  const tokens: Token[] = [];
  const variables: Record<string, Variables> = {};
  const loops: Record<string, Loop> = {};
  const completed: Completed[] = [];
  if (draft.root.completed !== null) completed.push(...draft.root.completed);
  closeScope(process, draft.root, tokens, variables);
  for (const live of draft.activations.values()) {
    activations.push(closeActivation(process, live));
    if (live.loop !== null) loops[live.id] = live.loop;
    if (live.completed !== null) completed.push(...live.completed);
    closeScope(process, live, tokens, variables);
  }
  return {
    caseId: draft.caseId,
    processId: draft.processId,
    semantics: draft.semantics,
    status: draft.end === null ? "running" : "ended",
    end: draft.end,
    marking: { activations, tokens, waits: [...draft.waits.values()], completed },
    variables,
    loops,
    depth: draft.depth,
    counted: draft.counted,
  };
}

function closeActivation(process: ExecutableProcess, live: Live): Activation {
  const elementId = process.elements[live.element]?.id ?? "";
  const activation = { id: live.id, elementId, scopeId: live.scope?.id ?? CASE_SCOPE };
  const plain = live.instance < 0 && live.compensatorId === null && live.toCompensate === null;
  if (plain && live.awaits === null) return activation;
  return {
    ...activation,
    ...(live.instance < 0 ? {} : { instance: live.instance }),
    ...(live.compensatorId === null ? {} : { compensatorId: live.compensatorId }),
    ...(live.toCompensate === null ? {} : { toCompensate: live.toCompensate }),
    ...(live.awaits === null ? {} : { awaits: live.awaits }),
  };
}

function closeScope(
  process: ExecutableProcess,
  live: Live,
  tokens: Token[],
  variables: Record<string, Variables>,
) {
  if (live.variables !== null) {
    variables[live.id] = live.variables;
    live.borrowed = true;
  }
  if (live.moving === null && live.parked === null) return;
  const counts = new Map(live.parked ?? []);
  for (const flow of live.moving ?? []) counts.set(flow, (counts.get(flow) ?? 0) + 1);
  for (const [flow, count] of [...counts].sort((a, b) => a[0] - b[0])) {
    tokens.push({ scopeId: live.id, flowId: process.flows[flow]?.id ?? "", count });
  }
}

export function liveOf(draft: Draft, id: string): Live | undefined {
  return id === CASE_SCOPE ? draft.root : draft.activations.get(id);
}

export function addToken(process: ExecutableProcess, draft: Draft, scope: Live, flow: number) {
  draft.tokens++;
  const target = process.flows[flow]?.target ?? -1;
  if (!process.elements[target]?.joins) {
    if (scope.moving === null) scope.moving = [flow];
    else scope.moving.push(flow);
    return;
  }
  scope.parked ??= new Map();
  scope.arrived ??= new Map();
  const count = scope.parked.get(flow) ?? 0;
  scope.parked.set(flow, count + 1);
  if (count === 0) scope.arrived.set(target, (scope.arrived.get(target) ?? 0) + 1);
}

export function removeToken(process: ExecutableProcess, draft: Draft, scope: Live, flow: number) {
  const target = process.flows[flow]?.target ?? -1;
  if (!process.elements[target]?.joins) {
    const { moving } = scope;
    const at = moving?.lastIndexOf(flow) ?? -1;
    if (moving === null || at < 0) return;
    if (at === moving.length - 1) moving.pop();
    else moving.splice(at, 1);
    draft.tokens--;
    return;
  }
  const count = scope.parked?.get(flow) ?? 0;
  if (count === 0) return;
  draft.tokens--;
  if (count > 1) {
    scope.parked?.set(flow, count - 1);
    return;
  }
  scope.parked?.delete(flow);
  const arrived = (scope.arrived?.get(target) ?? 1) - 1;
  if (arrived > 0) scope.arrived?.set(target, arrived);
  else scope.arrived?.delete(target);
}

export function addCompleted(scope: Live, completed: Completed) {
  if (scope.completed === null) scope.completed = [completed];
  else scope.completed.push(completed);
}

export function addWait(draft: Draft, wait: Wait) {
  const live = liveOf(draft, wait.activationId);
  if (live === undefined) return;
  if (draft.waits.has(wait.id)) removeFrom(live, wait.id);
  else if (wait.kind === "condition") draft.conditions++;
  draft.waits.set(wait.id, wait);
  if (live.waits === null) live.waits = [wait];
  else live.waits.push(wait);
}

export function removeWait(draft: Draft, id: string) {
  const wait = draft.waits.get(id);
  if (wait === undefined) return;
  draft.waits.delete(id);
  if (wait.kind === "condition") draft.conditions--;
  const live = liveOf(draft, wait.activationId);
  if (live !== undefined) removeFrom(live, id);
}

function removeFrom(live: Live, id: string) {
  const at = live.waits?.findIndex((wait) => wait.id === id) ?? -1;
  if (at >= 0) live.waits?.splice(at, 1);
}
