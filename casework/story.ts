// What a case page shows: where the case is, the path, the reasons, the history, the time of each unit. A fold over
// the case's entries, said in the reader's language. Invariant: it shows what was recorded, never what would be now.
import type { ExecutableProcess } from "../engine/index.ts";
import type { CaseContext } from "./context.ts";
import type { DeadlineStanding } from "./deadline.ts";
import type { CaseEntry } from "./entry.ts";
import type { CaseFile } from "./file.ts";
import type { Language } from "./words.ts";

/** Where the case is: one line per open task, waiting message, running service or incident. */
export interface HereLine {
  readonly elementId: string;
  readonly taskId: string | null;
  /** "Paraf Karo menunggu Plt. Kepala Biro Kesra". */
  readonly text: string;
  readonly postId: string | null;
  readonly deadline: DeadlineStanding | null;
}

export interface TimelineLine {
  readonly atMs: number;
  readonly state: "now" | "done" | "returned" | "stopped" | "noted" | "fault";
  readonly text: string;
  readonly who: string | null;
  readonly post: string | null;
  readonly mandate: "definitif" | "Plt" | "Plh" | "Pj" | null;
  readonly quote: string | null;
  readonly elementId: string | null;
}

export interface ReasonCard {
  readonly elementId: string | null;
  readonly atMs: number;
  readonly answer: string;
  readonly met: readonly string[];
  readonly nearly: readonly string[];
  readonly ruleSet: {
    readonly id: string;
    readonly title: string;
    readonly version: number;
    readonly hash: string;
    readonly effectiveFromMs: number;
  };
  readonly rule: { readonly name: string; readonly index: number; readonly of: number } | null;
  readonly legalBasis: readonly string[];
}

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

/** One line of the text twin (Uraian). */
export interface OutlineLine {
  readonly elementId: string;
  readonly depth: number;
  readonly text: string;
  readonly state: "taken" | "here" | "ahead";
  readonly passes: number;
}

export interface Story {
  readonly here: readonly HereLine[];
  readonly deadline: DeadlineStanding | null;
  readonly path: {
    readonly elements: { readonly [elementId: string]: number };
    readonly flows: { readonly [flowId: string]: number };
  };
  readonly outline: readonly OutlineLine[];
  readonly reasons: readonly ReasonCard[];
  /** Newest first. */
  readonly timeline: readonly TimelineLine[];
  readonly ledger: readonly LedgerLine[];
}

export interface StoryOptions {
  readonly nowMs: number;
  readonly language: Language;
}

export function story(
  context: CaseContext,
  file: CaseFile,
  entries: readonly CaseEntry[],
  options: StoryOptions,
): Story {
  throw new Error(
    `not built yet: ${context.processRef.id} ${file.caseId} ${entries.length} ${options.nowMs}`,
  );
}

/** The process in words, numbered by depth, without a case. */
export function outlineOf(process: ExecutableProcess, language: Language): readonly OutlineLine[] {
  throw new Error(`not built yet: ${process.id} ${language}`);
}
