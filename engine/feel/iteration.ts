import type { Iterator, Node } from "./node.ts";
import { toInteger } from "./number.ts";
import { truth } from "./operators.ts";
import {
  type Code,
  type Compiler,
  child,
  type Frame,
  fail,
  failType,
  type Part,
  type Scope,
  spend,
} from "./part.ts";
import { type FeelValue, isList, isNumber, isRange, type Run } from "./value.ts";

/** `for`, `some` and `every`: each round is a step of the evaluation's budget, and lists are made only as they run. */
interface Loop {
  readonly name: string;
  readonly source: Part;
  readonly end: Part | null;
}

export function forLoop(compiler: Compiler, node: Node & { readonly type: "for" }, scope: Scope): Code {
  const { loops, inner } = compileLoops(compiler, node.iterators, scope);
  // The results so far are copied for each round that reads them, so that none can hold itself.
  const readsPartial = mentions(compiler.text.slice(node.body.from, node.body.to), "partial");
  const body = compiler.part(node.body, readsPartial ? bind(inner, "partial") : inner);
  return (frame) => {
    const results: FeelValue[] = [];
    rounds(loops, 0, frame, (round) => {
      if (!readsPartial) {
        results.push(body.code(round));
        return true;
      }
      spend(frame.run, results.length);
      results.push(body.code(child(round, { partial: [...results] })));
      return true;
    });
    return results;
  };
}

export function quantified(
  compiler: Compiler,
  node: Node & { readonly type: "quantified" },
  scope: Scope,
): Code {
  const { loops, inner } = compileLoops(compiler, node.iterators, scope);
  const holds = truth(compiler.part(node.condition, inner));
  const { every } = node;
  // `every` stops at the first that does not hold, `some` at the first that does.
  return (frame) => rounds(loops, 0, frame, (round) => holds(round) === every) === every;
}

export function bind(scope: Scope, ...names: readonly string[]): Scope {
  return { ...scope, bound: new Set([...scope.bound, ...names]), nested: true };
}

function compileLoops(
  compiler: Compiler,
  iterators: readonly Iterator[],
  scope: Scope,
): { readonly loops: readonly Loop[]; readonly inner: Scope } {
  let inner = scope;
  const loops = iterators.map((iterator) => {
    const loop = {
      name: iterator.name,
      source: compiler.part(iterator.source, inner),
      end: iterator.end ? compiler.part(iterator.end, inner) : null,
    };
    inner = bind(inner, iterator.name);
    return loop;
  });
  return { loops, inner };
}

/** Calls `visit` once for each combination, in order, until it says false; whether it never did. */
function rounds(
  loops: readonly Loop[],
  depth: number,
  frame: Frame,
  visit: (frame: Frame) => boolean,
): boolean {
  const loop = loops[depth];
  if (!loop) return visit(frame);
  const step = (value: FeelValue): boolean => {
    spend(frame.run, 1);
    return rounds(loops, depth + 1, child(frame, { [loop.name]: value }), visit);
  };
  if (loop.end) {
    const from = wholeOf(loop.source, frame);
    const to = wholeOf(loop.end, frame);
    return count(from, to, step);
  }
  const source = loop.source.code(frame);
  if (isList(source)) return source.every(step);
  if (isRange(source)) return eachOfRange(source, loop.source, frame.run, step);
  return failType(loop.source, source, "a list");
}

function eachOfRange(
  range: FeelValue & {
    readonly start: FeelValue;
    readonly end: FeelValue;
    readonly startIncluded: boolean;
    readonly endIncluded: boolean;
  },
  part: Part,
  _run: Run,
  step: (value: FeelValue) => boolean,
): boolean {
  const from = isNumber(range.start) ? toInteger(range.start) : null;
  const to = isNumber(range.end) ? toInteger(range.end) : null;
  if (from === null || to === null)
    return fail("typeMismatch", part, "only ranges of whole numbers can be counted");
  return count(range.startIncluded ? from : from + 1, range.endIncluded ? to : to - 1, step, true);
}

/** Up or down, both ends included; a range of nothing gives no rounds. */
function count(from: number, to: number, step: (value: FeelValue) => boolean, upOnly = false): boolean {
  if (upOnly && from > to) return true;
  const by = from <= to ? 1 : -1;
  for (let number = from; ; number += by) {
    if (!step(number)) return false;
    if (number === to) return true;
  }
}

function wholeOf(part: Part, frame: Frame): number {
  const value = part.code(frame);
  const whole = isNumber(value) ? toInteger(value) : null;
  return whole ?? failType(part, value, "a whole number");
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}
