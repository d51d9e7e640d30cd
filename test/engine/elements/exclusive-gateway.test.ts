import { expect, test } from "vitest";
import { chain, conditional, story } from "../story.ts";

const choice = (otherwise: string) => `<startEvent id="start"/><exclusiveGateway id="gate"${otherwise}/>
<userTask id="a"/><userTask id="b"/><userTask id="c"/>
${chain("start gate", otherwise === "" ? "" : "gate c")}${conditional("gate", "a", "nilai > 10")}${conditional("gate", "b", "nilai > 5")}`;

test("the first flow whose condition holds is taken, and only that one", async () => {
  const given = await story(choice(' default="gate-c"'));
  given.start({ nilai: 20 });
  expect(given.open()).toEqual(["task a"]);
});

test("the default flow is taken when no condition holds", async () => {
  const given = await story(choice(' default="gate-c"'));
  given.start({ nilai: 1 });
  expect(given.open()).toEqual(["task c"]);
});

test("no true flow and no default is an incident, and a retry decides again", async () => {
  const given = await story(choice(""));
  given.start({ nilai: 1 });
  expect(given.open()).toEqual(["incident gate noFlowTrue"]);
  const { id: incidentId } = given.wait("incident", "gate");
  given.send({ type: "ResolveIncident", incidentId, variables: { nilai: 7 }, atMs: 0 });
  expect(given.open()).toEqual(["task b"]);
});

test("a condition that cannot be evaluated is an incident that names it", async () => {
  const given = await story(choice(' default="gate-c"'));
  given.start({ nilai: "banyak" });
  expect(given.wait("incident", "gate")).toMatchObject({
    code: "expressionFailed",
    details: { expression: "nilai > 10" },
  });
});

test("a condition that is neither true nor false is an incident", async () => {
  const given = await story(
    `<startEvent id="start"/><exclusiveGateway id="gate" default="gate-b"/><userTask id="a"/><userTask id="b"/>
     ${chain("start gate b")}${conditional("gate", "a", "nilai")}`,
  );
  given.start({ nilai: 3 });
  expect(given.wait("incident", "gate")).toMatchObject({ details: { reason: "notBoolean" } });
});

test("two tokens that meet at an exclusive gateway pass one after the other", async () => {
  const given = await story(
    `<startEvent id="start"/><exclusiveGateway id="gate"/><userTask id="a"/>${chain("start gate a")}
     <task id="x"/>${chain("start x gate")}`,
  );
  given.start();
  expect(given.open()).toEqual(["task a", "task a"]);
});
