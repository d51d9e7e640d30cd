import { expect, test } from "vitest";
import { chain, story } from "../story.ts";

const watched = (attributes: string, timer: string) => `<startEvent id="start"/><userTask id="a"/>
<boundaryEvent id="watch" attachedToRef="a"${attributes}><timerEventDefinition>${timer}</timerEventDefinition></boundaryEvent>
<userTask id="warn"/><endEvent id="end"/>${chain("start a end", "watch warn")}`;

test("an interrupting timer cancels its activity and goes its own way", async () => {
  const given = await story(watched("", "<timeDuration>PT2H</timeDuration>"));
  given.start();
  expect(given.fire("watch")).toEqual([
    "TimerFired watch",
    "TaskCancelled a",
    "ElementCancelled a",
    "ElementEntered watch",
    "ElementLeft watch watch-warn",
    "ElementEntered warn",
    "TaskOpened warn",
  ]);
});

test("a timer that does not interrupt leaves its activity open, and repeats as often as it says", async () => {
  const given = await story(watched(' cancelActivity="false"', "<timeCycle>R2/PT1H</timeCycle>"));
  given.start();
  given.fire("watch");
  expect(given.open()).toEqual(["task a", "timer watch", "task warn"]);
  expect(given.wait("timer", "watch")).toMatchObject({ occurrence: 2, remaining: 0 });
  given.fire("watch");
  expect(given.open()).toEqual(["task a", "task warn", "task warn"]);
});

test("the timer is cancelled when its activity is done first", async () => {
  const given = await story(watched("", "<timeDuration>PT2H</timeDuration>"));
  given.start();
  expect(given.complete("a").slice(0, 3)).toEqual([
    "TaskCompleted a",
    "TimerCancelled watch",
    "ElementLeft a a-end",
  ]);
});

test("a timer that fires too early or twice is refused", async () => {
  const given = await story(watched("", "<timeDuration>PT2H</timeDuration>"));
  given.start();
  const { id: timerId } = given.wait("timer", "watch");
  expect(given.refused({ type: "FireTimer", timerId, occurrence: 1, atMs: 0 }).code).toBe("timerNotDue");
  expect(given.refused({ type: "FireTimer", timerId, occurrence: 2, atMs: 0 }).code).toBe("timerNotOpen");
});

test("a timer of sixty days is due after sixty days", async () => {
  const given = await story(watched("", "<timeDuration>P60D</timeDuration>"));
  given.at(0);
  given.start();
  expect(given.wait("timer", "watch")).toMatchObject({ dueAtMs: 60 * 86_400_000 });
});

test("a boundary timer that cannot be computed is an incident on its activity", async () => {
  const given = await story(watched("", "<timeDuration>=lama</timeDuration>"));
  given.start({ lama: "besok" });
  expect(given.wait("incident", "a")).toMatchObject({ code: "invalidTimer", details: { element: "watch" } });
});

test("a message at the boundary interrupts, and one that does not is heard again", async () => {
  const given = await story(`<startEvent id="start"/><userTask id="a"/>
    <boundaryEvent id="note" attachedToRef="a" cancelActivity="false"><messageEventDefinition messageRef="Notice"/></boundaryEvent>
    <boundaryEvent id="stop" attachedToRef="a"><messageEventDefinition messageRef="Reply"/></boundaryEvent>
    <userTask id="read"/><userTask id="after"/>${chain("start a", "note read", "stop after")}`);
  given.start();
  given.deliver("note", { isi: 1 });
  given.deliver("note", { isi: 2 });
  expect(given.open().filter((open) => open === "task read")).toHaveLength(2);
  given.deliver("stop");
  expect(given.open()).toEqual(["task read", "task read", "task after"]);
});

test("a parallel multiple boundary event that does not interrupt wants all of its definitions each time", async () => {
  const given =
    await story(`<startEvent id="start"/><userTask id="a"/><boundaryEvent id="both" attachedToRef="a" cancelActivity="false" parallelMultiple="true">
    <messageEventDefinition messageRef="Notice"/><messageEventDefinition messageRef="Reply"/></boundaryEvent><userTask id="read"/>
    ${chain("start a", "both read")}`);
  given.start();
  given.deliver("both");
  expect(given.open()).toEqual(["message both", "task a"]);
  given.deliver("both");
  expect(given.open()).toEqual(["task a", "message both", "message both", "task read"]);
});
