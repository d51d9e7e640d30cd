/**
 * The boundaries between folders hold: each offending fixture is refused by the compiler or the linter under
 * the project's own configuration, and what is allowed passes. The fixtures are copied beside copies of that
 * configuration, so the project itself never contains an offence.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = process.cwd();
const fixtures = join(root, "test/house/fixtures");
const folders = ["engine", "rules", "organisation", "casework", "api", "server", "modeller", "desk", "ui"];
const houses: string[] = [];

function build(): string {
  const house = mkdtempSync(join(tmpdir(), "poros-house-"));
  houses.push(house);
  for (const file of ["biome.json", "lint", "tsconfig.base.json"]) {
    cpSync(join(root, file), join(house, file), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
  for (const folder of folders) {
    mkdirSync(join(house, folder));
    cpSync(join(root, folder, "tsconfig.json"), join(house, folder, "tsconfig.json"));
    writeFileSync(join(house, folder, "index.ts"), "export const door = 1;\n");
  }
  return house;
}
afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true });
});

function listed(kind: "lint" | "compile"): string[] {
  return readdirSync(join(fixtures, kind), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
}

describe("the linter", () => {
  const verdicts = new Map<string, string>();
  beforeAll(() => {
    const house = build();
    cpSync(join(fixtures, "lint"), house, { recursive: true });
    const run = spawnSync(
      join(root, "node_modules/.bin/biome"),
      ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=200", ...listed("lint")],
      { cwd: house, encoding: "utf8" },
    );
    const report: { diagnostics: { category: string; severity: string; location: { path: string } }[] } =
      JSON.parse(run.stdout);
    for (const found of report.diagnostics) {
      if (found.severity === "error") verdicts.set(found.location.path, found.category);
    }
  });

  it.each(listed("lint").filter((name) => !name.includes("stays-inside")))("refuses %s", (name) => {
    expect(verdicts.get(name)).toMatch(/^(plugin|lint\/style\/noRestrictedImports)$/);
  });
  it("accepts what a pure folder may use", () => {
    expect(verdicts.get("engine/stays-inside.ts")).toBeUndefined();
  });
});

describe("the compiler", () => {
  let house: string;
  beforeAll(() => {
    house = build();
  });
  const compile = (folder: string) =>
    spawnSync(join(root, "node_modules/.bin/tsc"), ["-b", folder], { cwd: house, encoding: "utf8" });

  it.each(listed("compile").filter((name) => !name.startsWith("modeller/")))("refuses %s", (name) => {
    const [folder = ""] = name.split("/");
    cpSync(join(fixtures, "compile", name), join(house, name));
    const run = compile(folder);
    rmSync(join(house, name));
    expect(run.status).not.toBe(0);
    expect(run.stdout).toMatch(new RegExp(`${name}.*error TS(6307|2584|2580|2304|2591|2593|6059)`, "s"));
  });
  it("accepts the modeller importing casework", () => {
    cpSync(
      join(fixtures, "compile/modeller/imports-casework.ts"),
      join(house, "modeller/imports-casework.ts"),
    );
    expect(compile("modeller").status).toBe(0);
  });
});
