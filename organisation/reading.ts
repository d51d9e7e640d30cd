// Reading a document that people write: every fault is a located problem, none stops the reading, so that
// an analyst sees all of them at once. Invariant: nothing is thrown, and what comes out has the type asked for.

/** What is wrong with a document, and where. */
export interface DocumentProblem {
  /** Stable, camelCase: `wrongType`, `unknownReference`, `duplicateId`... */
  readonly code: string;
  /** JSON pointer into the document. */
  readonly pointer: string;
  /** English: what is wrong and what would be right. */
  readonly message: string;
}

/** A place in a document, with the list that problems found there go to. */
export interface Place {
  readonly value: unknown;
  readonly pointer: string;
  readonly problems: DocumentProblem[];
}

export function report(place: Place, code: string, message: string): void {
  place.problems.push({ code, pointer: place.pointer, message });
}

/** The member `name` of an object; a place with `undefined` where there is none. Own properties only. */
export function member(place: Place, name: string): Place {
  const value = isObject(place.value) && Object.hasOwn(place.value, name) ? place.value[name] : undefined;
  return { value, pointer: `${place.pointer}/${escapePointer(name)}`, problems: place.problems };
}

/** The members of an array, each with its pointer; a problem and none where it is not an array. */
export function items(place: Place): Place[] {
  if (!Array.isArray(place.value)) {
    report(place, "wrongType", "A list is expected here.");
    return [];
  }
  return place.value.map((value: unknown, index) => ({
    value,
    pointer: `${place.pointer}/${index}`,
    problems: place.problems,
  }));
}

export function text(place: Place): string {
  if (typeof place.value === "string" && place.value.trim() !== "") return place.value;
  report(place, "wrongType", "A text that is not empty is expected here.");
  return "";
}

export function textOrNull(place: Place): string | null {
  return place.value === undefined || place.value === null ? null : text(place);
}

export function texts(place: Place): string[] {
  return place.value === undefined ? [] : items(place).map(text);
}

export function wholeNumber(place: Place, least: number, most: number): number {
  const value = place.value;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  report(place, "wrongNumber", `A whole number from ${least} to ${most} is expected here.`);
  return least;
}

/** One of the listed texts; the first of them, with a problem, where it is none. */
export function oneOf<const T extends string>(place: Place, allowed: readonly [T, ...T[]]): T {
  const found = allowed.find((each) => each === place.value);
  if (found !== undefined) return found;
  report(place, "notListed", `One of ${allowed.join(", ")} is expected here.`);
  return allowed[0];
}

/** Members that the document's format does not know are a problem: a misspelt name must not be lost. */
export function onlyMembers(place: Place, known: readonly string[]): void {
  if (!isObject(place.value)) {
    report(place, "wrongType", "An object is expected here.");
    return;
  }
  for (const name of Object.keys(place.value)) {
    if (!known.includes(name))
      report(member(place, name), "unknownMember", `Known members are ${known.join(", ")}.`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
