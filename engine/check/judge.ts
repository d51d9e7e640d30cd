import type { Element } from "../process.ts";
import type { CaseState, Token } from "../run/state.ts";
import type { Graph, GraphNode } from "./explore.ts";
import type { Model } from "./model.ts";
import type { FindingKind } from "./verdict.ts";

/** What is wrong in an explored graph: where it shows, before any run to it is looked for. */
export interface Fault {
  readonly kind: FindingKind;
  readonly elementIds: readonly string[];
  readonly flowIds: readonly string[];
  /** The nodes at which it shows (for an end reached twice, one step later); empty for what no run shows. */
  readonly nodes: readonly number[];
}

/** Tokens that meet without being synchronised. */
export interface Meeting {
  readonly elementId: string;
  readonly flowIds: readonly string[];
}

/** Where tokens meet unsynchronised in a state: flows, and the element before which they stand. */
export function meetingsIn(model: Model, state: CaseState): readonly Meeting[] {
  if (state.status === "ended") return [];
  const { process } = model;
  const found: { elementId: string; flowIds: string[] }[] = [];
  const byElement = new Map<string, Token[]>();
  for (const token of state.marking.tokens) {
    const flow = process.flows[process.flowIndex.get(token.flowId) ?? -1];
    const element = process.elements[flow?.target ?? -1];
    if (!element) continue;
    // An element that starts with several tokens at once is meant to have them.
    if (token.count > element.startQuantity) found.push({ elementId: element.id, flowIds: [token.flowId] });
    // Two tokens before an element without a way out only end there.
    else if (model.merges[element.index] && element.outgoing.length > 0) {
      const key = `${token.scopeId} ${element.id}`;
      const others = byElement.get(key);
      if (others) others.push(token);
      else byElement.set(key, [token]);
    }
  }
  for (const [key, tokens] of byElement) {
    if (tokens.length < 2) continue;
    found.push({ elementId: key.slice(key.indexOf(" ") + 1), flowIds: tokens.map(({ flowId }) => flowId) });
  }
  return found;
}

export function faultsOf(
  model: Model,
  graph: Graph,
  meetings: ReadonlyMap<number, readonly Meeting[]>,
): readonly Fault[] {
  return [
    ...deadlocks(model, graph),
    ...livelocks(graph),
    ...unsynchronised(meetings),
    ...improper(graph),
    ...dead(model, graph),
  ];
}

export function deadlocks(model: Model, graph: Graph): readonly Fault[] {
  const byPlace = new Map<
    string,
    { elementIds: readonly string[]; flowIds: readonly string[]; nodes: number[] }
  >();
  for (const node of graph.nodes) {
    if (!isStuck(node) || !node.place) continue;
    const { elementIds, flowIds } = placeOf(model, node.place.state);
    const key = elementIds.join(" ");
    const known = byPlace.get(key);
    if (known) known.nodes.push(node.index);
    else byPlace.set(key, { elementIds, flowIds, nodes: [node.index] });
  }
  return [...byPlace.values()].map((place) => ({ kind: "deadlock", ...place }));
}

function isStuck(node: GraphNode): boolean {
  return !node.ended && !node.cut && node.edges.length === 0;
}

/** The joins that wait in vain, and the flows on which their tokens stand. */
function placeOf(model: Model, state: CaseState) {
  const { process } = model;
  const flowIds = state.marking.tokens.map(({ flowId }) => flowId);
  const targets = flowIds.map((id) => {
    const flow = process.flows[process.flowIndex.get(id) ?? -1];
    return process.elements[flow?.target ?? -1]?.id ?? "";
  });
  const waiting = state.marking.activations.map(({ elementId }) => elementId);
  return { elementIds: [...new Set(targets.length > 0 ? targets : waiting)], flowIds: [...new Set(flowIds)] };
}

/** Markings from which no end, no deadlock and nothing unseen can be reached: the case goes round for ever. */
export function livelocks(graph: Graph): readonly Fault[] {
  const canLeave = new Set<number>();
  const before = new Map<number, number[]>();
  const open: number[] = [];
  for (const node of graph.nodes) {
    if (node.ended || node.cut || node.edges.length === 0) {
      canLeave.add(node.index);
      open.push(node.index);
    }
    for (const { to } of node.edges) {
      const list = before.get(to);
      if (list) list.push(node.index);
      else before.set(to, [node.index]);
    }
  }
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const from of before.get(index) ?? []) {
      if (canLeave.has(from)) continue;
      canLeave.add(from);
      open.push(from);
    }
  }
  const nodes = graph.nodes.filter((node) => !canLeave.has(node.index));
  if (nodes.length === 0) return [];
  const elementIds = [...new Set(nodes.flatMap((node) => node.edges.map(({ elementId }) => elementId)))];
  return [{ kind: "livelock", elementIds, flowIds: [], nodes: nodes.map(({ index }) => index) }];
}

function unsynchronised(meetings: ReadonlyMap<number, readonly Meeting[]>): readonly Fault[] {
  const byElement = new Map<string, { flowIds: readonly string[]; nodes: number[] }>();
  for (const [index, found] of meetings) {
    for (const { elementId, flowIds } of found) {
      const known = byElement.get(elementId);
      if (known) known.nodes.push(index);
      else byElement.set(elementId, { flowIds, nodes: [index] });
    }
  }
  return [...byElement].map(([elementId, { flowIds, nodes }]) => ({
    kind: "lackOfSynchronisation",
    elementIds: [elementId],
    flowIds,
    nodes,
  }));
}

function improper(graph: Graph): readonly Fault[] {
  const byEnd = new Map<string, number[]>();
  for (const node of graph.nodes) {
    for (const { endsAgain } of node.edges) {
      if (endsAgain === null) continue;
      const nodes = byEnd.get(endsAgain);
      if (nodes) nodes.push(node.index);
      else byEnd.set(endsAgain, [node.index]);
    }
  }
  return [...byEnd].map(([elementId, nodes]) => ({
    kind: "improperCompletion",
    elementIds: [elementId],
    flowIds: [],
    nodes,
  }));
}

/**
 * What no run enters; known only where every run was seen. Elements that lie behind a dead one are named with it,
 * and those inside a dead sub-process not at all; each end event is named by itself.
 */
function dead(model: Model, graph: Graph): readonly Fault[] {
  if (graph.limits.length > 0) return [];
  const { elements, flows, scopes } = model.process;
  const isDead = (element: Element | undefined) => {
    return element !== undefined && !isMark(element) && !graph.entered.has(element.id);
  };
  const never = elements.filter((element) => {
    const owner = elements[scopes[element.scope]?.element ?? -1];
    return isDead(element) && !isDead(owner);
  });
  const ends = never.filter(({ kind }) => kind === "endEvent");
  const rest = new Set(never.filter(({ kind }) => kind !== "endEvent"));
  const isFirst = ({ incoming }: Element) =>
    !incoming.some((flow) => isDead(elements[flows[flow]?.source ?? -1]));
  const faults: Fault[] = [];
  // Those without a living neighbour before them, as in a circle that nothing leads to, come last.
  for (const first of [...never.filter(isFirst), ...never]) {
    if (!rest.has(first)) continue;
    const behind = takeBehind(model, first, rest);
    faults.push({ kind: "deadElement", elementIds: behind, flowIds: [], nodes: [] });
  }
  for (const { id } of ends)
    faults.push({ kind: "unreachableEnd", elementIds: [id], flowIds: [], nodes: [] });
  return faults;
}

/** An element and all of `rest` that is reached from it; taken out of `rest`. */
function takeBehind({ process }: Model, first: Element, rest: Set<Element>): readonly string[] {
  const ids: string[] = [];
  const open = [first];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (!rest.delete(element)) continue;
    ids.push(element.id);
    for (const flow of element.outgoing) {
      const target = process.elements[process.flows[flow]?.target ?? -1];
      if (target) open.push(target);
    }
    for (const index of element.boundary) {
      const boundary = process.elements[index];
      if (boundary) open.push(boundary);
    }
  }
  return ids;
}

/** A compensation boundary event is a mark, which no token enters. */
function isMark({ attachedTo, triggers }: Element): boolean {
  return attachedTo >= 0 && triggers.some(({ kind }) => kind === "compensation");
}
