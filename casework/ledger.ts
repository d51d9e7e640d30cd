// The time that each unit used, step by step, against its limit. Invariant: time while the case's clock stood is
// shown and not counted; passes of one step by one unit are one line.
import { nextOpening, workingMinutesBetween } from "../organisation/index.ts";
import type { CaseContext } from "./context.ts";
import { usedMinutesOf } from "./deadline.ts";
import type { CaseEntry } from "./entry.ts";
import type { CaseEvent } from "./event.ts";
import { type CaseFile, deadlineOf } from "./file.ts";
import { postName, stepName } from "./named.ts";
import { idAfter, type Under } from "./under.ts";
import { type Language, say } from "./words.ts";

export interface LedgerLine {
  readonly unit: string;
  readonly step: string;
  readonly usedMinutes: number;
  readonly limitMinutes: number | null;
  readonly state: "onTime" | "late" | "running" | "paused";
  /** False for time during which the case's clock stood. */
  readonly counted: boolean;
  readonly current: boolean;
}

/** One stay of a task with one post. */
interface Stay {
  readonly taskId: string;
  elementId: string;
  postId: string;
  fromMs: number;
  toMs: number | null;
  limitMinutes: number | null;
  late: boolean;
  /** With the version of the process under which it stayed there last. */
  context: CaseContext;
}

export function ledgerOf(
  context: CaseContext,
  file: CaseFile,
  entries: readonly CaseEntry[],
  under: Under,
  { nowMs, language }: { readonly nowMs: number; readonly language: Language },
): LedgerLine[] {
  const stays = staysOf(entries, under);
  const lines = new Map<string, LedgerLine>();
  for (const stay of stays) {
    const line = lineOf(stay, nowMs);
    const key = `${line.unit}\n${line.step}`;
    const before = lines.get(key);
    lines.set(key, before ? together(before, line) : line);
  }
  return [...lines.values(), totalOf(context, file, entries, [...lines.values()], nowMs, language)];
}

function staysOf(entries: readonly CaseEntry[], under: Under): Stay[] {
  const stays: Stay[] = [];
  const open = new Map<string, Stay>();
  for (const entry of entries) {
    const context = under(entry);
    for (const event of entry.events) stayed(context, event, entry.atMs, stays, open);
  }
  return stays;
}

function stayed(
  context: CaseContext,
  event: CaseEvent,
  atMs: number,
  stays: Stay[],
  open: Map<string, Stay>,
): void {
  if (event.type === "TaskAddressed") {
    const { taskId, elementId, postId } = event;
    begin({ taskId, elementId, postId, fromMs: atMs, toMs: null, limitMinutes: null, late: false, context });
  } else if (event.type === "TaskHandedOver") {
    const before = open.get(event.taskId);
    if (!before) return;
    before.toMs = atMs;
    begin({ ...before, postId: event.toPostId, fromMs: atMs, toMs: null, limitMinutes: null, late: false });
  } else if (event.type === "DeadlineSet" && event.taskId !== null) {
    const stay = open.get(event.taskId);
    if (stay) stay.limitMinutes = event.minutes;
  } else if (event.type === "DeadlinePassed" && event.mark === 100 && event.taskId !== null) {
    const stay = open.get(event.taskId);
    if (stay) stay.late = true;
  } else if (event.type === "TaskCompleted" || event.type === "TaskCancelled") {
    const stay = open.get(event.taskId);
    if (stay) stay.toMs = atMs;
    open.delete(event.taskId);
  } else if (event.type === "CaseMigrated") {
    for (const stay of open.values()) {
      stay.elementId = idAfter(event.elements, stay.elementId);
      stay.context = context;
    }
  }

  function begin(stay: Stay): void {
    stays.push(stay);
    open.set(stay.taskId, stay);
  }
}

function lineOf(stay: Stay, nowMs: number): LedgerLine {
  const { context } = stay;
  const { calendar, organisation, process } = context;
  const element = process.elements[process.elementIndex.get(stay.elementId) ?? -1];
  const counted = !element?.stopsClock;
  const from = nextOpening(calendar, stay.fromMs);
  const usedMinutes = Math.max(0, workingMinutesBetween(calendar, from, stay.toMs ?? nowMs));
  const late = stay.late || (stay.limitMinutes !== null && usedMinutes > stay.limitMinutes);
  const current = stay.toMs === null;
  const post = organisation.posts.get(stay.postId);
  const unit = post && organisation.units.get(post.unitId);
  const anonymous = post?.role === "operator" || post?.role === "pemeriksa";
  const biro = unit?.kind === "bagian" ? organisation.units.get(unit.parent ?? "") : unit;
  return {
    unit:
      anonymous && biro
        ? biro.kind === "biro"
          ? biro.shortName
          : biro.name
        : postName(context, stay.postId, stay.toMs ?? nowMs, true),
    step: stepName(process, stay.elementId),
    usedMinutes,
    limitMinutes: stay.limitMinutes,
    state: !counted ? "paused" : late ? "late" : current ? "running" : "onTime",
    counted,
    current,
  };
}

function together(a: LedgerLine, b: LedgerLine): LedgerLine {
  const limitMinutes =
    a.limitMinutes === null && b.limitMinutes === null ? null : (a.limitMinutes ?? 0) + (b.limitMinutes ?? 0);
  return {
    ...b,
    usedMinutes: a.usedMinutes + b.usedMinutes,
    limitMinutes,
    state: a.state === "late" ? "late" : b.state,
  };
}

function totalOf(
  context: CaseContext,
  file: CaseFile,
  entries: readonly CaseEntry[],
  lines: readonly LedgerLine[],
  nowMs: number,
  language: Language,
): LedgerLine {
  const row = deadlineOf(file, null);
  const set = entries
    .flatMap((entry) => entry.events)
    .find((event) => event.type === "DeadlineSet" && event.taskId === null);
  const limitMinutes = set?.type === "DeadlineSet" ? set.minutes : null;
  const usedMinutes = row
    ? usedMinutesOf(context.calendar, row, nowMs)
    : lines.reduce((sum, line) => sum + (line.counted ? line.usedMinutes : 0), 0);
  const current = file.status === "running";
  const paused = row !== undefined && row.countedFromMs === null;
  const late = limitMinutes !== null && usedMinutes > limitMinutes;
  return {
    unit: say("ledger.total", language),
    step: "",
    usedMinutes,
    limitMinutes,
    state: paused ? "paused" : late ? "late" : current ? "running" : "onTime",
    counted: true,
    current: false,
  };
}
