/**
 * What the documents point at is there: links, pictures, headings, files named in the text. And nothing in the tree
 * names a place that only one machine has.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = process.cwd();
const skipped = new Set(["node_modules", "dist", "data", "test-results", ".git", ".tsbuild"]);
const files = walk(root);
const documents = files.filter((file) => file.endsWith(".md"));
const pictures = files.filter((file) => file.startsWith("docs/pictures/"));

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.isSymbolicLink()) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [relative(root, path)];
  });
}

const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

/** Markdown without its code, where brackets mean something else. */
const proseOf = (file: string): string =>
  textOf(file)
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, "")
    .replace(/^ {4}.*$/gm, "")
    .replace(/`[^`\n]*`/g, "");

const linksOf = (file: string): string[] =>
  [...proseOf(file).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target ?? "");

/** As GitHub names headings: small letters, hyphens for spaces, no punctuation. */
const anchorsOf = (file: string): Set<string> =>
  new Set(
    [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      (heading ?? "")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-"),
    ),
  );

function missing(file: string, target: string): boolean {
  if (/^[a-z]+:/.test(target)) return false;
  const [path = "", anchor] = target.split("#");
  const place = path === "" ? file : join(dirname(file), path);
  if (!existsSync(join(root, place))) return true;
  return anchor !== undefined && !anchorsOf(place).has(anchor);
}

describe("documents", () => {
  it.each(documents)("%s links to what exists", (file) => {
    expect(linksOf(file).filter((target) => missing(file, target))).toEqual([]);
  });

  it.each(documents.filter((file) => !file.includes("/") || file.startsWith("docs/")))(
    "%s names files that exist",
    (file) => {
      const folders = new Set(files.map((name) => name.split("/")[0]));
      const named = [...textOf(file).matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path]) => path ?? "");
      const ours = named.filter(
        (path) => folders.has(path.split("/")[0]) && !skipped.has(path.split("/")[0] ?? ""),
      );
      expect(ours.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    },
  );

  it("show every picture that is kept, none of them heavy", () => {
    const shown = new Set(
      documents.flatMap((file) => linksOf(file).map((target) => join(dirname(file), target))),
    );
    expect(pictures.filter((picture) => !shown.has(picture))).toEqual([]);
    expect(pictures.filter((picture) => statSync(join(root, picture)).size > 200_000)).toEqual([]);
  });
});

describe("the tree", () => {
  it("names no place that only one machine has", () => {
    const written = files.filter((file) =>
      /\.(md|tsx?|mjs|json|css|html|bpmn|ya?ml|grit)$|^\.ci\//.test(file),
    );
    const home = /(?<![\w.])\/(home|root|work|Users|tmp)\/\w|\b[A-Z]:\\Users\\/;
    expect(written.filter((file) => home.test(textOf(file)))).toEqual([]);
  });
});
