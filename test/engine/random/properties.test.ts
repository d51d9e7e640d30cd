import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CaseState,
  type Command,
  decide,
  decideInSteps,
  type EngineEvent,
  type ExecutableProcess,
  evolve,
  openMoves,
  replay,
  step,
  type Value,
} from "../../../engine/index.ts";
import { processOf } from "../story.ts";
import { type Block, block } from "./block.ts";
import { diagramOf } from "./diagram.ts";
import { answerTo, pick } from "./run.ts";

/** POROS_SEEDS gives any number of runs, POROS_SEED repeats the one that a failure has printed. */
const parameters = {
  numRuns: Number(process.env.POROS_SEEDS ?? 2_000),
  ...(process.env.POROS_SEED === undefined ? {} : { seed: Number(process.env.POROS_SEED) }),
};

const answers = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 40, maxLength: 40 });

interface Played {
  readonly process: ExecutableProcess;
  readonly history: readonly EngineEvent[];
  readonly commands: readonly Command[];
  readonly state: CaseState;
}

/** Starts a case and answers what is open, in an order and with choices that the numbers give. */
async function play(
  root: Block,
  numbers: readonly number[],
  check: (process: ExecutableProcess, before: CaseState | null, command: Command) => void = () => {},
): Promise<Played> {
  const { body, choices } = diagramOf(root);
  const process = await processOf(body);
  const variables = (number: number): { [name: string]: Value } =>
    Object.fromEntries(choices.map((name, n) => [name, ((number >> (n % 16)) & 1) === 1]));
  const history: EngineEvent[] = [];
  const commands: Command[] = [];
  let state: CaseState | null = null;
  const send = (command: Command): CaseState => {
    check(process, state, command);
    const decision = decide(process, state, command);
    if (!decision.ok) throw new Error(`${decision.refusal.code}: ${decision.refusal.message}`);
    commands.push(command);
    history.push(...decision.events);
    state = decision.state;
    return decision.state;
  };
  let now = send({ type: "StartCase", caseId: "case", variables: variables(numbers[0] ?? 0), atMs: 0 });
  for (const number of numbers.slice(1)) {
    const wait = pick(now, number);
    if (wait === undefined || now.status === "ended") break;
    now = send(answerTo(wait, variables(number >> 4), number));
  }
  return { process, history, commands, state: now };
}

test("histories fold to their states, survive JSON, and re-execute to the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers, async (root, numbers) => {
      const played = await play(root, numbers);
      foldsToItsState(played);
      reExecutes(played);
      endsOrWaits(played);
      refusesWhatWasDone(played);
    }),
    parameters,
  );
}, 600_000);

test("a decision is its single steps, folded, and then all is quiet", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers, async (root, numbers) => {
      await play(root, numbers, (process, before, command) => {
        const { decision, choices } = decideInSteps(process, before, command);
        if (!decision.ok) return;
        const events: EngineEvent[] = [];
        let state = before;
        for (const choice of choices) {
          const made = step(process, state, choice);
          events.push(...made);
          state = replay(process, made, state);
        }
        expect(events).toEqual(decision.events);
        expect(state).toEqual(decision.state);
        for (const choice of openMoves(process, decision.state, command.atMs)) {
          expect(step(process, decision.state, choice)).toEqual([]);
        }
      });
    }),
    { ...parameters, numRuns: Math.ceil(parameters.numRuns / 4) },
  );
}, 600_000);

function foldsToItsState({ process, history, state }: Played): void {
  expect(JSON.stringify(replay(process, history))).toBe(JSON.stringify(state));
  let folded: CaseState | null = null;
  for (const event of history) folded = evolve(process, folded, event);
  expect(JSON.stringify(folded)).toBe(JSON.stringify(state));
}

function reExecutes({ process, history, commands }: Played): void {
  const events: EngineEvent[] = [];
  let state: CaseState | null = null;
  for (const command of commands) {
    const decision = decide(process, state, JSON.parse(JSON.stringify(command)));
    if (!decision.ok) throw new Error(decision.refusal.message);
    events.push(...decision.events);
    state = JSON.parse(JSON.stringify(decision.state));
    expect(state).toEqual(decision.state);
  }
  expect(JSON.stringify(events)).toBe(JSON.stringify(history));
}

/** Sound by construction: it has ended and nothing is left, or somebody can answer, and nothing has failed. */
function endsOrWaits({ state }: Played): void {
  const { waits, activations, tokens } = state.marking;
  if (state.status === "ended")
    expect({ waits, activations, tokens }).toEqual({ waits: [], activations: [], tokens: [] });
  else expect(waits.length).toBeGreaterThan(0);
  expect(waits.filter(({ kind }) => kind === "incident")).toEqual([]);
}

/** Nothing that was done once can be done again, and a finished case takes no command at all. */
function refusesWhatWasDone({ process, commands, state }: Played): void {
  const before = JSON.stringify(state);
  for (const command of commands) {
    if (command.type === "SetVariables" && state.status === "running") continue;
    expect(decide(process, state, command).ok).toBe(false);
  }
  if (state.status === "ended") {
    const cancel: Command = { type: "CancelCase", reason: "x", atMs: 1 };
    expect(decide(process, state, cancel)).toMatchObject({ ok: false, refusal: { code: "caseEnded" } });
  }
  expect(JSON.stringify(state)).toBe(before);
}
