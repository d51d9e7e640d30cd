import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sprite } from "../../ui/build/icon-sprite.ts";
import { firstLoadBytes, sizeLimit } from "../../ui/build/size-limit.ts";

const chunk = (fileName: string, code: string, isEntry: boolean, imports: readonly string[] = []) =>
  ({ type: "chunk", fileName, code, isEntry, imports }) as const;
/** Does not compress. */
const noise = (kib: number) => randomBytes(kib * 768).toString("base64");

describe("the limit of the first load", () => {
  const bundle = {
    "entry.js": chunk("entry.js", noise(10), true, ["shared.js"]),
    "shared.js": chunk("shared.js", noise(10), false, ["entry.js"]),
    "lazy.js": chunk("lazy.js", noise(500), false),
    "style.css": { type: "asset", fileName: "style.css" } as const,
  };
  test("counts what loads at once, each once, and not what loads later", () => {
    expect(firstLoadBytes(bundle)).toBeGreaterThan(14 * 1024);
    expect(firstLoadBytes(bundle)).toBeLessThan(24 * 1024);
  });
  test("past it the build fails and says by how much, below it the build says the size", () => {
    const said: string[] = [];
    const build = {
      error: (message: string): never => {
        throw new Error(message);
      },
      info: (message: string) => {
        said.push(message);
      },
    };
    expect(() => sizeLimit(10 * 1024).generateBundle.call(build, {}, bundle)).toThrow(/limit is 10.0 KiB/);
    sizeLimit(60 * 1024).generateBundle.call(build, {}, bundle);
    expect(said).toHaveLength(1);
  });
});

describe("the icon sprite", () => {
  test("holds what was asked for, our mark among it, and nothing that runs or styles", () => {
    const svg = sprite(["poros", "inbox"]);
    expect(svg).toContain('id="i-poros"');
    expect(svg).toContain('id="i-inbox"');
    expect(svg).not.toMatch(/<script|style=|on\w+=/);
  });
});
