import { evaluate as evaluateFeelin, parseExpression, parseUnaryTests, unaryTest } from "feelin";
import type { Value, Variables } from "../variables.ts";

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

export interface FeelExpression {
  readonly text: string;
  /** Root names that the expression reads from its variables, sorted; names inside a filter may be the item's and are left out. */
  readonly variables: readonly string[];
  /** Dates, times and durations come back as ISO 8601 text, numbers that a double cannot hold as decimal text. */
  evaluate(variables: Variables, context: FeelContext): FeelResult;
}

export interface FeelProblem {
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
  const unary = options.kind === "unary";
  const tree = unary ? parseUnaryTests(text, {}, undefined) : parseExpression(text, {}, undefined);
  let column = 0;
  tree.iterate({
    enter(node) {
      if (node.type.isError && column === 0) column = node.from + 1;
    },
  });
  if (column > 0 || text.trim() === "") {
    const at = Math.max(column, 1);
    return {
      ok: false,
      problem: { code: "syntaxError", message: `Cannot read "${text}" at column ${at}`, column: at },
    };
  }
  const expression: FeelExpression = {
    text,
    variables: [],
    evaluate(variables, context) {
      const scope = Object.assign({}, ...[...(context.outer ?? [])].reverse(), variables);
      const result = unary
        ? unaryTest(text, { ...scope, "?": context.input ?? null })
        : evaluateFeelin(text, scope);
      const warning = result.warnings[0];
      if (warning) return { ok: false, code: "typeMismatch", message: warning.message };
      return { ok: true, value: JSON.parse(JSON.stringify(result.value ?? null)) };
    },
  };
  return { ok: true, expression };
}
