/**
 * Edits of a JSON text that touch only what they change: what the author wrote around it, its order, its line breaks
 * and its indentation, stays byte for byte. A text that does not parse is left alone.
 */
import { jsonLanguage } from "@codemirror/lang-json";
import type { Step } from "../json/path.ts";

type SyntaxNode = ReturnType<typeof jsonLanguage.parser.parse>["topNode"];

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the value at a path stands; null where there is none. */
export function rangeOf(text: string, path: readonly Step[]): Range | null {
  const node = nodeAt(text, path);
  return node === null ? null : { from: node.from, to: node.to };
}

/** Replaces the value at a path; the same value written again changes nothing. */
export function replaceAt(text: string, path: readonly Step[], value: unknown): string {
  const range = rangeOf(text, path);
  if (range === null) return text;
  const written = text.slice(range.from, range.to);
  if (JSON.stringify(JSON.parse(written)) === JSON.stringify(value)) return text;
  const wide = written.includes("\n");
  return splice(
    text,
    range,
    wide || isPlain(value) ? spread(value, indentAt(text, range.from)) : tight(value),
  );
}

/** Sets a member of the object at a path: replaced where it is, else added behind the last. */
export function setMember(text: string, path: readonly Step[], name: string, value: unknown): string {
  if (rangeOf(text, [...path, name]) !== null) return replaceAt(text, [...path, name], value);
  const node = nodeAt(text, path);
  if (node === null || node.name !== "Object") return text;
  const last = childrenOf(node).at(-1);
  const key = JSON.stringify(name);
  if (last === undefined) return splice(text, node, `{ ${key}: ${tight(value)} }`);
  const wide = text.slice(node.from, node.to).includes("\n");
  const indent = indentAt(text, last.from);
  const item = wide ? `,\n${indent}${key}: ${spread(value, indent)}` : `, ${key}: ${tight(value)}`;
  return splice(text, { from: last.to, to: last.to }, item);
}

/** Puts an item before the one at `index` (or at the end) of the array at a path. */
export function insertItem(text: string, path: readonly Step[], index: number, value: unknown): string {
  const node = nodeAt(text, path);
  if (node === null || node.name !== "Array") return text;
  const items = childrenOf(node);
  const before = items[index];
  const last = items.at(-1);
  const neighbour = before ?? last;
  if (neighbour === undefined) {
    const indent = indentAt(text, node.from);
    return splice(text, node, `[\n${indent}  ${spread(value, `${indent}  `)}\n${indent}]`);
  }
  const wide = text.slice(node.from, node.to).includes("\n");
  const indent = indentAt(text, neighbour.from);
  const item = wide ? spread(value, indent) : tight(value);
  const gap = wide ? `\n${indent}` : " ";
  return before === undefined
    ? splice(text, { from: neighbour.to, to: neighbour.to }, `,${gap}${item}`)
    : splice(text, { from: before.from, to: before.from }, `${item},${gap}`);
}

/** Takes an item out of the array at a path, with its comma. */
export function removeItem(text: string, path: readonly Step[], index: number): string {
  const node = nodeAt(text, path);
  if (node === null || node.name !== "Array") return text;
  const items = childrenOf(node);
  const item = items[index];
  if (item === undefined) return text;
  const next = items[index + 1];
  const previous = items[index - 1];
  if (next !== undefined) return splice(text, { from: item.from, to: next.from }, "");
  if (previous !== undefined) return splice(text, { from: previous.to, to: item.to }, "");
  return splice(text, node, "[]");
}

/** Lets an item and the one behind it change places; each keeps its own text. */
export function swapItems(text: string, path: readonly Step[], index: number): string {
  const node = nodeAt(text, path);
  if (node === null || node.name !== "Array") return text;
  const items = childrenOf(node);
  const [first, second] = [items[index], items[index + 1]];
  if (first === undefined || second === undefined) return text;
  const between = text.slice(first.to, second.from);
  const swapped = text.slice(second.from, second.to) + between + text.slice(first.from, first.to);
  return splice(text, { from: first.from, to: second.to }, swapped);
}

const splice = (text: string, { from, to }: Range, put: string): string =>
  text.slice(0, from) + put + text.slice(to);

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;

/** On several lines, below a line that is indented so. */
function spread(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${indent}`);
}

/** On one line, with the blanks that people put. */
function tight(value: unknown): string {
  if (isPlain(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(tight).join(", ")}]`;
  const members = Object.entries(value as object);
  if (members.length === 0) return "{}";
  return `{ ${members.map(([name, one]) => `${JSON.stringify(name)}: ${tight(one)}`).join(", ")} }`;
}

function indentAt(text: string, position: number): string {
  const line = text.lastIndexOf("\n", position - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, position))?.[0] ?? "";
}

function nodeAt(text: string, path: readonly Step[]): SyntaxNode | null {
  let node: SyntaxNode | null = jsonLanguage.parser.parse(text).topNode.firstChild;
  for (const step of path) {
    if (node === null) return null;
    node = typeof step === "number" ? itemAt(node, step) : memberAt(text, node, step);
  }
  return node === null || node.type.isError ? null : node;
}

function itemAt(node: SyntaxNode, index: number): SyntaxNode | null {
  return node.name === "Array" ? (childrenOf(node)[index] ?? null) : null;
}

function memberAt(text: string, node: SyntaxNode, name: string): SyntaxNode | null {
  if (node.name !== "Object") return null;
  for (const property of childrenOf(node)) {
    const key = property.firstChild;
    if (key !== null && nameIn(text, key) === name) return property.lastChild;
  }
  return null;
}

function nameIn(text: string, { from, to }: Range): string | null {
  try {
    return JSON.parse(text.slice(from, to));
  } catch {
    return null;
  }
}

/** Items of an array, members of an object; neither brackets nor commas. */
function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (/^[A-Z]/.test(child.name) && !child.type.isError) children.push(child);
  return children;
}
