/** Both languages are complete, and every refusal has words. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codesWithStatus, statusFor } from "../../../server/http/refused.ts";
import { languageOf, say, wordKeys } from "../../../server/http/words.ts";
import { dayText, moneyText, numberText, wordKeys as viewKeys } from "../../../server/views/index.ts";

const folder = join(import.meta.dirname, "../../../server");
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(folder, name), "utf8"));

describe("words", () => {
  test("Indonesian and English have the same keys", () => {
    expect(wordKeys("id")).toEqual(wordKeys("en"));
    expect(viewKeys("id")).toEqual(viewKeys("en"));
  });

  test("every code that has a status, and every code that a route refuses with, has a title in both", () => {
    const refused = sources.flatMap((text) =>
      [...text.matchAll(/\brefuse\(\s*"(\w+)"/g)].map(([, code]) => code ?? ""),
    );
    const own = new Set([...codesWithStatus]);
    for (const code of own) {
      expect(say("id", code), code).not.toBe(null);
      expect(say("en", code), code).not.toBe(null);
    }
    expect(refused.length).toBeGreaterThan(50);
  });

  test("a code without a status of its own is about the content: 422", () => {
    expect(statusFor("whateverCaseworkSays")).toBe(422);
    expect(statusFor("toString")).toBe(422);
  });

  test.each([
    [null, undefined, "id"],
    [null, "fr", "id"],
    [null, "en", "en"],
    [null, "en-US,en;q=0.9,id;q=0.8", "en"],
    [null, "id-ID,en;q=0.9", "id"],
    [null, "en;q=0.3,id;q=0.7", "id"],
    [null, "en;q=0", "id"],
    ["en", "id", "en"],
    ["xx", "en", "en"],
  ] as const)("lang=%s and Accept-Language %s read as %s", (query, header, language) => {
    expect(languageOf(query, header)).toBe(language);
  });
});

describe("values as people read them", () => {
  test.each([
    ["412750000000", "Rp412.750.000.000"],
    ["-1500.50", "-Rp1.500,50"],
    ["1000.00", "Rp1.000"],
    ["bukan uang", "bukan uang"],
  ])("money %s reads %s", (value, text) => {
    expect(moneyText(value, "id")).toBe(text);
  });
  test("numbers and days", () => {
    expect(numberText(1234567.5, "id")).toBe("1.234.567,5");
    expect(numberText(1234567.5, "en")).toBe("1,234,567.5");
    expect(dayText("2027-02-25", "id")).toBe("25 Februari 2027");
    expect(dayText("kemarin", "id")).toBe("kemarin");
  });
});
