import type { EngineEvent } from "../event.ts";
import type { CaseState } from "../run/state.ts";
import type { Choice } from "../run/step.ts";

/**
 * What the soundness check says of a process. Conditions count as free: any of them may hold, whatever others held
 * before, so a finding says what the *drawing* allows.
 */
export interface Verdict {
  /** Nothing was found, and everything was seen. */
  readonly sound: boolean;
  /** Whether every marking that the process can reach was looked at, or one that stands for it. */
  readonly complete: boolean;
  /** What stopped the check before it had seen everything. */
  readonly limits: readonly LimitReached[];
  readonly findings: readonly Finding[];
  /** Markings and steps that were looked at. */
  readonly states: number;
  readonly steps: number;
}

export interface LimitReached {
  readonly limit: "states" | "tokensPerFlow" | "waysPerStep";
  readonly value: number;
}

export type FindingKind =
  /** A run stops though the case has not ended: a join waits for a token that cannot come. */
  | "deadlock"
  /** A run goes on for ever, and no way leads to an end any more. */
  | "livelock"
  /** Two tokens on one flow: branches that run at the same time meet where nothing synchronises them. */
  | "lackOfSynchronisation"
  /** One end event is reached twice in one run. */
  | "improperCompletion"
  /** No run ever comes to the element. */
  | "deadElement"
  /** No run ever comes to this end event. */
  | "unreachableEnd";

export interface Finding {
  readonly kind: FindingKind;
  /** The elements to look at, the one to blame first. */
  readonly elementIds: readonly string[];
  readonly flowIds: readonly string[];
  /** English: what goes wrong, where, and what would be right. Screens translate by `kind` and the elements. */
  readonly message: string;
  /** From the start to where it shows; empty for what no run shows. */
  readonly run: readonly RunStep[];
  /** Whether no run is shorter; false where the process was too large to be sure. */
  readonly shortest: boolean;
}

/** One micro-step of a run, with the outcome of each condition that it asked for, in order. */
export interface RunStep {
  readonly choice: Choice;
  readonly conditions: readonly boolean[];
  /** The element that the step is about: entered, answered or started. */
  readonly elementId: string;
}

/** One step of a run done again: what happened, and where the case stands then. */
export interface Replayed {
  readonly step: RunStep;
  readonly events: readonly EngineEvent[];
  readonly state: CaseState;
}
