import { order, same } from "../compare.ts";
import { raise } from "../fault.ts";
import { invoke } from "../invoke.ts";
import { spend } from "../part.ts";
import { type FeelValue, isFunction, isList, isNumber, type Run } from "../value.ts";
import { define, type Given, list, listOrArguments, whole, wrong } from "./builtin.ts";

/** Functions on lists. Positions count from 1, or from -1 at the end, and have to exist. */
export const lists = [
  define("list contains(list, element)", ([items, element], run) => {
    return looked(items, run).some((item) => same(item, element ?? null, run));
  }),
  define("count(list)", ([items]) => list(items, "list").length),
  define("min(...list)", (args, run) => extreme(args, run, -1)),
  define("max(...list)", (args, run) => extreme(args, run, 1)),
  define("all(...list)", (args) => booleans(args).every((item) => item)),
  define("any(...list)", (args) => booleans(args).some((item) => item)),
  define("sublist(list, start position, length?)", ([items, start, length]) => {
    const all = list(items, "list");
    const first = position(all.length, start, "start position");
    if (length === undefined) return all.slice(first);
    return all.slice(first, first + Math.max(0, whole(length, "length")));
  }),
  define("append(list, ...items)", ([items, ...more], run) => {
    const all = looked(items, run);
    return [...all, ...more.map((item) => item ?? null)];
  }),
  define("concatenate(...list)", (args, run) => {
    return args.flatMap((part) => looked(part, run));
  }),
  define("insert before(list, position, newItem)", ([items, at, newItem], run) => {
    const all = looked(items, run);
    return all.toSpliced(position(all.length + 1, at, "position", all.length), 0, newItem ?? null);
  }),
  define("remove(list, position)", ([items, at], run) => {
    const all = looked(items, run);
    return all.toSpliced(position(all.length, at, "position"), 1);
  }),
  define("list replace(list, position, newItem)|list replace(list, match, newItem)", listReplace),
  define("reverse(list)", ([items], run) => looked(items, run).toReversed()),
  define("index of(list, match)", ([items, match], run) => {
    return looked(items, run).flatMap((item, index) => (same(item, match ?? null, run) ? [index + 1] : []));
  }),
  define("union(...list)", (args, run) =>
    distinct(
      args.flatMap((part) => looked(part, run)),
      run,
    ),
  ),
  define("distinct values(list)", ([items], run) => distinct(looked(items, run), run)),
  define("flatten(list)", ([items], run) => flatten(looked(items, run), run)),
  define("sort(list, precedes)", ([items, precedes], run) => {
    const all = looked(items, run);
    if (precedes === undefined || !isFunction(precedes)) return wrong(precedes, "precedes", "a function");
    const before = (a: FeelValue, b: FeelValue) => {
      const verdict = invoke(precedes, [a, b], run);
      return typeof verdict === "boolean"
        ? verdict
        : wrong(verdict, "precedes", "a function that says true or false");
    };
    return all.toSorted((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
  }),
];

function looked(items: FeelValue | undefined, run: Run): readonly FeelValue[] {
  const all = list(items, "list");
  spend(run, all.length);
  return all;
}

function extreme(args: Given, run: Run, sign: number): FeelValue {
  const all = listOrArguments(args);
  spend(run, all.length);
  const [first, ...rest] = all;
  if (first === undefined) return null;
  if (first === null) return wrong(first, "list", "a value that can be compared");
  return rest.reduce<FeelValue>((best, item) => (order(item, best, run) * sign > 0 ? item : best), first);
}

function booleans(args: Given): readonly boolean[] {
  return listOrArguments(args).map((item) => {
    return typeof item === "boolean" ? item : wrong(item, "list", "true or false");
  });
}

/** An index from 0 for a position from 1 or -1. */
function position(length: number, given: FeelValue | undefined, parameter: string, fromEnd = length): number {
  const at = whole(given, parameter);
  const index = at > 0 ? at - 1 : fromEnd + at;
  if (at !== 0 && index >= 0 && index < Math.max(length, 1)) return index;
  return raise("indexOutOfRange", `${at} is no position in a list of ${fromEnd}`);
}

function listReplace([items, which, newItem]: Given, run: Run): FeelValue {
  const all = looked(items, run);
  const replacement = newItem ?? null;
  if (which !== undefined && isFunction(which)) {
    return all.map((item) => {
      const verdict = invoke(which, [item, replacement], run);
      if (typeof verdict !== "boolean") wrong(verdict, "match", "a function that says true or false");
      return verdict ? replacement : item;
    });
  }
  if (which === undefined || !isNumber(which)) return wrong(which, "position", "a position or a function");
  return all.with(position(all.length, which, "position"), replacement);
}

function distinct(all: readonly FeelValue[], run: Run): FeelValue[] {
  const seen = new Set<FeelValue>();
  const complex: FeelValue[] = [];
  return all.filter((item) => {
    // What JSON holds by value is found in a set; the rest is compared one by one.
    if (item === null || typeof item !== "object") return !seen.has(item) && Boolean(seen.add(item));
    spend(run, complex.length);
    return !complex.some((other) => same(other, item, run)) && complex.push(item) > 0;
  });
}

function flatten(all: readonly FeelValue[], run: Run, depth = 0): FeelValue[] {
  if (depth > 100) raise("sizeLimit", "a list is nested more than 100 deep");
  spend(run, all.length);
  return all.flatMap((item) => (isList(item) ? flatten(item, run, depth + 1) : [item]));
}
