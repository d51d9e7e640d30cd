/**
 * What a rule may ask, from the wire to the journal: a rule set that declares every group of facts is asked by a
 * process, and the decision that is kept holds them as they were on that day.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readProcess } from "../../../engine/index.ts";
import { reExecuteCases } from "../../../server/cases/index.ts";
import { verifyExport } from "../../../server/journal/index.ts";
import { shippedProcess } from "../../library/province-library.ts";
import { actOnFirst, reportValues, submitReport, uploads } from "./report.ts";
import { type Client, mondayMs, type ServerUnderTest, startServer } from "./server-under-test.ts";

const groups = ["kasus", "pemrakarsa", "pengirim", "pengaju", "pejabat", "data", "tugas"];
const load = {
  type: "object",
  properties: Object.fromEntries(
    ["tugasTerbuka", "tugasLewat", "persenLewat"].map((name) => [name, { type: "integer" }]),
  ),
};

/** Sends whatever is late in the biro to the asisten; every group of facts is declared. */
const ruleSet = {
  id: "uji-fakta",
  title: "Uji fakta",
  purpose: "routing",
  facts: {
    type: "object",
    properties: {
      ...Object.fromEntries(groups.map((name) => [name, { type: "object" }])),
      beban: { type: "object", properties: { pemrakarsa: load, biroPembina: load } },
    },
  },
  hitPolicy: "first",
  effectiveBy: "decision",
  rules: [
    {
      name: "biro-terlambat",
      conditions: {
        all: [{ fact: "beban", path: "$.biroPembina.tugasLewat", operator: "greaterThan", value: 0 }],
      },
      event: { type: "ASISTEN", params: { alasan: "Biro mempunyai tugas yang lewat tenggat" } },
    },
  ],
  otherwise: { type: "BIRO", params: {} },
  tests: [
    { name: "terlambat", facts: { beban: { biroPembina: { tugasLewat: 1 } } }, expect: { type: "ASISTEN" } },
  ],
};

const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">
<bpmn:process id="uji-fakta" name="Uji fakta" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="UJI" title="&#34;Uji fakta&#34;" /><poros:deadline amount="10" unit="hariKerja" /></bpmn:extensionElements>
<bpmn:startEvent id="mulai"><bpmn:extensionElements><poros:form ref="laporan-pertanggungjawaban" /></bpmn:extensionElements><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
<bpmn:userTask id="lengkapi" name="Lengkapi"><bpmn:extensionElements><poros:addressee post="operator" unit="pemrakarsa" /><poros:deadline amount="3" unit="hariKerja" ruleSet="uji-fakta" /><poros:stopsClock reason="Menunggu" /></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
<bpmn:businessRuleTask id="tanya" name="Tanya"><bpmn:extensionElements><poros:decision ruleSet="uji-fakta" /><poros:outcome value="ASISTEN" /><poros:outcome value="BIRO" /></bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:businessRuleTask>
<bpmn:endEvent id="selesai"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f1" sourceRef="mulai" targetRef="lengkapi" /><bpmn:sequenceFlow id="f2" sourceRef="lengkapi" targetRef="tanya" /><bpmn:sequenceFlow id="f3" sourceRef="tanya" targetRef="selesai" />
</bpmn:process></bpmn:definitions>`;

interface Decided {
  readonly type: string;
  readonly facts: Record<string, Record<string, unknown>>;
  readonly outcome: { readonly type: string };
}

let running: ServerUnderTest;
let operator: Client;
let caseId = "";
beforeAll(async () => {
  running = await startServer();
  const atMs = mondayMs - 1;
  const { library } = running.server;
  await library.install({
    kind: "rule-sets",
    id: "uji-fakta",
    title: "Uji fakta",
    content: JSON.stringify(ruleSet),
    atMs,
  });
  await library.install({ kind: "processes", id: "uji-fakta", title: "Uji fakta", content: diagram, atMs });
  operator = await running.as("pemohon");
});
afterAll(() => running.stop());

async function decisions(): Promise<readonly Decided[]> {
  const auditor = await running.as("auditor");
  const journal = await auditor.get(`/api/v1/cases/${caseId}/journal`);
  const entries = journal.at("items") as readonly { readonly events: readonly Decided[] }[];
  return entries
    .flatMap(({ events }) => events)
    .filter(({ type }) => type === "DecisionRecorded" || type === "CaseworkDecided");
}

test("a biro that is late is counted when a mark passes and when a step asks, as it is at that instant", async () => {
  const submitted = await operator.send("POST", "/api/v1/cases", {
    processId: "uji-fakta",
    version: 1,
    postId: "dinkes-operator",
    values: reportValues,
    attachments: await uploads(operator, ["suratPengantar", "laporan"]),
  });
  expect(submitted.status, submitted.text).toBe(201);
  caseId = String(submitted.at("caseId"));
  expect((await submitReport(operator)).status).toBe(201);
  expect((await submitReport(operator)).status).toBe(201);

  // Two working days on: one of the operator's three has half passed; the biro's two tasks are late.
  running.clock.set(mondayMs + 2 * 86_400_000);
  await running.server.pumps.drain();
  const [marked] = await decisions();
  expect(marked?.facts.beban).toEqual({
    pemrakarsa: { tugasTerbuka: 1, tugasLewat: 0, persenLewat: 0 },
    biroPembina: { tugasTerbuka: 2, tugasLewat: 2, persenLewat: 100 },
  });
  expect(marked?.facts.tugas).toMatchObject({
    langkah: "lengkapi",
    pemrakarsa: true,
    mandat: "definitif",
    hariBatas: 3,
    waktuBerhenti: false,
    bebanUnit: { tugasTerbuka: 1, tugasLewat: 0, persenLewat: 0 },
  });

  const operatorAgain = await running.as("pemohon");
  expect((await actOnFirst(operatorAgain, "", {})).status).toBe(200);
  const asked = (await decisions()).at(-1);
  expect(asked?.outcome.type).toBe("ASISTEN");
  expect(asked?.facts.beban).toEqual({
    pemrakarsa: { tugasTerbuka: 1, tugasLewat: 0, persenLewat: 0 },
    biroPembina: { tugasTerbuka: 2, tugasLewat: 2, persenLewat: 100 },
  });
});

test("the case, who submitted it, the posts around it and its own data are facts of the decision", async () => {
  const facts = (await decisions()).at(-1)?.facts ?? {};
  expect(facts.kasus).toMatchObject({
    nomor: "UJI/2027/0001",
    judul: "Uji fakta",
    diajukanPada: "2027-03-01",
    akses: "Biasa",
    putaran: 1,
    riwayatPengembalian: [{ langkah: "lengkapi", pada: "2027-03-01" }],
    perangkatDaerah: ["dinkes"],
    jumlahPerangkatDaerah: 1,
    jumlahAsisten: 1,
    lintasAsisten: false,
    atasanBersama: "dinkes-kepala",
    lampiran: ["suratPengantar", "laporan"],
    umurHariKalender: 2,
    hariBatas: 10,
    hariTerpakai: 0,
    hariTersisa: 10,
    waktuBerhenti: false,
  });
  expect(facts.pemrakarsa).toMatchObject({
    id: "dinkes",
    jenis: "dinas",
    urusan: "kesehatan",
    biro: "biro-kesra",
    asisten: "asisten-1",
    namaAsisten: "Asisten Pemerintahan dan Kesejahteraan Rakyat",
  });
  expect(facts.pengirim).toMatchObject({ eselon: "II.a", jenisUnit: "dinas" });
  expect(facts.pengaju).toMatchObject({ jenis: "person", orang: "yusuf-maulana", peran: "operator" });
  expect(facts.pejabat).toMatchObject({
    kepala: { dipegang: true, mandat: "definitif" },
    karo: { dipegang: true, mandat: "Plt", dikecualikan: ["organisasi", "kepegawaian", "anggaran"] },
    sekda: { dipegang: true },
  });
  expect(facts.data).toMatchObject({ jenisLaporan: "LKjIP", anggaran: "412750000000" });
});

test("what was counted then stands in the journal, and the history executes again", async () => {
  const before = await decisions();
  expect((await submitReport(await running.as("pemohon"))).status).toBe(201);
  expect(await decisions()).toEqual(before);
  const { text } = await (await running.as("auditor")).get("/api/v1/journal/export");
  const reading = await readProcess(diagram);
  const own = reading.ok ? (reading.processes[0] ?? null) : null;
  const reExecute = reExecuteCases(async ({ id }) => (id === "uji-fakta" ? own : await shippedProcess(id)));
  expect(await verifyExport(text.split("\n"), { reExecute })).toMatchObject({ ok: true, findings: [] });
});

test("rule sets that ask for no workload cost no query", async () => {
  const { cases } = running.server.store;
  const { openWork } = cases;
  let queries = 0;
  Object.assign(cases, {
    openWork(...asked: Parameters<typeof openWork>) {
      queries += 1;
      return openWork(...asked);
    },
  });
  running.clock.set(running.clock.nowMs() + 1);
  const client = await running.as("pemohon");
  expect((await client.get("/api/v1/inbox")).status).toBe(200);
  expect((await submitReport(client)).status).toBe(201);
  expect(queries).toBe(0);
});
