/**
 * A rule set while it is written: read in the page after each change, by the code that the server uses, and
 * asked of the server for what only it knows.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Located } from "../../api/index.ts";
import { type RuleSet, readRuleSet, sayProblem } from "../../rules/index.ts";
import { api, hasRole } from "../../ui/index.ts";
import type { JsonProblem } from "../json/json-editor.tsx";

export interface RuleCheck {
  /** Null while it does not read. */
  readonly ruleSet: RuleSet | null;
  /** The last that read, for the table beside an unfinished text. */
  readonly lastGood: RuleSet | null;
  readonly problems: readonly JsonProblem[];
}

const untilServerMs = 800;

export function useRuleCheck(id: string, content: string, language: "id" | "en"): RuleCheck {
  const reading = useMemo(() => readRuleSet(content), [content]);
  const [lastGood, setLastGood] = useState<RuleSet | null>(null);
  const [server, setServer] = useState<{ content: string; problems: readonly Located[] } | null>(null);
  useEffect(() => {
    if (reading.ok) setLastGood(reading.ruleSet);
  }, [reading]);
  useEffect(() => {
    if (!reading.ok || content === "" || !hasRole("perancang")) return;
    const gone = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await api.post<{ problems: readonly Located[] }>(
        `/library/rule-sets/${encodeURIComponent(id)}/check`,
        { content },
        { signal: gone.signal },
      );
      if (answer.ok && !gone.signal.aborted) setServer({ content, problems: answer.value.problems });
    }, untilServerMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [id, content, reading]);
  return useMemo(() => {
    const own: readonly JsonProblem[] = reading.ok
      ? []
      : reading.problems.map((problem) => ({
          line: problem.line,
          column: problem.column,
          severity: "error",
          message: sayProblem(problem, language),
        }));
    const fromServer =
      server?.content === content
        ? server.problems.map((problem) => ({
            ...lineOf(content, problem),
            severity: problem.severity,
            message: problem.message,
          }))
        : [];
    return {
      ruleSet: reading.ok ? reading.ruleSet : null,
      lastGood,
      problems: own.length > 0 ? own : fromServer,
    };
  }, [reading, server, lastGood, content, language]);
}

/** Where the last name of a pointer first stands: the server tells lines only where it read the text itself. */
export function lineOf(
  content: string,
  problem: Located,
): { readonly line: number; readonly column: number } {
  if (problem.line !== null) return { line: problem.line, column: 1 };
  const name = problem.pointer
    ?.split("/")
    .filter((part) => !/^\d*$/.test(part))
    .at(-1);
  const lines = content.split("\n");
  const index = name === undefined ? 0 : lines.findIndex((line) => line.includes(`"${name}"`));
  return { line: Math.max(0, index) + 1, column: 1 };
}
