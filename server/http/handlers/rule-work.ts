/**
 * Changing rules with open eyes: the analysis of a content, its impact on what was decided, real facts to try. Nothing
 * here saves anything. The impact on every decision is told as it grows; when nobody reads it any more, it stops.
 */
import { Readable } from "node:stream";
import type { ImpactLine } from "../../../api/index.ts";
import { type RuleSet, readRuleSet, sayProblem } from "../../../rules/index.ts";
import { analysisOf, decisionsToTry, type ImpactOf, impactOf, recentDecisions } from "../../views/index.ts";
import { answer, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { isRefused, type Refused, refuse } from "../refused.ts";
import type { Language } from "../words.ts";
import { notAccepted } from "./working-document.ts";

type RuleWork = "analyseRuleSet" | "readRuleImpact" | "measureRuleImpact" | "listRuleDecisions";

export function ruleWorkHandlers(parts: Parts): Pick<Handlers, RuleWork> {
  return {
    async analyseRuleSet(call) {
      const draft = draftOf(call.body.content, call.language, parts.limits.contentBytes);
      if (isRefused(draft)) return draft;
      const { language, nowMs: atMs } = call;
      const organisation = await parts.documents.organisation(atMs);
      return answer(analysisOf(call.body.content, draft, { organisation, atMs, language }));
    },

    async readRuleImpact(call) {
      const { content } = call.body;
      const draft = draftOf(content, call.language, parts.limits.contentBytes);
      if (isRefused(draft)) return draft;
      const impact = await impactOf(parts, {
        id: call.params.id,
        content,
        draft,
        language: call.language,
        visibility: call.sight,
        most: recentDecisions,
      });
      return impact === null ? refuse("internal") : answer(impact);
    },

    async measureRuleImpact(call) {
      const { content } = call.body;
      const draft = draftOf(content, call.language, parts.limits.contentBytes);
      if (isRefused(draft)) return draft;
      const lines = linesOf(parts, {
        id: call.params.id,
        content,
        draft,
        language: call.language,
        visibility: call.sight,
      });
      // Behind a proxy that collects what it passes on, progress would come at the end.
      const headers = { "content-type": "application/x-ndjson; charset=utf-8", "x-accel-buffering": "no" };
      return { kind: "stream", body: lines, headers };
    },

    async listRuleDecisions(call) {
      return answer(
        await decisionsToTry(parts, {
          id: call.params.id,
          language: call.language,
          visibility: call.sight,
        }),
      );
    },
  };
}

function linesOf(parts: Parts, asked: Omit<ImpactOf, "stopped" | "onProgress">): Readable {
  const lines = new Readable({ read: () => undefined });
  const tell = (line: ImpactLine) => lines.push(`${JSON.stringify(line)}\n`);
  impactOf(parts, {
    ...asked,
    stopped: () => lines.destroyed || parts.stopping(),
    onProgress: tell,
  }).then(
    (impact) => {
      if (impact !== null) tell({ impact });
      lines.push(null);
    },
    (error: Error) => lines.destroy(error),
  );
  return lines;
}

/** The rule set that a content is, or every problem with its line. */
export function draftOf(content: string, language: Language, limit: number): RuleSet | Refused {
  if (Buffer.byteLength(content) > limit) return refuse("contentTooLarge", { params: { limit } });
  const reading = readRuleSet(content);
  if (reading.ok) return reading.ruleSet;
  return notAccepted(
    "contentInvalid",
    reading.problems.map((problem) => ({
      code: problem.code,
      severity: "error",
      elementId: null,
      pointer: problem.pointer,
      line: problem.line,
      message: sayProblem(problem, language),
    })),
  );
}
