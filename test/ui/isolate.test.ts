/** What people write between our words turns only itself; the rules' own sentences keep to the same. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { isolated as inRules } from "../../rules/index.ts";
import { isolated } from "../../ui/isolate.ts";
import { defineWords } from "../../ui/language.ts";

const seed = Number(process.env.POROS_SEED ?? Date.now() % 2 ** 31);
const mark = fc.constantFrom(
  "\u2066",
  "\u2067",
  "\u2068",
  "\u2069",
  "\u202a",
  "\u202e",
  "\u202c",
  "\n",
  "a",
  "ا",
);

it("leaves Latin text as it was written", () => {
  for (const text of ["Laporan 2026, versi 1", "Café “É” 50%", "二月", ""]) expect(isolated(text)).toBe(text);
});

it("any run of turning marks: what is opened is closed, and nothing of ours is", () => {
  fc.assert(
    fc.property(fc.string({ unit: mark }), (text) => {
      const said = isolated(text);
      expect(inRules(text)).toBe(said);
      if (said === text) {
        expect(text).toMatch(/^[a\n]*$/);
        return;
      }
      expect(said).not.toContain("\n");
      let open = 0;
      for (const [at, letter] of [...said].entries()) {
        if (/[\u2066-\u2068]/.test(letter)) open += 1;
        if (letter === "\u2069") open -= 1;
        // The outer isolate ends with the text and not before.
        expect(open > 0).toBe(at < said.length - 1);
      }
    }),
    { seed },
  );
});

it("a name in a sentence of ours, also one that stands deeper", () => {
  const words = defineWords(
    {
      plain: "sejak",
      since: (who: string, n: number) => `${who} sejak ${n}`,
      deep: { by: (who: string) => `oleh ${who}.` },
    },
    () => Promise.reject(new Error("not asked for")),
  );
  expect(words().plain).toBe("sejak");
  expect(words().since("Sari", 15)).toBe("Sari sejak 15");
  expect(words().since("x\u202e", 15)).toBe("\u2068x\u202e\u2069 sejak 15");
  expect(words().deep.by("أمينة")).toBe("oleh \u2068أمينة\u2069.");
});
