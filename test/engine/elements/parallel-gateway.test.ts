import { expect, test } from "vitest";
import { chain, story } from "../story.ts";

test("a parallel gateway takes every flow and joins when all have come", async () => {
  const given = await story(
    `<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><parallelGateway id="join"/>
     <userTask id="after"/>${chain("start fork a join after", "fork b join")}`,
  );
  given.start();
  given.complete("a");
  expect(given.state().marking.tokens).toEqual([{ scopeId: "case", flowId: "a-join", count: 1 }]);
  expect(given.complete("b")).toEqual([
    "TaskCompleted b",
    "ElementLeft b b-join",
    "ElementEntered join",
    "ElementLeft join join-after",
    "ElementEntered after",
    "TaskOpened after",
  ]);
  expect(given.state().marking.tokens).toEqual([]);
});

test("a join that gets the same branch twice still waits for the other", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a"/><userTask id="b"/><task id="twice"/><parallelGateway id="join"/>
     <userTask id="after"/>${chain("start a twice join after", "start a2 twice", "start b join")}<userTask id="a2"/>`,
  );
  given.start();
  given.complete("a");
  given.complete("a2");
  expect(given.state().marking.tokens).toEqual([{ scopeId: "case", flowId: "twice-join", count: 2 }]);
  expect(given.open()).toEqual(["task b"]);
  given.complete("b");
  expect(given.open()).toEqual(["task after"]);
  expect(given.state().marking.tokens).toEqual([{ scopeId: "case", flowId: "twice-join", count: 1 }]);
});
