import { expect, test } from "vitest";
import { chain, conditional, story } from "../story.ts";

const join = (
  condition: string,
  out: string,
) => `<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
<complexGateway id="join">${condition}</complexGateway><userTask id="after"/><userTask id="rest"/>${chain("start fork a join", "fork b join", "fork c join")}${out}`;
const wanted = (count: number) =>
  `<activationCondition xsi:type="tFormalExpression">activationCount &gt;= ${count}</activationCondition>`;

test("two of three branches are enough, and the third is taken without going on", async () => {
  const given = await story(join(wanted(2), chain("join after")));
  given.start();
  given.complete("b");
  expect(given.open()).toEqual(["task a", "task c"]);
  expect(given.complete("a").slice(1)).toEqual([
    "ElementLeft a a-join",
    "ElementEntered join",
    "GatewayActivated join",
    "ElementEntered after",
    "TaskOpened after",
  ]);
  expect(given.complete("c").slice(1)).toEqual([
    "ElementLeft c c-join",
    "GatewayReset join",
    "ElementLeft join",
  ]);
  expect(given.open()).toEqual(["task after"]);
  expect(given.complete("after").at(-1)).toBe("CaseEnded completed");
});

test("what comes after goes on where a condition asks for it", async () => {
  const given = await story(
    join(
      wanted(1),
      conditional("join", "after", "waitingForStart") + conditional("join", "rest", "not(waitingForStart)"),
    ),
  );
  given.start();
  given.complete("a");
  expect(given.open()).toEqual(["task b", "task c", "task after"]);
  given.complete("b");
  given.complete("c");
  expect(given.open()).toEqual(["task after", "task rest"]);
});

test("without a condition it waits like an inclusive gateway", async () => {
  const given = await story(join("", chain("join after")));
  given.start();
  given.complete("a");
  given.complete("b");
  expect(given.open()).toEqual(["task c"]);
  given.complete("c");
  expect(given.open()).toEqual(["task after"]);
});

test("a branch that ends elsewhere lets the gateway be reset", async () => {
  const given =
    await story(`<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><endEvent id="end"/>
    <exclusiveGateway id="gate" default="gate-end"/><complexGateway id="join">${wanted(1)}</complexGateway><endEvent id="done"/>
    ${chain("start fork a join done", "fork b gate end")}${conditional("gate", "join", "masuk")}`);
  given.start({ masuk: false });
  given.complete("a");
  expect(given.state().marking.activations.map(({ elementId }) => elementId)).toContain("join");
  expect(given.complete("b").at(-1)).toBe("CaseEnded completed");
});

test("an activation condition that cannot be evaluated is an incident, not a gateway that waits for ever", async () => {
  const given = await story(
    join(
      `<activationCondition xsi:type="tFormalExpression">activationCount &gt;= wanted</activationCondition>`,
      chain("join after"),
    ),
  );
  given.start({ wanted: "dua" });
  for (const task of ["a", "b", "c"]) given.complete(task);
  expect(given.open()).toEqual(["incident join expressionFailed"]);
  given.send({ type: "RetryIncident", incidentId: given.wait("incident", "join").id, atMs: 0 });
  expect(given.open()).toEqual(["task after"]);
});
