/**
 * What the parser made of one XML element, looked at with care: its properties are unknown until asked for by
 * name and kind.
 */
export interface Node {
  readonly $type: string;
  readonly [property: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "$type" in value && typeof value.$type === "string";
}

/** A property that is text and not blank, trimmed. */
export function text(node: Node, property: string): string | null {
  const value = node[property];
  if (typeof value !== "string") return null;
  const trimmed = value.trim();
  return trimmed === "" ? null : trimmed;
}

export function flag(node: Node, property: string): boolean {
  return node[property] === true;
}

export function child(node: Node, property: string): Node | null {
  const value = node[property];
  return isNode(value) ? value : null;
}

export function children(node: Node, property: string): readonly Node[] {
  const value = node[property];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The elements of our own namespace inside `extensionElements`, by type name. */
export function extensions(node: Node, type: string): readonly Node[] {
  const holder = child(node, "extensionElements");
  if (holder === null) return [];
  return children(holder, "values").filter(({ $type }) => $type === type);
}

export function extension(node: Node, type: string): Node | null {
  return extensions(node, type)[0] ?? null;
}

export function idOf(node: Node): string {
  return text(node, "id") ?? "";
}

export function documentationOf(node: Node): string | null {
  const texts = children(node, "documentation").map((documentation) => text(documentation, "text") ?? "");
  return texts.join("\n\n").trim() || null;
}
