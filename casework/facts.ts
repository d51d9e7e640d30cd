// The facts that rules may ask about, gathered first and as plain values. Invariant: they depend on the file, the
// published documents and the instant alone; a fact that does not exist is absent, never a guess. README lists them.
import {
  asistenPembinaOf,
  biroPembinaOf,
  dayKind,
  dayOf,
  headOf,
  holderOn,
  nextOpening,
  type Organisation,
  type Post,
  startOfDay,
  type Unit,
  workingMinutesBetween,
} from "../organisation/index.ts";
import type { Facts, Json, RuleSet } from "../rules/index.ts";
import type { Actor } from "./actor.ts";
import type { CaseContext } from "./context.ts";
import { usedMinutesOf } from "./deadline.ts";
import { type ActRow, type CaseFile, dataOf, deadlineOf, type TaskRow } from "./file.ts";
import { bindsAll, holdersAround, involvedFacts } from "./involved.ts";

/** Whether anybody looks at a fact: what nobody looks at need not be gathered. */
export type Asks = (fact: string) => boolean;

const everything: Asks = () => true;

/** Facts about the case as a whole at an instant; a rule task's own inputs are laid over them. */
export function factsOf(context: CaseContext, file: CaseFile, atMs: number, asks: Asks = everything): Facts {
  const { organisation } = context;
  const unit = organisation.units.get(file.unitId);
  const head = unit && asks("pengirim") ? headOf(organisation, unit.id) : undefined;
  return {
    ...(asks("kasus") ? { kasus: caseFacts(context, file, atMs) } : {}),
    ...(unit && asks("pemrakarsa") ? { pemrakarsa: unitFacts(organisation, unit) } : {}),
    ...(unit && head
      ? { pengirim: { jabatan: head.title, ...echelonFact(head), jenisUnit: unit.kind } }
      : {}),
    ...(asks("pengaju") ? { pengaju: actorFacts(organisation, file.submittedBy) } : {}),
    ...(asks("pejabat") ? { pejabat: holdersAround(context, file, atMs) } : {}),
    ...(asks("beban") ? loadsOf(context, file) : {}),
    ...(asks("data") ? { data: dataOf(file) } : {}),
  };
}

const asked = new WeakMap<RuleSet, Asks>();

/** What a rule set declares: `tugas`, `tugas.bebanUnit`. A published version never changes, so it is read once. */
export function asksOf(ruleSet: RuleSet): Asks {
  const known = asked.get(ruleSet);
  if (known) return known;
  const answers = new Map<string, boolean>();
  const asks: Asks = (fact) => {
    const before = answers.get(fact);
    if (before !== undefined) return before;
    const answer = declares(ruleSet.facts, fact.split("."));
    answers.set(fact, answer);
    return answer;
  };
  asked.set(ruleSet, asks);
  return asks;
}

/** An open schema declares everything below it. */
function declares(schema: Json | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined || !isObject(schema) || !isObject(schema.properties)) return true;
  if (schema.additionalProperties === true) return true;
  return Object.hasOwn(schema.properties, name) && declares(schema.properties[name], rest);
}

/** Facts about one open task, beside those of its case: for escalation, approval and priority. */
export function taskFacts(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  atMs: number,
  asks: Asks = everything,
): Facts {
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
      mengikat: task.inputs.mengikat === true,
      pemrakarsa: unit?.id === file.unitId,
      dipegang: holder !== undefined,
      ...(post ? { jabatan: post.title, peran: post.role, ...echelonFact(post) } : {}),
      ...(unit ? { unit: unit.id, jenisUnit: unit.kind } : {}),
      ...(unit && asks("tugas.bebanUnit") ? loadOf(context, unit.id, "bebanUnit") : {}),
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
      peranSebelumnya: rolesOf(organisation, file, earlier),
      konflikKepentingan: (file.interests ?? []).some((each) => each.personId === actor.personId),
      dapatMengikat: bindsAll(organisation, file, actor.postId),
    },
  };
}

/** Roles in which a person acted on the case for another unit than the one that submitted it. */
function rolesOf(organisation: Organisation, file: CaseFile, acts: readonly ActRow[]): string[] {
  const posts = acts.flatMap(({ by }) =>
    by.kind === "person" ? (organisation.posts.get(by.postId) ?? []) : [],
  );
  return [...new Set(posts.filter((post) => post.unitId !== file.unitId).map((post) => post.role))];
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
    akses: file.access,
    langkahLewat: [...(file.overdue ?? [])],
    umurHariKerja: ageInDays(context, file, atMs),
    umurHariKalender: daysBetween(organisation, file.submittedAtMs, atMs),
    ...involvedFacts(organisation, file),
    lampiran: [...new Set(file.attachments.map((each) => each.slot))],
    ...timeFacts(context, file, null, atMs),
  };
}

function timeFacts(context: CaseContext, file: CaseFile, taskId: string | null, atMs: number): Facts {
  const row = deadlineOf(file, taskId);
  if (!row) return {};
  const { calendar } = context;
  const used = usedMinutesOf(calendar, row, atMs);
  const dayMinutes = row.clock === "working" ? calendar.normalDayMinutes : 1440;
  return {
    hariBatas: inDays(row.minutes, dayMinutes),
    hariTerpakai: inDays(used, dayMinutes),
    hariTersisa: inDays(row.minutes - used, dayMinutes),
    jatuhPadaLibur: dayKind(calendar, dayOf(calendar.zone, row.dueAtMs)).kind !== "work",
    menitBatas: Math.round(row.minutes),
    menitTerpakai: Math.round(used),
    menitTersisa: Math.round(row.minutes - used),
    persenTerpakai: Math.floor((100 * used) / row.minutes),
    waktuBerhenti: row.countedFromMs === null,
  };
}

/** Days with two decimals, cut off: a day is complete only when all of it has passed. */
function inDays(minutes: number, dayMinutes: number): number {
  return Math.floor((100 * minutes) / dayMinutes) / 100;
}

/** Working days since the submission, stopped clocks or not. */
function ageInDays({ calendar }: CaseContext, { submittedAtMs }: CaseFile, atMs: number): number {
  const minutes = workingMinutesBetween(calendar, nextOpening(calendar, submittedAtMs), atMs);
  return inDays(Math.max(0, minutes), calendar.normalDayMinutes);
}

/** Calendar days from the day of one instant to that of another. */
function daysBetween({ zone }: Organisation, fromMs: number, toMs: number): number {
  return Math.round(
    (startOfDay(zone, dayOf(zone, toMs)) - startOfDay(zone, dayOf(zone, fromMs))) / 86_400_000,
  );
}

/** Open work of the submitting unit and of its biro, where the host counts it. */
function loadsOf(context: CaseContext, file: CaseFile): Facts {
  const biro = biroPembinaOf(context.organisation, file.unitId);
  const beban = {
    ...loadOf(context, file.unitId, "pemrakarsa"),
    ...(biro ? loadOf(context, biro.id, "biroPembina") : {}),
  };
  return Object.keys(beban).length === 0 ? {} : { beban };
}

function loadOf(context: CaseContext, unitId: string, name: string): Facts {
  const load = context.workload?.(unitId);
  if (!load) return {};
  const { openTasks, lateTasks } = load;
  const persenLewat = openTasks === 0 ? 0 : Math.floor((100 * lateTasks) / openTasks);
  return { [name]: { tugasTerbuka: openTasks, tugasLewat: lateTasks, persenLewat } };
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
