import { describe, expect, test } from "vitest";
import { evaluate, readShared, share, sharedUsed } from "../../rules/index.ts";
import { routing, routingWith, ruleSetOf } from "./fixtures.ts";

describe("a shared document", () => {
  test("a list and a condition are read", () => {
    const list = {
      id: "dinas-strategis",
      title: "Dinas strategis",
      kind: "list",
      items: ["dinkes", "dpupr"],
    };
    const condition = {
      id: "nilai-kecil",
      title: "Nilai kecil",
      kind: "condition",
      condition: { all: [{ fact: "laporan", path: "$.nilai", operator: "uang<", value: "200000000" }] },
    };
    expect(readShared(JSON.stringify(list))).toEqual({ ok: true, document: list });
    expect(readShared(JSON.stringify(condition))).toEqual({ ok: true, document: condition });
  });

  test.each([
    ["an empty list", { id: "a", title: "a", kind: "list", items: [] }, "outOfRange"],
    [
      "a list with the same item twice",
      { id: "a", title: "a", kind: "list", items: ["x", "x"] },
      "duplicateItem",
    ],
    ["a list of objects", { id: "a", title: "a", kind: "list", items: [{}] }, "wrongType"],
    ["an unknown kind", { id: "a", title: "a", kind: "table", items: ["x"] }, "notAllowed"],
    [
      "a condition that is empty",
      { id: "a", title: "a", kind: "condition", condition: { all: [] } },
      "emptyCondition",
    ],
    [
      "a condition with a filter as path",
      {
        id: "a",
        title: "a",
        kind: "condition",
        condition: { all: [{ fact: "x", path: "$[?(1)]", operator: "equal", value: 1 }] },
      },
      "badPath",
    ],
  ])("%s is refused", (_what, document, code) => {
    const read = readShared(JSON.stringify(document));
    expect(read.ok ? [] : read.problems.map((problem) => problem.code)).toContain(code);
  });

  test("a rule uses a shared list, a shared condition and the conditions of another rule by name", async () => {
    const shared = share([
      { id: "urusan-wajib", title: "Urusan wajib", kind: "list", items: ["kesehatan", "sosial"] },
      {
        id: "wajib",
        title: "Urusan wajib",
        kind: "condition",
        condition: {
          all: [{ fact: "laporan", path: "$.urusan", operator: "in", value: { list: "urusan-wajib" } }],
        },
      },
    ]);
    const rules = [
      routing.rules[0],
      {
        name: "wajib-lain",
        conditions: { all: [{ not: { condition: "sekwan" } }, { condition: "wajib" }] },
        event: { type: "KESRA" },
      },
    ];
    const ruleSet = ruleSetOf(routingWith({ rules, tests: [] }), shared);
    expect(sharedUsed(ruleSet, shared)).toEqual({ lists: ["urusan-wajib"], conditions: ["wajib"] });
    const decide = (pengirim: string, urusan: string) =>
      evaluate(ruleSet, { pengirim, laporan: { urusan } }, shared);
    expect(await decide("kepalaDinas", "sosial")).toMatchObject({ outcome: { type: "KESRA" } });
    expect(await decide("kepalaDinas", "energi")).toMatchObject({ outcome: { type: "MANUAL" } });
    expect(await decide("sekretarisDprd", "sosial")).toMatchObject({ outcome: { type: "HUKUM" } });
  });
});
