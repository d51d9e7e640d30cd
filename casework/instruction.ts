// Two instructions about the same case (rules of precedence): which stands, or who decides. Invariant: nothing is
// chosen in silence; what the rule set `konflik-instruksi` does not decide goes to the lowest common superior.
import {
  headOf,
  localTime,
  type Organisation,
  type Post,
  superiorsOfPost,
  type Zone,
} from "../organisation/index.ts";
import type { Facts } from "../rules/index.ts";
import type { CaseContext } from "./context.ts";
import { type Decided, decideBy } from "./decision.ts";
import type { CaseFile } from "./file.ts";

/** The rule set, by convention. Its outcomes are `PERTAMA`, `KEDUA`, `KEDUANYA`, `ATASAN`. */
const precedenceRuleSet = "konflik-instruksi";

/** What an official told a case to do. */
export interface Instruction {
  readonly byPostId: string;
  /** What it rests on: law or a court order, a statutory deadline, or the official's own direction. */
  readonly basis: "law" | "statutoryDeadline" | "direction";
  readonly written: boolean;
  readonly givenAtMs: number;
  /** About this object in particular, not about all of its kind. */
  readonly specific: boolean;
}

export interface Relation {
  readonly sameObject: boolean;
  readonly contradictory: boolean;
}

export type Precedence =
  | { readonly kind: "first" | "second" | "both"; readonly decided: Extract<Decided, { ok: true }> }
  /** Konflik Instruksi: `post` is the nearest head above both officials; null where none is. */
  | {
      readonly kind: "conflict";
      readonly post: Post | null;
      readonly decided: Extract<Decided, { ok: true }>;
    }
  | { readonly kind: "undecided"; readonly code: string; readonly message: string };

export async function precedenceOf(
  context: CaseContext,
  file: CaseFile,
  [first, second]: readonly [Instruction, Instruction],
  relation: Relation,
  atMs: number,
): Promise<Precedence> {
  const { organisation } = context;
  const facts: Facts = {
    hubungan: { objekSama: relation.sameObject, bertentangan: relation.contradictory },
    pertama: instructionFacts(organisation, first),
    kedua: instructionFacts(organisation, second),
  };
  const decided = await decideBy(context, precedenceRuleSet, file.submittedAtMs, atMs, () => facts);
  if (!decided.ok) return { kind: "undecided", code: decided.code, message: decided.message };
  const { type } = decided.outcome;
  if (type === "PERTAMA" || type === "KEDUA" || type === "KEDUANYA") return { kind: kinds[type], decided };
  return {
    kind: "conflict",
    post: aboveBoth(organisation, first.byPostId, second.byPostId) ?? null,
    decided,
  };
}

const kinds = { PERTAMA: "first", KEDUA: "second", KEDUANYA: "both" } as const;

const bases = { law: "hukum", statutoryDeadline: "tenggatUndangUndang", direction: "arahan" } as const;

function instructionFacts(organisation: Organisation, instruction: Instruction): Facts {
  const { byPostId, basis, written, givenAtMs, specific } = instruction;
  return {
    dasar: bases[basis],
    peringkat: rankOf(organisation, byPostId),
    pejabat: byPostId,
    tertulis: written,
    waktu: instantText(organisation.zone, givenAtMs),
    khusus: specific,
  };
}

/** 1 Gubernur, 2 Wakil Gubernur, 3 Sekda, 4 Asisten, 5 the head of a perangkat daerah or a biro, and whoever else. */
function rankOf(organisation: Organisation, postId: string): number {
  const post = organisation.posts.get(postId);
  const unit = post && organisation.units.get(post.unitId);
  const isHead = unit && headOf(organisation, unit.id)?.id === postId;
  switch (unit?.kind) {
    case "kepalaDaerah":
      return isHead ? 1 : 2;
    case "setda":
      return isHead ? 3 : 5;
    case "asisten":
      return isHead ? 4 : 5;
    default:
      return 5;
  }
}

function aboveBoth(organisation: Organisation, one: string, other: string): Post | undefined {
  const line = superiorsOfPost(organisation, other);
  return superiorsOfPost(organisation, one).find((post) => line.some((each) => each.id === post.id));
}

const offsets: Readonly<Record<Zone, string>> = { WIB: "+07:00", WITA: "+08:00", WIT: "+09:00" };

function instantText(zone: Zone, atMs: number): string {
  const { year, month, day, hour, minute } = localTime(zone, atMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const second = two(Math.floor(atMs / 1000) % 60);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${second}${offsets[zone]}`;
}
