/** Editing a rule set from its table leaves the author's text as it was, but for what was changed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  insertItem,
  rangeOf,
  removeItem,
  replaceAt,
  setMember,
  swapItems,
} from "../../../modeller/rule-sets/text-edit.ts";

const written = `{ "id": "rute",
  "rules": [
    { "name": "a",   "value": "100" },
    {
      "name": "b",
      "value": [1, 2]
    }
  ],
  "tests": [ ]
}
`;
const shipped = readFileSync(
  join(import.meta.dirname, "../../../library/rule-sets/rute-verifikasi.json"),
  "utf8",
);

/** Lines that are not the same in both. */
function changedLines(before: string, after: string): readonly string[] {
  const there = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !there.has(line));
}

describe("replacing a value", () => {
  test("changes that value and nothing around it", () => {
    const after = replaceAt(written, ["rules", 0, "value"], "250");
    expect(after).toBe(written.replace('"100"', '"250"'));
  });
  test("the same value changes nothing, however it was written", () => {
    expect(replaceAt(written, ["rules", 1, "value"], [1, 2])).toBe(written);
  });
  test("a list that stood on one line stays on one line", () => {
    expect(replaceAt(written, ["rules", 1, "value"], [1, 2, 3])).toBe(written.replace("[1, 2]", "[1, 2, 3]"));
  });
  test("in a shipped rule set touches one line", () => {
    const after = replaceAt(shipped, ["rules", 0, "conditions", "all", 0, "value"], "dinas");
    expect(changedLines(shipped, after)).toEqual(['            "value": "dinas"']);
  });
  test("at a path that is not there, or in a text that is no JSON, does nothing", () => {
    expect(replaceAt(written, ["rules", 7, "value"], 1)).toBe(written);
    expect(replaceAt('{ "id": ', ["id"], 1)).toBe('{ "id": ');
  });
});

describe("items of a list", () => {
  test("one more at the end stands indented as its neighbours", () => {
    const after = insertItem(written, ["rules"], 2, { name: "c" });
    expect(after).toContain('    },\n    {\n      "name": "c"\n    }\n  ]');
    expect(JSON.parse(after).rules).toHaveLength(3);
  });
  test("one before another leaves that other's text as it was", () => {
    const after = insertItem(written, ["rules"], 0, { name: "c" });
    expect(after).toContain('{ "name": "a",   "value": "100" }');
    expect(JSON.parse(after).rules[0]).toEqual({ name: "c" });
  });
  test("the first of an empty list", () => {
    expect(JSON.parse(insertItem(written, ["tests"], 0, { name: "t" })).tests).toEqual([{ name: "t" }]);
  });
  test("one taken out goes with its comma, first, last or alone", () => {
    expect(JSON.parse(removeItem(written, ["rules"], 0)).rules).toHaveLength(1);
    expect(JSON.parse(removeItem(written, ["rules"], 1)).rules).toEqual([{ name: "a", value: "100" }]);
    expect(JSON.parse(removeItem(removeItem(written, ["rules"], 1), ["rules"], 0)).rules).toEqual([]);
  });
  test("two that change places keep their own formatting; twice is as before", () => {
    const after = swapItems(written, ["rules"], 0);
    expect(JSON.parse(after).rules.map(({ name }: { name: string }) => name)).toEqual(["b", "a"]);
    expect(after).toContain('{ "name": "a",   "value": "100" }');
    expect(swapItems(after, ["rules"], 0)).toBe(written);
  });
});

describe("members of an object", () => {
  test("one that is there is replaced, one that is not is added behind the last", () => {
    expect(setMember(written, ["rules", 0], "value", "9")).toBe(written.replace('"100"', '"9"'));
    expect(setMember(written, ["rules", 0], "note", "x")).toBe(
      written.replace('"value": "100" }', '"value": "100", "note": "x" }'),
    );
    expect(setMember(written, ["rules", 1], "note", "x")).toContain('[1, 2],\n      "note": "x"\n    }');
  });
  test("a name with a quotation mark is found", () => {
    expect(rangeOf('{ "a\\"b": 1 }', ['a"b'])).toEqual({ from: 10, to: 11 });
  });
});
