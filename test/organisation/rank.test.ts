import { expect, test } from "vitest";
import {
  compareEchelon,
  hasRank,
  lowestCommonSuperior,
  mayBind,
  superiorsOfPost,
} from "../../organisation/index.ts";
import { province } from "./province-fixture.ts";

const organisation = province();

function verdict(post: string, unit: string): string {
  const binding = mayBind(organisation, post, unit);
  return binding.may ? "may" : binding.code;
}

test("a biro may not bind the dinas that it coordinates", () => {
  expect(verdict("karo-kesra", "dinkes")).toBe("rankTooLow");
});

test("asisten, Sekda, Gubernur and its own head may bind a dinas", () => {
  for (const post of ["asisten-1", "sekda", "gubernur", "kadinkes"])
    expect(verdict(post, "dinkes")).toBe("may");
});

test("a head of equal rank outside the line may not bind", () => {
  expect(verdict("kadisdik", "dinkes")).toBe("notInLine");
  expect(verdict("asisten-2", "dinkes")).toBe("notInLine");
  expect(verdict("asisten-1", "biro-ekon")).toBe("notInLine");
});

test("the Gubernur outranks the Sekda, and a post without echelon ranks last", () => {
  expect(compareEchelon("KDH", "I.b")).toBeLessThan(0);
  expect(compareEchelon(null, "IV.b")).toBeGreaterThan(0);
  expect(hasRank("II.b", "II.a")).toBe(false);
  expect(hasRank("I.b", "II.a")).toBe(true);
  expect(hasRank(null, "IV.a")).toBe(false);
});

test("the ladder of a pemeriksa is kabag, karo, asisten, Sekda, Gubernur", () => {
  expect(superiorsOfPost(organisation, "pemeriksa-kesra").map((post) => post.id)).toEqual([
    "kabag-kesra",
    "karo-kesra",
    "asisten-1",
    "sekda",
    "gubernur",
  ]);
});

test("a dinas answers through asisten and Sekda, never through the biro", () => {
  expect(superiorsOfPost(organisation, "kadinkes").map((post) => post.id)).toEqual([
    "asisten-1",
    "sekda",
    "gubernur",
  ]);
});

test("two dinas under one asisten meet there, under two asisten at the Sekda", () => {
  expect(lowestCommonSuperior(organisation, ["dinkes", "disdik"])?.id).toBe("asisten-1");
  expect(lowestCommonSuperior(organisation, ["dinkes", "dispar"])?.id).toBe("sekda");
  expect(lowestCommonSuperior(organisation, ["dinkes"])?.id).toBe("kadinkes");
  expect(lowestCommonSuperior(organisation, [])).toBeUndefined();
});
