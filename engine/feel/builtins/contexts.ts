import { equal, includes, order, same } from "../compare.ts";
import { raise } from "../fault.ts";
import { spend } from "../part.ts";
import { safeName } from "../text.ts";
import {
  entryOf,
  type FeelValue,
  isContext,
  isDateTime,
  isList,
  isRange,
  isTime,
  type RangeValue,
  type Run,
} from "../value.ts";
import { context, define, listOrArguments, text, wrong } from "./builtin.ts";

/** Functions on contexts, on ranges, and on any value. */
export const contexts = [
  define("get value(context, key)", ([from, key]) => {
    // Asking for a key by its text is how to ask for one that may be missing.
    return entryOf(context(from, "context"), text(key, "key")) ?? null;
  }),
  define("get entries(context)", ([from], run) => {
    const entries = Object.entries(context(from, "context"));
    spend(run, entries.length);
    return entries.map(([key, value]) => ({ key, value }));
  }),
  define("context(...entries)", (args, run) => {
    const result: Record<string, FeelValue> = {};
    for (const entry of listOrArguments(args)) {
      spend(run, 1);
      const pair = context(entry, "entries");
      const key = safeName(text(entryOf(pair, "key"), "key"));
      if (Object.hasOwn(result, key)) raise("invalidArgument", `the key "${key}" is given twice`);
      result[key] = entryOf(pair, "value") ?? null;
    }
    return result;
  }),
  define("context merge(...contexts)", (args, run) => {
    const all = listOrArguments(args).map((each) => context(each, "contexts"));
    spend(
      run,
      all.reduce((sum, each) => sum + Object.keys(each).length, 0),
    );
    return Object.fromEntries(all.flatMap((each) => Object.entries(each)));
  }),
  define("context put(context, key, value)|context put(context, keys, value)", ([from, key, value], run) => {
    const keys = key !== undefined && isList(key) ? key : [key ?? null];
    return put(from ?? null, keys, value ?? null, run);
  }),
];

export const anyValues = [
  define("not(negand)", ([negand]) =>
    typeof negand === "boolean" ? !negand : wrong(negand, "negand", "true or false"),
  ),
  define("is(value1, value2)", ([a = null, b = null], run) => same(a, b, run) && zoneOf(a) === zoneOf(b)),
  define("is null(value)", ([value]) => value === null),
];

export const ranges = [
  define("before(a, b)", ([a = null, b = null], run) => before(a, b, run)),
  define("after(a, b)", ([a = null, b = null], run) => before(b, a, run)),
  define("meets(range1, range2)", ([a, b], run) => meets(range(a, "range1"), range(b, "range2"), run)),
  define("met by(range1, range2)", ([a, b], run) => meets(range(b, "range2"), range(a, "range1"), run)),
  define("overlaps(range1, range2)", ([a, b], run) => {
    const [x, y] = [range(a, "range1"), range(b, "range2")];
    return !before(x, y, run) && !before(y, x, run);
  }),
  define("includes(range, value)", ([of, value = null], run) => includes(range(of, "range"), value, run)),
  define("during(value, range)", ([value = null, of], run) => includes(range(of, "range"), value, run)),
];

function put(from: FeelValue, keys: readonly FeelValue[], value: FeelValue, run: Run): FeelValue {
  const [key = null, ...rest] = keys;
  const name = safeName(text(key, "key"));
  const old = isContext(from) ? from : wrong(from, "context", "a context");
  spend(run, Object.keys(old).length);
  const next = rest.length === 0 ? value : put(entryOf(old, name) ?? null, rest, value, run);
  return { ...old, [name]: next };
}

function range(given: FeelValue | undefined, parameter: string): RangeValue {
  return given !== undefined && isRange(given) ? given : wrong(given, parameter, "a range");
}

/** Whether one point or range lies wholly before another. */
function before(a: FeelValue, b: FeelValue, run: Run): boolean {
  const last = isRange(a) ? a.end : a;
  const first = isRange(b) ? b.start : b;
  if (last === null || first === null) {
    // An open end reaches on for ever, so nothing lies beyond it; but null alone is no point.
    if ((last === null && !isRange(a)) || (first === null && !isRange(b)))
      wrong(null, "a", "a value or a range");
    return false;
  }
  const relation = order(last, first, run);
  const touching = (isRange(a) ? a.endIncluded : true) && (isRange(b) ? b.startIncluded : true);
  return relation < 0 || (relation === 0 && !touching);
}

function meets(a: RangeValue, b: RangeValue, run: Run): boolean {
  return a.endIncluded && b.startIncluded && equal(a.end, b.start, run);
}

/** `is` tells the same instant in two zones apart. */
function zoneOf(value: FeelValue): number | null {
  return isTime(value) || isDateTime(value) ? value.offsetMinutes : null;
}
