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
import { type Block, block, diagramOf } from "./diagram.ts";
import { answerTo, pick } from "./run.ts";

/** POROS_SEEDS gives any number of runs, POROS_SEED repeats the one that a failure has printed. */
const parameters = {
  numRuns: Number(process.env.POROS_SEEDS ?? 300),
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

test("folding the events gives the state that was decided, at once and one by one", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers, async (root, numbers) => {
      const played = await play(root, numbers);
      expect(JSON.stringify(replay(played.process, played.history))).toBe(JSON.stringify(played.state));
      let state: CaseState | null = null;
      for (const event of played.history) state = evolve(played.process, state, event);
      expect(JSON.stringify(state)).toBe(JSON.stringify(played.state));
    }),
    parameters,
  );
}, 120_000);

test("commands, events and states survive JSON, and the same commands make the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers, async (root, numbers) => {
      const played = await play(root, numbers);
      const events: EngineEvent[] = [];
      let state: CaseState | null = null;
      for (const command of played.commands) {
        const decision = decide(played.process, state, JSON.parse(JSON.stringify(command)));
        if (!decision.ok) throw new Error(decision.refusal.message);
        events.push(...decision.events);
        state = JSON.parse(JSON.stringify(decision.state));
        expect(state).toEqual(decision.state);
      }
      expect(JSON.stringify(events)).toBe(JSON.stringify(played.history));
    }),
    parameters,
  );
}, 120_000);

test("a decision is its single steps, folded", async () => {
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
        expect(
          openMoves(process, decision.state, command.atMs).filter(({ kind }) => kind === "move"),
        ).toEqual([]);
      });
    }),
    { ...parameters, numRuns: Math.ceil(parameters.numRuns / 3) },
  );
}, 120_000);

test("a case ends, or something is open that someone can answer", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers, async (root, numbers) => {
      const { state } = await play(root, numbers);
      const { waits, activations } = state.marking;
      expect(state.status === "ended" ? activations.length + waits.length : waits.length > 0 ? 0 : -1).toBe(
        0,
      );
      expect(waits.filter(({ kind }) => kind === "incident")).toEqual([]);
    }),
    parameters,
  );
}, 120_000);

test("no command on a finished case changes it", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers, async (root, numbers) => {
      const { process, commands, state } = await play(root, numbers);
      if (state.status !== "ended") return;
      const before = JSON.stringify(state);
      for (const command of [...commands.slice(1), { type: "CancelCase", reason: "x", atMs: 1 } as const]) {
        expect(decide(process, state, command)).toMatchObject({ ok: false, refusal: { code: "caseEnded" } });
      }
      expect(JSON.stringify(state)).toBe(before);
    }),
    parameters,
  );
}, 120_000);

test("a command that was taken once is refused the second time", async () => {
  await fc.assert(
    fc.asyncProperty(block, answers, async (root, numbers) => {
      const { process, commands, state } = await play(root, numbers);
      for (const command of commands) expect(decide(process, state, command).ok).toBe(false);
    }),
    parameters,
  );
}, 120_000);
