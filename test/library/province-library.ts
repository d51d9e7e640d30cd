// Reads the shipped library as a host does, for tests that run a whole case through it.
import { readdirSync, readFileSync } from "node:fs";
import { type CaseContext, type Form, type RuleSetInForce, readForm } from "../../casework/index.ts";
import { type ExecutableProcess, readProcess } from "../../engine/index.ts";
import {
  type Calendar,
  type Organisation,
  readCalendar,
  readOrganisation,
} from "../../organisation/index.ts";
import { type RuleSet, readRuleSet } from "../../rules/index.ts";

const root = new URL("../../library/", import.meta.url);

export function textOf(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

export function jsonOf(path: string): unknown {
  return JSON.parse(textOf(path));
}

export function namesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root)).sort();
}

export function shippedOrganisation(): Organisation {
  const reading = readOrganisation(jsonOf("organisation/tanjung-raya.json"));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.organisation;
}

function shippedCalendar(): Calendar {
  const reading = readCalendar(jsonOf("calendars/kalender-kerja.json"), "1");
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.calendar;
}

export async function shippedProcess(id: string): Promise<ExecutableProcess> {
  const reading = await readProcess(textOf(`processes/${id}.bpmn`));
  const process = reading.ok ? reading.processes[0] : undefined;
  if (!process) throw new Error(JSON.stringify(reading));
  return process;
}

export function shippedForms(): Map<string, Form> {
  const forms = new Map<string, Form>();
  for (const name of namesIn("forms")) {
    const reading = readForm(jsonOf(`forms/${name}`));
    if (!reading.ok) throw new Error(`${name}: ${JSON.stringify(reading.problems)}`);
    forms.set(reading.form.id, reading.form);
  }
  return forms;
}

export function ruleSetFrom(text: string): RuleSet {
  const reading = readRuleSet(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.ruleSet;
}

/** Published versions by rule set, oldest first; the shipped ones are version 1 from the beginning. */
export type Published = Map<string, RuleSetInForce[]>;

export function shippedRuleSets(): Published {
  return new Map(
    namesIn("rule-sets").map((name) => {
      const ruleSet = ruleSetFrom(textOf(`rule-sets/${name}`));
      return [ruleSet.id, [{ ruleSet, version: 1, hash: `${ruleSet.id}-1`, effectiveFromMs: 0 }]];
    }),
  );
}

export async function shippedContext(
  published: Published = shippedRuleSets(),
  id = "verifikasi-laporan",
): Promise<CaseContext> {
  const forms = shippedForms();
  const process = await shippedProcess(id);
  return {
    process,
    processRef: { id, version: 1, hash: `${id}-1`, title: process.name ?? id },
    organisation: shippedOrganisation(),
    calendar: shippedCalendar(),
    form: (id) => forms.get(id),
    ruleSets: {
      inForce: (id, atMs) => published.get(id)?.findLast((each) => each.effectiveFromMs <= atMs),
    },
  };
}
