import { compileFeel } from "../feel/index.ts";
import type { Problem } from "../problem.ts";
import type { Expression, Template } from "../process.ts";
import { type Node, text } from "./node.ts";

/**
 * One reading of a file while it lasts: the problems found so far, and how texts become expressions.
 */
export interface Reading {
  readonly problems: Problem[];
  readonly lines: ReadonlyMap<string, number>;
  readonly language: ExpressionLanguage | null;
  readonly handsOutScripts: boolean;
  /** Read for its shape alone: what is missing to run it is no problem, and stands for anything. */
  readonly shapeOnly: boolean;
  readonly zone: string;
  /** The index of an element of the process that is being compiled, or -1. */
  readonly indexOf: (node: Node) => number;
}

/**
 * Another language than FEEL, for conditions and values of diagrams from elsewhere. The product never sets one;
 * the conformance harness does. `null` says that the text is meant literally.
 */
export interface ExpressionLanguage {
  compile(source: string, use: "condition" | "value" | "text"): Compilation | null;
}

export type Compilation =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly problem: { readonly code: string; readonly message: string } };

function report(
  reading: Reading,
  kind: Problem["kind"],
  code: string,
  elementId: string,
  message: string,
  params?: Problem["params"],
): void {
  const line = reading.lines.get(elementId);
  reading.problems.push({
    code,
    kind,
    message,
    ...(elementId === "" ? {} : { elementId }),
    ...(line === undefined ? {} : { line }),
    ...(params === undefined ? {} : { params }),
  });
}

export const invalid = (
  reading: Reading,
  code: string,
  elementId: string,
  message: string,
  params?: Problem["params"],
) => report(reading, "invalid", code, elementId, message, params);

export function notExecutable(
  reading: Reading,
  code: string,
  elementId: string,
  message: string,
  params?: Problem["params"],
): void {
  // An element that we do not know changes the shape; all else that is missing does not.
  if (reading.shapeOnly && code !== "unsupportedElement") return;
  report(reading, "notExecutable", code, elementId, message, params);
}

/** A condition or value; null after a problem. A leading `=` may mark it as computed and is not part of it. */
export function expressionOf(
  reading: Reading,
  elementId: string,
  source: string,
  use: "condition" | "value" = "value",
): Expression | null {
  const plain = source.startsWith("=") ? source.slice(1).trim() : source;
  if (reading.language === null && elsewhere.test(plain)) return foreign(reading, elementId, plain, "JUEL");
  const compiled = reading.language === null ? compileFeel(plain) : reading.language.compile(plain, use);
  if (compiled === null) return literalExpression(plain);
  if (compiled.ok) return compiled.expression;
  if (reading.shapeOnly) return anything(plain);
  const { problem } = compiled;
  const column = "column" in problem ? { column: Number(problem.column) } : {};
  // In which language a text that names none is written is not said by BPMN.
  notExecutable(reading, "invalidExpression", elementId, `${plain}: ${problem.message}`, {
    expression: plain,
    reason: problem.code,
    ...column,
  });
  return null;
}

/** The expression in a child element such as `conditionExpression`. */
export function formalExpression(
  reading: Reading,
  elementId: string,
  node: Node,
  use: "condition" | "value" = "value",
): Expression | null {
  const source = text(node, "body");
  if (source === null) {
    notExecutable(reading, "emptyExpression", elementId, `An expression of ${elementId} is empty`);
    return reading.shapeOnly ? anything("") : null;
  }
  const language = text(node, "language");
  if (reading.language === null && language !== null && !/feel/i.test(language)) {
    return foreign(reading, elementId, source, language);
  }
  return expressionOf(reading, elementId, source, use);
}

/** How other engines mark what is computed in their expression language (JUEL). */
const elsewhere = /^[$#]\{/;

function foreign(reading: Reading, elementId: string, source: string, language: string): Expression | null {
  const message = `The expression of ${elementId} is in ${language}; only FEEL is executed`;
  notExecutable(reading, "foreignLanguage", elementId, message, { language });
  return reading.shapeOnly ? anything(source) : null;
}

/** Text that may be computed: with `=` in front in FEEL, or as the other language marks it. */
export function templateOf(reading: Reading, elementId: string, source: string): Template | null {
  if (reading.language !== null) {
    const compiled = reading.language.compile(source, "text");
    if (compiled === null) return { literal: source };
    return compiled.ok ? { expression: compiled.expression } : null;
  }
  if (!source.startsWith("=") && !elsewhere.test(source)) return { literal: source };
  const expression = expressionOf(reading, elementId, source);
  return expression === null ? null : { expression };
}

/** The value of a variable, whatever its name looks like. */
export function variableLookup(name: string): Expression {
  return {
    text: name,
    evaluate(variables, { outer = [] }) {
      for (const scope of [variables, ...outer]) {
        const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
        if (value !== undefined) return { ok: true, value };
      }
      return { ok: false, code: "unknownVariable", message: `${name} has no value`, variable: name };
    },
  };
}

/** What stands in for an expression where only the shape is read: its value is never looked at. */
export function anything(source: string): Expression {
  return { text: source, evaluate: () => ({ ok: true, value: true }) };
}

function literalExpression(value: string): Expression {
  return { text: value, evaluate: () => ({ ok: true, value }) };
}
