/** A province without HTTP: store, library with everything that ships, runner and pumps, and a clock to move. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Attachment } from "../../../casework/index.ts";
import type { Variables } from "../../../engine/index.ts";
import { dayOf, holderOn } from "../../../organisation/index.ts";
import {
  type Answer,
  type CaseRunner,
  createCaseRunner,
  type PersonActor,
  taskVersion,
} from "../../../server/cases/index.ts";
import { installLibrary } from "../../../server/demo/seed.ts";
import { type Library, openLibrary } from "../../../server/library/index.ts";
import {
  createPumps,
  type PumpEvent,
  type Pumps,
  type ServiceHandlers,
} from "../../../server/pumps/index.ts";
import { serviceHandlers } from "../../../server/service-handlers.ts";
import type { IdempotencyKey, Store, TaskRow } from "../../../server/store/index.ts";
import { createDocuments, type Documents } from "../../../server/views/index.ts";
import type { Place } from "../store/stores.ts";

export const TENANT = "tanjung-raya";
export const PROCESS = "verifikasi-laporan";
const OPERATOR = "dinkes-operator";

export function wib(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}:00+07:00`);
}

const reportAttachments: readonly Attachment[] = ["suratPengantar", "laporan"].map((slot) => ({
  fileId: `berkas-${slot}`,
  slot,
  name: `${slot}.pdf`,
  mediaType: "application/pdf",
  bytes: 180_000,
  sha256: "0".repeat(64),
}));

const reportValues: Variables = {
  jenisLaporan: "LKjIP",
  tahun: 2026,
  nomorSurat: "000.8.6/128/DINKES",
  tanggalSurat: "2027-02-15",
  anggaran: "412750000000",
};

/** What a person writes in each form when nothing is amiss. */
const usualValues: Readonly<Record<string, Variables>> = {
  periksaKelengkapan: { dokumenLengkap: 11, dokumenDiminta: 11 },
  periksaAdministrasi: { hasilPemeriksaan: "sesuai" },
  parafKabag: { adaCatatan: "tidak", telahMembaca: true },
  parafKaro: { adaCatatan: "tidak", telahMembaca: true },
  parafAsisten: { adaCatatan: "tidak", telahMembaca: true },
  sekdaMenyetujui: { nomorBeritaAcara: "BA/12/2027", sudahDiperiksa: true },
};

export const everything = { all: true } as const;

class Clock {
  #nowMs: number;
  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }
  nowMs(): number {
    return this.#nowMs;
  }
  set(nowMs: number): void {
    this.#nowMs = nowMs;
  }
  pass(ms: number): void {
    this.#nowMs += ms;
  }
}

export interface Province {
  readonly store: Store;
  readonly library: Library;
  readonly documents: Documents;
  readonly runner: CaseRunner;
  readonly pumps: Pumps;
  readonly pumpEvents: PumpEvent[];
  readonly clock: Clock;
  readonly folder: string;
  /** Another node on the same store. */
  anotherNode(store: Store): Promise<Province>;
  close(): Promise<void>;
}

export async function openProvince(place: Place, handlers?: ServiceHandlers): Promise<Province> {
  const folder = mkdtempSync(join(tmpdir(), "poros-province-"));
  const clock = new Clock(wib("2027-02-22 09:00"));
  const province = await onStore(await place.open(), folder, clock, handlers);
  await installLibrary(province, clock.nowMs());
  return province;
}

async function onStore(
  store: Store,
  folder: string,
  clock: Clock,
  handlers?: ServiceHandlers,
): Promise<Province> {
  const library = await openLibrary({
    store,
    tenant: TENANT,
    folder: store.dialect === "sqlite" ? folder : null,
  });
  const documents = createDocuments(library);
  const runner = createCaseRunner({ tenant: TENANT, store, library, contexts: documents, clock });
  const pumpEvents: PumpEvent[] = [];
  const pumps = createPumps({
    tenant: TENANT,
    store,
    runner,
    clock,
    library,
    handlers: handlers ?? serviceHandlers,
    onEvent: (event) => pumpEvents.push(event),
    everyMs: 20,
  });
  return {
    store,
    library,
    documents,
    runner,
    pumps,
    pumpEvents,
    clock,
    folder,
    anotherNode: (other) => onStore(other, folder, clock, handlers),
    async close() {
      await pumps.stop();
      await library.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function holder(province: Province, postId: string): Promise<PersonActor> {
  const atMs = province.clock.nowMs();
  const organisation = await province.documents.organisation(atMs);
  if (organisation === null) throw new Error("no organisation is in force");
  const held = holderOn(organisation, postId, dayOf(organisation.zone, atMs));
  if (held === undefined) throw new Error(`nobody holds ${postId}`);
  return { kind: "person", personId: held.person.id, postId, mandate: held.holding.mandate };
}

export function key(name: string, bodyHash = "body"): IdempotencyKey {
  return { scope: "test", key: name, bodyHash };
}

export async function submit(
  province: Province,
  more: {
    readonly values?: Variables;
    readonly postId?: string;
    readonly idempotency?: IdempotencyKey | null;
    readonly processId?: string;
  } = {},
): Promise<Answer> {
  const processId = more.processId ?? PROCESS;
  const inForce = province.library.inForce("processes", processId, province.clock.nowMs());
  return await province.runner.submit({
    actor: await holder(province, more.postId ?? OPERATOR),
    processId,
    processVersion: inForce?.version ?? 0,
    values: more.values ?? reportValues,
    attachments: processId === PROCESS ? reportAttachments : [],
    idempotency: more.idempotency ?? null,
  });
}

export async function submitted(province: Province, more: Parameters<typeof submit>[1] = {}) {
  return taken(await submit(province, more));
}

export function taken(answer: Answer): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  return answer;
}

export async function openTasks(province: Province, caseId: string): Promise<readonly TaskRow[]> {
  return (await province.store.cases.tasks(TENANT, caseId)).filter(({ state }) => state === "open");
}

export async function openTask(province: Province, caseId: string, elementId: string): Promise<TaskRow> {
  const tasks = await openTasks(province, caseId);
  const found = tasks.find((task) => task.elementId === elementId);
  if (found === undefined) {
    throw new Error(`${elementId} is not open but ${tasks.map((task) => task.elementId).join(", ")}`);
  }
  return found;
}

/** An act on a task as it is on the screen now. */
export async function actRequest(
  province: Province,
  caseId: string,
  elementId: string,
  outcome: string,
  more: { readonly values?: Variables; readonly idempotency?: IdempotencyKey | null } = {},
): Promise<Parameters<CaseRunner["act"]>[0]> {
  const task = await openTask(province, caseId, elementId);
  const stored = await province.runner.load(caseId, everything);
  if (stored === null) throw new Error(`no case ${caseId}`);
  return {
    actor: await holder(province, task.postId),
    caseId,
    taskId: task.taskId,
    seenVersion: taskVersion(task, stored.row),
    outcome,
    values: more.values ?? usualValues[elementId] ?? {},
    comment: null,
    attachments: [],
    idempotency: more.idempotency ?? null,
  };
}

export async function doTask(
  province: Province,
  caseId: string,
  elementId: string,
  outcome: string,
  values?: Variables,
): Promise<void> {
  const more = values === undefined ? {} : { values };
  const request = await actRequest(province, caseId, elementId, outcome, more);
  expect(taken(await province.runner.act(request)).repeated).toBe(false);
}
