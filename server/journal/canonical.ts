/**
 * Canonical JSON (RFC 8785): one text for one value, whatever order its members were written in, so that a hash
 * made today is found again from any faithful copy. Members are sorted by UTF-16 code units; numbers and strings
 * are written as ECMAScript writes them; a member that is undefined is left out, as JSON leaves it out.
 */
import { hash } from "node:crypto";

export function canonicalJson(value: unknown): string {
  return write(value);
}

export function sha256Hex(text: string | Uint8Array): string {
  return hash("sha256", text, "hex");
}

function write(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in JSON.`);
      // Negative zero is written as zero.
      return String(value === 0 ? 0 : value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? writeArray(value) : writeObject(value);
    default:
      throw new TypeError(`A ${typeof value} has no place in JSON.`);
  }
}

/** A string that has a sign to be escaped, or half a surrogate pair, in it. */
const ESCAPED = /["\\\p{Cc}\p{Surrogate}]/u;

function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function writeArray(items: readonly unknown[]): string {
  if (items.length === 0) return "[]";
  let text = "[";
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (at > 0) text += ",";
    text += item === undefined ? "null" : write(item);
  }
  return `${text}]`;
}

function writeObject(members: object): string {
  const entries = members as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  sortNames(names);
  let text = "{";
  let first = true;
  for (const name of names) {
    const member = entries[name];
    if (member === undefined) continue;
    if (!first) text += ",";
    first = false;
    text += labelOf(name) + write(member);
  }
  return `${text}}`;
}

/** By UTF-16 code units. Objects here are small and nearly in order: then this is quicker than a general sort. */
function sortNames(names: string[]): void {
  if (names.length > 32) {
    names.sort();
    return;
  }
  for (let at = 1; at < names.length; at += 1) {
    const name = names[at] ?? "";
    let before = at - 1;
    while (before >= 0 && (names[before] ?? "") > name) {
      names[before + 1] = names[before] ?? "";
      before -= 1;
    }
    names[before + 1] = name;
  }
}

/** Names of members with their colon: the same few again and again. */
const labels = new Map<string, string>();
const KEPT_LABELS = 5_000;

function labelOf(name: string): string {
  const known = labels.get(name);
  if (known !== undefined) return known;
  const label = `${quoted(name)}:`;
  if (labels.size < KEPT_LABELS) labels.set(name, label);
  return label;
}
