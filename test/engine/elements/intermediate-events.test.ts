import { expect, test } from "vitest";
import { chain, extended, story } from "../story.ts";

test("a throw event without a trigger is passed", async () => {
  const given = await story(
    `<startEvent id="start"/><intermediateThrowEvent id="mark"/><endEvent id="end"/>${chain("start mark end")}`,
  );
  expect(given.start()).toContain("ElementLeft mark mark-end");
});

test("a timer catch event waits until its date in the process's zone", async () => {
  const given = await story(`<startEvent id="start"/><intermediateCatchEvent id="wait"><timerEventDefinition>
    <timeDate>2027-01-04T07:30:00</timeDate></timerEventDefinition></intermediateCatchEvent><endEvent id="end"/>${chain("start wait end")}`);
  given.start();
  expect(given.wait("timer", "wait")).toMatchObject({ dueAtMs: Date.UTC(2027, 0, 4, 0, 30), occurrence: 1 });
  expect(given.fire("wait").at(-1)).toBe("CaseEnded completed");
});

test("a date that has passed is due at once, and fires once", async () => {
  const given = await story(`<startEvent id="start"/><intermediateCatchEvent id="wait"><timerEventDefinition>
    <timeDate>2020-01-01T00:00:00Z</timeDate></timerEventDefinition></intermediateCatchEvent><endEvent id="end"/>${chain("start wait end")}`);
  given.start();
  expect(given.wait("timer", "wait")).toMatchObject({ dueAtMs: Date.UTC(2020, 0, 1), remaining: 0 });
  expect(given.fire("wait").at(-1)).toBe("CaseEnded completed");
});

test("a message catch event takes the payload, mapped by its outputs", async () => {
  const given = await story(
    `<startEvent id="start"/><intermediateCatchEvent id="hear">${extended(
      `<poros:output target="jawaban" source="isi.teks"/>`,
    )}<messageEventDefinition messageRef="Reply"/></intermediateCatchEvent><userTask id="a"/>${chain("start hear a")}`,
  );
  given.start();
  given.deliver("hear", { isi: { teks: "ya" } });
  expect(given.variables()).toEqual({ isi: { teks: "ya" }, jawaban: "ya" });
});
