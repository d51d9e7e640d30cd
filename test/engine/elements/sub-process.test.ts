import { expect, test } from "vitest";
import { depthOf, elementOf } from "../../../engine/index.ts";
import { chain, extended, story } from "../story.ts";

const nested = `<startEvent id="start"/><subProcess id="outer">${extended(
  `<poros:input target="x" source="y + 1"/><poros:output target="z" source="x"/>`,
)}<startEvent id="os"/><subProcess id="inner"><startEvent id="is"/><userTask id="a"/><userTask id="b"/>${chain("is a", "is b")}</subProcess>
${chain("os inner")}</subProcess><endEvent id="end"/>${chain("start outer end")}`;

test("a sub-process is done when all inside it is done", async () => {
  const given = await story(nested);
  given.start({ y: 1 });
  given.complete("a");
  expect(given.open()).toEqual(["task b"]);
  expect(given.complete("b").slice(1, 5)).toEqual([
    "ElementLeft b",
    "ElementLeft inner",
    'VariablesSet case {"z":2}',
    "ElementLeft outer outer-end",
  ]);
});

test("what is written inside goes to the scope that has the name, else to the case", async () => {
  const given = await story(nested);
  given.start({ y: 1 });
  given.complete("a", { x: 9, baru: true });
  const outer = given.state().marking.activations.find(({ elementId }) => elementId === "outer")?.id ?? "";
  expect(given.state().variables).toEqual({ case: { y: 1, baru: true }, [outer]: { x: 9 } });
  given.complete("b");
  expect(given.variables()).toEqual({ y: 1, baru: true, z: 9 });
});

test("a boundary timer on a sub-process cancels everything inside, innermost first", async () => {
  const given = await story(`${nested}<boundaryEvent id="late" attachedToRef="outer"><timerEventDefinition>
    <timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><userTask id="after"/>${chain("late after")}`);
  given.start({ y: 1 });
  expect(given.fire("late").slice(0, 7)).toEqual([
    "TimerFired late",
    "TaskCancelled a",
    "ElementCancelled a",
    "TaskCancelled b",
    "ElementCancelled b",
    "ElementCancelled inner",
    "ElementCancelled outer",
  ]);
  expect(given.open()).toEqual(["task after"]);
  expect(given.state().variables).toEqual({ case: { y: 1 } });
});

test("the outline knows how deep an element stands", async () => {
  const { process } = await story(nested);
  const depths = ["start", "inner", "a"].map((id) => {
    const element = elementOf(process, id);
    return element === null ? -1 : depthOf(process, element);
  });
  expect(depths).toEqual([0, 1, 2]);
});
