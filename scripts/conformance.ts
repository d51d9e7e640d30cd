/**
 * `npm run conformance -- FOLDER [--json FILE] [--results]`: runs the conformance cases in a folder laid out as
 * test/conformance/README.md says, prints a table by group with every failure and its reason, and one line of
 * totals. Exits 1 on a failure that is not listed in test/conformance/deviations.json. `--results` writes
 * test/conformance/RESULTS.md.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { resultsPage } from "../test/conformance/results.ts";
import { deviations, runConformance, tally } from "../test/conformance/run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" }, results: { type: "boolean", default: false } },
});
const [folder] = positionals;
if (folder === undefined) {
  process.stderr.write("Which folder holds the cases? npm run conformance -- FOLDER [--json FILE]\n");
  process.exit(2);
}

const outcomes = await runConformance(folder);
const listed = new Map(deviations().map((deviation) => [deviation.id, deviation]));
const rows = tally(outcomes, new Set(listed.keys()));
const write = (line: string) => process.stdout.write(`${line}\n`);

write(`${"group".padEnd(24)}${"passed".padStart(8)}${"deviating".padStart(11)}${"failed".padStart(8)}`);
for (const { group, passed, deviating, failed } of rows) {
  write(
    `${group.padEnd(24)}${`${passed}`.padStart(8)}${`${deviating}`.padStart(11)}${`${failed}`.padStart(8)}`,
  );
}
for (const { id, passed, reason } of outcomes) {
  if (passed) continue;
  const deviation = listed.get(id);
  write(
    deviation === undefined
      ? `FAILED ${id}: ${reason}`
      : `deviates ${id}: ${deviation.reason} (${deviation.clause})`,
  );
}
const sum = (pick: (row: (typeof rows)[number]) => number) =>
  rows.reduce((total, row) => total + pick(row), 0);
const totals = {
  passed: sum((row) => row.passed),
  deviating: sum((row) => row.deviating),
  failed: sum((row) => row.failed),
};
write(
  `${outcomes.length} cases: ${totals.passed} passed, ${totals.deviating} deviating, ${totals.failed} failed`,
);

if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ totals, groups: rows, outcomes }, null, 2)}\n`);
}
if (values.results) {
  writeFileSync(
    new URL("../test/conformance/RESULTS.md", import.meta.url),
    resultsPage(rows, outcomes, [...listed.values()]),
  );
}
process.exitCode = totals.failed > 0 || outcomes.length === 0 ? 1 : 0;
