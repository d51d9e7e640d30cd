import { expect, test } from "vitest";
import { type Instruction, precedenceOf } from "../../casework/index.ts";
import { shippedContext, shippedRuleSets } from "../library/province-library.ts";
import { submitted, wib } from "./case-run.ts";

const context = await shippedContext();
const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
const nowMs = wib("2027-02-16 09:00");
const usual: Instruction = {
  byPostId: "sekda",
  basis: "direction",
  written: true,
  givenAtMs: wib("2027-02-15 10:00"),
  specific: false,
};
const clash = { sameObject: true, contradictory: true };

async function stands(first: Partial<Instruction>, second: Partial<Instruction>, relation = clash) {
  const pair = [
    { ...usual, ...first },
    { ...usual, ...second },
  ] as const;
  const precedence = await precedenceOf(context, run.file, pair, relation, nowMs);
  return precedence.kind === "conflict" ? `conflict ${precedence.post?.id}` : precedence.kind;
}

test("law stands before rank, rank before what is written or later", async () => {
  expect(await stands({ byPostId: "karo-kesra", basis: "law" }, { byPostId: "gubernur" })).toBe("first");
  expect(await stands({ byPostId: "asisten-1" }, { byPostId: "gubernur", written: false })).toBe("second");
  expect(await stands({ basis: "statutoryDeadline", byPostId: "asisten-1" }, {})).toBe("first");
});

test("of one official the written, then the later, then the specific instruction stands", async () => {
  expect(await stands({}, { written: false })).toBe("first");
  expect(await stands({}, { givenAtMs: wib("2027-02-15 11:00") })).toBe("second");
  expect(await stands({ specific: true }, {})).toBe("first");
});

test("two officials of one rank are never chosen between: the lowest common superior decides", async () => {
  expect(await stands({ byPostId: "asisten-1" }, { byPostId: "asisten-2" })).toBe("conflict sekda");
  expect(await stands({ byPostId: "karo-kesra" }, { byPostId: "karo-hukum" })).toBe("conflict asisten-1");
  expect(await stands({ basis: "law" }, { basis: "law", byPostId: "asisten-1" })).toBe("conflict gubernur");
});

test("instructions that do not contradict each other both stand", async () => {
  expect(await stands({}, { byPostId: "asisten-1" }, { ...clash, contradictory: false })).toBe("both");
});

test("without the rule set nothing is decided in silence", async () => {
  const published = shippedRuleSets();
  published.delete("konflik-instruksi");
  const without = await shippedContext(published);
  expect(await precedenceOf(without, run.file, [usual, usual], clash, nowMs)).toMatchObject({
    kind: "undecided",
    code: "ruleSetMissing",
  });
});
