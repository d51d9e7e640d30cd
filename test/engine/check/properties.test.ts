import fc from "fast-check";
import { expect, it } from "vitest";
import {
  checkSoundness,
  type ExecutableProcess,
  type Finding,
  openMoves,
  replayRun,
  type Verdict,
} from "../../../engine/index.ts";
import { block } from "../random/block.ts";
import { diagramOf } from "../random/diagram.ts";
import { processOf } from "../story.ts";
import { tangle } from "./graph.ts";

/** POROS_SEEDS gives any number of processes made of blocks. */
const blocks = Number(process.env.POROS_SEEDS ?? 40);

/** What was found, without what may differ by the order in which it is found. */
const places = ({ findings }: Verdict) =>
  [
    ...new Set(
      findings.map(({ kind, elementIds }) => {
        // Two tokens on one flow are seen where they meet first, by the reduction not everywhere behind it too.
        const anywhere = kind === "lackOfSynchronisation" || kind === "livelock";
        return anywhere ? kind : `${kind} ${[...elementIds].sort().join(" ")}`;
      }),
    ),
  ].sort();

/** Does a finding's run again and looks whether it shows what it is said to show. */
function expectShown(process: ExecutableProcess, finding: Finding): void {
  const replayed = replayRun(process, finding.run);
  for (const { events } of replayed) expect(events.length).toBeGreaterThan(0);
  const state = replayed.at(-1)?.state;
  if (state === undefined) return;
  if (finding.kind === "deadlock") {
    expect(state.status).toBe("running");
    expect(state.marking.waits).toEqual([]);
    for (const move of openMoves(process, state, 0)) expect(move.kind).toBe("settle");
  }
  if (finding.kind === "lackOfSynchronisation") {
    const [elementId] = finding.elementIds;
    const before = state.marking.tokens.filter(({ flowId }) => {
      const flow = process.flows[process.flowIndex.get(flowId) ?? -1];
      return process.elements[flow?.target ?? -1]?.id === elementId;
    });
    expect(before.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(1);
  }
  if (finding.kind === "improperCompletion") {
    const [elementId] = finding.elementIds;
    const reached = replayed
      .flatMap(({ events }) => events)
      .filter((event) => {
        return event.type === "ElementEntered" && event.elementId === elementId;
      });
    expect(reached.length).toBeGreaterThan(1);
  }
}

it("leaving out orders that do not matter finds the same as looking at all of them, and every run really runs", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(tangle, async (body) => {
      const process = await processOf(body);
      const whole = checkSoundness(process, { reduce: false, states: 300 });
      const reduced = checkSoundness(process, { states: 300 });
      for (const finding of reduced.findings) expectShown(process, finding);
      if (!whole.complete) return;
      compared++;
      expect([body, reduced.complete, places(reduced)]).toEqual([body, true, places(whole)]);
      expect(reduced.states).toBeLessThanOrEqual(whole.states);
    }),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(90);
}, 120_000);

it("a process made of blocks, sound by construction, has nothing but ends that its own signals cut off", async () => {
  await fc.assert(
    fc.asyncProperty(block, async (root) => {
      // A discriminator in a loop can come round before its slower branches have: that is found, and right.
      fc.pre(!JSON.stringify(root).includes("discriminator"));
      const process = await processOf(diagramOf(root).body);
      const verdict = checkSoundness(process, { states: 3000 });
      const kinds = new Set(verdict.findings.map(({ kind }) => kind));
      kinds.delete("unreachableEnd");
      kinds.delete("deadElement");
      expect([...kinds]).toEqual([]);
    }),
    { numRuns: blocks },
  );
}, 120_000);
