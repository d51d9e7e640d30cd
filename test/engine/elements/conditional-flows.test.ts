import { expect, test } from "vitest";
import { chain, conditional, story } from "../story.ts";

const flows = (
  otherwise: string,
) => `<startEvent id="start"/><task id="act"${otherwise}/><userTask id="a"/><userTask id="b"/>
<userTask id="c"/>${chain("start act")}${conditional("act", "a", "x > 1")}${conditional("act", "b", "x > 2")}`;

test("every conditional flow out of an activity that holds is taken", async () => {
  const given = await story(flows(""));
  given.start({ x: 3 });
  expect(given.open()).toEqual(["task a", "task b"]);
});

test("a flow without a condition is taken besides", async () => {
  const given = await story(flows("") + chain("act c"));
  given.start({ x: 2 });
  expect(given.open()).toEqual(["task a", "task c"]);
});

test("the default flow out of an activity is taken when no condition holds", async () => {
  const given = await story(flows(' default="act-c"') + chain("act c"));
  given.start({ x: 0 });
  expect(given.open()).toEqual(["task c"]);
  const other = await story(flows(' default="act-c"') + chain("act c"));
  other.start({ x: 2 });
  expect(other.open()).toEqual(["task a"]);
});

test("an activity whose conditions all fail is an incident; a retry does not do its work again", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="act"/><userTask id="a"/>${chain("start act")}${conditional("act", "a", "x > 1")}`,
  );
  given.start({ x: 0 });
  given.complete("act");
  expect(given.open()).toEqual(["incident act noFlowTrue"]);
  given.send({ type: "SetVariables", variables: { x: 5 }, atMs: 0 });
  given.send({ type: "RetryIncident", incidentId: given.wait("incident", "act").id, atMs: 0 });
  expect(given.open()).toEqual(["task a"]);
});
