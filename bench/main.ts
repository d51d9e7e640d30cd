/**
 * `npm run bench`: measures, prints a table and keeps it in bench/RESULTS.md with machine and versions.
 * `-- --only NAME --json FILE` runs one part and writes its figures as one flat JSON object.
 * Every ratio stands beside the absolute figures it is made of; ratios compare within one run only.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Figures = Record<string, number>;
type Part = () => Promise<Figures>;

/** Loaded one at a time, so that one part's code does not change another's figures. */
const parts: Record<string, readonly (() => Promise<{ run: Part }>)[]> = {
  engine: [() => import("./engine.ts"), () => import("./feel.ts"), () => import("./check.ts")],
  rules: [() => import("./rules.ts")],
  store: [() => import("./store.ts")],
};

const here = fileURLToPath(import.meta.url);
const only = option("--only");
const jsonFile = option("--json");

if (only === undefined) await measureEverything();
else await measure(only);

async function measure(name: string): Promise<void> {
  const loaders = parts[name];
  if (loaders === undefined) {
    process.stderr.write(`There is no part "${name}". Parts: ${Object.keys(parts).join(", ")}.\n`);
    process.exitCode = 2;
    return;
  }
  const figures: Figures = {};
  for (const load of loaders) Object.assign(figures, await (await load()).run());
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(table(figures));
}

/** Each part in a process of its own, one after the other. */
async function measureEverything(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "poros-bench-"));
  const all: Figures = {};
  try {
    for (const name of Object.keys(parts)) {
      const file = join(folder, `${name}.json`);
      const run = spawnSync(process.execPath, ["--import", "tsx", here, "--only", name, "--json", file], {
        stdio: "inherit",
      });
      if (run.status !== 0) {
        process.exitCode = 1;
        return;
      }
      Object.assign(all, JSON.parse(readFileSync(file, "utf8")));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(all, null, 2)}\n`);
  keep(all);
}

/** The figures go between the marks; what is written around them by hand (what limits us now) stays. */
function keep(figures: Figures): void {
  const file = join(here, "../RESULTS.md");
  const [start, end] = ["<!-- figures -->", "<!-- /figures -->"];
  const text = readFileSync(file, "utf8");
  const before = text.slice(0, text.indexOf(start) + start.length);
  const after = text.slice(text.indexOf(end));
  const [cpu] = cpus();
  const machine =
    `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; ${versions()}.`;
  writeFileSync(file, `${before}\n\n${machine}\n\n${table(figures)}\n${after}`);
}

function versions(): string {
  const lock: { packages: Record<string, { version?: string }> } = JSON.parse(
    readFileSync(join(here, "../../package-lock.json"), "utf8"),
  );
  return ["bpmn-engine", "feelin", "json-rules-engine", "libsql", "pg", "kysely"]
    .map((name) => `${name} ${lock.packages[`node_modules/${name}`]?.version ?? "?"}`)
    .join(", ");
}

function table(figures: Figures): string {
  const rows = Object.entries(figures).map(([name, value]) => `| \`${name}\` | ${shown(value)} |\n`);
  return `| figure | value |\n|---|---:|\n${rows.join("")}`;
}

function shown(value: number): string {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}
