/**
 * Builds starts of cases while the group before them is still being written, one after another, each with the number
 * that follows the last one given. Nothing is promised by it: the write moves the counter from exactly the number
 * before, or is refused. Numbers have no gaps, because a start that is refused gives its number to the next.
 *
 * After a refusal everything that was built ahead is built anew. Where another node keeps giving numbers of the same
 * series, starts are built under the lock for a while instead.
 */
import { type Given, numberIn, seriesName } from "./flush.ts";
import type { Waiting } from "./group-commit.ts";
import type { NumberedStart } from "./port.ts";

/** Starts of a series that are built under the lock after another node was seen to give numbers of it. */
const UNDER_LOCK = 64;

interface Line {
  /** The last number given or built with; null while the database is asked. */
  last: number | null;
  asking: boolean;
  underLock: number;
  readonly parked: Waiting[];
}

export interface BuildAhead {
  take(one: Waiting, start: NumberedStart): void;
  /** Before these are written under locks: what is built ahead of the same series is taken out of those that wait. */
  halt(group: readonly Waiting[], waiting: readonly Waiting[]): Waiting[];
  /** After that: with what the counters say; without, they are asked again. */
  goOn(given: readonly Given[]): void;
}

export function buildAhead(enqueue: (one: Waiting) => void): BuildAhead {
  const lines = new Map<string, Line>();
  /** Lines that stand while a group is written under locks, with the first number that it was built with. */
  const halted = new Map<Line, number | null>();
  let building: Promise<void> = Promise.resolve();

  function lineOf(start: NumberedStart): Line {
    const name = seriesName(start);
    const known = lines.get(name);
    if (known !== undefined) return known;
    const line: Line = { last: null, asking: false, underLock: 0, parked: [] };
    lines.set(name, line);
    return line;
  }

  function take(one: Waiting, start: NumberedStart): void {
    const line = lineOf(start);
    if (line.underLock > 0) {
      line.underLock -= 1;
      line.last = null;
      enqueue(one);
    } else if (line.last !== null) {
      building = building.then(() => build(one, start, line));
    } else if (line.asking) {
      line.parked.push(one);
    } else {
      line.asking = true;
      enqueue(one);
    }
  }

  async function build(one: Waiting, start: NumberedStart, line: Line): Promise<void> {
    const { last } = line;
    if (last === null) return take(one, start);
    try {
      const commit = await start.build(numberIn(start, last + 1));
      if (line.last !== last) return take(one, start);
      if (commit === null) return one.resolve({ kind: "notBuilt" });
      line.last = last + 1;
      const { tenant, prefix, year } = start;
      one.built = { commit, numbered: { series: { tenant, prefix, year }, number: last + 1 } };
      enqueue(one);
    } catch (error) {
      one.reject(error);
    }
  }

  return {
    take,
    halt(group, waiting) {
      for (const { member, built } of group) {
        if (member.kind !== "numbered") continue;
        const line = lineOf(member.start);
        const first = built?.numbered?.number ?? null;
        if (!halted.has(line)) halted.set(line, first);
        line.last = null;
        line.asking = true;
      }
      return waiting.filter((one) => {
        if (one.member.kind !== "numbered" || one.built === null) return true;
        const line = lineOf(one.member.start);
        if (!halted.has(line)) return true;
        one.built = null;
        line.parked.push(one);
        return false;
      });
    },
    goOn(given) {
      for (const { series, before, last } of given) {
        const line = lines.get(seriesName(series));
        if (line === undefined) continue;
        const first = halted.get(line) ?? null;
        if (first !== null && first !== before + 1) line.underLock = UNDER_LOCK;
        line.last = line.underLock > 0 ? null : last;
      }
      for (const line of halted.keys()) {
        line.asking = false;
        for (const one of line.parked.splice(0)) {
          if (one.member.kind === "numbered") take(one, one.member.start);
        }
      }
      halted.clear();
    },
  };
}
