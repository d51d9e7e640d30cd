import { expect, test } from "vitest";
import { startTriggers } from "../../../engine/index.ts";
import { chain, processOf, story } from "../story.ts";

const twoStarts = `<startEvent id="start"/><startEvent id="onMessage"><messageEventDefinition messageRef="Notice"/></startEvent>
<startEvent id="daily"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent>
<userTask id="a"/><endEvent id="end"/>${chain("start a end", "onMessage a", "daily a")}`;

test("a case starts at the start event without a trigger", async () => {
  const given = await story(`<startEvent id="start"/><endEvent id="end"/>${chain("start end")}`);
  expect(given.start({ nilai: 5 })).toEqual([
    "CaseStarted",
    "ElementEntered start",
    "ElementLeft start start-end",
    "ElementEntered end",
    "ElementLeft end",
    "CaseEnded completed",
  ]);
  expect(given.variables()).toEqual({ nilai: 5 });
});

test("a case starts at the message start event that is named", async () => {
  const given = await story(twoStarts);
  expect(given.start({}, "onMessage")).toContain("ElementLeft onMessage onMessage-a");
  expect(given.open()).toEqual(["task a"]);
});

test("a start event that does not exist is refused", async () => {
  const given = await story(twoStarts);
  const refusal = given.refused({
    type: "StartCase",
    caseId: "x",
    startEventId: "a",
    variables: {},
    atMs: 0,
  });
  expect(refusal).toMatchObject({ code: "unknownStart", at: "a" });
});

test("a process that starts only by events wants the event named", async () => {
  const given = await story(
    `<startEvent id="s"><messageEventDefinition messageRef="Notice"/></startEvent><endEvent id="e"/>${chain("s e")}`,
  );
  const refusal = given.refused({ type: "StartCase", caseId: "x", variables: {}, atMs: 0 });
  expect(refusal.code).toBe("noNoneStart");
});

test("two start events without a trigger want one named", async () => {
  const given = await story(
    `<startEvent id="s"/><startEvent id="t"/><endEvent id="e"/>${chain("s e", "t e")}`,
  );
  expect(given.refused({ type: "StartCase", caseId: "x", variables: {}, atMs: 0 }).code).toBe(
    "ambiguousStart",
  );
  expect(given.start({}, "t")).toContain("ElementLeft t t-e");
});

test("a process without start events starts wherever no flow leads", async () => {
  const given = await story(`<userTask id="a"/><userTask id="b"/><endEvent id="e"/>${chain("a e")}`);
  given.start();
  expect(given.open()).toEqual(["task a", "task b"]);
  given.complete("b");
  expect(given.complete("a").at(-1)).toBe("CaseEnded completed");
});

test("the host learns which events start the process, and when", async () => {
  const process = await processOf(twoStarts);
  const anchorMs = Date.UTC(2026, 10, 24);
  expect(startTriggers(process, anchorMs)).toMatchObject({
    triggers: [
      { kind: "message", elementId: "onMessage", name: "notice" },
      { kind: "timer", elementId: "daily", dueAtMs: anchorMs + 86_400_000, remaining: null },
    ],
    failed: [],
  });
});
