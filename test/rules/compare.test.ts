/** Which cases a draft would send elsewhere. */
import { expect, test } from "vitest";
import { beginComparison, compareRuleSets, type Json, sameOutcome } from "../../rules/index.ts";
import { routing, routingWith, ruleSetOf } from "./fixtures.ts";

const old = ruleSetOf(routing);
const threshold = (value: string): Json =>
  JSON.parse(JSON.stringify(routing).replace('"500000000000"', JSON.stringify(value)));

const report = (id: string, urusan: string, nilai: string) => ({
  id,
  facts: { pengirim: "kepalaDinas", laporan: { urusan, nilai }, kabupaten: 0 },
});
const cases = [
  report("1", "kesehatan", "100"),
  report("2", "kesehatan", "300000000000"),
  report("3", "statistik", "400000000000"),
  report("4", "sosial", "250000000000"),
  report("5", "sosial", "900000000000"),
];

test("a lower threshold moves the cases between, grouped, largest first", () => {
  const draft = ruleSetOf(threshold("200000000000"));
  expect(compareRuleSets(old, draft, cases)).toMatchObject({
    total: 5,
    moved: 3,
    groups: [
      { from: "KESRA", to: "SEKDA", count: 2, cases: ["2", "4"] },
      { from: "MANUAL", to: "SEKDA", count: 1, cases: ["3"] },
    ],
    outcomes: { KESRA: 1, SEKDA: 4 },
    answered: { rules: [0, 4, 0, 1], otherwise: 0 },
  });
});

test("other words for the same outcome move nobody, other content does", () => {
  const reworded = JSON.parse(JSON.stringify(routing).replace("Nilai besar", "Nilai sangat besar"));
  expect(compareRuleSets(old, ruleSetOf(reworded), cases).moved).toBe(0);
  const content = JSON.parse(JSON.stringify(routing).replace('"alasan":"Nilai besar"', '"akses":"Terbatas"'));
  expect(compareRuleSets(old, ruleSetOf(content), cases).groups).toMatchObject([
    { from: "SEKDA", to: "SEKDA", count: 1, cases: ["5"] },
  ]);
});

test("one type that goes by two names is two groups, each with an outcome to name it", () => {
  const outcome = (tujuan: string) => ({ type: "BIRO", params: { tujuan } });
  const recorded = [
    { ...report("1", "kesehatan", "100"), outcome: outcome("Biro Kesra") },
    { ...report("2", "kesehatan", "100"), outcome: outcome("Biro Ekonomi") },
  ];
  expect(compareRuleSets(old, old, recorded).groups).toMatchObject([
    { from: "BIRO", fromOutcome: outcome("Biro Kesra"), to: "KESRA", count: 1, cases: ["1"] },
    { from: "BIRO", fromOutcome: outcome("Biro Ekonomi"), to: "KESRA", count: 1, cases: ["2"] },
  ]);
});

test("a fact that the draft newly requires becomes an incident", () => {
  const facts = { ...routing.facts, required: ["pengirim", "laporan", "tahun"] };
  const properties = { ...routing.facts.properties, tahun: { type: "integer" } };
  const draft = ruleSetOf(routingWith({ facts: { ...facts, properties } }));
  expect(compareRuleSets(old, draft, cases.slice(0, 1)).groups).toMatchObject([
    { from: "KESRA", to: "incident:missingFact", count: 1, cases: ["1"] },
  ]);
});

test("what was decided then counts, where it was recorded", () => {
  const [first] = cases;
  if (first === undefined) throw new Error("There is a first case.");
  const recorded = { ...first, outcome: { type: "UMUM", params: {} } };
  expect(compareRuleSets(old, old, [recorded]).groups).toMatchObject([
    { from: "UMUM", to: "KESRA", count: 1, cases: ["1"] },
  ]);
});

test("fed case by case it can be looked at before the end", () => {
  const comparing = beginComparison(old, ruleSetOf(threshold("200000000000")));
  const seen: number[] = [];
  for (const one of cases) {
    comparing.add(one);
    seen.push(comparing.result().moved);
  }
  expect(seen).toEqual([0, 1, 2, 3, 3]);
});

test("outcomes inside several hits are compared without their words", () => {
  const several = (alasan: string) => ({
    type: "A",
    params: { semua: [{ type: "A", params: { alasan, x: 1 } }] },
  });
  expect(sameOutcome(several("a"), several("b"))).toBe(true);
  expect(sameOutcome(several("a"), { type: "A", params: { semua: [] } })).toBe(false);
});
