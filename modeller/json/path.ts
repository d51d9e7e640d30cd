/**
 * Where a position lies in a JSON text that may be half written: the path to it, and whether a member's name or
 * a value is being written there. Reads CodeMirror's tolerant syntax tree.
 */
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

type SyntaxNode = ReturnType<typeof syntaxTree>["topNode"];

/** How long reading the rest of the text may keep a completion waiting. */
const untilReadMs = 500;

export type Step = string | number;

export interface Place {
  /** `name`: a member's name of the object at `path`; `value`: the value at `path`. */
  readonly writing: "name" | "value";
  readonly path: readonly Step[];
  /** What is written already and would be replaced. */
  readonly from: number;
  readonly to: number;
  /** Inside quotes. */
  readonly quoted: boolean;
  /** Names that the object at hand has already (when a name is written). */
  readonly names: readonly string[];
}

export function placeAt(state: EditorState, position: number): Place | null {
  // On a slow machine the text may not be read as far as here yet.
  const tree = ensureSyntaxTree(state, state.doc.length, untilReadMs) ?? syntaxTree(state);
  const node = tree.resolveInner(position, -1);
  const word = wordAt(state, node, position);
  if (node.name === "PropertyName") return nameIn(state, parentObject(node), word, memberAt(state, node));
  const property = ancestor(node, "Property");
  const container = ancestor(node, "Object", "Array");
  const insideProperty =
    property !== null &&
    (container === null || property.from >= container.from) &&
    pastColon(state, property, position);
  if (insideProperty) return valueAt(state, property, word);
  if (container === null) return null;
  if (container.name === "Array")
    return { ...word, writing: "value", path: pathOf(state, container, position), names: [] };
  return nameIn(state, container, word, null);
}

/** The names from the root to a node, with indices in arrays. */
function pathOf(state: EditorState, node: SyntaxNode, position = node.from): readonly Step[] {
  const steps: Step[] = [];
  let child: SyntaxNode = node;
  if (node.name === "Array") steps.unshift(indexIn(node, position));
  for (let at: SyntaxNode | null = node.parent; at !== null; at = at.parent) {
    if (at.name === "Property") steps.unshift(nameOf(state, at));
    else if (at.name === "Array") steps.unshift(indexIn(at, child.from));
    child = at;
  }
  return steps;
}

/** The value in a parsed document at a path. */
export function at(document: unknown, path: readonly Step[]): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

interface Word {
  readonly from: number;
  readonly to: number;
  readonly quoted: boolean;
}

function wordAt(state: EditorState, node: SyntaxNode, position: number): Word {
  const isText = node.name === "String" || node.name === "PropertyName";
  if (isText && node.from < position) return { from: node.from, to: node.to, quoted: true };
  if (/^(Number|True|False|Null)$/.test(node.name)) return { from: node.from, to: node.to, quoted: false };
  const before = /[\w."-]*$/.exec(state.sliceDoc(Math.max(0, position - 80), position))?.[0] ?? "";
  return { from: position - before.length, to: position, quoted: before.startsWith('"') };
}

function valueAt(state: EditorState, property: SyntaxNode, word: Word): Place {
  return {
    ...word,
    writing: "value",
    path: pathOf(state, property).concat(nameOf(state, property)),
    names: [],
  };
}

function nameIn(state: EditorState, object: SyntaxNode | null, word: Word, own: string | null): Place | null {
  if (object === null) return null;
  const names: string[] = [];
  for (const property of object.getChildren("Property")) names.push(nameOf(state, property));
  return {
    ...word,
    writing: "name",
    path: pathOf(state, object),
    names: names.filter((name) => name !== own),
  };
}

function memberAt(state: EditorState, name: SyntaxNode): string | null {
  return name.parent === null ? null : nameOf(state, name.parent);
}

function nameOf(state: EditorState, property: SyntaxNode): string {
  const name = property.getChild("PropertyName");
  return name === null ? "" : state.sliceDoc(name.from + 1, name.to - 1);
}

function pastColon(state: EditorState, property: SyntaxNode, position: number): boolean {
  const name = property.getChild("PropertyName");
  return name !== null && state.sliceDoc(name.to, position).includes(":");
}

function indexIn(array: SyntaxNode, position: number): number {
  let index = 0;
  for (let child = array.firstChild; child !== null && child.from < position; child = child.nextSibling)
    if (!/^[[\],⚠]$/.test(child.name) && child.to < position) index++;
  return index;
}

function ancestor(node: SyntaxNode, ...names: readonly string[]): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (names.includes(at.name)) return at;
  return null;
}

const parentObject = (node: SyntaxNode): SyntaxNode | null => ancestor(node, "Object");
