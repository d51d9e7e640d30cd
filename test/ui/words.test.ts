import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vite";
import { describe, expect, test } from "vitest";
import { en as deskEn } from "../../desk/words/en.ts";
import { id as deskId } from "../../desk/words/id.ts";
import { iconNames } from "../../ui/index.ts";
import { en as uiEn } from "../../ui/words/en.ts";
import { id as uiId } from "../../ui/words/id.ts";

const root = join(import.meta.dirname, "../..");
const folders = ["ui", "desk"];

const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

/** Every key with what it holds, nested ones by their path. */
function keysOf(words: object, before = ""): readonly string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? keysOf(value, `${before}${key}.`)
      : [`${before}${key} ${typeof value}`],
  );
}

describe("both languages are complete", () => {
  test("the shared words have the same keys, of the same kind", () => {
    expect(keysOf(uiEn)).toEqual(keysOf(uiId));
  });
  test("the desk's words have the same keys, of the same kind", () => {
    expect(keysOf(deskEn)).toEqual(keysOf(deskId));
  });
  test("no word is empty, except the mandate that is none", () => {
    const empty = [uiId, uiEn, deskId, deskEn].flatMap((words) =>
      Object.entries(words)
        .filter(([, value]) => value === "")
        .map(([key]) => key),
    );
    expect(empty).toEqual([]);
  });
  test("no sentence shouts", () => {
    for (const words of [uiId, uiEn, deskId, deskEn]) expect(JSON.stringify(words)).not.toContain("!");
  });
});

interface Node {
  readonly type: string;
  readonly [name: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
}

const spoken = new Set(["aria-label", "title", "placeholder", "alt", "label"]);
/** Letters that a reader would read: single ones are keys, which have no language. */
const hasWords = (text: unknown): boolean => typeof text === "string" && /\p{L}{2,}/u.test(text);

function strayWords(name: string): readonly string[] {
  const found: string[] = [];
  const source = readFileSync(join(root, name), "utf8");
  const program: unknown = parseAst(source, { lang: name.endsWith("x") ? "tsx" : "ts" });
  if (!isNode(program)) throw new Error(`${name} cannot be parsed`);
  walk(program, (node) => {
    if (node.type === "JSXText" && hasWords(node.value) && node.value !== "Enter")
      found.push(`${name}: ${String(node.value).trim()}`);
    if (node.type !== "JSXAttribute" || !isNode(node.name) || !isNode(node.value)) return;
    if (spoken.has(String(node.name.name)) && node.value.type === "Literal" && hasWords(node.value.value))
      found.push(`${name}: ${String(node.value.value)}`);
  });
  return found;
}

describe("no words in the code", () => {
  test("there is something to look at", () => {
    expect(sources.filter((name) => name.endsWith(".tsx")).length).toBeGreaterThan(20);
  });
  test("no text stands between tags or in a spoken attribute outside the word files", () => {
    expect(sources.filter((name) => name.endsWith(".tsx")).flatMap(strayWords)).toEqual([]);
  });
  test("no style attribute and no inner HTML is written", () => {
    for (const name of sources.filter((file) => file.endsWith(".tsx")))
      expect(readFileSync(join(root, name), "utf8"), name).not.toMatch(
        /\sstyle=|dangerouslySetInnerHTML|innerHTML/,
      );
  });
});

test("every icon that may be named exists", () => {
  const there = new Set(readdirSync(join(root, "node_modules/lucide-static/icons")));
  expect(iconNames.filter((name) => name !== "poros" && !there.has(`${name}.svg`))).toEqual([]);
});
