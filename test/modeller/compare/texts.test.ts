import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLines, hunks } from "../../../modeller/compare/lines.ts";
import { compareRuleSets } from "../../../modeller/compare/rule-set.ts";

describe("two texts line by line", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", "{", "}"), { maxLength: 14 })
    .map((lines) => lines.join("\n"));

  it("give back the old and the new text, and so do their cut-outs of the changed places", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = compareLines(before, after);
        const side = (skip: "added" | "taken") =>
          lines
            .filter((line) => line.change !== skip)
            .map((line) => line.text)
            .join("\n");
        expect(side("added")).toBe(before);
        expect(side("taken")).toBe(after);
        const shown = hunks(lines, 2).flat();
        expect(shown.filter((line) => line.change !== "kept")).toEqual(
          lines.filter((line) => line.change !== "kept"),
        );
        expect(new Set(shown).size).toBe(shown.length);
      }),
    );
  });

  it("tell one changed line in a long text with three lines around it", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `baris ${index + 1}`);
    const after = lines.map((line) => (line === "baris 20" ? "baris dua puluh" : line));
    const [only, ...others] = hunks(compareLines(lines.join("\n"), after.join("\n")));
    expect(others).toEqual([]);
    expect(only?.map(({ change, text }) => [change, text])).toEqual([
      ["kept", "baris 17"],
      ["kept", "baris 18"],
      ["kept", "baris 19"],
      ["taken", "baris 20"],
      ["added", "baris dua puluh"],
      ["kept", "baris 21"],
      ["kept", "baris 22"],
      ["kept", "baris 23"],
    ]);
  });
});

describe("two rule sets", () => {
  const rule = (name: string, value: number) => ({ name, conditions: { all: [{ value }] } });
  const set = (rules: readonly object[], more: object = {}) =>
    JSON.stringify({ id: "r", hitPolicy: "first", rules, ...more });

  it("tell rules that were added, removed, changed and moved", () => {
    const changes = compareRuleSets(
      set([rule("a", 1), rule("b", 1), rule("c", 1)]),
      set([rule("c", 1), rule("b", 2), rule("d", 1)], { title: "baru" }),
    );
    expect(changes).toEqual([
      { change: "changed", what: "rule", name: "b" },
      { change: "added", what: "rule", name: "d" },
      { change: "removed", what: "rule", name: "a" },
      { change: "moved", what: "rule", name: "c" },
      { change: "moved", what: "rule", name: "b" },
      { change: "added", what: "part", name: "title" },
    ]);
  });

  it("compare as equal when only the order of members differs", () => {
    expect(compareRuleSets('{"id":"r","hitPolicy":"first"}', '{"hitPolicy":"first","id":"r"}')).toEqual([]);
  });

  it("cannot be compared in words when one does not parse", () => {
    expect(compareRuleSets("{", "{}")).toBeNull();
  });
});
