// From the words in a diagram (`post`, `unit`) to a post. Invariant: the same organisation and origin always
// give the same post, and every answer says why, as a word key with params.
import type { Organisation, Post, Unit } from "./province.ts";

/** As written in `poros:addressee`. An expression in `unit` is evaluated before it comes here. */
export interface Address {
  /** operator, pemeriksa, kabag, kepala... or a post id. */
  readonly post: string;
  /** pemrakarsa, biroPembina, asistenPembina, setda, gubernur, or a unit id. Not read when `post` is a post id. */
  readonly unit: string;
}

/** A sentence by key; screens say it in the reader's language. */
export interface Reason {
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

export type Resolution =
  | { readonly ok: true; readonly post: Post; readonly unit: Unit; readonly reason: Reason }
  | {
      readonly ok: false;
      readonly code: "unknownUnit" | "unknownPost" | "noBiroPembina" | "noAsisten";
      readonly message: string;
    };

/** Resolves an address for a case that came from the unit `pemrakarsaId`. */
export function resolveAddress(
  organisation: Organisation,
  address: Address,
  pemrakarsaId: string,
): Resolution {
  const named = organisation.posts.get(address.post);
  if (named) {
    const unit = organisation.units.get(named.unitId);
    if (unit)
      return { ok: true, post: named, unit, reason: { key: "address.named", params: { post: named.title } } };
  }
  const found = resolveUnit(organisation, address.unit, pemrakarsaId);
  if (!found.ok) return found;
  const post = postInUnit(organisation, found.unit.id, address.post);
  if (!post)
    return {
      ok: false,
      code: "unknownPost",
      message: `${found.unit.name} has no post ${address.post}.`,
    };
  return { ok: true, post, unit: found.unit, reason: found.reason };
}

type UnitResolution =
  | { readonly ok: true; readonly unit: Unit; readonly reason: Reason }
  | Extract<Resolution, { ok: false }>;

/** The unit that a relation (or an id) means for a case from `pemrakarsaId`. */
export function resolveUnit(
  organisation: Organisation,
  relation: string,
  pemrakarsaId: string,
): UnitResolution {
  const origin = organisation.units.get(pemrakarsaId);
  if (!origin) return unknownUnit(pemrakarsaId);
  const because = (unit: Unit, key: string): UnitResolution => ({
    ok: true,
    unit,
    reason: { key, params: { unit: unit.name, pemrakarsa: origin.name } },
  });
  switch (relation) {
    case "pemrakarsa":
      return because(origin, "address.pemrakarsa");
    case "biroPembina": {
      const biro = biroPembinaOf(organisation, origin.id);
      return biro
        ? because(biro, "address.biroPembina")
        : { ok: false, code: "noBiroPembina", message: `No biro coordinates ${origin.name}.` };
    }
    case "asistenPembina": {
      const asisten = asistenPembinaOf(organisation, origin.id);
      return asisten
        ? because(asisten, "address.asistenPembina")
        : { ok: false, code: "noAsisten", message: `No asisten stands above ${origin.name}.` };
    }
    case "setda":
    case "gubernur": {
      const kind = relation === "setda" ? "setda" : "kepalaDaerah";
      const unit = organisation.document.units.find((each) => each.kind === kind);
      return unit ? because(unit, `address.${relation}`) : unknownUnit(relation);
    }
    default: {
      const unit = organisation.units.get(relation);
      if (!unit) return unknownUnit(relation);
      // A rule that names the biro pembina has a better reason than that a rule named it.
      const pembina = biroPembinaOf(organisation, origin.id)?.id === unit.id;
      return because(unit, pembina && unit.id !== origin.id ? "address.biroPembina" : "address.unit");
    }
  }
}

/** The biro that coordinates a unit; a biro (and what is inside it) coordinates itself. */
export function biroPembinaOf(organisation: Organisation, unitId: string): Unit | undefined {
  const unit = organisation.units.get(unitId);
  if (!unit) return undefined;
  if (unit.kind === "biro") return unit;
  if (unit.biroPembina !== null) return organisation.units.get(unit.biroPembina);
  return unit.parent === null ? undefined : biroPembinaOf(organisation, unit.parent);
}

/** The asisten above a unit, by way of its biro. */
export function asistenPembinaOf(organisation: Organisation, unitId: string): Unit | undefined {
  const unit = organisation.units.get(unitId);
  if (!unit) return undefined;
  if (unit.kind === "asisten") return unit;
  const next = unit.biroPembina ?? unit.parent;
  return next === null ? undefined : asistenPembinaOf(organisation, next);
}

/** The head of a unit: its kepala; of a bagian the kabag, of a subbagian the kasubbag. */
export function headOf(organisation: Organisation, unitId: string): Post | undefined {
  const posts = organisation.postsOfUnit.get(unitId) ?? [];
  for (const role of ["kepala", "kabag", "kasubbag"]) {
    const head = posts.find((post) => post.role === role);
    if (head) return head;
  }
  return undefined;
}

/** The first post with the role in the unit, else in the units inside it, nearest first. */
export function postInUnit(organisation: Organisation, unitId: string, role: string): Post | undefined {
  let level = [unitId];
  while (level.length > 0) {
    for (const id of level) {
      const post = organisation.postsOfUnit.get(id)?.find((each) => each.role === role);
      if (post) return post;
    }
    // A head is the unit's own: the head of a bagian is no kepala of its biro.
    if (role === "kepala") return undefined;
    level = level.flatMap((id) => (organisation.childrenOfUnit.get(id) ?? []).map((unit) => unit.id));
  }
  return undefined;
}

function unknownUnit(id: string): Extract<Resolution, { ok: false }> {
  return { ok: false, code: "unknownUnit", message: `There is no unit ${id} in the organisation.` };
}
