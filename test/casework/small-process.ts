// Small diagrams for tests: a body of flow elements between start and end, with what casework needs around it.
import type { CaseContext, Form, RuleSetInForce } from "../../casework/index.ts";
import { type ExecutableProcess, readProcess } from "../../engine/index.ts";
import { readCalendar } from "../../organisation/index.ts";
import { readRuleSet } from "../../rules/index.ts";
import { province } from "../organisation/province-fixture.ts";

const hours = [
  ["07.30", "12.00"],
  ["13.00", "16.00"],
];

/** Monday to Friday, eight to four with a break: no holidays. */
export function plainCalendar() {
  const reading = readCalendar(
    {
      id: "kalender",
      title: "Kalender",
      zone: "WIB",
      from: "2026-01-01",
      to: "2027-12-31",
      normalDayMinutes: 450,
      hours: { senin: hours, selasa: hours, rabu: hours, kamis: hours, jumat: hours, sabtu: [], minggu: [] },
      periods: [],
      holidays: [],
    },
    "3",
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.calendar;
}

/** `extensions` stand on the process. Elements and flows are written as in the file, without the prefix of ids. */
export async function processFrom(
  body: string,
  {
    id = "contoh",
    submission = '<poros:submission post="operator" prefix="CTH" />',
    extensions = "",
    definitions = "",
  }: {
    readonly id?: string;
    readonly submission?: string;
    readonly extensions?: string;
    readonly definitions?: string;
  } = {},
): Promise<ExecutableProcess> {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:t">
  ${definitions}
  <bpmn:process id="${id}" name="Contoh" isExecutable="true">
    <bpmn:extensionElements>${submission}${extensions}</bpmn:extensionElements>
    ${body}
  </bpmn:process>
</bpmn:definitions>`;
  const reading = await readProcess(xml);
  const process = reading.ok ? reading.processes[0] : undefined;
  if (!process) throw new Error(JSON.stringify(reading));
  return process;
}

export interface SmallElement {
  readonly id: string;
  readonly xml: string;
}

/** Start, the elements one after another, end. */
export function line(...elements: readonly SmallElement[]): string {
  const ids = ["mulai", ...elements.map((element) => element.id), "akhir"];
  const flows = ids
    .slice(1)
    .map((id, index) => `<bpmn:sequenceFlow id="f${index}" sourceRef="${ids[index]}" targetRef="${id}" />`);
  return [
    '<bpmn:startEvent id="mulai" />',
    ...elements.map((element) => element.xml),
    '<bpmn:endEvent id="akhir" />',
    ...flows,
  ].join("\n");
}

export function userTask(id: string, extensions: string) {
  const xml = `<bpmn:userTask id="${id}" name="${id}"><bpmn:extensionElements>${extensions}</bpmn:extensionElements></bpmn:userTask>`;
  return { id, xml };
}

export function ruleTask(id: string, ruleSet: string, extensions = "") {
  const xml = `<bpmn:businessRuleTask id="${id}" name="${id}"><bpmn:extensionElements><poros:decision ruleSet="${ruleSet}" />${extensions}</bpmn:extensionElements></bpmn:businessRuleTask>`;
  return { id, xml };
}

export function toPost(post: string, unit: string): string {
  return `<poros:addressee post="${post}" unit="${unit}" />`;
}

export interface SmallWorld {
  readonly forms?: readonly Form[];
  /** Published versions by rule set, oldest first. */
  readonly ruleSets?: Map<string, RuleSetInForce[]>;
}

export function contextOf(
  process: ExecutableProcess,
  { forms = [], ruleSets = new Map() }: SmallWorld = {},
): CaseContext {
  return {
    process,
    processRef: { id: process.id, version: 1, hash: "h1", title: "Contoh" },
    organisation: province(),
    calendar: plainCalendar(),
    form: (id) => forms.find((form) => form.id === id),
    ruleSets: {
      inForce: (id, atMs) =>
        (ruleSets as Map<string, RuleSetInForce[]>).get(id)?.findLast((each) => each.effectiveFromMs <= atMs),
    },
  };
}

/** A version in force of a rule set about the case's number of rounds: below `limit` it answers KURANG, else CUKUP. */
export function roundsRuleSet(
  id: string,
  limit: number,
  version = 1,
  effectiveFromMs = 0,
  effectiveBy = "decision",
): RuleSetInForce {
  const reading = readRuleSet(
    JSON.stringify({
      id,
      title: "Putaran",
      purpose: "routing",
      facts: {
        type: "object",
        properties: {
          kasus: { type: "object", properties: { putaran: { type: "integer" } }, required: ["putaran"] },
          izin: { type: "string" },
        },
        required: ["kasus"],
      },
      hitPolicy: "first",
      effectiveBy,
      rules: [
        {
          name: "kurang",
          conditions: { all: [{ fact: "kasus", path: "$.putaran", operator: "lessThan", value: limit }] },
          event: { type: "KURANG" },
        },
      ],
      otherwise: { type: "CUKUP" },
      tests: [],
    }),
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return { ruleSet: reading.ruleSet, version, hash: `${id}-${version}`, effectiveFromMs };
}
