/**
 * Canonical JSON (RFC 8785): one text for one value, whatever order its members were written in, so that a hash
 * made today is found again from any faithful copy. Members are sorted by UTF-16 code units; numbers and strings
 * are written as ECMAScript writes them; a member that is undefined is left out, as JSON leaves it out.
 */
import { createHash } from "node:crypto";

export function canonicalJson(value: unknown): string {
  return write(value);
}

export function sha256Hex(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

function write(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in JSON.`);
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? writeArray(value) : writeObject(value);
    default:
      throw new TypeError(`A ${typeof value} has no place in JSON.`);
  }
}

function writeArray(items: readonly unknown[]): string {
  if (items.length === 0) return "[]";
  let text = `[${items[0] === undefined ? "null" : write(items[0])}`;
  for (let at = 1; at < items.length; at += 1) {
    const item = items[at];
    text += `,${item === undefined ? "null" : write(item)}`;
  }
  return `${text}]`;
}

function writeObject(members: object): string {
  const entries = members as Readonly<Record<string, unknown>>;
  let text = "";
  for (const name of Object.keys(members).sort()) {
    const member = entries[name];
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${write(member)}`;
  }
  return `{${text}}`;
}
