// The organisation document: who there is in the government of a province, and who holds which post when.
// It is data that people write and publish; reading it gives every fault with its place. Invariant: in an
// `Organisation` every reference points to something that exists, and the tree of units has no circle.
import {
  type DocumentProblem,
  items,
  member,
  oneOf,
  onlyMembers,
  type Place,
  report,
  text,
  textOrNull,
  texts,
} from "./reading.ts";
import { type Day, isDay, type Zone } from "./zone.ts";

/** How a post is held: definitively, or by mandate. */
export type MandateKind = "definitif" | "Plt" | "Plh" | "Pj";

/**
 * Rank of a structural post as in PP 18/2016. `KDH` (kepala daerah) is the Gubernur, above every echelon. A post
 * without echelon (jabatan fungsional, pelaksana) ranks below IV.a.
 */
export type Echelon = "KDH" | "I.a" | "I.b" | "II.a" | "II.b" | "III.a" | "III.b" | "IV.a" | "IV.b";

export type UnitKind =
  | "kepalaDaerah"
  | "setda"
  | "asisten"
  | "biro"
  | "bagian"
  | "dinas"
  | "badan"
  | "satuan"
  | "sekretariatDprd"
  | "inspektorat"
  | "rumahSakit"
  | "kabupatenKota";

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: UnitKind;
  /** The unit that it is part of; null only for the kepala daerah. */
  readonly parent: string | null;
  /** The biro that coordinates it (biro pembina); null for units of the Setda. */
  readonly biroPembina: string | null;
  /** Government affairs in its care: `kesehatan`, `pendidikan`... The first is its main one. */
  readonly urusan: readonly string[];
}

/** A jabatan. Tasks are addressed to posts, never to persons. */
export interface Post {
  readonly id: string;
  /** Kepala Biro Kesejahteraan Rakyat. */
  readonly title: string;
  /** Karo Kesra. */
  readonly shortTitle: string;
  readonly unitId: string;
  /** What it is in its unit: kepala (the head), sekretaris, kabag, pemeriksa, operator, perancang... */
  readonly role: string;
  readonly echelon: Echelon | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** 18 digits, null for who is no civil servant; personal data, since it tells the date of birth. */
  readonly nip: string | null;
}

/** Who holds a post, from which day to which, and by what right. */
export interface Holding {
  readonly postId: string;
  readonly personId: string;
  readonly mandate: MandateKind;
  /** Number of the decree or order. */
  readonly decree: string;
  readonly from: Day;
  /** Last day, or null: until further notice. */
  readonly to: Day | null;
  /** Matters that the holder may not decide: a mandate excludes organisasi, kepegawaian, anggaran. */
  readonly limits: readonly string[];
}

export interface OrganisationDocument {
  readonly id: string;
  readonly name: string;
  readonly zone: Zone;
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
  readonly persons: readonly Person[];
  readonly holdings: readonly Holding[];
}

/** The document with its indexes, made once by `readOrganisation`; never changed. */
export interface Organisation {
  readonly document: OrganisationDocument;
  readonly zone: Zone;
  readonly units: ReadonlyMap<string, Unit>;
  readonly posts: ReadonlyMap<string, Post>;
  readonly persons: ReadonlyMap<string, Person>;
  readonly postsOfUnit: ReadonlyMap<string, readonly Post[]>;
  readonly childrenOfUnit: ReadonlyMap<string, readonly Unit[]>;
  readonly holdingsOfPost: ReadonlyMap<string, readonly Holding[]>;
  readonly holdingsOfPerson: ReadonlyMap<string, readonly Holding[]>;
}

export type OrganisationReading =
  | { readonly ok: true; readonly organisation: Organisation }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** Reads a parsed JSON document. All problems at once, in the order of the document. */
export function readOrganisation(json: unknown): OrganisationReading {
  const problems: DocumentProblem[] = [];
  const root: Place = { value: json, pointer: "", problems };
  onlyMembers(root, ["id", "name", "zone", "units", "posts", "persons", "holdings"]);
  if (problems.length > 0 && problems[0]?.pointer === "") return { ok: false, problems };
  const document: OrganisationDocument = {
    id: text(member(root, "id")),
    name: text(member(root, "name")),
    zone: oneOf(member(root, "zone"), ["WIB", "WITA", "WIT"]),
    units: items(member(root, "units")).map(readUnit),
    posts: items(member(root, "posts")).map(readPost),
    persons: items(member(root, "persons")).map(readPerson),
    holdings: items(member(root, "holdings")).map(readHolding),
  };
  if (problems.length > 0) return { ok: false, problems };
  const organisation = indexed(document);
  checkReferences(organisation, root);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, organisation };
}

function readUnit(place: Place): Unit {
  onlyMembers(place, ["id", "name", "shortName", "kind", "parent", "biroPembina", "urusan"]);
  return {
    id: text(member(place, "id")),
    name: text(member(place, "name")),
    shortName: text(member(place, "shortName")),
    kind: oneOf(member(place, "kind"), [
      "kepalaDaerah",
      "setda",
      "asisten",
      "biro",
      "bagian",
      "dinas",
      "badan",
      "satuan",
      "sekretariatDprd",
      "inspektorat",
      "rumahSakit",
      "kabupatenKota",
    ]),
    parent: textOrNull(member(place, "parent")),
    biroPembina: textOrNull(member(place, "biroPembina")),
    urusan: texts(member(place, "urusan")),
  };
}

function readPost(place: Place): Post {
  onlyMembers(place, ["id", "title", "shortTitle", "unitId", "role", "echelon"]);
  const echelon = member(place, "echelon");
  return {
    id: text(member(place, "id")),
    title: text(member(place, "title")),
    shortTitle: text(member(place, "shortTitle")),
    unitId: text(member(place, "unitId")),
    role: text(member(place, "role")),
    echelon:
      echelon.value === null || echelon.value === undefined
        ? null
        : oneOf(echelon, ["KDH", "I.a", "I.b", "II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b"]),
  };
}

function readPerson(place: Place): Person {
  onlyMembers(place, ["id", "name", "nip"]);
  const nip = textOrNull(member(place, "nip"));
  if (nip !== null && nip !== "" && !/^[0-9]{18}$/.test(nip))
    report(member(place, "nip"), "wrongNip", "A NIP has 18 digits and is written as a text.");
  return { id: text(member(place, "id")), name: text(member(place, "name")), nip };
}

function readHolding(place: Place): Holding {
  onlyMembers(place, ["postId", "personId", "mandate", "decree", "from", "to", "limits"]);
  const from = day(member(place, "from"));
  const toPlace = member(place, "to");
  const to = toPlace.value === null || toPlace.value === undefined ? null : day(toPlace);
  if (to !== null && to !== "" && from !== "" && to < from)
    report(toPlace, "endsBeforeItBegins", "`to` is the last day and may not be before `from`.");
  const mandate = oneOf(member(place, "mandate"), ["definitif", "Plt", "Plh", "Pj"]);
  if (mandate !== "definitif" && to === null)
    report(toPlace, "mandateWithoutEnd", `A ${mandate} holds a post for a period: give its last day.`);
  return {
    postId: text(member(place, "postId")),
    personId: text(member(place, "personId")),
    mandate,
    decree: text(member(place, "decree")),
    from,
    to,
    limits: texts(member(place, "limits")),
  };
}

function day(place: Place): Day {
  const value = text(place);
  if (value !== "" && !isDay(value)) report(place, "noSuchDay", "A day that exists is expected, YYYY-MM-DD.");
  return value;
}

function indexed(document: OrganisationDocument): Organisation {
  return {
    document,
    zone: document.zone,
    units: new Map(document.units.map((unit) => [unit.id, unit])),
    posts: new Map(document.posts.map((post) => [post.id, post])),
    persons: new Map(document.persons.map((person) => [person.id, person])),
    postsOfUnit: grouped(document.posts, (post) => post.unitId),
    childrenOfUnit: grouped(document.units, (unit) => unit.parent ?? ""),
    holdingsOfPost: grouped(document.holdings, (holding) => holding.postId),
    holdingsOfPerson: grouped(document.holdings, (holding) => holding.personId),
  };
}

function grouped<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

function checkReferences(organisation: Organisation, root: Place): void {
  const { document, units, posts, persons } = organisation;
  for (const [name, list] of [
    ["units", document.units],
    ["posts", document.posts],
    ["persons", document.persons],
  ] as const)
    checkIds(member(root, name), list);
  items(member(root, "units")).forEach((place, index) => {
    const unit = document.units[index];
    if (unit) checkUnit(organisation, unit, place);
  });
  items(member(root, "posts")).forEach((place, index) => {
    const post = document.posts[index];
    if (post && !units.has(post.unitId)) unknown(member(place, "unitId"), "unit", post.unitId);
  });
  items(member(root, "holdings")).forEach((place, index) => {
    const holding = document.holdings[index];
    if (!holding) return;
    if (!posts.has(holding.postId)) unknown(member(place, "postId"), "post", holding.postId);
    if (!persons.has(holding.personId)) unknown(member(place, "personId"), "person", holding.personId);
    const rival = document.holdings.find(
      (other, at) =>
        at < index &&
        other.postId === holding.postId &&
        other.mandate === holding.mandate &&
        other.from <= (holding.to ?? "9999-12-31") &&
        holding.from <= (other.to ?? "9999-12-31"),
    );
    if (rival)
      report(place, "heldTwice", `${holding.postId} is held ${holding.mandate} by two persons on one day.`);
  });
}

function checkUnit(organisation: Organisation, unit: Unit, place: Place): void {
  const { units } = organisation;
  if (unit.parent === null && unit.kind !== "kepalaDaerah")
    report(member(place, "parent"), "noParent", "Only the kepala daerah has no unit above it.");
  if (unit.parent !== null && !units.has(unit.parent)) unknown(member(place, "parent"), "unit", unit.parent);
  if (unit.biroPembina !== null) {
    const biro = units.get(unit.biroPembina);
    if (!biro) unknown(member(place, "biroPembina"), "unit", unit.biroPembina);
    else if (biro.kind !== "biro")
      report(member(place, "biroPembina"), "notABiro", `${biro.name} is not a biro and cannot coordinate.`);
  }
  const seen = new Set([unit.id]);
  for (let above = unit.parent; above !== null; above = units.get(above)?.parent ?? null) {
    if (seen.has(above)) {
      report(member(place, "parent"), "circle", `${unit.id} is above itself.`);
      return;
    }
    seen.add(above);
  }
}

function checkIds(place: Place, list: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  items(place).forEach((item, index) => {
    const id = list[index]?.id ?? "";
    if (seen.has(id)) report(member(item, "id"), "duplicateId", `${id} is already used in this list.`);
    if (!/^[a-z][a-z0-9-]{0,62}$/.test(id))
      report(member(item, "id"), "wrongId", "An id is small letters, digits and hyphens, letter first.");
    seen.add(id);
  });
}

function unknown(place: Place, what: string, id: string): void {
  report(place, "unknownReference", `There is no ${what} with the id ${id}.`);
}
