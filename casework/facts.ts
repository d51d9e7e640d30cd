// The facts that rules may ask about, gathered first and as plain values. Invariant: they depend on the file, the
// published documents and the instant alone; a fact that does not exist is absent, never a guess. README lists them.
import {
  asistenPembinaOf,
  biroPembinaOf,
  dayOf,
  headOf,
  holderOn,
  type Organisation,
  type Post,
  type Unit,
} from "../organisation/index.ts";
import type { Facts, Json, RuleSet } from "../rules/index.ts";
import type { Actor } from "./actor.ts";
import type { CaseContext } from "./context.ts";
import { usedMinutesOf } from "./deadline.ts";
import { type CaseFile, dataOf, deadlineOf, type TaskRow } from "./file.ts";

/** Facts about the case as a whole at an instant; a rule task's own inputs are laid over them. */
export function factsOf(context: CaseContext, file: CaseFile, atMs: number): Facts {
  const { organisation } = context;
  const unit = organisation.units.get(file.unitId);
  const head = unit && headOf(organisation, unit.id);
  return {
    kasus: caseFacts(context, file, atMs),
    ...(unit ? { pemrakarsa: unitFacts(organisation, unit) } : {}),
    ...(unit && head
      ? { pengirim: { jabatan: head.title, ...echelonFact(head), jenisUnit: unit.kind } }
      : {}),
    pengaju: actorFacts(organisation, file.submittedBy),
    data: dataOf(file),
  };
}

/** Facts about one open task, beside those of its case: for escalation, approval and priority. */
export function taskFacts(context: CaseContext, file: CaseFile, task: TaskRow, atMs: number): Facts {
  const { organisation, process } = context;
  const element = process.elements[process.elementIndex.get(task.elementId) ?? -1];
  const post = task.postId === null ? undefined : organisation.posts.get(task.postId);
  const unit = post && organisation.units.get(post.unitId);
  const holder = post && holderOn(organisation, post.id, dayOf(organisation.zone, atMs));
  return {
    tugas: {
      langkah: task.elementId,
      nama: element?.name ?? task.elementId,
      menghentikanWaktu: Boolean(element?.stopsClock),
      naik: task.formerPostIds.length,
      pemrakarsa: unit?.id === file.unitId,
      dipegang: holder !== undefined,
      ...(post ? { jabatan: post.title, peran: post.role, ...echelonFact(post) } : {}),
      ...(unit ? { unit: unit.id, jenisUnit: unit.kind } : {}),
      ...(holder ? { mandat: holder.holding.mandate } : {}),
      ...timeFacts(context, file, task.taskId, atMs),
    },
  };
}

/** Facts about who wants to act: for approval and separation of duties. */
export function actorFactsOf(context: CaseContext, file: CaseFile, actor: Actor, atMs: number): Facts {
  const { organisation } = context;
  if (actor.kind !== "person") return { pelaku: actorFacts(organisation, actor) };
  const holder = holderOn(organisation, actor.postId, dayOf(organisation.zone, atMs));
  const earlier = file.acts.filter(
    (each) => each.by.kind === "person" && each.by.personId === actor.personId,
  );
  const { submittedBy } = file;
  return {
    pelaku: {
      ...actorFacts(organisation, actor),
      dikecualikan: [...(holder?.holding.limits ?? [])],
      pengaju: submittedBy.kind === "person" && submittedBy.personId === actor.personId,
      langkahSebelumnya: earlier.map((each) => each.elementId),
    },
  };
}

/** Only what the rule set declares: nothing else is looked at, and nothing else is journalled. */
export function declaredFacts(ruleSet: RuleSet, facts: Facts): Facts {
  const declared = declaredMembers(ruleSet.facts, facts);
  return isObject(declared) ? declared : {};
}

function declaredMembers(schema: Json | undefined, value: Json): Json {
  if (!isObject(value) || !isObject(schema) || !isObject(schema.properties)) return value;
  if (schema.additionalProperties === true) return value;
  const kept: Record<string, Json> = {};
  for (const [name, inner] of Object.entries(schema.properties)) {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    if (own !== undefined) kept[name] = declaredMembers(inner, own);
  }
  return kept;
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function caseFacts(context: CaseContext, file: CaseFile, atMs: number): Facts {
  const { organisation, processRef } = context;
  return {
    nomor: file.number,
    judul: file.title,
    proses: processRef.id,
    diajukanPada: dayOf(organisation.zone, file.submittedAtMs),
    putaran: file.returns.length,
    riwayatPengembalian: file.returns.map((each) => ({
      langkah: each.elementId,
      pada: dayOf(organisation.zone, each.atMs),
    })),
    jumlahPerangkatDaerah: agenciesOf(file).size,
    lampiran: [...new Set(file.attachments.map((each) => each.slot))],
    ...timeFacts(context, file, null, atMs),
  };
}

/** Perangkat daerah in the case: the one that submitted it and those that its data lists in `perangkatDaerah`. */
function agenciesOf(file: CaseFile): Set<string> {
  const listed = dataOf(file).perangkatDaerah;
  const others = Array.isArray(listed) ? listed.filter((each) => typeof each === "string") : [];
  return new Set([file.unitId, ...others]);
}

function timeFacts(context: CaseContext, file: CaseFile, taskId: string | null, atMs: number): Facts {
  const row = deadlineOf(file, taskId);
  if (!row) return {};
  const used = usedMinutesOf(context.calendar, row, atMs);
  return {
    menitBatas: Math.round(row.minutes),
    menitTerpakai: Math.round(used),
    menitTersisa: Math.round(row.minutes - used),
    persenTerpakai: Math.floor((100 * used) / row.minutes),
    waktuBerhenti: row.countedFromMs === null,
  };
}

function unitFacts(organisation: Organisation, unit: Unit): Facts {
  const biro = biroPembinaOf(organisation, unit.id);
  const asisten = asistenPembinaOf(organisation, unit.id);
  const head = headOf(organisation, unit.id);
  return {
    id: unit.id,
    nama: unit.name,
    namaSingkat: unit.shortName,
    jenis: unit.kind,
    daftarUrusan: [...unit.urusan],
    ...(unit.urusan[0] === undefined ? {} : { urusan: unit.urusan[0] }),
    ...(head ? { kepala: head.title } : {}),
    ...(biro ? { biro: biro.id, namaBiro: biro.name } : {}),
    ...(asisten ? { asisten: asisten.id, namaAsisten: asisten.name } : {}),
  };
}

function actorFacts(organisation: Organisation, actor: Actor): Facts {
  if (actor.kind !== "person") return { jenis: actor.kind, nama: actor.name };
  const post = organisation.posts.get(actor.postId);
  return {
    jenis: actor.kind,
    orang: actor.personId,
    mandat: actor.mandate,
    ...(post ? { jabatan: post.title, peran: post.role, unit: post.unitId, ...echelonFact(post) } : {}),
  };
}

function echelonFact(post: Post): Facts {
  return post.echelon === null ? {} : { eselon: post.echelon };
}
