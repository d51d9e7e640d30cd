/** The keywords of lists. */
import { below, type Check, type Context, type Keyword, refuse, sameJson } from "./schema-check.ts";

type Named = readonly [string, Keyword];

function count(
  name: "minItems" | "maxItems",
  fits: (count: number, limit: number) => boolean,
  words: string,
): Named {
  return [
    name,
    (argument, { at, compiler }) => {
      if (typeof argument !== "number" || !Number.isInteger(argument) || argument < 0) {
        return compiler.fault(`${at}/${name}`, "badKeyword", `"${name}" is a whole number from 0.`);
      }
      return (value, where, out) =>
        !Array.isArray(value) ||
        fits(value.length, argument) ||
        refuse(out, where, name, `Must have at ${words} ${argument} items.`, {
          limit: argument,
          got: value.length,
        });
    },
  ];
}

function prefix(schema: Context["schema"]): number {
  return Array.isArray(schema.prefixItems) ? schema.prefixItems.length : 0;
}

function items(argument: unknown, { schema, at, compiler }: Context): Check {
  const check = compiler.compile(argument, `${at}/items`, []);
  const from = prefix(schema);
  return (value, where, out) => {
    if (!Array.isArray(value)) return true;
    let fits = true;
    for (let index = from; index < value.length; index += 1) {
      if (check(value[index], out === null ? null : below(where, index), out)) continue;
      if (out === null) return false;
      fits = false;
    }
    return fits;
  };
}

function prefixItems(argument: unknown, { at, compiler }: Context): Check {
  if (!Array.isArray(argument))
    return compiler.fault(`${at}/prefixItems`, "badKeyword", "A list of schemas.");
  const checks = argument.map((one, index) => compiler.compile(one, `${at}/prefixItems/${index}`, []));
  return (value, where, out) => {
    if (!Array.isArray(value)) return true;
    let fits = true;
    for (const [index, check] of checks.entries()) {
      if (index >= value.length || check(value[index], below(where, index), out)) continue;
      fits = false;
    }
    return fits;
  };
}

function uniqueItems(argument: unknown): Check | null {
  if (argument !== true) return null;
  return (value, where, out) => {
    if (!Array.isArray(value)) return true;
    const seen = new Set<unknown>();
    const structured: unknown[] = [];
    for (const item of value) {
      const repeated =
        typeof item === "object" && item !== null
          ? structured.some((earlier) => sameJson(earlier, item))
          : seen.has(item);
      if (repeated) return refuse(out, where, "uniqueItems", "Must not hold the same item twice.");
      if (typeof item === "object" && item !== null) structured.push(item);
      else seen.add(item);
    }
    return true;
  };
}

function contains(argument: unknown, { schema, at, compiler }: Context): Check {
  const check = compiler.compile(argument, `${at}/contains`, []);
  const least = typeof schema.minContains === "number" ? schema.minContains : 1;
  const most = typeof schema.maxContains === "number" ? schema.maxContains : Number.POSITIVE_INFINITY;
  return (value, where, out) => {
    if (!Array.isArray(value)) return true;
    const fitting = value.filter((item, index) => check(item, below(where, index), null)).length;
    return (
      (fitting >= least && fitting <= most) ||
      refuse(out, where, "contains", `Holds ${fitting} items of the form asked for.`, { got: fitting })
    );
  };
}

export const arrayKeywords: readonly Named[] = [
  count("minItems", (got, limit) => got >= limit, "least"),
  count("maxItems", (got, limit) => got <= limit, "most"),
  ["items", items],
  ["prefixItems", prefixItems],
  ["uniqueItems", uniqueItems],
  ["contains", contains],
  ["minContains", () => null],
  ["maxContains", () => null],
];
