import { isTemporal } from "./compare.ts";
import type { Node } from "./node.ts";
import { toInteger } from "./number.ts";
import { type Code, child, type Frame, fail, failType, type Part, type Scope, spend } from "./part.ts";
import { temporalProperty } from "./temporal.ts";
import { describe } from "./text.ts";
import {
  type ContextValue,
  entryOf,
  type FeelValue,
  isContext,
  isList,
  isNumber,
  isRange,
  type RangeValue,
  tagOf,
} from "./value.ts";

/**
 * Reading names, paths and items. Only own entries are read. What is not there raises and is named; the tolerant
 * forms, for tests against null, give null instead.
 */
const prototypeNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Reads a name from the innermost scope that has it; undefined where none has. */
export function lookup(name: string, scope: Scope): (frame: Frame) => FeelValue | undefined {
  // A plain object answers undefined for a name it lacks, unless its prototype has it.
  const plain = !prototypeNames.has(name);
  const search = (frame: Frame): FeelValue | undefined => {
    for (let at: Frame | null = frame; at; at = at.next) {
      const value = plain ? at.names[name] : entryOf(at.names, name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  if (scope.nested || !plain) return search;
  return (frame) => {
    const value = frame.names[name];
    return value !== undefined || frame.next === null ? value : search(frame.next);
  };
}

export function property(target: Part, name: string, self: Omit<Part, "code">, tolerant: boolean): Code {
  const plain = !prototypeNames.has(name);
  const part = { ...self, code: target.code };
  const read = (value: FeelValue): FeelValue => {
    if (value === null) return tolerant ? null : failType(target, value, `something with "${name}"`);
    const found = propertyOf(value, name, read);
    if (found !== undefined) return found;
    if (tolerant && isContext(value)) return null;
    if (isContext(value)) return fail("unknownVariable", part, `${describe(value)} has no entry "${name}"`);
    return fail("typeMismatch", part, `${describe(value)} has no property "${name}"`);
  };
  return (frame) => {
    const value = target.code(frame);
    if (
      plain &&
      typeof value === "object" &&
      value !== null &&
      !isList(value) &&
      tagOf(value) === undefined
    ) {
      const entry = (value as ContextValue)[name];
      if (entry !== undefined) return entry;
    }
    return read(value);
  };
}

function propertyOf(
  value: FeelValue,
  name: string,
  read: (item: FeelValue) => FeelValue,
): FeelValue | undefined {
  if (isList(value)) return value.map(read);
  if (isContext(value)) return entryOf(value, name);
  if (isTemporal(value)) return temporalProperty(value, name);
  return isRange(value) ? rangeProperty(value, name) : undefined;
}

function rangeProperty(value: RangeValue, name: string): FeelValue | undefined {
  if (name === "start") return value.start;
  if (name === "end") return value.end;
  if (name === "start included") return value.startIncluded;
  return name === "end included" ? value.endIncluded : undefined;
}

/**
 * `list[condition]`. A number (a literal, a calculation) is a position, from 1 or, negative, from the end; a
 * comparison keeps the items that pass. A name or a call alone is read as an entry of the items where the first one
 * has it, and otherwise once, outside: a number is a position, true keeps all, false none.
 */
export function filter(target: Part, condition: Part, outside: Part | null, tolerant: boolean): Code {
  const items = (frame: Frame): readonly FeelValue[] | null => {
    const value = target.code(frame);
    if (value === null) return tolerant ? null : failType(target, value, "a list");
    return isList(value) ? value : [value];
  };
  const kind = kindOfFilter(condition.node);
  if (kind === "position") {
    return (frame) => {
      const list = items(frame);
      return list && at(list, condition.code(frame), target, condition, tolerant);
    };
  }
  return (frame) => {
    const list = items(frame);
    if (!list) return null;
    if (kind === "either" && outside && !isEntryOf(list[0], outside.node)) {
      const value = outside.code(frame);
      if (typeof value === "boolean") return value ? list : [];
      return at(list, value, target, condition, tolerant);
    }
    spend(frame.run, list.length);
    return list.filter((item) => keeps(item, frame, condition));
  };
}

function keeps(item: FeelValue, frame: Frame, condition: Part): boolean {
  const inner = child(frame, { item });
  const verdict = condition.code(isContext(item) ? child(inner, item) : inner);
  return typeof verdict === "boolean" ? verdict : failType(condition, verdict, "true or false");
}

function at(
  list: readonly FeelValue[],
  position: FeelValue,
  target: Part,
  condition: Part,
  tolerant: boolean,
): FeelValue {
  const index = isNumber(position) ? toInteger(position) : null;
  if (index === null) return failType(condition, position, "a whole number or a condition");
  const item = index > 0 ? list[index - 1] : index < 0 ? list[list.length + index] : undefined;
  if (item !== undefined) return item;
  if (tolerant) return null;
  return fail("indexOutOfRange", target, `a list of ${list.length} has no item ${index}`);
}

function kindOfFilter(node: Node): "position" | "condition" | "either" {
  switch (node.type) {
    case "arithmetic":
    case "negate":
      return "position";
    case "literal":
      return typeof node.value === "boolean" ? "either" : "position";
    case "name":
    case "path":
    case "call":
    case "if":
    case "filter":
    case "input":
      return "either";
    default:
      return "condition";
  }
}

function isEntryOf(item: FeelValue | undefined, node: Node): boolean {
  let root = node;
  while (root.type === "path" || root.type === "filter") root = root.target;
  if (root.type === "call") return usesItem(root, item);
  if (root.type !== "name") return false;
  return root.name === "item" || (item !== undefined && isContext(item) && Object.hasOwn(item, root.name));
}

/** Whether a call's arguments speak of the item, as in `list[contains(item, "a")]`. */
function usesItem(node: Node & { readonly type: "call" }, item: FeelValue | undefined): boolean {
  const values = node.args.named ? node.args.values.map((entry) => entry.value) : node.args.values;
  return values.some((value) => isEntryOf(item, value));
}
