import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CaseState,
  decide,
  type ExecutableProcess,
  evolve,
  type MigrateCase,
  type MigrationPlan,
  migrate,
  planMigration,
  replay,
  type Value,
} from "../../../engine/index.ts";
import { type Block, block } from "../random/block.ts";
import { diagramOf } from "../random/diagram.ts";
import { type Edit, type Edited, edit, edited } from "../random/edit.ts";
import { answerTo, pick } from "../random/run.ts";
import { processOf } from "../story.ts";

/**
 * POROS_SEEDS gives any number of runs, of which a quarter is done here, since each looks ahead of its case; POROS_SEED
 * repeats the one that a failure has printed.
 */
const parameters = {
  numRuns: Math.ceil(Number(process.env.POROS_SEEDS ?? 2_000) / 4),
  ...(process.env.POROS_SEED === undefined ? {} : { seed: Number(process.env.POROS_SEED) }),
};

const answers = (most: number) => fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: most });
const edits = fc.array(edit, { minLength: 1, maxLength: 3 });

/** How often each thing happened, so that a run that never migrated anything shows. */
const seen = { possible: 0, impossible: 0, ended: 0 };

test("a case moved to an edited version is mapped or named in all its parts, replays, and runs on to its end", async () => {
  await fc.assert(
    fc.asyncProperty(block, edits, answers(12), answers(40), async (root, changes, numbers, more) => {
      const { from, to, state, mapping, variables } = await begun(root, changes, numbers);
      if (state.status === "ended") return;
      const command = commandOf(numbers, mapping);
      const before = JSON.stringify(state);
      const plan = planMigration(from, to, state, command);
      namesEverything(plan, state);
      const decision = migrate(from, to, state, JSON.parse(JSON.stringify(command)));
      expect(JSON.stringify(state)).toBe(before);
      expect(decision.ok).toBe(plan.possible);
      if (!decision.ok) {
        seen.impossible++;
        expect(decision.refusal).toMatchObject({ code: "migrationImpossible", at: plan.obstacles[0]?.from });
        return;
      }
      seen.possible++;
      const after = JSON.stringify(decision.state);
      expect(
        JSON.stringify(replay(to, JSON.parse(JSON.stringify(decision.events)), JSON.parse(before))),
      ).toBe(after);
      let folded = state;
      for (const event of decision.events) folded = evolve(to, folded, event);
      expect(JSON.stringify(folded)).toBe(after);
      standsInNewVersion(to, decision.state);
      runsOn(to, decision.state, more, variables);
    }),
    parameters,
  );
  expect(seen.possible).toBeGreaterThan(parameters.numRuns / 20);
  expect(seen.impossible).toBeGreaterThan(parameters.numRuns / 500);
  expect(seen.ended).toBeGreaterThan(parameters.numRuns / 50);
}, 600_000);

test("a case moved to the version that it has changes nothing but the version", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers(12), async (root, numbers) => {
      const { from, state } = await begun(root, [], numbers);
      if (state.status === "ended") return;
      const decision = migrate(from, from, state, commandOf(numbers, {}));
      if (!decision.ok) throw new Error(decision.refusal.message);
      expect(decision.events).toEqual([
        {
          type: "CaseMigrated",
          processId: from.id,
          toVersion: "2",
          elements: {},
          flows: {},
          awaits: expect.anything(),
        },
      ]);
      expect(decision.state).toEqual(state);
    }),
    parameters,
  );
}, 600_000);

interface Begun {
  readonly from: ExecutableProcess;
  readonly to: ExecutableProcess;
  readonly state: CaseState;
  readonly mapping: Edited["mapping"];
  readonly variables: (number: number) => { readonly [name: string]: Value };
}

/** A case under way, and the edited version of its process. */
async function begun(root: Block, changes: readonly Edit[], numbers: readonly number[]): Promise<Begun> {
  const { body, choices } = diagramOf(root);
  const next = changes.reduce((drawn: Edited, change, n) => edited(drawn, change, n), { body, mapping: {} });
  const from = await processOf(body);
  const to = await processOf(next.body);
  const variables = (number: number) =>
    Object.fromEntries(choices.map((name, n) => [name, ((number >> (n % 16)) & 1) === 1]));
  const started = decide(from, null, {
    type: "StartCase",
    caseId: "case",
    variables: variables(numbers[0] ?? 0),
    atMs: 0,
  });
  if (!started.ok) throw new Error(started.refusal.message);
  const state = answered(from, started.state, numbers.slice(1), variables);
  return { from, to, state, mapping: next.mapping, variables };
}

function answered(
  process: ExecutableProcess,
  from: CaseState,
  numbers: readonly number[],
  variables: Begun["variables"],
  check: (state: CaseState) => void = () => {},
): CaseState {
  let state = from;
  for (const number of numbers) {
    const wait = pick(state, number);
    if (wait === undefined || state.status === "ended") break;
    const decision = decide(process, state, answerTo(wait, variables(number >> 4), number));
    if (!decision.ok) throw new Error(`${decision.refusal.code}: ${decision.refusal.message}`);
    state = decision.state;
    check(state);
  }
  return state;
}

function commandOf(numbers: readonly number[], mapping: Edited["mapping"]): MigrateCase {
  return { type: "MigrateCase", toVersion: "2", mapping, atMs: numbers.at(-1) ?? 0 };
}

/** Each open activation, wait, token and completed thing once, unless what it belongs to is named as impossible. */
function namesEverything({ possible, steps, obstacles }: MigrationPlan, { marking }: CaseState): void {
  expect(possible).toBe(obstacles.length === 0);
  for (const { message } of obstacles) expect(message).not.toBe("");
  const blocked = new Set(obstacles.map(({ id }) => id));
  const times = (id: string) => steps.filter((step) => step.id === id).length + (blocked.has(id) ? 1 : 0);
  for (const { id } of marking.activations) expect(times(id)).toBe(1);
  for (const { flowId } of marking.tokens) expect(times(flowId)).toBeGreaterThan(0);
  for (const { id } of marking.completed) expect(times(id)).toBeGreaterThan(0);
  for (const { id, activationId } of marking.waits) if (!blocked.has(activationId)) expect(times(id)).toBe(1);
}

function standsInNewVersion(process: ExecutableProcess, { marking }: CaseState): void {
  for (const { elementId } of [...marking.activations, ...marking.waits, ...marking.completed])
    expect(process.elementIndex.has(elementId)).toBe(true);
  for (const { flowId } of marking.tokens) expect(process.flowIndex.has(flowId)).toBe(true);
}

/** It ends, or somebody can answer, and nothing fails. */
function runsOn(
  process: ExecutableProcess,
  moved: CaseState,
  numbers: readonly number[],
  variables: Begun["variables"],
): void {
  const endsOrWaits = ({ status, marking }: CaseState) => {
    expect(status === "ended" ? 0 : 1).toBe(Math.min(1, marking.waits.length));
    expect(marking.waits.filter(({ kind }) => kind === "incident")).toEqual([]);
  };
  endsOrWaits(moved);
  const last = answered(process, moved, numbers, variables, endsOrWaits);
  if (last.status === "ended") seen.ended++;
}
