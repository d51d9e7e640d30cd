import { expect, test } from "vitest";
import { chain, conditional, story } from "../story.ts";

const branches = `<startEvent id="start"/><inclusiveGateway id="fork" default="fork-c"/>
<userTask id="a"/><userTask id="b"/><userTask id="c"/><inclusiveGateway id="join"/><userTask id="after"/>
${chain("start fork", "fork c", "a join", "b join", "c join after")}
${conditional("fork", "a", "list contains(pilih, 1)")}${conditional("fork", "b", "list contains(pilih, 2)")}`;

test("every flow whose condition holds is taken, and the join waits for exactly those", async () => {
  const given = await story(branches);
  given.start({ pilih: [1, 2] });
  expect(given.open()).toEqual(["task a", "task b"]);
  given.complete("a");
  expect(given.open()).toEqual(["task b"]);
  given.complete("b");
  expect(given.open()).toEqual(["task after"]);
});

test("one branch alone passes the join at once", async () => {
  const given = await story(branches);
  given.start({ pilih: [2] });
  given.complete("b");
  expect(given.open()).toEqual(["task after"]);
});

test("the default flow is taken when nothing else is", async () => {
  const given = await story(branches);
  given.start({ pilih: [] });
  expect(given.open()).toEqual(["task c"]);
});

test("the join does not wait for a token that went another way", async () => {
  const given =
    await story(`<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
    <exclusiveGateway id="gate" default="gate-elsewhere"/><userTask id="elsewhere"/><inclusiveGateway id="join"/><userTask id="after"/>
    ${chain("start fork a join after", "fork b gate elsewhere")}${conditional("gate", "join", "masuk")}`);
  given.start({ masuk: false });
  given.complete("a");
  expect(given.open()).toEqual(["task b"]);
  given.complete("b");
  expect(given.open()).toEqual(["task elsewhere", "task after"]);
});

test("the join waits for a token that comes back through a loop", async () => {
  const given =
    await story(`<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
    <exclusiveGateway id="again" default="again-join"/><inclusiveGateway id="join"/><userTask id="after"/>
    ${chain("start fork a join after", "fork b again join")}${conditional("again", "b", "ulang")}`);
  given.start({ ulang: true });
  given.complete("a");
  given.complete("b", { ulang: true });
  expect(given.open()).toEqual(["task b"]);
  given.complete("b", { ulang: false });
  expect(given.open()).toEqual(["task after"]);
});

test("a join inside a loop passes in every round", async () => {
  const given = await story(`<startEvent id="start"/><inclusiveGateway id="join"/><userTask id="a"/>
    <exclusiveGateway id="gate" default="gate-end"/><endEvent id="end"/>
    ${chain("start join a gate end")}${conditional("gate", "join", "ulang")}`);
  given.start();
  given.complete("a", { ulang: true });
  expect(given.complete("a", { ulang: false }).at(-1)).toBe("CaseEnded completed");
});

test("the join waits for a boundary event that can still bring a token", async () => {
  const given =
    await story(`<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
    <boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
    <endEvent id="end"/><inclusiveGateway id="join"/><userTask id="after"/>${chain("start fork a join after", "fork b end", "late join")}`);
  given.start();
  given.complete("a");
  expect(given.open()).toEqual(["timer late", "task b"]);
  given.fire("late");
  expect(given.open()).toEqual(["task after"]);
});

test("a join inside a loop does not wait for a token that waits for it", async () => {
  const given =
    await story(`<startEvent id="start"/><exclusiveGateway id="enter"/><parallelGateway id="both"/><task id="other"/>
    <inclusiveGateway id="fork" default="fork-b"/><task id="a"/><task id="b"/><inclusiveGateway id="join"/><parallelGateway id="meet"/>
    <userTask id="check"/><exclusiveGateway id="again" default="again-end"/><endEvent id="end"/>
    ${chain("start enter both fork b join meet check again end", "both other meet", "a join")}
    ${conditional("fork", "a", "dua")}${conditional("again", "enter", "ulang")}`);
  given.start({ dua: false });
  expect(given.open()).toEqual(["task check"]);
  given.complete("check", { ulang: true, dua: true });
  expect(given.open()).toEqual(["task check"]);
  expect(given.complete("check", { ulang: false }).at(-1)).toBe("CaseEnded completed");
});
