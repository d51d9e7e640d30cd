// The units that a case concerns, and who stands above them. Invariant: coordination binds nobody; an order binds a
// unit only when it comes from a post of its line with at least the rank of its head.
import type { Value } from "../engine/index.ts";
import {
  asistenPembinaOf,
  dayOf,
  headOf,
  holderOn,
  lowestCommonSuperior,
  mayBind,
  type Organisation,
} from "../organisation/index.ts";
import type { Facts } from "../rules/index.ts";
import type { CaseContext } from "./context.ts";
import { type CaseFile, dataOf } from "./file.ts";

/** The unit that submitted the case and those that its data lists in `perangkatDaerah`, each once. */
export function involvedUnits(file: CaseFile): readonly string[] {
  const listed = dataOf(file).perangkatDaerah;
  return [...new Set([file.unitId, ...(Array.isArray(listed) ? listed.filter(isText) : [])])];
}

/** Facts about the units together: how many, under how many asisten, and the nearest head above them all. */
export function involvedFacts(organisation: Organisation, file: CaseFile): Facts {
  const ids = involvedUnits(file);
  const units = ids.flatMap((id) => organisation.units.get(id) ?? []);
  const asisten = new Set(units.flatMap((unit) => asistenPembinaOf(organisation, unit.id)?.id ?? []));
  const common = lowestCommonSuperior(organisation, ids);
  const commonUnit = common && organisation.units.get(common.unitId);
  return {
    perangkatDaerah: [...ids],
    jumlahPerangkatDaerah: ids.length,
    jumlahAsisten: asisten.size,
    lintasAsisten: asisten.size > 1,
    kabupatenKota: dataOf(file).kabupatenKota === true || units.some((unit) => unit.kind === "kabupatenKota"),
    ...(common && commonUnit ? { atasanBersama: common.id, jenisAtasanBersama: commonUnit.kind } : {}),
  };
}

/** Whether an order by the post binds every unit that the case concerns. */
export function bindsAll(organisation: Organisation, file: CaseFile, postId: string): boolean {
  return involvedUnits(file).every((unitId) => mayBind(organisation, postId, unitId).may);
}

/** The posts that a case is about to meet, with who holds them and by what right, on the day of the instant. */
export function holdersAround({ organisation }: CaseContext, file: CaseFile, atMs: number): Facts {
  const unit = organisation.units.get(file.unitId);
  const asisten = asistenPembinaOf(organisation, file.unitId);
  const kinds = organisation.document.units;
  const found: Readonly<Record<string, string | undefined>> = {
    kepala: unit?.id,
    karo: unit?.biroPembina ?? undefined,
    asisten: asisten?.id,
    sekda: kinds.find((each) => each.kind === "setda")?.id,
    gubernur: kinds.find((each) => each.kind === "kepalaDaerah")?.id,
  };
  const day = dayOf(organisation.zone, atMs);
  const facts: Record<string, Facts> = {};
  for (const [name, unitId] of Object.entries(found)) {
    const post = unitId === undefined ? undefined : headOf(organisation, unitId);
    if (!post) continue;
    const holding = holderOn(organisation, post.id, day)?.holding;
    facts[name] = {
      jabatan: post.title,
      dipegang: holding !== undefined,
      ...(holding ? { mandat: holding.mandate, dikecualikan: [...holding.limits] } : {}),
      ...(holding?.to ? { sampai: holding.to } : {}),
    };
  }
  return facts;
}

function isText(value: Value): value is string {
  return typeof value === "string";
}
