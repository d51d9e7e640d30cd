// A case as a test walks it: each act by the holder of the post that is asked, at the instant that the test's own
// clock says. Every act is folded again and re-executed, so that each test proves both along the way.
import { expect } from "vitest";
import {
  type Attachment,
  abridged,
  act,
  type CaseCommand,
  type CaseContext,
  type CaseEntry,
  type CaseFile,
  evolveCase,
  reExecute,
  type TaskRow,
} from "../../casework/index.ts";
import type { Variables } from "../../engine/index.ts";
import { dayOf, holderOn } from "../../organisation/index.ts";

/** 25 February 2027, 09.15 in WIB. */
export function wib(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}:00+07:00`);
}

export interface Run {
  readonly context: CaseContext;
  readonly entries: CaseEntry[];
  file: CaseFile;
}

export const reportAttachments: readonly Attachment[] = ["suratPengantar", "laporan"].map((slot) => ({
  fileId: `berkas-${slot}`,
  slot,
  name: `${slot}.pdf`,
  mediaType: "application/pdf",
  bytes: 180_000,
  sha256: "0".repeat(64),
}));

export const reportValues: Variables = {
  jenisLaporan: "LKjIP",
  tahun: 2026,
  nomorSurat: "000.8.6/128/DINKES",
  tanggalSurat: "2027-02-15",
  anggaran: "412750000000",
};

export function holder(context: CaseContext, postId: string, atMs: number) {
  const held = holderOn(context.organisation, postId, dayOf(context.organisation.zone, atMs));
  if (!held) throw new Error(`nobody holds ${postId}`);
  return { kind: "person", personId: held.person.id, postId, mandate: held.holding.mandate } as const;
}

export async function submitted(
  context: CaseContext,
  postId: string,
  at: string,
  values: Variables = reportValues,
  attachments: readonly Attachment[] = reportAttachments,
): Promise<Run> {
  const atMs = wib(at);
  const command: CaseCommand = {
    type: "SubmitCase",
    atMs,
    actor: holder(context, postId, atMs),
    caseId: "kasus-1",
    number: "VLP/2027/0412",
    values,
    attachments,
  };
  const acted = await act(context, null, command);
  if (!acted.ok) throw new Error(JSON.stringify(acted.refusal));
  expect(evolveCase(context.process, null, acted.events, atMs)).toEqual(acted.file);
  const entries = [{ atMs, command, executed: acted.executed, events: acted.events }];
  return { context, file: acted.file, entries };
}

/** Does a command, which must be taken. */
export async function doIt(run: Run, command: CaseCommand): Promise<void> {
  const before = JSON.stringify(run.file);
  const acted = await act(run.context, run.file, command);
  if (!acted.ok) throw new Error(JSON.stringify(acted.refusal));
  expect(JSON.stringify(run.file)).toBe(before);
  expect(evolveCase(run.context.process, run.file, acted.events, command.atMs)).toEqual(acted.file);
  run.file = acted.file;
  run.entries.push({ atMs: command.atMs, command, executed: acted.executed, events: acted.events });
  expect(reExecute(run.context.process, run.entries)).toEqual({ ok: true });
  expect(reExecute(run.context.process, run.entries.map(asJournalled))).toEqual({ ok: true });
}

/** The entry as it comes back from a journal: what its events hold is not written twice. */
export function asJournalled(entry: CaseEntry): CaseEntry {
  const executed = abridged(entry.executed, entry.events);
  return JSON.parse(JSON.stringify({ ...entry, executed })) as CaseEntry;
}

/** Completes the open task of an element as the holder of its post. */
export async function complete(
  run: Run,
  elementId: string,
  at: string,
  outcome: string,
  values: Variables = {},
  attachments: readonly Attachment[] = [],
): Promise<void> {
  const task = taskOf(run, elementId);
  const atMs = wib(at);
  await doIt(run, {
    type: "ActOnTask",
    atMs,
    actor: holder(run.context, task.postId ?? "", atMs),
    taskId: task.taskId,
    outcome,
    values,
    comment: null,
    attachments,
  });
}

export function taskOf(run: Run, elementId: string): TaskRow {
  const task = Object.values(run.file.tasks).find((each) => each.elementId === elementId);
  if (!task)
    throw new Error(
      `${elementId} is not open: ${Object.values(run.file.tasks).map((each) => each.elementId)}`,
    );
  return task;
}

/** Completes every open task of an element, as each of its posts in turn: what several units are asked at once. */
export async function completeAll(
  run: Run,
  elementId: string,
  at: string,
  outcome: (postId: string) => string,
  values: (postId: string) => Variables,
): Promise<string[]> {
  const posts: string[] = [];
  for (;;) {
    const task = Object.values(run.file.tasks).find((each) => each.elementId === elementId);
    if (!task) return posts;
    const postId = task.postId ?? "";
    await complete(run, elementId, at, outcome(postId), values(postId));
    posts.push(postId);
  }
}

/** Element and post of every open task. */
export function open(run: Run): string[] {
  return Object.values(run.file.tasks).map((task) => `${task.elementId} -> ${task.postId}`);
}
