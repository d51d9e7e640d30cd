/**
 * `npm test`: finds what tests need beyond npm (Chromium, PostgreSQL; installed by apt-get where that may be
 * done, else named), builds the apps once for the browser tests, runs every test, fast ones first, and ends with one line of totals.
 * Arguments go to vitest: `npm test -- --project unit`.
 */
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAll, isBuilt, root } from "./build.mjs";
import { findNeeds } from "./needs.mjs";

const extra = process.argv.slice(2);
const chosen = extra.flatMap((word, at) => (word === "--project" ? [extra[at + 1] ?? ""] : []));
const projects = chosen.length > 0 ? chosen : ["unit", "server", "browser"];
const rest = extra.filter((word, at) => word !== "--project" && extra[at - 1] !== "--project");

const needs = findNeeds(projects);
if (projects.includes("browser") && !isBuilt()) await buildAll({ quiet: true });

let passed = 0;
let failed = 0;
let broken = false;
for (const project of projects) {
  const report = join(tmpdir(), `poros-test-${process.pid}-${project}.json`);
  const status = await vitest(project, report);
  let told;
  try {
    told = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    told = { numPassedTests: 0, numFailedTests: 0 };
  }
  rmSync(report, { force: true });
  passed += told.numPassedTests;
  failed += told.numFailedTests;
  if (status !== 0) broken = true;
}
if (broken && failed === 0) failed = 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function vitest(project, report) {
  const words = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...rest,
  ];
  const child = spawn(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), ...words], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...needs },
  });
  return new Promise((done) => child.on("close", (code) => done(code ?? 1)));
}
