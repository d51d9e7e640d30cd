import { parseExpression, parseUnaryTests } from "feelin";
import { isFault } from "./fault.ts";
import { feelLimits } from "./limits.ts";
import type {
  ArithmeticOperator,
  CompareOperator,
  Entry,
  Iterator,
  Node,
  NodeBody,
  TypeTest,
  UnaryTests,
} from "./node.ts";
import { parseNumber } from "./number.ts";
import type { FeelValue } from "./value.ts";

/**
 * From text to a syntax tree of our own. The grammar is feelin's; the tree holds what evaluation needs and nothing
 * of the parser. Reading never throws: what cannot be read is a problem with its place.
 */
interface SyntaxProblem {
  readonly code: "syntaxError" | "expressionTooLong" | "expressionTooDeep" | "unsupportedSyntax";
  readonly message: string;
  /** From 0. */
  readonly at: number;
}

type Reading<T> =
  | { readonly ok: true; readonly root: T }
  | { readonly ok: false; readonly problem: SyntaxProblem };
type Tree = ReturnType<typeof parseExpression>;
type TreeNode = Tree["topNode"];

/**
 * Names of functions that hold the grammar's own words. In a long expression it sometimes takes the `and` of
 * `date and time(` for the operator, so the parser gets these names as one word of the same length.
 */
const wordyNames =
  /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\b(?:date\s+and\s+time|years\s+and\s+months\s+duration|get\s+or\s+else|is\s+defined|is\s+null)(?=\s*\()/g;

function joinWords(text: string): string {
  return text.replace(wordyNames, (found) => (/^["/]/.test(found) ? found : found.replace(/\s/g, "_")));
}

export function readExpression(text: string, names: readonly string[]): Reading<Node> {
  return read(text, names, parseExpression, (top, text) => {
    const child = children(top)[0];
    return child ? readNode(child, text, 0) : problem("syntaxError", "The expression is empty", 0);
  });
}

export function readUnaryTests(text: string, names: readonly string[]): Reading<UnaryTests> {
  return read(text, names, parseUnaryTests, (top, text) => {
    const parts = children(top);
    if (parts[0]?.name === "Wildcard") return { any: true, negated: false, tests: [] };
    const tests = parts.find((part) => part.name === "PositiveUnaryTests");
    if (!tests) return problem("syntaxError", "There is no test", 0);
    const negated = parts[0]?.name === "not";
    return { any: false, negated, tests: children(tests).map((test) => readNode(test, text, 0)) };
  });
}

function read<T>(
  text: string,
  names: readonly string[],
  parse: typeof parseExpression,
  convert: (top: TreeNode, text: string) => T,
): Reading<T> {
  try {
    if (text.length > feelLimits.textLength) {
      return problem("expressionTooLong", `An expression has at most ${feelLimits.textLength} characters`, 0);
    }
    checkBrackets(text);
    const tree = parse(joinWords(text), nameTree(names), undefined);
    checkErrors(tree, text);
    return { ok: true, root: convert(tree.topNode, text) };
  } catch (thrown) {
    if (isProblem(thrown)) return { ok: false, problem: thrown[problemTag] };
    throw thrown;
  }
}

const problemTag: unique symbol = Symbol("problem");

function problem(code: SyntaxProblem["code"], message: string, at: number): never {
  throw { [problemTag]: { code, message, at } };
}

function isProblem(thrown: unknown): thrown is { readonly [problemTag]: SyntaxProblem } {
  return typeof thrown === "object" && thrown !== null && problemTag in thrown;
}

/** `berkas.nilai usulan` as `{ berkas: { "nilai usulan": null } }`, which is how the grammar learns names. */
function nameTree(names: readonly string[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const name of names) {
    let level = root;
    for (const part of name.split(".")) {
      const inner = level[part];
      const next: Record<string, unknown> = typeof inner === "object" && inner !== null ? { ...inner } : {};
      level[part] = next;
      level = next;
    }
  }
  return root;
}

/** Looked at before the parser, which takes more than its share of time over thousands of open brackets. */
function checkBrackets(text: string): void {
  let depth = 0;
  for (const found of text.matchAll(/"(?:\\.|[^"\\])*"|[()[\]{}]/g)) {
    const [bracket] = found;
    if ("([{".includes(bracket)) depth += 1;
    else if (")]}".includes(bracket)) depth -= 1;
    if (depth > feelLimits.brackets) {
      problem(
        "expressionTooDeep",
        `At most ${feelLimits.brackets} brackets stand within one another`,
        found.index,
      );
    }
  }
}

function checkErrors(tree: Tree, text: string): void {
  let depth = 0;
  tree.iterate({
    enter(node) {
      depth += 1;
      if (depth > feelLimits.depth * 3) {
        problem("expressionTooDeep", `An expression is nested at most ${feelLimits.depth} deep`, node.from);
      }
      if (!node.type.isError) return;
      const rest = text.slice(node.from).trim();
      const unexpected = /^(?:"[^"]*"?|[\p{L}\p{N}_]+|.)/u.exec(rest)?.[0];
      const message =
        text.trim() === ""
          ? "The expression is empty"
          : unexpected === undefined
            ? "The expression ends too early"
            : `The expression cannot go on with ${unexpected}`;
      problem("syntaxError", message, node.from);
    },
    leave() {
      depth -= 1;
    },
  });
}

function children(node: TreeNode): TreeNode[] {
  const found: TreeNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (!child.type.isSkipped) found.push(child);
  }
  return found;
}

function readNode(node: TreeNode, text: string, depth: number): Node {
  if (depth > feelLimits.depth) {
    problem("expressionTooDeep", `An expression is nested at most ${feelLimits.depth} deep`, node.from);
  }
  const reader = Object.hasOwn(readers, node.name) ? readers[node.name] : undefined;
  if (!reader)
    problem("unsupportedSyntax", `"${text.slice(node.from, node.to)}" is not understood here`, node.from);
  const context: Reader = {
    node,
    text,
    parts: children(node),
    read: (part) =>
      part ? readNode(part, text, depth + 1) : problem("syntaxError", "A part is missing", node.to),
    source: text.slice(node.from, node.to),
  };
  return { ...reader(context), from: node.from, to: node.to };
}

interface Reader {
  readonly node: TreeNode;
  readonly text: string;
  readonly parts: readonly TreeNode[];
  readonly read: (part: TreeNode | undefined) => Node;
  readonly source: string;
}

/** One entry per node of feelin's grammar that can be evaluated. */
const readers: Readonly<Record<string, (reader: Reader) => NodeBody>> = {
  null: () => ({ type: "literal", value: null }),
  BooleanLiteral: ({ source }) => ({ type: "literal", value: source === "true" }),
  NumericLiteral: ({ source, node }) => ({ type: "literal", value: readNumber(source, node) }),
  StringLiteral: ({ source }) => ({ type: "literal", value: readString(source) }),
  VariableName: ({ source }) => ({ type: "name", name: readName(source) }),
  SpecialFunctionName: ({ source }) => ({ type: "name", name: readName(source) }),
  DateTimeConstructor: ({ source }) => ({ type: "name", name: readName(source) }),
  "?": () => ({ type: "input" }),
  ParenthesizedExpression: ({ parts, read }) => read(parts[1]),
  PositiveUnaryTest: ({ parts, read }) => read(parts[0]),
  FunctionBody: ({ parts, read }) => read(parts[0]),
  PathExpression: ({ parts, read, text }) => ({
    type: "path",
    target: read(parts[0]),
    name: readName(textOf(parts[2], text)),
  }),
  FilterExpression: ({ parts, read }) => ({
    type: "filter",
    target: read(parts[0]),
    condition: read(parts[2]),
  }),
  ArithmeticExpression: readArithmetic,
  Comparison: readComparison,
  SimplePositiveUnaryTest: ({ parts, read, text }) => {
    if (parts.length === 1) return read(parts[0]);
    return { type: "test", operator: compareOperator(textOf(parts[0], text)), operand: read(parts[1]) };
  },
  Conjunction: ({ parts, read }) => ({ type: "and", left: read(parts[0]), right: read(parts[2]) }),
  Disjunction: ({ parts, read }) => ({ type: "or", left: read(parts[0]), right: read(parts[2]) }),
  IfExpression: ({ parts, read }) => ({
    type: "if",
    condition: read(parts[1]),
    yes: read(parts[3]),
    no: read(parts[5]),
  }),
  ForExpression: ({ parts, read, text }) => ({
    type: "for",
    iterators: readIterators(parts[1], read, text),
    body: read(parts.at(-1)),
  }),
  QuantifiedExpression: ({ parts, read, text }) => ({
    type: "quantified",
    every: parts[0]?.name === "every",
    iterators: readIterators(parts[1], read, text),
    condition: read(parts.at(-1)),
  }),
  List: ({ parts, read }) => ({ type: "list", items: parts.slice(1, -1).map(read) }),
  Context: ({ parts, read, text }) => ({
    type: "context",
    entries: parts.slice(1, -1).map((part) => readEntry(part, read, text)),
  }),
  Interval: ({ parts, read, text }) => ({
    type: "range",
    startIncluded: textOf(parts[0], text) === "[",
    start: read(parts[1]),
    end: read(parts[3]),
    endIncluded: textOf(parts[4], text) === "]",
  }),
  FunctionInvocation: readCall,
  DateTimeLiteral: (reader) => {
    const at = reader.parts[0];
    if (at?.name !== "AtLiteral") return readCall(reader);
    return { type: "at", text: readString(textOf(at, reader.text).slice(1)) };
  },
  FunctionDefinition: ({ parts, read, text, node }) => {
    if (parts.some((part) => part.name === "external")) {
      problem("unsupportedSyntax", "Functions defined outside of FEEL are not run", node.from);
    }
    const formal = parts.find((part) => part.name === "FormalParameters");
    const parameters = formal ? children(formal).map((part) => readName(textOf(part.firstChild, text))) : [];
    return { type: "function", parameters, body: read(parts.at(-1)) };
  },
  InstanceOfExpression: ({ parts, read, text }) => ({
    type: "instanceOf",
    value: read(parts[0]),
    of: readType(parts.at(-1), text),
  }),
};

function readArithmetic({ parts, read, text }: Reader): NodeBody {
  if (parts.length === 2) return { type: "negate", operand: read(parts[1]) };
  const operator = textOf(parts[1], text);
  return {
    type: "arithmetic",
    operator: operator === "^" ? "**" : (operator as ArithmeticOperator),
    left: read(parts[0]),
    right: read(parts[2]),
  };
}

function readComparison({ parts, read, text }: Reader): NodeBody {
  const operator = textOf(parts[1], text);
  if (operator === "between") {
    return { type: "between", value: read(parts[0]), low: read(parts[2]), high: read(parts[4]) };
  }
  if (operator === "in") {
    const tests = parts.find((part) => part.name === "PositiveUnaryTests");
    return { type: "in", value: read(parts[0]), tests: tests ? children(tests).map(read) : [read(parts[2])] };
  }
  return {
    type: "compare",
    operator: compareOperator(operator),
    left: read(parts[0]),
    right: read(parts[2]),
  };
}

function compareOperator(text: string): CompareOperator {
  return text === "==" ? "=" : (text as CompareOperator);
}

function readCall({ parts, read, text }: Reader): NodeBody {
  const named = parts.find((part) => part.name === "NamedParameters");
  const target = read(parts[0]);
  if (named) {
    const values = children(named).map((part) => readEntry(part, read, text));
    return { type: "call", target, args: { named: true, values } };
  }
  const positional = parts.find((part) => part.name === "PositionalParameters");
  return {
    type: "call",
    target,
    args: { named: false, values: positional ? children(positional).map(read) : [] },
  };
}

/** `key: value`, of a context or of named arguments. */
function readEntry(part: TreeNode, read: Reader["read"], text: string): Entry {
  const [key, value] = children(part);
  const source = textOf(key, text);
  return { name: source.startsWith('"') ? readString(source) : readName(source), value: read(value) };
}

function readIterators(part: TreeNode | undefined, read: Reader["read"], text: string): Iterator[] {
  return (part ? children(part) : []).map((iterator) => {
    const [name, , source] = children(iterator);
    const context = source ? children(source) : [];
    return {
      name: readName(textOf(name, text)),
      source: read(context[0]),
      end: context.length > 1 ? read(context[2]) : null,
    };
  });
}

function readType(part: TreeNode | undefined, text: string): TypeTest {
  const type = part?.name === "Type" ? part.firstChild : part;
  if (type?.name === "ListType") {
    return {
      kind: "list",
      element: readType(
        children(type).find((child) => child.name === "Type"),
        text,
      ),
    };
  }
  if (type?.name === "ContextType") {
    const entries = children(type).find((child) => child.name === "ContextEntryTypes");
    return {
      kind: "context",
      entries: (entries ? children(entries) : []).map((entry) => {
        const [name, , ...rest] = children(entry);
        const of = rest.at(-1) ?? children(entry).at(-1);
        return { name: readName(textOf(name, text)), type: readType(of, text) };
      }),
    };
  }
  return {
    kind: "name",
    name: type?.name === "FunctionType" ? "function" : readName(textOf(type ?? undefined, text)),
  };
}

function textOf(node: TreeNode | null | undefined, text: string): string {
  return node ? text.slice(node.from, node.to) : "";
}

/** Several spaces in a name count as one; backticks around it do not count. */
function readName(source: string): string {
  return source.replace(/`/g, "").replace(/\s+/g, " ").trim();
}

function readNumber(source: string, node: TreeNode): FeelValue {
  try {
    const value = parseNumber(source.replace(/\s+/g, ""));
    return value ?? problem("syntaxError", `${source} is not a number`, node.from);
  } catch (thrown) {
    if (isFault(thrown)) problem("syntaxError", thrown.message, node.from);
    throw thrown;
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  "'": "'",
};

/** The text between the quotes, with `\n`, `\"`, `\\` and `\u00e9` resolved. */
function readString(source: string): string {
  return source
    .slice(1, -1)
    .replace(/\\(?:[uU]([0-9a-fA-F]{6}|[0-9a-fA-F]{4})|(.))/gs, (whole, hex, character) => {
      if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      return escapes[character] ?? whole;
    });
}
