import { expect, test } from "vitest";
import { chain, extended, story } from "../story.ts";

test("a plain task and a manual task are done as soon as they are reached", async () => {
  const given = await story(
    `<startEvent id="start"/><task id="a"/><manualTask id="b"/><endEvent id="end"/>${chain("start a b end")}`,
  );
  expect(given.start().at(-1)).toBe("CaseEnded completed");
});

test("a manual task that names who acts waits for them", async () => {
  const given = await story(
    `<startEvent id="start"/><manualTask id="antar">${extended(
      `<poros:addressee post="operator" unit="setda"/>`,
    )}</manualTask><endEvent id="end"/>${chain("start antar end")}`,
  );
  given.start();
  expect(given.open()).toEqual(["task antar"]);
  expect(given.complete("antar").at(-1)).toBe("CaseEnded completed");
});
