/** What bpmn-js may say is read out of its own sources, so that an upgrade with a new sentence fails here. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bpmnWords } from "../../../modeller/diagram/bpmn-words.ts";
import { translator } from "../../../modeller/diagram/translator.ts";

const packages = ["bpmn-js/lib", "diagram-js/lib"].map((folder) => join("node_modules", folder));

/** In comments of diagram-js, or made of parts below. */
const notSaid = new Set(["HELLO {you}", "Align elements ", " + shift + "]);
/** Sentences that are put together where they are said. */
const composed = [
  ...["left", "center", "right", "top", "middle", "bottom"].map((side) => `Align elements ${side}`),
  "Empty pool/participant (removes content)",
];

function sentences(): Set<string> {
  const found = new Set<string>(composed);
  for (const folder of packages)
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
      const source = readFileSync(join(entry.parentPath, entry.name), "utf8").replace(
        /^\s*(\/\/|\*).*$/gm,
        "",
      );
      for (const [, text] of source.matchAll(/translate\(\s*['"`]([^'"`]+)['"`]/g)) if (text) found.add(text);
      for (const [, text] of source.matchAll(/\b[A-Z_]+_ERR_MSG = '([^']+)'/g)) if (text) found.add(text);
      if (/popup-menu\/PopupEntries|replace\/ReplaceOptions/.test(join(entry.parentPath, entry.name)))
        for (const [, text] of source.matchAll(/label: '([^']+)'/g)) if (text) found.add(text);
    }
  for (const text of notSaid) found.delete(text);
  return found;
}

describe("the words of bpmn-js", () => {
  it("has an Indonesian sentence for everything that bpmn-js may say", () => {
    const found = sentences();
    expect(found.size).toBeGreaterThan(120);
    expect([...found].filter((text) => bpmnWords[text] === undefined)).toEqual([]);
  });

  it("keeps no sentence that bpmn-js no longer says", () => {
    const found = sentences();
    expect(Object.keys(bpmnWords).filter((text) => !found.has(text))).toEqual([]);
  });

  it("puts the name into the sentence, in both languages", () => {
    expect(translator("id")("Open {element}", { element: "Paraf" })).toBe("Buka Paraf");
    expect(translator("en")("Open {element}", { element: "Paraf" })).toBe("Open Paraf");
  });
});
