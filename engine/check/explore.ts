import type { CaseState } from "../run/state.ts";
import { type Cluster, clustersOf, startChoices } from "./cluster.ts";
import { checkLimits } from "./limits.ts";
import { markingKey } from "./marking-key.ts";
import type { Model } from "./model.ts";
import { enoughOf } from "./reduce.ts";
import { type Place, successorsOf } from "./successor.ts";
import type { LimitReached } from "./verdict.ts";

/**
 * The markings of a process and the steps between them, depth first. Invariant: a marking is looked at once, and on
 * every circle of markings at least one has all its steps, so that no token is left standing for ever.
 */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly roots: readonly Edge[];
  readonly limits: readonly LimitReached[];
  readonly steps: number;
  /** Ids of all elements that were entered. */
  readonly entered: ReadonlySet<string>;
}

export interface GraphNode {
  readonly index: number;
  readonly key: string;
  readonly ended: boolean;
  readonly edges: Edge[];
  /** Kept until the node was looked at, and where nothing goes on. */
  place: Place | null;
  /** Whether some of its steps were not looked at because of a limit. */
  cut: boolean;
}

interface Edge {
  readonly to: number;
  readonly elementId: string;
  readonly endsAgain: string | null;
}

export interface Budget {
  /** How many markings may be found; asked again as it goes on. */
  readonly states: () => number;
  readonly reduce: boolean;
  /** Is told of every new marking. */
  readonly found: (node: GraphNode, state: CaseState) => void;
}

interface Exploration {
  readonly model: Model;
  readonly budget: Budget;
  readonly nodes: GraphNode[];
  readonly byKey: Map<string, GraphNode>;
  readonly entered: Set<string>;
  readonly limits: Map<LimitReached["limit"], number>;
  readonly stack: Visit[];
  readonly onStack: Set<number>;
  steps: number;
}

/** A node whose steps are being followed. */
interface Visit {
  readonly node: GraphNode;
  readonly place: Place;
  readonly clusters: readonly Cluster[];
  /** Edges that are still to be followed. */
  readonly rest: Edge[];
  reduced: boolean;
}

/** From every way in which the process can start, or from where a case stands. */
export function explore(model: Model, budget: Budget, from: CaseState | null = null): Graph {
  const exploration: Exploration = {
    model,
    budget,
    nodes: [],
    byKey: new Map(),
    entered: new Set(),
    limits: new Map(),
    stack: [],
    onStack: new Set(),
    steps: 0,
  };
  const roots = from === null ? startsOf(exploration) : [];
  const first = from === null ? roots.map(({ to }) => to) : [nodeOf(exploration, placeOf(from)).index];
  for (const index of first) {
    open(exploration, index);
    while (exploration.stack.length > 0) goOn(exploration);
  }
  const { nodes, steps, entered, limits } = exploration;
  return { nodes, roots, steps, entered, limits: [...limits].map(([limit, value]) => ({ limit, value })) };
}

function startsOf(exploration: Exploration): readonly Edge[] {
  const { model } = exploration;
  const { successors } = successorsOf(model, null, startChoices(model));
  return successors.map((successor) => edgeTo(exploration, successor));
}

function placeOf(state: CaseState): Place {
  const ends: Place["ends"] = new Map();
  return { state, ends, key: markingKey(state, ends) };
}

/** Follows the next edge of the node on top of the stack, or leaves it. */
function goOn(exploration: Exploration): void {
  const { stack, onStack, budget, nodes, limits } = exploration;
  const visit = stack[stack.length - 1];
  if (visit === undefined) return;
  const most = budget.states();
  if (nodes.length > most) {
    limits.set("states", most);
    for (const node of nodes) if (node.place !== null && !node.ended) node.cut = true;
    stack.length = 0;
    return;
  }
  if (visit.reduced && visit.rest.some((edge) => onStack.has(edge.to))) {
    // A circle closes here: looking at everything keeps any token from standing still all around it.
    visit.reduced = false;
    visit.node.edges.length = 0;
    visit.rest.length = 0;
    expand(exploration, visit, visit.clusters);
  }
  const edge = visit.rest.pop();
  if (edge !== undefined) {
    open(exploration, edge.to);
    return;
  }
  if (visit.node.edges.length > 0) visit.node.place = null;
  stack.pop();
  onStack.delete(visit.node.index);
}

/** Puts a node on the stack with the edges that are to be followed, unless it was there before. */
function open(exploration: Exploration, index: number): void {
  const { model, budget, stack, onStack, limits } = exploration;
  const node = exploration.nodes[index];
  const place = node?.place;
  if (!node || !place || node.ended || node.edges.length > 0 || node.cut || onStack.has(index)) return;
  if (place.state.marking.tokens.some(({ count, flowId }) => count > mostTokens(model, flowId))) {
    limits.set("tokensPerFlow", checkLimits.tokensPerFlow);
    node.cut = true;
    return;
  }
  const visit: Visit = { node, place, clusters: clustersOf(model, place.state), rest: [], reduced: false };
  if (!budget.reduce || !expandReduced(exploration, visit)) expand(exploration, visit, visit.clusters);
  stack.push(visit);
  onStack.add(index);
}

function mostTokens({ process }: Model, flowId: string): number {
  const flow = process.flows[process.flowIndex.get(flowId) ?? -1];
  return checkLimits.tokensPerFlow - 1 + (process.elements[flow?.target ?? -1]?.startQuantity ?? 1);
}

/** Looks at as few clusters as are enough; false where that is all of them. */
function expandReduced(exploration: Exploration, visit: Visit): boolean {
  let { clusters } = visit;
  for (;;) {
    const enough = enoughOf(exploration.model, visit.place.state, clusters);
    if (enough === null) return false;
    const { chosen, around } = enough;
    expand(exploration, visit, [chosen]);
    if (visit.rest.length > 0) {
      expand(exploration, visit, around);
      visit.reduced = true;
      return true;
    }
    // A join that has to wait for more does nothing yet.
    clusters = clusters.filter((cluster) => cluster !== chosen);
  }
}

function expand(exploration: Exploration, visit: Visit, clusters: readonly Cluster[]): void {
  const choices = clusters.flatMap((cluster) => cluster.choices);
  const { successors, cut } = successorsOf(exploration.model, visit.place, choices);
  if (cut) {
    exploration.limits.set("waysPerStep", checkLimits.waysPerStep);
    visit.node.cut = true;
  }
  for (const successor of successors) {
    const edge = edgeTo(exploration, successor);
    visit.node.edges.push(edge);
    visit.rest.push(edge);
  }
}

function edgeTo(
  exploration: Exploration,
  successor: ReturnType<typeof successorsOf>["successors"][number],
): Edge {
  exploration.steps++;
  for (const event of successor.events)
    if (event.type === "ElementEntered") exploration.entered.add(event.elementId);
  const { elementId, endsAgain } = successor;
  return { to: nodeOf(exploration, successor).index, elementId, endsAgain };
}

function nodeOf({ nodes, byKey, budget }: Exploration, { key, state, ends }: Place): GraphNode {
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const ended = state.status === "ended";
  const node = { index: nodes.length, key, ended, edges: [], place: { state, ends, key }, cut: false };
  nodes.push(node);
  byKey.set(key, node);
  budget.found(node, state);
  return node;
}
