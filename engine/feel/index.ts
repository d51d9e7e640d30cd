import type { Value, Variables } from "../variables.ts";
import { type Compiled, compileExpression, compileUnaryTests } from "./compile.ts";
import { isFault } from "./fault.ts";
import { feelLimits } from "./limits.ts";
import { type Code, type Frame, rejection } from "./part.ts";
import { readExpression, readUnaryTests } from "./syntax.ts";
import { toJson } from "./text.ts";
import type { Run } from "./value.ts";

export { feelLimits } from "./limits.ts";

/**
 * FEEL (DMN 1.3, 10.3), the language of every expression in a process: compiled once, evaluated without a clock.
 * An expression gives a value or says what went wrong and at which variable; it never turns a mistake into null.
 */
export interface FeelOptions {
  /** `unary` reads unary tests (`> 5`, `"a","b"`) against `FeelContext.input`. */
  readonly kind?: "expression" | "unary";
  /** Names with spaces or signs in them that the expression may use (`tanggal masuk`); plain names need no mention. */
  readonly names?: readonly string[];
}

/** What `now()` and `today()` mean, and where else to look for variables. */
export interface FeelContext {
  /** The instant of the command, epoch milliseconds. */
  readonly nowMs: number;
  /** The process's zone: `WIB`, `WITA`, `WIT`, `UTC` or an offset such as `+07:00`. */
  readonly zone: string;
  /** Scopes around `variables`, innermost first; a name found in an inner scope hides the outer one. */
  readonly outer?: readonly Variables[];
  /** The value that unary tests test. */
  readonly input?: Value;
  /** How many steps (iterations, invocations) the evaluation may take; the default is `feelLimits.steps`. */
  readonly steps?: number;
}

interface FeelExpression {
  readonly text: string;
  /** Root names that the expression reads from its variables, sorted; names inside a filter may be the item's and are left out. */
  readonly variables: readonly string[];
  /** Dates, times and durations come back as ISO 8601 text, numbers that a double cannot hold as decimal text. */
  evaluate(variables: Variables, context: FeelContext): FeelResult;
}

interface FeelProblem {
  /** `syntaxError`, `expressionTooLong`, `expressionTooDeep`, `unknownFunction`, `invalidPattern`, ... */
  readonly code: string;
  readonly message: string;
  /** 1-based, counted in UTF-16 units from the start of the text. */
  readonly column: number;
}

export type FeelCompilation =
  | { readonly ok: true; readonly expression: FeelExpression }
  | { readonly ok: false; readonly problem: FeelProblem };

export type FeelResult =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      /** `unknownVariable`, `nullValue`, `typeMismatch`, `divisionByZero`, `stepLimit`, ... */
      readonly code: string;
      readonly message: string;
      /** The variable's path (`berkas.nilai`), where one is to blame. */
      readonly variable?: string;
    };

export function compileFeel(text: string, options: FeelOptions = {}): FeelCompilation {
  const names = options.names ?? [];
  try {
    if (options.kind === "unary") {
      const reading = readUnaryTests(text, names);
      if (!reading.ok) return refuse(reading.problem);
      return accept(text, compileUnaryTests(text, reading.root));
    }
    const reading = readExpression(text, names);
    if (!reading.ok) return refuse(reading.problem);
    return accept(text, compileExpression(text, reading.root));
  } catch (thrown) {
    const problem = rejection(thrown);
    if (problem) return refuse(problem);
    throw thrown;
  }
}

function refuse(problem: {
  readonly code: string;
  readonly message: string;
  readonly at: number;
}): FeelCompilation {
  const column = problem.at + 1;
  return {
    ok: false,
    problem: { code: problem.code, message: `${problem.message} (column ${column})`, column },
  };
}

function accept(text: string, { code, variables }: Compiled): FeelCompilation {
  return {
    ok: true,
    expression: { text, variables, evaluate: (values, context) => evaluate(code, values, context) },
  };
}

function evaluate(code: Code, variables: Variables, context: FeelContext): FeelResult {
  const run: Run = {
    nowMs: context.nowMs,
    zone: context.zone,
    offsetMinutes: null,
    input: context.input,
    steps: context.steps ?? feelLimits.steps,
    callDepth: 0,
  };
  const outer = context.outer ? frames(context.outer, run) : null;
  try {
    return { ok: true, value: toJson(code({ run, names: variables, next: outer })) };
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    const { code: faultCode, message, variable } = thrown;
    return variable === undefined
      ? { ok: false, code: faultCode, message }
      : { ok: false, code: faultCode, message, variable };
  }
}

function frames(scopes: readonly Variables[], run: Run): Frame | null {
  return scopes.reduceRight<Frame | null>((next, names) => ({ run, names, next }), null);
}
