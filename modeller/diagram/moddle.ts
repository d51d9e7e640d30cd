/**
 * BPMN objects as the modeller sees them, and edits to them as values. Nothing here touches the canvas: an
 * edit says which object gets which properties, so the same edits run through the canvas's command stack
 * (where they can be undone) and through bare bpmn-moddle in a test.
 * Invariant: an edit never changes an object in place; lists are replaced, so undoing is putting back.
 */
export interface ModdleObject {
  readonly $type: string;
  readonly $parent?: ModdleObject;
  readonly id?: string;
  readonly $instanceOf: (type: string) => boolean;
  readonly get: (name: string) => unknown;
  readonly set: (name: string, value: unknown) => void;
}

/** Makes a new object of a type: `bpmn:Message`, `poros:Deadline`; root objects come with an id of their own. */
export type Create = (type: string, properties: Readonly<Record<string, unknown>>) => ModdleObject;

export interface Edit {
  readonly target: ModdleObject;
  readonly set: Readonly<Record<string, unknown>>;
}

/** Attributes of one extension element; undefined leaves an attribute out of the file. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function isModdleObject(value: unknown): value is ModdleObject {
  return typeof value === "object" && value !== null && "$type" in value && "$instanceOf" in value;
}

export function is(object: ModdleObject, ...types: readonly string[]): boolean {
  return types.some((type) => object.$instanceOf(type));
}

export function listOf(object: ModdleObject, property: string): readonly ModdleObject[] {
  const value = object.get(property);
  return Array.isArray(value) ? value.filter(isModdleObject) : [];
}

export function objectOf(object: ModdleObject, property: string): ModdleObject | null {
  const value = object.get(property);
  return isModdleObject(value) ? value : null;
}

/** A text property; absent and empty read alike as "". */
export function textOf(object: ModdleObject | null, property: string): string {
  const value = object?.get(property);
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function extensionsOf(object: ModdleObject, type: string): readonly ModdleObject[] {
  const holder = objectOf(object, "extensionElements");
  return holder === null ? [] : listOf(holder, "values").filter((value) => value.$type === type);
}

export function extensionOf(object: ModdleObject, type: string): ModdleObject | null {
  return extensionsOf(object, type)[0] ?? null;
}

/**
 * Replaces all extension elements of one type by `rows`, keeping the others and their order; new ones stand
 * where the old ones stood. No rows takes them away, and an empty `extensionElements` goes too.
 */
export function setExtensions(
  object: ModdleObject,
  type: string,
  rows: readonly Attributes[],
  create: Create,
): readonly Edit[] {
  const holder = objectOf(object, "extensionElements");
  const before = holder === null ? [] : listOf(holder, "values");
  const fresh = rows.map((row) => create(type, present(row)));
  const first = before.findIndex((value) => value.$type === type);
  const others = before.filter((value) => value.$type !== type);
  const place = first === -1 ? others.length : before.slice(0, first).filter((v) => v.$type !== type).length;
  const values = [...others.slice(0, place), ...fresh, ...others.slice(place)];
  if (values.length === 0)
    return holder === null ? [] : [{ target: object, set: { extensionElements: undefined } }];
  // A new holder each time: the old one stays whole for undo.
  return [{ target: object, set: { extensionElements: adopt(create, object, values) } }];
}

export function setExtension(
  object: ModdleObject,
  type: string,
  row: Attributes | null,
  create: Create,
): readonly Edit[] {
  return setExtensions(object, type, row === null ? [] : [row], create);
}

export function setDocumentation(object: ModdleObject, text: string, create: Create): readonly Edit[] {
  const documentation = text.trim() === "" ? [] : [create("bpmn:Documentation", { text })];
  return [{ target: object, set: { documentation } }];
}

/** The outermost object: `bpmn:Definitions`. */
export function rootOf(object: ModdleObject): ModdleObject {
  let at = object;
  while (at.$parent !== undefined) at = at.$parent;
  return at;
}

function adopt(create: Create, parent: ModdleObject, values: readonly ModdleObject[]): ModdleObject {
  const holder = create("bpmn:ExtensionElements", { values });
  Object.assign(holder, { $parent: parent });
  for (const value of values) Object.assign(value, { $parent: holder });
  return holder;
}

function present(row: Attributes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== ""));
}
