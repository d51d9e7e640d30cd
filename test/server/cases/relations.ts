/** Processes that ask something of each other, and a province to run them in: what the tests beside this share. */
import { afterEach, expect } from "vitest";
import type { CaseFile } from "../../../casework/index.ts";
import { caseStream } from "../../../server/journal/index.ts";
import type { CaseRow } from "../../../server/store/index.ts";
import { type dialects, freshPlace } from "../store/stores.ts";
import { everything, openProvince, type Province, submitted, TENANT } from "./province.ts";

export const MINUTE = 60_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A process of the elements given, joined one after another; what stands at a border or beside them comes last. */
export function processOf(
  id: string,
  elements: readonly string[],
  more: { readonly beside?: string; readonly submission?: string; readonly definitions?: string } = {},
): string {
  const ids = elements.map((xml) => /id="([^"]+)"/.exec(xml)?.[1] ?? "");
  const flows = ids
    .slice(1)
    .map(
      (target, at) => `<bpmn:sequenceFlow id="${id}-f${at}" sourceRef="${ids[at]}" targetRef="${target}" />`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:poros="urn:poros:bpmn:1" id="d-${id}" targetNamespace="urn:poros:test">
  <bpmn:signal id="sinyal" name="darurat" /><bpmn:message id="pesan" name="permintaan" />
  <bpmn:message id="pesan2" name="jawaban" /><bpmn:error id="galat" errorCode="DITOLAK" />
  <bpmn:escalation id="eskalasi" escalationCode="TERLAMBAT" />${more.definitions ?? ""}
  <bpmn:process id="${id}" name="Proses ${id}" isExecutable="true">
    <bpmn:extensionElements>${more.submission ?? `<poros:submission post="operator" prefix="${id.toUpperCase()}" />`}</bpmn:extensionElements>
    ${[...elements, more.beside ?? "", ...flows].join("\n")}
  </bpmn:process>
</bpmn:definitions>`;
}

const extended = (xml: string) => `<bpmn:extensionElements>${xml}</bpmn:extensionElements>`;
export const event = (kind: string, id: string, definition: string, extension = "") =>
  `<bpmn:${kind} id="${id}" name="${id}">${extended(extension)}${definition}</bpmn:${kind}>`;
export const start = '<bpmn:startEvent id="mulai" />';
export const end = '<bpmn:endEvent id="akhir" />';
export const onSignal = '<bpmn:signalEventDefinition signalRef="sinyal" />';
export const onMessage = (ref = "pesan") => `<bpmn:messageEventDefinition messageRef="${ref}" />`;
export const task = (id: string, extension = "") =>
  `<bpmn:userTask id="${id}" name="${id}">${extended(`<poros:addressee post="kepala" unit="pemrakarsa" /><poros:outcome value="ya" />${extension}`)}</bpmn:userTask>`;
export const call = (called: string, extension = "") =>
  `<bpmn:callActivity id="panggil" name="Panggil" calledElement="${called}">${extended(extension)}</bpmn:callActivity>`;
export const input = (target: string, source: string) =>
  `<poros:input target="${target}" source="${source}" />`;
export const output = (target: string, source: string) =>
  `<poros:output target="${target}" source="${source}" />`;
export const script = (id: string, expression: string, variable: string) =>
  `<bpmn:scriptTask id="${id}" scriptFormat="feel">${extended(`<poros:result variable="${variable}" />`)}<bpmn:script>${expression}</bpmn:script></bpmn:scriptTask>`;
export const boundary = (id: string, definition: string, interrupting = true) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="panggil" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent>`;

export async function provinceOn(
  dialect: (typeof dialects)[number],
  contents: Readonly<Record<string, string>>,
): Promise<Province> {
  const place = await freshPlace(dialect);
  closing.push(place.remove);
  const here = await openProvince(place);
  closing.push(() => here.close());
  for (const [id, content] of Object.entries(contents)) await install(here, id, content);
  return here;
}

export async function install(
  here: Province,
  id: string,
  content: string,
  effectiveFromMs?: number,
): Promise<void> {
  const atMs = here.clock.nowMs();
  const when = effectiveFromMs === undefined ? {} : { effectiveFromMs };
  await here.library.install({ kind: "processes", id, title: `Proses ${id}`, content, atMs, ...when });
}

/** Publishes a new version as two people do. */
export async function publish(
  here: Province,
  id: string,
  content: string,
  effectiveFromMs: number | null = null,
) {
  const atMs = here.clock.nowMs();
  const by = { by: "analis", postId: "kabag-organisasi", atMs };
  const kind = "processes";
  const draft = await here.library.read(kind, id);
  const expectedVersion = draft?.draftVersion ?? 0;
  const saved = await here.library.save({
    ...by,
    kind,
    id,
    title: `Proses ${id}`,
    content,
    expectedVersion,
  });
  if (!saved.ok) throw new Error(saved.refusal.message);
  const { draftVersion } = saved.value;
  const proposed = await here.library.propose({
    ...by,
    kind,
    id,
    draftVersion,
    reason: "uji",
    effectiveFromMs,
  });
  if (!proposed.ok) throw new Error(proposed.refusal.message);
  const { proposalId, hash } = proposed.value;
  const approved = await here.library.approve({ ...by, by: "penyetuju", proposalId, hash });
  if (!approved.ok) throw new Error(approved.refusal.message);
}

export const begin = async (here: Province, processId: string, postId = "dinkes-operator") =>
  (await submitted(here, { processId, values: {}, postId })).caseId;

export async function fileOf(here: Province, caseId: string): Promise<CaseFile> {
  const stored = await here.runner.load(caseId, everything);
  if (stored === null) throw new Error(`no case ${caseId}`);
  return JSON.parse(stored.state) as CaseFile;
}

export async function casesOf(here: Province, processId: string): Promise<readonly CaseRow[]> {
  const query = {
    visibility: everything,
    state: null,
    processId,
    q: null,
    sort: "submitted",
    after: null,
    size: 50,
  } as const;
  return (await here.store.cases.list(TENANT, query))?.items.map((item) => item.case).toReversed() ?? [];
}

export async function childOf(here: Province, caseId: string): Promise<CaseRow> {
  const children = await here.store.cases.childrenOf(TENANT, caseId, everything);
  expect(children).toHaveLength(1);
  const [child] = children;
  if (child === undefined) throw new Error("no child");
  return child;
}

export const incidentsOf = async (here: Province, caseId: string) =>
  Object.values((await fileOf(here, caseId)).incidents);
export const entriesOf = async (here: Province, caseId: string) =>
  await here.store.journal.entries(TENANT, caseStream(caseId));
