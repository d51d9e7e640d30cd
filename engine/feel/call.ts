import { type Builtin, builtins } from "./builtins/index.ts";
import { type Fault, isFault, raise } from "./fault.ts";
import { invoke } from "./invoke.ts";
import { bind } from "./iteration.ts";
import type { Arguments, Node } from "./node.ts";
import {
  type Code,
  type Compiler,
  type Frame,
  failType,
  located,
  type Part,
  reject,
  type Scope,
} from "./part.ts";
import { type FeelValue, type FunctionValue, isFunction, tag } from "./value.ts";

/**
 * Calls and function definitions. A built-in is bound when the expression is read, with its arguments in place, so
 * that a wrong name or a wrong number of arguments is a problem then and not an incident later.
 */
type Call = Node & { readonly type: "call" };

export function call(compiler: Compiler, node: Call, scope: Scope): Code {
  const { target } = node;
  if (target.type === "name" && !scope.bound.has(target.name)) {
    const special = specialForms.get(target.name);
    if (special) return special(compiler, node, scope);
    const builtin = builtins.get(target.name);
    if (builtin) return callBuiltin(compiler, builtin, node, scope);
    if (!scope.filtering) reject("unknownFunction", `There is no function "${target.name}"`, target.from);
  }
  return callValue(compiler, node, scope);
}

export function define(compiler: Compiler, node: Node & { readonly type: "function" }, scope: Scope): Code {
  const { parameters } = node;
  const body = compiler.part(node.body, bind(scope, ...parameters));
  return (frame) => {
    const value: FunctionValue = {
      [tag]: "function",
      parameters,
      call: (args, run) => {
        if (args.length !== parameters.length) {
          raise("invalidArgument", `a function of ${parameters.length} parameters is given ${args.length}`);
        }
        const names: Record<string, FeelValue> = {};
        for (const [index, name] of parameters.entries()) names[name] = args[index] ?? null;
        return body.code({ run, names, next: frame });
      },
    };
    return value;
  };
}

/** A built-in by its name alone, as in `sort(list, before)`. */
export function builtinValue(name: string): FunctionValue | null {
  const builtin = builtins.get(name);
  if (!builtin) return null;
  return {
    [tag]: "function",
    parameters: builtin.signatures[0] ?? [],
    call: (args, run) => {
      const signature = builtin.signatures.findIndex((parameters) => accepts(parameters, args.length));
      if (signature < 0) raise("invalidArgument", `${name}() does not take ${args.length} arguments`);
      return builtin.call(args, run, signature);
    },
  };
}

type Special = (compiler: Compiler, node: Call, scope: Scope) => Code;

/** Functions whose arguments may be missing. */
const specialForms: ReadonlyMap<string, Special> = new Map<string, Special>([
  [
    "is defined",
    (compiler, node, scope) => {
      const [value] = takeExactly(node, 1);
      const part = compiler.tolerant(value as Node, scope);
      return (frame) => part.code(frame) !== null;
    },
  ],
  [
    "get or else",
    (compiler, node, scope) => {
      const [value, fallback] = takeExactly(node, 2);
      const part = compiler.tolerant(value as Node, scope);
      const otherwise = compiler.part(fallback as Node, scope);
      return (frame) => part.code(frame) ?? otherwise.code(frame);
    },
  ],
]);

function takeExactly(node: Call, count: number): readonly Node[] {
  const { args, target } = node;
  if (!args.named && args.values.length === count) return args.values;
  const name = target.type === "name" ? target.name : "";
  return reject("wrongArguments", `${name}() takes ${count} positional argument(s)`, node.from);
}

function callBuiltin(compiler: Compiler, builtin: Builtin, node: Call, scope: Scope): Code {
  const { signature, nodes } = place(builtin, node.args, node.from);
  const parts = nodes.map((arg) => (arg ? compiler.part(arg, scope) : null));
  const codes = parts.map((part) => part?.code);
  const constants = parts.map((part) => part?.constant);
  const prepared = located(node, () => builtin.prepare?.(constants));
  const run = prepared ?? builtin.call;
  return (frame) => {
    const values = codes.map((code) => code?.(frame));
    try {
      return run(values, frame.run, signature);
    } catch (thrown) {
      if (isFault(thrown) && thrown.variable === undefined) blame(thrown, parts, values);
      throw thrown;
    }
  };
}

/** Adds to a fault the variable that was given where the fault is, if one was. */
function blame(
  fault: Fault,
  parts: readonly (Part | null)[],
  values: readonly (FeelValue | undefined)[],
): void {
  const index = parts.findIndex((part, at) => part?.path !== undefined && values[at] === null);
  const named = parts.filter((part) => part?.path !== undefined);
  const part = index >= 0 ? parts[index] : named.length === 1 ? named[0] : undefined;
  if (part?.path !== undefined) raise(fault.code, `"${part.path}": ${fault.message}`, part.path);
}

function callValue(compiler: Compiler, node: Call, scope: Scope): Code {
  const target = compiler.part(node.target, scope);
  const values = node.args.named ? node.args.values.map((entry) => entry.value) : node.args.values;
  const parts = values.map((value) => compiler.part(value, scope));
  const names = node.args.named ? node.args.values.map((entry) => entry.name) : null;
  return (frame: Frame) => {
    const value = target.code(frame);
    if (!isFunction(value)) return failType(target, value, "a function");
    const given = parts.map((part) => part.code(frame));
    return invoke(value, names ? reorder(value, names, given) : given, frame.run);
  };
}

function reorder(
  target: FunctionValue,
  names: readonly string[],
  given: readonly FeelValue[],
): readonly FeelValue[] {
  const unknown = names.find((name) => !target.parameters.includes(name));
  if (unknown !== undefined) raise("invalidArgument", `the function has no parameter "${unknown}"`);
  return target.parameters.map((parameter) => given[names.indexOf(parameter)] ?? null);
}

/** Which signature a call means, and its arguments in that signature's order. */
function place(
  builtin: Builtin,
  args: Arguments,
  at: number,
): { readonly signature: number; readonly nodes: readonly (Node | null)[] } {
  const { signatures, name } = builtin;
  if (!args.named) {
    const signature = signatures.findIndex((parameters) => accepts(parameters, args.values.length));
    if (signature >= 0) return { signature, nodes: args.values };
    return reject(
      "wrongArguments",
      `${name}() does not take ${args.values.length} arguments: ${usage(builtin)}`,
      at,
    );
  }
  for (const [signature, parameters] of signatures.entries()) {
    const plain = parameters.map((parameter) => parameter.replace(/\?$|^\.\.\./g, ""));
    const known = args.values.every((entry) => plain.includes(entry.name));
    const nodes = plain.map(
      (parameter) => args.values.find((entry) => entry.name === parameter)?.value ?? null,
    );
    const complete = parameters.every((parameter, index) => parameter.endsWith("?") || nodes[index]);
    if (known && complete) return { signature, nodes };
  }
  return reject("wrongArguments", `${name}() has no such parameters: ${usage(builtin)}`, at);
}

function accepts(parameters: readonly string[], count: number): boolean {
  const required = parameters.filter((parameter) => !parameter.endsWith("?")).length;
  return count >= required && (count <= parameters.length || (parameters.at(-1)?.startsWith("...") ?? false));
}

function usage(builtin: Builtin): string {
  return builtin.signatures.map((parameters) => `${builtin.name}(${parameters.join(", ")})`).join(" or ");
}
