import { describe, expect, it } from "vitest";
import { checkLimits, checkSoundness, openMoves, replayRun, type Verdict } from "../../../engine/index.ts";
import { chain, conditional, extended, processOf } from "../story.ts";

async function check(body: string, options: Parameters<typeof checkSoundness>[1] = {}): Promise<Verdict> {
  return checkSoundness(await processOf(body), options);
}

/** Findings, one line each: what, where, and the elements of the run that shows it. */
const shown = ({ findings }: Verdict) =>
  findings.map(({ kind, elementIds, run }) => {
    const way = run.length === 0 ? "" : `: ${run.map(({ elementId }) => elementId).join(" ")}`;
    return `${kind} ${elementIds.join(",")}${way}`;
  });

const start = `<startEvent id="start"/>`;
const end = `<endEvent id="end"/>`;
const users = (...ids: readonly string[]) => ids.map((id) => `<userTask id="${id}"/>`).join("");
const parallel = (...ids: readonly string[]) => ids.map((id) => `<parallelGateway id="${id}"/>`).join("");
const exclusive = (...ids: readonly string[]) => ids.map((id) => `<exclusiveGateway id="${id}"/>`).join("");
const either = (source: string, ...targets: readonly string[]) =>
  targets.map((target) => conditional(source, target, "true")).join("");

const sound: Readonly<Record<string, string>> = {
  "a sequence": start + users("a") + end + chain("start a end"),
  "parallel branches that are joined":
    start +
    parallel("split", "join") +
    users("a", "b") +
    end +
    chain("start split a join end", "split b join"),
  "a choice that is merged":
    start +
    exclusive("choose", "merge") +
    users("a", "b") +
    end +
    chain("start choose", "a merge end", "b merge") +
    either("choose", "a", "b"),
  "a loop with a way out":
    start +
    exclusive("merge", "again") +
    users("a") +
    end +
    chain("start merge a again") +
    either("again", "merge", "end"),
  "inclusive branches that are joined":
    start +
    `<inclusiveGateway id="split"/><inclusiveGateway id="join"/>` +
    users("a", "b", "c") +
    end +
    chain("start split", "a join end", "b join", "c join") +
    either("split", "a", "b", "c"),
  "a task that a deadline cuts off":
    start +
    users("a", "late") +
    exclusive("merge") +
    end +
    boundary("watch", "a", "PT1H") +
    chain("start a merge end", "watch late merge"),
  "a reminder that comes every day":
    start +
    users("a") +
    end +
    `<endEvent id="reminded"/>` +
    reminder("remind", "a") +
    chain("start a end", "remind reminded"),
  "a reminder for each round of a loop":
    start +
    exclusive("merge", "again") +
    users("a", "remind") +
    end +
    `<endEvent id="reminded"/>` +
    reminder("watch", "a") +
    chain("start merge a again", "watch remind reminded") +
    either("again", "merge", "end"),
  "a sub-process that is cut off":
    start +
    `<subProcess id="sub"><startEvent id="in"/>${parallel("s", "j")}${users("b", "c")}<endEvent id="out"/>${chain("in s b j out", "s c j")}</subProcess>` +
    exclusive("merge") +
    end +
    boundary("watch", "sub", "PT1H") +
    chain("start sub merge end", "watch merge"),
  "branches that each end by themselves":
    start +
    parallel("split") +
    users("a", "b") +
    `<endEvent id="one"/><endEvent id="two"/>` +
    chain("start split a one", "split b two"),
  "a terminate end beside other work":
    start +
    parallel("split") +
    users("a", "b") +
    end +
    `<endEvent id="stop"><terminateEventDefinition/></endEvent>` +
    chain("start split a end", "split b stop"),
  "a decision whose outcomes all lead on":
    start +
    `<businessRuleTask id="decide">${extended(`<poros:decision ruleSet="r"/><poros:outcome value="yes"/><poros:outcome value="no"/>`)}</businessRuleTask>` +
    end +
    chain("start decide end"),
  "work for each of a list, all at once":
    start +
    `<userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">n</loopCardinality></multiInstanceLoopCharacteristics></userTask>` +
    end +
    chain("start a end"),
  "a race between a message and a timer":
    start +
    `<eventBasedGateway id="race"/><intermediateCatchEvent id="come"><messageEventDefinition messageRef="Reply"/></intermediateCatchEvent><intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>` +
    exclusive("merge") +
    end +
    chain("start race come merge end", "race wait merge"),
  "an event sub-process that takes over":
    start +
    users("a") +
    end +
    `<subProcess id="handler" triggeredByEvent="true"><startEvent id="heard"><messageEventDefinition messageRef="Reply"/></startEvent>${users("handle")}<endEvent id="handled"/>${chain("heard handle handled")}</subProcess>` +
    chain("start a end"),
};

function boundary(id: string, host: string, duration: string): string {
  return `<boundaryEvent id="${id}" attachedToRef="${host}"><timerEventDefinition><timeDuration>${duration}</timeDuration></timerEventDefinition></boundaryEvent>`;
}

function reminder(id: string, host: string): string {
  return `<boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="false"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></boundaryEvent>`;
}

describe("sound", () => {
  it.each(Object.entries(sound))("is %s", async (_name, body) => {
    const verdict = await check(body);
    expect(shown(verdict)).toEqual([]);
    expect(verdict).toMatchObject({ sound: true, complete: true, limits: [] });
  });
});

describe("unsound", () => {
  it("is a choice that is joined as if both ways were taken: a deadlock", async () => {
    const body =
      start +
      exclusive("choose") +
      parallel("join") +
      users("a", "b") +
      end +
      chain("start choose", "a join end", "b join") +
      either("choose", "a", "b");
    const process = await processOf(body);
    const verdict = checkSoundness(process);
    expect(shown(verdict)).toEqual([
      "deadlock join: start choose a a",
      "deadElement join",
      "unreachableEnd end",
    ]);
    expect(verdict.sound).toBe(false);
    const last = replayRun(process, verdict.findings[0]?.run ?? []).at(-1);
    expect(last?.state.marking.tokens).toMatchObject([{ flowId: "a-join", count: 1 }]);
    expect(last?.state.marking.waits).toEqual([]);
    expect(last && openMoves(process, last.state, 0).length).toBe(0);
  });

  it("are parallel branches that are merged as if one were taken: a lack of synchronisation", async () => {
    const body =
      start +
      parallel("split") +
      exclusive("merge") +
      users("a", "b", "c") +
      end +
      chain("start split a merge c end", "split b merge");
    const verdict = await check(body);
    expect(shown(verdict).slice(0, 1)).toEqual(["lackOfSynchronisation merge: start split a b b a"]);
    expect(verdict.findings[0]?.flowIds).toEqual(["a-merge", "b-merge"]);
    expect(verdict.findings.every(({ shortest }) => shortest)).toBe(true);
  });

  it("are plain tasks in parallel that are merged, though a run of the engine takes one after the other", async () => {
    const body =
      start +
      parallel("split") +
      `<task id="a"/><task id="b"/><task id="c"/>` +
      end +
      chain("start split a c end", "split b c");
    expect(shown(await check(body))[0]).toBe("lackOfSynchronisation c: start split a b");
  });

  it("are parallel branches that reach one end: an improper completion", async () => {
    const body =
      start + parallel("split") + users("a", "b") + end + chain("start split a end", "split b end");
    expect(shown(await check(body))).toEqual(["improperCompletion end: start split a b b end a end"]);
  });

  it("is a loop without a way out: a livelock", async () => {
    const body = start + exclusive("merge") + users("a", "b") + chain("start merge a b merge");
    expect(shown(await check(body))).toEqual(["livelock merge,a,b: start"]);
  });

  it("is a split whose branch leads back to it: tokens multiply", async () => {
    const body =
      start +
      exclusive("merge") +
      parallel("split") +
      users("a", "b") +
      end +
      chain("start merge split a end", "split b merge");
    const verdict = await check(body);
    expect(verdict.findings.map(({ kind }) => kind)).toContain("lackOfSynchronisation");
    expect(verdict.complete).toBe(false);
    expect(verdict.limits.map(({ limit }) => limit)).toContain("tokensPerFlow");
  });

  it("is a dead element inside a sub-process that otherwise runs", async () => {
    const inside = `<startEvent id="in"/>${exclusive("choose")}${parallel("join")}<task id="x"/><task id="y"/><task id="z"/><endEvent id="out"/><endEvent id="never"/>`;
    const body =
      start +
      `<subProcess id="sub">${inside}${chain("in choose", "x join never", "y join", "z out")}${either("choose", "x", "y", "z")}</subProcess>` +
      end +
      chain("start sub end");
    const verdict = await check(body);
    expect(verdict.findings.map(({ kind, elementIds }) => `${kind} ${elementIds}`)).toEqual([
      "deadlock join",
      "deadElement join",
      "unreachableEnd never",
    ]);
  });

  it("is a deadlock behind a boundary event, shown with the timer that fires", async () => {
    const body =
      start +
      users("a", "b") +
      parallel("join") +
      end +
      boundary("watch", "a", "PT1H") +
      chain("start a join end", "watch b join");
    expect(shown(await check(body)).slice(0, 2)).toEqual(["deadlock join: start a a", "deadElement join"]);
  });
});

describe("much of it", () => {
  it("17 parallel branches are a few dozen markings, not 131,075", async () => {
    const names = Array.from({ length: 17 }, (_, n) => `t${n}`);
    const tasks = names.map((id) => `<task id="${id}"/>`).join("");
    const body =
      start +
      parallel("split", "join") +
      tasks +
      end +
      chain("start split", "join end", ...names.map((id) => `split ${id} join`));
    const verdict = await check(body);
    expect(verdict.sound).toBe(true);
    expect(verdict.states).toBeLessThan(60);
  });

  it("17 parallel branches with a choice each stay as few", async () => {
    const names = Array.from({ length: 17 }, (_, n) => `${n}`);
    const branches = names.map(
      (n) =>
        exclusive(`c${n}`, `m${n}`) +
        users(`x${n}`, `y${n}`) +
        either(`c${n}`, `x${n}`, `y${n}`) +
        chain(`x${n} m${n} join`, `y${n} m${n}`, `split c${n}`),
    );
    const verdict = await check(
      start + parallel("split", "join") + branches.join("") + end + chain("start split", "join end"),
    );
    expect(verdict.sound).toBe(true);
    expect(verdict.states).toBeLessThan(200);
  });

  it("twice as many blocks are twice as many markings", async () => {
    const states = async (blocks: number) => {
      const verdict = await check(blocksInARow(blocks));
      expect(verdict.sound).toBe(true);
      return verdict.states;
    };
    const [few, many] = [await states(20), await states(40)];
    expect(many).toBeLessThan(few * 2.1);
  });

  it("a marking too many, and the verdict says that it has not seen all", async () => {
    const verdict = await check(blocksInARow(20), { states: 10 });
    expect(verdict).toMatchObject({
      sound: false,
      complete: false,
      limits: [{ limit: "states", value: 10 }],
    });
    // Nothing is called dead for not having been seen.
    expect(verdict.findings).toEqual([]);
  });

  it("a gateway with more ways to turn out than are looked at is named as a limit", async () => {
    const names = Array.from({ length: 9 }, (_, n) => `t${n}`);
    const body =
      start +
      `<inclusiveGateway id="split"/><inclusiveGateway id="join"/>` +
      users(...names) +
      end +
      chain("start split", "join end", ...names.map((id) => `${id} join`)) +
      either("split", ...names);
    const verdict = await check(body);
    expect(verdict.limits).toEqual([{ limit: "waysPerStep", value: checkLimits.waysPerStep }]);
    expect(verdict.sound).toBe(false);
  });
});

/** Blocks one after the other, each a choice and a parallel branch. */
function blocksInARow(count: number): string {
  const parts: string[] = [];
  let last = "start";
  for (let n = 0; n < count; n++) {
    parts.push(parallel(`s${n}`, `j${n}`), exclusive(`c${n}`, `m${n}`), users(`a${n}`, `b${n}`, `d${n}`));
    parts.push(
      chain(`${last} s${n} c${n}`, `s${n} d${n} j${n}`, `a${n} m${n} j${n}`, `b${n} m${n}`),
      either(`c${n}`, `a${n}`, `b${n}`),
    );
    last = `j${n}`;
  }
  return start + parts.join("") + end + chain(`${last} end`);
}
