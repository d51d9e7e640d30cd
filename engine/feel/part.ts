import type { FaultCode } from "./fault.ts";
import { isFault, raise } from "./fault.ts";
import { feelLimits } from "./limits.ts";
import type { Node } from "./node.ts";
import { describe } from "./text.ts";
import type { ContextValue, FeelValue, Run } from "./value.ts";

/**
 * What compiling makes of a node: a closure over frames of names. A frame is one scope (the case's variables, an
 * iteration's variable, a filtered item); the next one is the scope around it.
 */
export interface Frame {
  readonly run: Run;
  readonly names: ContextValue;
  readonly next: Frame | null;
}

export type Code = (frame: Frame) => FeelValue;

export interface Part {
  readonly code: Code;
  /** The value, where it is known when the expression is read. */
  readonly constant: FeelValue | undefined;
  /** `berkas.nilai`, where the part is nothing but a variable's path: what a failure names. */
  readonly path: string | undefined;
  readonly node: Node;
}

/** What is known about names while compiling. */
export interface Scope {
  /** Names bound by the expression itself (iterations, functions, contexts). */
  readonly bound: ReadonlySet<string>;
  /** Whether frames stand between here and the variables, so that names have to be searched. */
  readonly nested: boolean;
  /** Whether a name may be the property of an item that is being filtered. */
  readonly filtering: boolean;
}

export interface Compiler {
  readonly text: string;
  /** The names that the expression reads from its variables. */
  readonly variables: Set<string>;
  part(node: Node, scope: Scope): Part;
  /** As `part`, but what is missing along a path is null. */
  tolerant(node: Node, scope: Scope): Part;
}

/** A problem found while compiling; thrown inside this folder and caught at its door. */
interface CompileProblem {
  readonly [compileTag]: { readonly code: string; readonly message: string; readonly at: number };
}

const compileTag: unique symbol = Symbol("compile");

export function reject(code: string, message: string, at: number): never {
  const problem: CompileProblem = { [compileTag]: { code, message, at } };
  throw problem;
}

export function rejection(
  thrown: unknown,
): { readonly code: string; readonly message: string; readonly at: number } | null {
  return typeof thrown === "object" && thrown !== null && compileTag in thrown
    ? (thrown as CompileProblem)[compileTag]
    : null;
}

/** Takes steps from the evaluation's budget. */
export function spend(run: Run, steps: number): void {
  run.steps -= steps;
  if (run.steps < 0) raise("stepLimit", `the expression takes more than ${feelLimits.steps} steps`);
}

export function child(frame: Frame, names: ContextValue): Frame {
  return { run: frame.run, names, next: frame };
}

/** Fails because of a part's value, naming the variable where the part is one. */
export function fail(code: FaultCode, part: Part, message: string): never {
  return raise(code, part.path === undefined ? message : `"${part.path}": ${message}`, part.path);
}

/** Fails because a part is null or of the wrong type. */
export function failType(part: Part, value: FeelValue, wanted: string): never {
  if (value === null) return fail("nullValue", part, `null, where ${wanted} is needed`);
  return fail("typeMismatch", part, `${describe(value)}, where ${wanted} is needed`);
}

/** What fails while an expression is read is a problem at that place. */
export function located<T>(node: Node, calculate: () => T): T {
  try {
    return calculate();
  } catch (thrown) {
    if (isFault(thrown)) reject(thrown.code, thrown.message, node.from);
    throw thrown;
  }
}
