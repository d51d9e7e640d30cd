/** Both languages complete: the compiler holds the shapes equal, these hold what the compiler cannot see. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fields } from "../../modeller/compare/diagram.ts";
import { bpmnElements } from "../../modeller/diagram/append.ts";
import { en } from "../../modeller/words/en.ts";
import { id } from "../../modeller/words/id.ts";
import { problemId } from "../../modeller/words/problem-id.ts";

/** Records by a code may be longer in one language; all else has the same members. */
function paths(value: unknown, prefix = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [prefix];
  return Object.entries(value).flatMap(([name, inner]) => paths(inner, `${prefix}/${name}`));
}

describe("the modeller's words", () => {
  it("have the same members in Indonesian and English", () => {
    const own = (words: object) =>
      paths(words).filter((path) => !path.startsWith("/problem/") && !path.startsWith("/editorPhrases/"));
    expect(own(en)).toEqual(own(id));
  });

  it("say no sentence with an exclamation mark", () => {
    const texts = [id, en].flatMap((words) => JSON.stringify(words, (_, value) => value));
    expect(texts.filter((text) => text.includes("!"))).toEqual([]);
  });

  it("have a word for every element of the palette and every field of a comparison", () => {
    for (const { id: element } of bpmnElements) {
      expect(id.palette.element[element], element).toBeTypeOf("string");
      expect(en.palette.element[element], element).toBeTypeOf("string");
    }
    for (const field of fields) expect(id.compare.field[field]).toBeTypeOf("string");
  });

  it("say in Indonesian every problem that reading a diagram can find", () => {
    const codes = new Set<string>();
    for (const folder of ["engine/read", "engine/elements"])
      for (const name of readdirSync(folder)) {
        if (!name.endsWith(".ts")) continue;
        const source = readFileSync(join(folder, name), "utf8");
        for (const [, code] of source.matchAll(/\b(?:invalid|notExecutable)\(\s*reading,\s*"(\w+)"/g))
          if (code) codes.add(code);
      }
    const failures = readFileSync("engine/time/failure.ts", "utf8").matchAll(/\| "(\w+)"/g);
    for (const [, code] of failures) if (code) codes.add(code);
    expect(codes.size).toBeGreaterThan(30);
    expect([...codes].filter((code) => problemId[code] === undefined)).toEqual([]);
  });
});
