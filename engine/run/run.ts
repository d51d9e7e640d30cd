import type { EngineEvent } from "../event.ts";
import type { Element, ElementKind, Evaluation, ExecutableProcess, Expression } from "../process.ts";
import type { Variables } from "../variables.ts";
import { apply } from "./apply.ts";
import type { Draft, Live } from "./draft.ts";
import type { Wait } from "./state.ts";

/**
 * One call of the engine while it lasts. Behaviours read the draft and tell events; telling an event is the only
 * way to change the draft, so what the events say and what the draft holds can never differ.
 */
export interface Run {
  readonly process: ExecutableProcess;
  readonly draft: Draft;
  readonly events: EngineEvent[];
  readonly behaviours: Behaviours;
  readonly seam: Seam;
  readonly atMs: number;
  /** Tokens that can move, newest last; moved in the order drawn, branch by branch. */
  readonly readyFlows: number[];
  readonly readyScopes: Live[];
  /** Tokens that come to something that throws: moved when no other can. */
  readonly laterFlows: number[];
  readonly laterScopes: Live[];
  /** Whether awaited conditions are to be looked at again. */
  variablesChanged: boolean;
  steps: number;
  /** A scope whose entries are being started, and which is therefore not done though nothing may be inside. */
  opening: Live | null;
  /** Which definition of a parallel multiple start event has started the case. */
  startTrigger: number;
  /** Where the order of moves is wanted, for taking a decision apart into its steps. */
  trace: { readonly scope: Live; readonly flow: number; readonly join: number }[] | null;
}

/** What an element does. One entry per kind, each in a file of its own under `elements/`. */
export interface Behaviour {
  /** A token is in: `ElementEntered` is told. Done again by a retry. */
  enter(run: Run, element: Element, live: Live): void;
  /** Its work alone; done again by a retry where only the work has failed. */
  work?(run: Run, element: Element, live: Live): void;
  /** A token has come to one of its flows and waits there; only for elements that join. */
  arrive?(run: Run, element: Element, scope: Live): void;
  /** Nothing else can move: does it go on with what has come so far? Says whether it did. */
  settle?(run: Run, element: Element, scope: Live): boolean;
  /** One of its own waits has happened, and the events say so. */
  caught?(run: Run, element: Element, live: Live, wait: Wait): void;
  /** Everything inside its scope is done. */
  emptied?(run: Run, element: Element, live: Live): void;
  /** One way through its scope has come to its end; only for ad-hoc sub-processes, which judge by themselves. */
  insideDone?(run: Run, element: Element, live: Live): void;
  /** All that it asked to be undone is undone. */
  undone?(run: Run, element: Element, live: Live): void;
}

export type Behaviours = { readonly [kind in ElementKind]: Behaviour };

/**
 * Where values come into a step. The runner answers with variables, the soundness check with every answer there
 * could be.
 */
export interface Seam {
  /** `flow` is the flow that it guards, or -1; `extra` are values that only this condition sees. */
  condition(run: Run, live: Live, expression: Expression, flow: number, extra: Variables | null): Evaluation;
  value(run: Run, live: Live, expression: Expression): Evaluation;
}

export function tell(run: Run, event: EngineEvent) {
  run.events.push(event);
  if (event.type === "VariablesSet") run.variablesChanged = true;
  apply(run.process, run.draft, event);
}

/** The id of what the next event opens. The letter only helps the reader; the number is unique in the case. */
export function nextId(run: Run, letter: "a" | "t" | "m" | "n" | "s" | "d" | "i" | "c" | "w" | "p"): string {
  return letter + (run.draft.counted + 1);
}

export function elementAt(run: Run, index: number): Element {
  const element = run.process.elements[index];
  if (element === undefined) throw new Error(`assertion failed: no element ${index}`);
  return element;
}

export function flowIdsOf(run: Run, flow: number): readonly string[] {
  const ids = run.process.flows[flow]?.ids;
  if (ids === undefined) throw new Error(`assertion failed: no flow ${flow}`);
  return ids;
}

export const NO_FLOWS: readonly string[] = Object.freeze([]);
