/**
 * What an analyst must have seen before proposing: analysis and impact of the text on the page, asked of the server a
 * moment after each change that reads well. An answer about an older text is not shown as if it were about this one.
 */
import { useEffect, useState } from "preact/hooks";
import type { ImpactLine, RuleAnalysis, RuleImpact } from "../../api/index.ts";
import type { RuleSet } from "../../rules/index.ts";
import { api, csrfToken, type Failure, language, newKey, problemOf } from "../../ui/index.ts";

/** Long enough not to ask for every letter, short enough to follow the eye. */
const untilAskedMs = 600;

interface Answered<T> {
  readonly content: string;
  readonly value: T;
}

export interface Review {
  /** Of the text on the page; null while it is asked or does not read. */
  readonly analysis: RuleAnalysis | null;
  readonly impact: RuleImpact | null;
  readonly failure: Failure | null;
}

export function useReview(id: string, content: string, ruleSet: RuleSet | null): Review {
  const [analysis, setAnalysis] = useState<Answered<RuleAnalysis> | null>(null);
  const [impact, setImpact] = useState<Answered<RuleImpact> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const reads = ruleSet !== null;
  useEffect(() => {
    if (!reads || content === "") return;
    const gone = new AbortController();
    const path = `/library/rule-sets/${encodeURIComponent(id)}`;
    const ask = async <T>(what: string, keep: (answered: Answered<T>) => void) => {
      const answer = await api.post<T>(`${path}/${what}`, { content }, { signal: gone.signal });
      if (gone.signal.aborted) return;
      if (answer.ok) keep({ content, value: answer.value });
      setFailure(answer.ok ? null : answer.failure);
    };
    const timer = setTimeout(() => {
      void ask<RuleAnalysis>("analysis", setAnalysis);
      void ask<RuleImpact>("impact", setImpact);
    }, untilAskedMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [id, content, reads, language.value]);
  return {
    analysis: reads && analysis?.content === content ? analysis.value : null,
    impact: reads && impact?.content === content ? impact.value : null,
    failure,
  };
}

/** Asks for the impact on every decision and tells how far it is; aborting the signal ends the work on the server. */
export async function measureAll(
  id: string,
  content: string,
  onLine: (line: ImpactLine) => void,
  signal: AbortSignal,
): Promise<Failure | null> {
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    "Accept-Language": language.peek(),
    "X-Csrf-Token": csrfToken.peek() ?? "",
    "Idempotency-Key": newKey(),
  };
  try {
    const response = await fetch(`/api/v1/library/rule-sets/${encodeURIComponent(id)}/impact/all`, {
      method: "POST",
      headers,
      credentials: "same-origin",
      body: JSON.stringify({ content }),
      signal,
    });
    if (!response.ok || response.body === null)
      return problemOf(response.status, await response.json().catch(() => undefined));
    await readLines(response.body, onLine);
    return null;
  } catch {
    return signal.aborted ? null : { kind: "unreachable" };
  }
}

async function readLines(
  body: ReadableStream<Uint8Array>,
  onLine: (line: ImpactLine) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") onLine(JSON.parse(line) as ImpactLine);
    if (done) return;
  }
}
