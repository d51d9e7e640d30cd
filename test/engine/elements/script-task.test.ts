import { expect, test } from "vitest";
import { chain, extended, processOf, story } from "../story.ts";

const script = (source: string, format = "") =>
  `<startEvent id="start"/><scriptTask id="hitung"${format}>${extended(
    `<poros:result variable="total"/>`,
  )}<script>${source}</script></scriptTask><endEvent id="end"/>${chain("start hitung end")}`;

test("a script computes its result variable in FEEL", async () => {
  const given = await story(script("nilai + 1"));
  expect(given.start({ nilai: 2 }).at(-1)).toBe("CaseEnded completed");
  expect(given.variables()).toEqual({ nilai: 2, total: 3 });
});

test("a script that fails is an incident, never a silent null", async () => {
  const given = await story(script("nilai + 1"));
  given.start({ nilai: "dua" });
  expect(given.open()).toEqual(["incident hitung expressionFailed"]);
  expect(given.variables()).toEqual({ nilai: "dua" });
});

test("a script in another language is not executable", async () => {
  await expect(processOf(script("return 1", ' scriptFormat="javascript"'))).rejects.toThrow(
    "only FEEL is executed",
  );
});

test("a reader that hands scripts out lets the host run them", async () => {
  const given = await story(script("LOG", ' scriptFormat="test"'), { handOutScripts: true });
  given.start();
  expect(given.wait("script", "hitung")).toMatchObject({ format: "test", text: "LOG" });
  const requestId = given.wait("script", "hitung").id;
  given.send({ type: "CompleteScript", requestId, value: 7, variables: { a: 1 }, atMs: 0 });
  expect(given.variables()).toEqual({ a: 1, total: 7 });
  expect(given.told().at(-1)).toBe("CaseEnded completed");
});
