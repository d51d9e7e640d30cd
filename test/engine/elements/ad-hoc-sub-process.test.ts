import { expect, test } from "vitest";
import { chain, story } from "../story.ts";

const adHoc = (
  attributes: string,
  condition = "",
) => `<startEvent id="start"/><adHocSubProcess id="work"${attributes}><userTask id="a"/><userTask id="b"/>
${condition === "" ? "" : `<completionCondition xsi:type="tFormalExpression">${condition}</completionCondition>`}</adHocSubProcess><userTask id="after"/>${chain("start work after")}`;

test("all activities stand open at once, and it is done when each was done", async () => {
  const given = await story(adHoc(""));
  given.start();
  expect(given.open()).toEqual(["task a", "task b"]);
  given.complete("b");
  given.complete("a");
  expect(given.open()).toEqual(["task after"]);
});

test("a sequential one opens one activity after the other", async () => {
  const given = await story(adHoc(' ordering="Sequential"'));
  given.start();
  expect(given.open()).toEqual(["task a"]);
  given.complete("a");
  expect(given.open()).toEqual(["task b"]);
  given.complete("b");
  expect(given.open()).toEqual(["task after"]);
});

test("the completion condition ends it and cancels what is open", async () => {
  const given = await story(adHoc("", "cukup"));
  given.start({ cukup: false });
  given.complete("a", { cukup: true });
  expect(given.open()).toEqual(["task after"]);
});

test("with cancelRemainingInstances false what is open is finished first", async () => {
  const given = await story(adHoc(' cancelRemainingInstances="false"', "cukup"));
  given.start({ cukup: false });
  given.complete("a", { cukup: true });
  expect(given.open()).toEqual(["task b"]);
  given.complete("b");
  expect(given.open()).toEqual(["task after"]);
});

test("while its condition does not hold an activity may be started again", async () => {
  const given = await story(adHoc("", "cukup"));
  given.start({ cukup: false });
  given.complete("a");
  given.complete("b");
  const activationId = given.state().marking.activations[0]?.id ?? "";
  given.send({ type: "StartActivity", activationId, elementId: "a", atMs: 0 });
  expect(given.open()).toEqual(["task a"]);
  given.complete("a", { cukup: true });
  expect(given.open()).toEqual(["task after"]);
  const refusal = given.refused({ type: "StartActivity", activationId, elementId: "a", atMs: 0 });
  expect(refusal.code).toBe("adHocNotOpen");
});
