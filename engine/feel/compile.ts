import { filter, lookup, property } from "./access.ts";
import { builtinValue, call, define } from "./call.ts";
import { raise } from "./fault.ts";
import { matchesType } from "./instance.ts";
import { bind, forLoop, quantified } from "./iteration.ts";
import type { Node, UnaryTests } from "./node.ts";
import {
  arithmetic,
  between,
  comparison,
  equalParts,
  negation,
  openRange,
  passes,
  range,
  truth,
} from "./operators.ts";
import { type Code, type Compiler, child, type Frame, located, type Part, type Scope } from "./part.ts";
import { readAt } from "./temporal.ts";
import { safeName } from "./text.ts";
import type { FeelValue, Run } from "./value.ts";

/**
 * From the syntax tree to closures, once per expression. What is constant is calculated here, so that a mistake in
 * it (`date("2027-02-30")`) is a problem with a place when the diagram is read.
 */
export interface Compiled {
  readonly code: Code;
  readonly variables: readonly string[];
}

const rootScope: Scope = { bound: new Set(), nested: false, filtering: false };

export function compileExpression(text: string, root: Node): Compiled {
  const compiler = createCompiler(text);
  const part = compiler.part(root, rootScope);
  return { code: part.code, variables: [...compiler.variables].sort() };
}

/** Unary tests as one closure that is true when the input passes any of them. */
export function compileUnaryTests(text: string, tests: UnaryTests): Compiled {
  const compiler = createCompiler(text);
  if (tests.any) return { code: () => true, variables: [] };
  const codes = tests.tests.map((node) => unaryTest(compiler, node));
  const code: Code = (frame) => codes.some((test) => test(frame)) !== tests.negated;
  return { code, variables: [...compiler.variables].sort() };
}

function createCompiler(text: string): Compiler {
  const compiler: Compiler = {
    text,
    variables: new Set(),
    part: (node, scope) => compilePart(compiler, node, scope, false),
    tolerant: (node, scope) => compilePart(compiler, node, scope, true),
  };
  return compiler;
}

function compilePart(compiler: Compiler, node: Node, scope: Scope, tolerant: boolean): Part {
  const code = compileNode(compiler, node, scope, tolerant);
  const constant = foldable(node) ? fold(code, node) : undefined;
  return {
    code: constant === undefined ? code : () => constant,
    constant,
    path: pathOf(node),
    node,
  };
}

function compileNode(compiler: Compiler, node: Node, scope: Scope, tolerant: boolean): Code {
  const compile = compilers[node.type] as (node: Node, context: Context) => Code;
  return compile(node, { compiler, scope, tolerant, part: (inner) => compiler.part(inner, scope) });
}

interface Context {
  readonly compiler: Compiler;
  readonly scope: Scope;
  /** Whether what is missing along a path is null. */
  readonly tolerant: boolean;
  readonly part: (inner: Node) => Part;
}

type Compile<T extends Node["type"]> = (node: Extract<Node, { readonly type: T }>, context: Context) => Code;

/** One entry per kind of node; one that is forgotten does not compile. */
const compilers: { readonly [T in Node["type"]]: Compile<T> } = {
  literal: ({ value }) => {
    return () => value;
  },
  at: (node) => {
    const value = located(node, () => readAt(node.text));
    return () => value;
  },
  name: (node, { compiler, scope, tolerant }) => compileName(compiler, node, scope, tolerant),
  input: () => {
    return ({ run }) =>
      run.input === undefined ? raise("unknownVariable", "there is no input to test", "?") : run.input;
  },
  path: (node, { compiler, scope, tolerant }) => {
    const target = compilePart(compiler, node.target, scope, tolerant);
    return property(target, node.name, { constant: undefined, path: pathOf(node), node }, tolerant);
  },
  filter: (node, { compiler, scope, tolerant }) => compileFilter(compiler, node, scope, tolerant),
  arithmetic: (node, { part }) => arithmetic(node.operator, part(node.left), part(node.right)),
  negate: (node, { part }) => negation(part(node.operand)),
  compare: (node, { compiler, scope }) => compileComparison(compiler, node, scope),
  between: (node, { part }) => between(part(node.value), part(node.low), part(node.high)),
  in: (node, { compiler, scope }) => compileIn(compiler, node, scope),
  test: (node, { part }) => openRange(node.operator, part(node.operand)),
  and: (node, { part }) => {
    const [left, right] = [truth(part(node.left)), truth(part(node.right))];
    return (frame) => left(frame) && right(frame);
  },
  or: (node, { part }) => {
    const [left, right] = [truth(part(node.left)), truth(part(node.right))];
    return (frame) => left(frame) || right(frame);
  },
  if: (node, { compiler, scope, tolerant, part }) => {
    const condition = truth(part(node.condition));
    const yes = compilePart(compiler, node.yes, scope, tolerant);
    const no = compilePart(compiler, node.no, scope, tolerant);
    return (frame) => (condition(frame) ? yes.code(frame) : no.code(frame));
  },
  for: (node, { compiler, scope }) => forLoop(compiler, node, scope),
  quantified: (node, { compiler, scope }) => quantified(compiler, node, scope),
  list: (node, { part }) => {
    const items = node.items.map((item) => part(item).code);
    return (frame) => items.map((item) => item(frame));
  },
  context: (node, { compiler, scope }) => compileContext(compiler, node, scope),
  range: (node, { part }) => range(part(node.start), part(node.end), node.startIncluded, node.endIncluded),
  call: (node, { compiler, scope }) => call(compiler, node, scope),
  function: (node, { compiler, scope }) => define(compiler, node, scope),
  instanceOf: (node, { part }) => {
    const value = part(node.value);
    return (frame) => matchesType(value.code(frame), node.of);
  },
};

function compileName(
  compiler: Compiler,
  node: Node & { readonly type: "name" },
  scope: Scope,
  tolerant: boolean,
): Code {
  const { name } = node;
  const find = lookup(name, scope);
  const builtin = builtinValue(name);
  const isBound = scope.bound.has(name);
  if (!isBound && !scope.filtering && !builtin) compiler.variables.add(name);
  return (frame) => {
    const value = find(frame);
    if (value !== undefined) return value;
    if (builtin) return builtin;
    return tolerant ? null : raise("unknownVariable", `the variable "${name}" is not set`, name);
  };
}

function compileFilter(
  compiler: Compiler,
  node: Node & { readonly type: "filter" },
  scope: Scope,
  tolerant: boolean,
): Code {
  const target = compilePart(compiler, node.target, scope, tolerant);
  const inner: Scope = { ...bind(scope, "item"), filtering: true };
  const { condition } = node;
  const isTest = condition.type === "test" || condition.type === "range";
  if (isTest) {
    // `list[> 5]` tests the item itself.
    return filter(target, itemTest(compiler, condition, inner), null, tolerant);
  }
  const outside = compilesOutside(condition) ? compiler.part(condition, scope) : null;
  return filter(target, compiler.part(condition, inner), outside, tolerant);
}

/** Whether a filter's condition may mean a position or a truth from outside the list. */
function compilesOutside(condition: Node): boolean {
  return condition.type === "name" || condition.type === "path" || condition.type === "literal";
}

function itemTest(compiler: Compiler, condition: Node, scope: Scope): Part {
  const { from, to } = condition;
  const item = compiler.part({ type: "name", name: "item", from, to }, scope);
  const test = compileTest(compiler, condition, scope, item);
  const node: Node = { type: "in", value: item.node, tests: [condition], from, to };
  return { code: test, constant: undefined, path: undefined, node };
}

function compileComparison(
  compiler: Compiler,
  node: Node & { readonly type: "compare" },
  scope: Scope,
): Code {
  const againstNull = isNull(node.left) || isNull(node.right);
  const equality = node.operator === "=" || node.operator === "!=";
  const compile = againstNull && equality ? compiler.tolerant : compiler.part;
  return comparison(node.operator, compile(node.left, scope), compile(node.right, scope));
}

function isNull(node: Node): boolean {
  return node.type === "literal" && node.value === null;
}

function compileIn(compiler: Compiler, node: Node & { readonly type: "in" }, scope: Scope): Code {
  const value = node.tests.some(isNull)
    ? compiler.tolerant(node.value, scope)
    : compiler.part(node.value, scope);
  const tests = node.tests.map((test) => compileTest(compiler, test, scope, value));
  return (frame) => tests.some((test) => test(frame));
}

/** Whether `value` passes one test of `in` or of unary tests. */
function compileTest(compiler: Compiler, node: Node, scope: Scope, value: Part): (frame: Frame) => boolean {
  if (node.type === "test") {
    const code = comparison(node.operator, value, compiler.part(node.operand, scope));
    return (frame) => code(frame) === true;
  }
  const test = compiler.part(node, scope);
  return (frame) => passes(value.code(frame), test.code(frame), frame.run, value, test);
}

function unaryTest(compiler: Compiler, node: Node): (frame: Frame) => boolean {
  const input: Node = { type: "input", from: node.from, to: node.from };
  const value: Part = { ...compiler.part(input, rootScope), path: "?" };
  if (mentionsInput(node)) return truth(compiler.part(node, rootScope));
  if (node.type === "test" || node.type === "range") return compileTest(compiler, node, rootScope, value);
  const test = compiler.part(node, rootScope);
  return (frame) => {
    const tested = value.code(frame);
    const verdict = test.code(frame);
    // A condition that does not speak of the input (`berkas.lengkap`) decides by itself.
    if (typeof verdict === "boolean" && typeof tested !== "boolean") return verdict;
    if (verdict === null || tested === null) return equalParts(tested, verdict, frame.run, value, test);
    return passes(tested, verdict, frame.run, value, test);
  };
}

function mentionsInput(node: Node): boolean {
  if (node.type === "input") return true;
  return Object.values(node).some((part: unknown) => holdsInput(part));
}

function holdsInput(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(holdsInput);
  if (typeof part !== "object" || part === null) return false;
  return "type" in part && "from" in part
    ? mentionsInput(part as Node)
    : Object.values(part).some(holdsInput);
}

function compileContext(compiler: Compiler, node: Node & { readonly type: "context" }, scope: Scope): Code {
  let inner = scope;
  const entries = node.entries.map((entry) => {
    const name = located(node, () => safeName(entry.name));
    const code = compiler.part(entry.value, inner).code;
    inner = bind(inner, name);
    return { name, code };
  });
  return (frame) => {
    // Entries see those before them.
    const names: Record<string, FeelValue> = {};
    let at = frame;
    for (const { name, code } of entries) {
      const value = code(at);
      names[name] = value;
      at = child(at, { [name]: value });
    }
    return names;
  };
}

function pathOf(node: Node): string | undefined {
  if (node.type === "name") return node.name;
  if (node.type === "input") return "?";
  if (node.type === "path") {
    const target = pathOf(node.target);
    return target === undefined ? undefined : `${target}.${node.name}`;
  }
  if (node.type === "filter") return pathOf(node.target);
  return undefined;
}

/** Nodes that can be calculated when the expression is read, if all their parts are. */
function foldable(node: Node): boolean {
  switch (node.type) {
    case "literal":
    case "at":
      return true;
    case "negate":
      return foldable(node.operand);
    case "arithmetic":
    case "compare":
      return isPlainConstant(node.left) && isPlainConstant(node.right);
    case "call": {
      if (node.target.type !== "name" || !foldableCalls.has(node.target.name)) return false;
      return !node.args.named && node.args.values.every(isPlainConstant);
    }
    default:
      return false;
  }
}

const foldableCalls: ReadonlySet<string> = new Set(["date", "time", "date and time", "duration", "number"]);

/** A constant for which no zone is needed to calculate with it. */
function isPlainConstant(node: Node): boolean {
  if (node.type === "literal") return true;
  if (node.type === "negate") return isPlainConstant(node.operand);
  return node.type === "arithmetic" && isPlainConstant(node.left) && isPlainConstant(node.right);
}

function fold(code: Code, node: Node): FeelValue {
  const run: Run = { nowMs: 0, zone: "UTC", offsetMinutes: 0, input: undefined, steps: 1000, callDepth: 0 };
  return located(node, () => code({ run, names: {}, next: null }));
}
