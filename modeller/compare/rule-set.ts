/**
 * What changed between two rule-set documents, in the words of the document: rules added, taken, changed or
 * moved, and other parts that changed. Works on any JSON that parses, so a draft with problems compares too.
 */
export interface RuleSetChange {
  readonly change: "added" | "removed" | "changed" | "moved";
  /** `rule` and `test` have a name; the rest is a part of the document. */
  readonly what: "rule" | "test" | "part";
  readonly name: string;
}

type Tree = { readonly [key: string]: unknown };

export function compareRuleSets(before: string, after: string): readonly RuleSetChange[] | null {
  const old = parse(before);
  const fresh = parse(after);
  if (old === null || fresh === null) return null;
  const changes: RuleSetChange[] = [];
  for (const key of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
    if (key === "rules") changes.push(...named("rule", old[key], fresh[key], true));
    else if (key === "tests") changes.push(...named("test", old[key], fresh[key], false));
    else if (!(key in old)) changes.push({ change: "added", what: "part", name: key });
    else if (!(key in fresh)) changes.push({ change: "removed", what: "part", name: key });
    else if (!same(old[key], fresh[key])) changes.push({ change: "changed", what: "part", name: key });
  }
  return changes;
}

function named(
  what: "rule" | "test",
  before: unknown,
  after: unknown,
  ordered: boolean,
): readonly RuleSetChange[] {
  const old = byName(before);
  const fresh = byName(after);
  const changes: RuleSetChange[] = [];
  for (const [name, item] of fresh) {
    const was = old.get(name);
    if (was === undefined) changes.push({ change: "added", what, name });
    else if (!same(was, item)) changes.push({ change: "changed", what, name });
  }
  for (const name of old.keys()) if (!fresh.has(name)) changes.push({ change: "removed", what, name });
  if (ordered)
    for (const name of moved([...old.keys()], [...fresh.keys()]))
      changes.push({ change: "moved", what, name });
  return changes;
}

/** Names whose order among those that stayed is another: the order of rules decides under `first`. */
function moved(old: readonly string[], fresh: readonly string[]): readonly string[] {
  const stayed = old.filter((name) => fresh.includes(name));
  const now = fresh.filter((name) => old.includes(name));
  return now.filter((name, index) => stayed[index] !== name);
}

function byName(value: unknown): ReadonlyMap<string, unknown> {
  const items = new Map<string, unknown>();
  if (!Array.isArray(value)) return items;
  value.forEach((item: unknown, index) => {
    const name = isTree(item) && typeof item.name === "string" ? item.name : String(index + 1);
    items.set(name, item);
  });
  return items;
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isTree(a) || !isTree(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

function parse(text: string): Tree | null {
  try {
    const value: unknown = JSON.parse(text);
    return isTree(value) ? value : null;
  } catch {
    return null;
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
