/**
 * Checking while drawing: the page reads the diagram as the engine does a moment after each change, a worker looks
 * at every way that a case can go, and the server is asked about posts, forms, rule sets and handlers. An answer for
 * an older drawing is thrown away.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Located } from "../../api/index.ts";
import { type ExecutableProcess, readProcess } from "../../engine/index.ts";
import { api, hasRole, language, nowMs } from "../../ui/index.ts";
import { problemWord } from "../problem-word.ts";
import { type DiagramProblem, isOverridable, withSoundness } from "./problem.ts";
import { useSoundness } from "./use-soundness.ts";

export interface Checking {
  readonly problems: readonly DiagramProblem[];
  /** Errors that forbid proposing whatever anybody says. */
  readonly errors: number;
  /** What the soundness check found: proposed only with a reason. */
  readonly unsound: readonly DiagramProblem[];
  readonly checkedAtMs: number | null;
  readonly checking: boolean;
  readonly serverAway: boolean;
  /** As the engine reads it; null while it cannot. */
  readonly process: ExecutableProcess | null;
}

const untilPageMs = 250;
const untilServerMs = 700;

interface Heard extends Omit<Checking, "problems" | "errors" | "unsound"> {
  readonly local: readonly Omit<DiagramProblem, "number">[];
  readonly server: readonly Located[];
}

const nothing: Heard = {
  local: [],
  server: [],
  checkedAtMs: null,
  checking: false,
  serverAway: false,
  process: null,
};

export function useCheck(id: string, xml: string, zone: string): Checking {
  const [state, setState] = useState<Heard>(nothing);
  const soundness = useSoundness(xml, zone);
  const server = useRef<readonly Located[]>([]);
  useEffect(() => {
    if (xml === "") return;
    const gone = new AbortController();
    const page = setTimeout(async () => {
      const read = await readInPage(xml, zone);
      if (gone.signal.aborted) return;
      setState((before) => ({
        ...before,
        local: read.problems,
        server: stillTrue(server.current, read.elementIds),
        process: read.process,
        checking: true,
      }));
    }, untilPageMs);
    const asked = setTimeout(async () => {
      const read = await readInPage(xml, zone);
      if (!hasRole("perancang")) {
        setState({
          local: read.problems,
          server: [],
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
        local: read.problems,
        server: server.current,
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
  return useMemo(() => {
    const { local, server: told, ...rest } = state;
    return { ...rest, ...counted(withSoundness(local, told, state.process, soundness)) };
  }, [state, soundness, language.value]);
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
  const errors = problems.filter((problem) => problem.severity === "error");
  const unsound = errors.filter(isOverridable);
  return { problems, errors: errors.length - unsound.length, unsound };
}
