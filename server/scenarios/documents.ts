/** The documents that a scenario runs with: those that ship, and in their place the files that it names. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type CaseContext, type Form, type RuleSetInForce, readForm } from "../../casework/index.ts";
import { readProcess } from "../../engine/index.ts";
import { readCalendar, readOrganisation } from "../../organisation/index.ts";
import { readRuleSet } from "../../rules/index.ts";
import { shippedDocuments } from "../demo/index.ts";
import type { Scenario } from "./format.ts";

/** The context, or what is wrong with a document, with its name. */
export type ContextRead =
  | { readonly ok: true; readonly context: CaseContext }
  | { readonly ok: false; readonly reason: string };

class Unreadable extends Error {}

export async function contextOf(scenario: Scenario, file: string, library: string): Promise<ContextRead> {
  try {
    return { ok: true, context: await read(scenario, dirname(resolve(file)), library) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message };
    throw error;
  }
}

async function read(scenario: Scenario, folder: string, library: string): Promise<CaseContext> {
  const { files = {} } = scenario;
  const forms = new Map<string, Form>();
  for (const { name, text } of [...shipped(library, "forms"), ...beside(folder, files.forms)]) {
    const reading = readForm(json(name, text));
    if (!reading.ok) throw unreadable(name, reading.problems);
    forms.set(reading.form.id, reading.form);
  }
  const ruleSets = new Map<string, RuleSetInForce>();
  for (const { name, text } of [...shipped(library, "rule-sets"), ...beside(folder, files.ruleSets)]) {
    const reading = readRuleSet(text);
    if (!reading.ok) throw unreadable(name, reading.problems);
    const { ruleSet } = reading;
    ruleSets.set(ruleSet.id, { ruleSet, version: 1, hash: name, effectiveFromMs: 0 });
  }
  const [organisation] = files.organisation
    ? beside(folder, [files.organisation])
    : shipped(library, "organisation");
  const [calendar] = files.calendar ? beside(folder, [files.calendar]) : shipped(library, "calendars");
  if (!organisation || !calendar) throw new Unreadable("The library has no organisation or no calendar.");
  const organisationRead = readOrganisation(json(organisation.name, organisation.text));
  if (!organisationRead.ok) throw unreadable(organisation.name, organisationRead.problems);
  const calendarRead = readCalendar(json(calendar.name, calendar.text), "1");
  if (!calendarRead.ok) throw unreadable(calendar.name, calendarRead.problems);
  const process = await processOf(scenario.process, folder, library, organisationRead.organisation.zone);
  return {
    process,
    processRef: { id: process.id, version: 1, hash: process.id, title: process.name ?? process.id },
    organisation: organisationRead.organisation,
    calendar: calendarRead.calendar,
    form: (id) => forms.get(id),
    ruleSets: { inForce: (id) => ruleSets.get(id) },
  };
}

async function processOf(named: string, folder: string, library: string, zone: string) {
  const own = named.endsWith(".bpmn");
  const [document] = own
    ? beside(folder, [named])
    : shipped(library, "processes").filter(({ id }) => id === named);
  if (document === undefined) {
    throw new Unreadable(`There is no process ${named} in the library; name a .bpmn file for one beside.`);
  }
  const reading = await readProcess(document.text, { zone });
  if (!reading.ok) throw unreadable(document.name, reading.problems);
  const [process] = reading.processes;
  if (process === undefined || reading.processes.length > 1) {
    throw new Unreadable(`${document.name} is to hold one process.`);
  }
  return process;
}

interface Text {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

function shipped(library: string, kind: Parameters<typeof shippedDocuments>[1]): readonly Text[] {
  return shippedDocuments(library, kind).map(({ id, content }) => ({
    id,
    name: `${kind}/${id}`,
    text: content,
  }));
}

function beside(folder: string, names: readonly string[] = []): readonly Text[] {
  return names.map((name) => {
    try {
      return { id: name, name, text: readFileSync(join(folder, name), "utf8") };
    } catch {
      throw new Unreadable(`There is no file ${name} beside the scenario.`);
    }
  });
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable(`${name} is not JSON: ${error instanceof Error ? error.message : ""}`);
  }
}

function unreadable(name: string, problems: readonly { readonly message: string }[]): Unreadable {
  return new Unreadable(`${name}: ${problems[0]?.message ?? "cannot be read"}`);
}
