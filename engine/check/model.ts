import type { Element, ExecutableProcess, Expression, Flow, Trigger } from "../process.ts";
import type { Value } from "../variables.ts";

/**
 * A process as the check sees it: every way out of an exclusive gateway is open, also where nothing is written on
 * the flow; and what of its shape the exploration asks for again and again.
 */
export interface Model {
  readonly process: ExecutableProcess;
  /** By element: tokens come from several flows and are not synchronised. */
  readonly merges: readonly boolean[];
  /**
   * By flow: it leaves a split that the token on another of its flows can come back to, so that a second token could
   * follow onto it.
   */
  readonly recurs: readonly boolean[];
  /**
   * By boundary event, or start event of an event sub-process, that does not interrupt: the elements to which a token
   * comes only by it.
   */
  readonly aside: ReadonlyMap<number, ReadonlySet<number>>;
  /** Ends that only what goes on aside comes to; a reminder may end as often as it comes. */
  readonly asideEnds: ReadonlySet<string>;
  /** A complex gateway goes on with whoever comes first, so with one of those every order matters. */
  readonly reducible: boolean;
  /** By element: a number that grows along each branch, and from one branch of a split to the next. */
  readonly order: readonly number[];
  /** By element: entering it ends others' work. */
  readonly stops: readonly boolean[];
  /** Expressions whose value decides how a case goes on, with one that lets it go on; any other is a text. */
  readonly standIns: ReadonlyMap<Expression, Value>;
}

export function modelOf(process: ExecutableProcess): Model {
  const opened = openConditions(process);
  const aside = asideOf(opened);
  return {
    process: opened,
    merges: opened.elements.map((element) => element.incoming.length > 1 && !element.joins),
    recurs: recurringFlows(opened),
    aside,
    asideEnds: endsAmong(opened, aside),
    reducible: !opened.elements.some(
      ({ kind, incoming }) => kind === "complexGateway" && incoming.length > 1,
    ),
    order: orderOf(opened),
    stops: opened.elements.map(stopsOthers),
    standIns: standInsOf(opened),
  };
}

/** A condition about which nothing is known. */
const open: Expression = { text: "?", evaluate: () => ({ ok: true, value: true }) };

/**
 * Gives the flows out of an exclusive gateway a condition where none is written, so that each may be taken, and keeps
 * counted loops short.
 */
function openConditions(process: ExecutableProcess): ExecutableProcess {
  const undecided = process.elements.filter(
    (element) => element.kind === "exclusiveGateway" && element.outgoing.length > 1,
  );
  const openFlows = new Set(
    undecided.flatMap((element) => element.outgoing.filter((flow) => flow !== element.defaultFlow)),
  );
  const flows = process.flows.map((flow): Flow => {
    return openFlows.has(flow.index) && flow.condition === null ? { ...flow, condition: open } : flow;
  });
  const changed = new Set(undecided.map((element) => element.index));
  const elements = process.elements.map((element): Element => {
    const { loop } = element;
    if (changed.has(element.index)) return { ...element, conditional: true };
    // Two rounds show all that more of them would, also of a loop that only its condition ends.
    if (loop?.kind !== "standard" || (loop.maximum === null && loop.condition === null)) return element;
    if (loop.maximum !== null && loop.maximum <= 2) return element;
    return { ...element, loop: { ...loop, maximum: 2 } };
  });
  return { ...process, elements, flows, reach: new Map() };
}

function recurringFlows(process: ExecutableProcess): readonly boolean[] {
  const circles = circlesOf(process);
  return process.flows.map((flow) => {
    const source = process.elements[flow.source];
    if (source === undefined || source.kind === "exclusiveGateway") return false;
    return source.outgoing.some((other) => {
      const target = process.flows[other]?.target ?? -1;
      return other !== flow.index && circles[target] === circles[source.index];
    });
  });
}

/**
 * By element, a number that it shares with those that can be reached from it and from which it can be reached
 * (Tarjan's strongly connected components, without recursion).
 */
function circlesOf(process: ExecutableProcess): readonly number[] {
  const { elements, flows } = process;
  const order = elements.map(() => -1);
  const low = elements.map(() => -1);
  const circle = elements.map(() => -1);
  const open: number[] = [];
  let counted = 0;
  for (const { index: root } of elements) {
    if (order[root] !== -1) continue;
    const path: { readonly at: number; readonly targets: number[] }[] = [];
    const enter = (at: number) => {
      order[at] = low[at] = counted++;
      open.push(at);
      const element = elements[at];
      const targets = [...(element?.outgoing.map((flow) => flows[flow]?.target ?? at) ?? [])];
      path.push({ at, targets: [...targets, ...(element?.boundary ?? [])] });
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { at, targets } = top;
      const target = targets.pop();
      if (target === undefined) {
        path.pop();
        const around = path.at(-1)?.at;
        if (around !== undefined) low[around] = Math.min(low[around] ?? 0, low[at] ?? 0);
        if (low[at] !== order[at]) continue;
        for (let member = open.pop(); member !== undefined; member = open.pop()) {
          circle[member] = at;
          if (member === at) break;
        }
      } else if (order[target] === -1) enter(target);
      else if (circle[target] === -1) low[at] = Math.min(low[at] ?? 0, order[target] ?? 0);
    }
  }
  return circle;
}

function asideOf(process: ExecutableProcess): ReadonlyMap<number, ReadonlySet<number>> {
  const aside = new Map<number, ReadonlySet<number>>();
  const all = process.elements.filter(
    ({ incoming, kind }) => incoming.length === 0 && kind !== "boundaryEvent",
  );
  for (const element of process.elements) {
    if (element.interrupting) continue;
    const owner = process.scopes[element.scope]?.element ?? -1;
    if (element.kind === "startEvent" && process.elements[owner]?.kind === "eventSubProcess") {
      aside.set(element.index, new Set([owner]));
    } else if (element.kind === "boundaryEvent") {
      const starts = all.map(({ index }) => index);
      const otherwise = reachedFrom(process, starts, element.index);
      const byIt = [...reachedFrom(process, [element.index], -1)].filter((index) => !otherwise.has(index));
      aside.set(element.index, new Set(byIt));
    }
  }
  return aside;
}

function endsAmong(
  process: ExecutableProcess,
  aside: ReadonlyMap<number, ReadonlySet<number>>,
): ReadonlySet<string> {
  const ends = process.elements.filter(({ index, kind }) => {
    return kind === "endEvent" && [...aside.values()].some((started) => started.has(index));
  });
  return new Set(ends.map(({ id }) => id));
}

/** The elements that tokens can come to, not passing `without`. */
function reachedFrom(process: ExecutableProcess, starts: readonly number[], without: number): Set<number> {
  const reached = new Set<number>();
  const open = [...starts];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const element = process.elements[index];
    if (element === undefined || index === without || reached.has(index)) continue;
    reached.add(index);
    open.push(...element.boundary, ...element.outgoing.map((flow) => process.flows[flow]?.target ?? -1));
  }
  return reached;
}

/** Numbers the elements depth first, as they are met. */
function orderOf(process: ExecutableProcess): readonly number[] {
  const { elements, flows, scopes } = process;
  const order = elements.map(() => -1);
  let counted = 0;
  for (const { entries, starts, eventStarts } of scopes) {
    const open = [...eventStarts, ...starts, ...entries];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const element = elements[index];
      if (element === undefined || order[index] !== -1) continue;
      order[index] = counted++;
      open.push(...element.boundary, ...element.outgoing.map((flow) => flows[flow]?.target ?? -1));
    }
  }
  return order;
}

function stopsOthers(element: Element): boolean {
  return element.throwsLast || element.triggers.some(({ kind }) => throwing(element) && stopping.has(kind));
}

function throwing({ kind }: Element): boolean {
  return kind === "endEvent" || kind === "intermediateThrowEvent";
}

const stopping: ReadonlySet<Trigger["kind"]> = new Set([
  "terminate",
  "error",
  "cancel",
  "escalation",
  "compensation",
  "signal",
]);

const timerTexts = { date: "2030-01-01T00:00:00Z", duration: "PT1S", cycle: "R2/PT1S" } as const;

/** Two instances show all that more of them would: they do not know of one another. */
function standInsOf(process: ExecutableProcess): ReadonlyMap<Expression, Value> {
  const standIns = new Map<Expression, Value>();
  for (const { triggers, loop } of process.elements) {
    for (const trigger of triggers) {
      if (trigger.kind !== "timer" || !("expression" in trigger.text)) continue;
      standIns.set(trigger.text.expression, timerTexts[trigger.timer]);
    }
    if (loop?.kind !== "multiInstance") continue;
    if (loop.collection !== null) standIns.set(loop.collection, [null, null]);
    if (loop.cardinality !== null) standIns.set(loop.cardinality, 2);
  }
  return standIns;
}
