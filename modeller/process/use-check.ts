/**
 * Checking while drawing: the page reads the diagram as the engine does a moment after each change, and asks the
 * server about posts, forms, rule sets and handlers. An answer for an older drawing is thrown away.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Located } from "../../api/index.ts";
import { type ExecutableProcess, readProcess } from "../../engine/index.ts";
import { api, hasRole, nowMs } from "../../ui/index.ts";
import { problemWord } from "../problem-word.ts";
import { type DiagramProblem, mergeProblems } from "./problem.ts";

export interface Checking {
  readonly problems: readonly DiagramProblem[];
  readonly errors: number;
  readonly checkedAtMs: number | null;
  readonly checking: boolean;
  readonly serverAway: boolean;
  /** As the engine reads it; null while it cannot. */
  readonly process: ExecutableProcess | null;
}

const untilPageMs = 250;
const untilServerMs = 700;

const nothing: Checking = {
  problems: [],
  errors: 0,
  checkedAtMs: null,
  checking: false,
  serverAway: false,
  process: null,
};

export function useCheck(id: string, xml: string, zone: string): Checking {
  const [state, setState] = useState<Checking>(nothing);
  const server = useRef<readonly Located[]>([]);
  useEffect(() => {
    if (xml === "") return;
    const gone = new AbortController();
    const page = setTimeout(async () => {
      const read = await readInPage(xml, zone);
      if (gone.signal.aborted) return;
      setState((before) => ({
        ...before,
        ...counted(mergeProblems(read.problems, stillTrue(server.current, read.elementIds))),
        process: read.process,
        checking: true,
      }));
    }, untilPageMs);
    const asked = setTimeout(async () => {
      const read = await readInPage(xml, zone);
      if (!hasRole("perancang")) {
        setState({
          ...counted(mergeProblems(read.problems, [])),
          process: read.process,
          checkedAtMs: nowMs(),
          checking: false,
          serverAway: false,
        });
        return;
      }
      const answer = await api.post<{ problems: readonly Located[] }>(
        `/library/processes/${encodeURIComponent(id)}/check`,
        { content: xml },
        { signal: gone.signal },
      );
      if (gone.signal.aborted) return;
      if (answer.ok)
        server.current = answer.value.problems.map((problem) => ({
          ...problem,
          message: problemWord(problem),
        }));
      setState({
        ...counted(mergeProblems(read.problems, server.current)),
        process: read.process,
        checkedAtMs: nowMs(),
        checking: false,
        serverAway: !answer.ok,
      });
    }, untilServerMs);
    return () => {
      clearTimeout(page);
      clearTimeout(asked);
      gone.abort();
    };
  }, [id, xml, zone]);
  return state;
}

async function readInPage(xml: string, zone: string) {
  const read = await readProcess(xml, { zone });
  const problems = (read.ok ? [] : read.problems).map((problem) => ({
    code: problem.code,
    severity: "error" as const,
    elementId: problem.elementId ?? null,
    line: problem.line ?? null,
    message: problemWord(problem),
  }));
  const process = read.ok ? (read.processes[0] ?? null) : null;
  return {
    problems,
    process,
    elementIds:
      process === null ? null : new Set([...process.elementIndex.keys(), ...process.flowIndex.keys()]),
  };
}

/** What the server said last stays until it speaks again, except about elements that are gone. */
function stillTrue(problems: readonly Located[], ids: ReadonlySet<string> | null): readonly Located[] {
  return ids === null
    ? []
    : problems.filter((problem) => problem.elementId === null || ids.has(problem.elementId));
}

function counted(problems: readonly DiagramProblem[]) {
  return { problems, errors: problems.filter((problem) => problem.severity === "error").length };
}
