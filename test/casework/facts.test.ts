import { expect, test } from "vitest";
import { type CaseContext, factsOf, priorityOf, taskFacts } from "../../casework/index.ts";
import { shippedContext, shippedRuleSets } from "../library/province-library.ts";
import { complete, doIt, submitted, taskOf, wib } from "./case-run.ts";
import { contextOf, line, processFrom, toPost, userTask } from "./small-process.ts";

const plain = await shippedContext(undefined, "koordinasi-lintas-sektor");
const loads = new Map([
  ["biro-pem-otda", { openTasks: 12, lateTasks: 5 }],
  ["bagian-pem-otda", { openTasks: 4, lateTasks: 0 }],
]);
const context: CaseContext = { ...plain, workload: (unitId) => loads.get(unitId) };
const issue = {
  judulIsu: "Banjir",
  tema: "banjir",
  uraian: "Terendam.",
  kabupatenKota: false,
  derajat: "Sangat Segera",
  sifat: "Biasa",
};

test("load and lateness are facts where the host counts them, and absent where it does not", async () => {
  const run = await submitted(context, "bpbd-operator", "2027-02-15 09:00", issue, []);
  const atMs = wib("2027-02-15 10:00");
  const load = { tugasTerbuka: 12, tugasLewat: 5, persenLewat: 41 };
  expect(factsOf(context, run.file, atMs).beban).toEqual({ biroPembina: load });
  expect(taskFacts(context, run.file, taskOf(run, "telaahanStaf"), atMs).tugas).toMatchObject({
    bebanUnit: { tugasTerbuka: 4, tugasLewat: 0, persenLewat: 0 },
  });
  expect(factsOf(plain, run.file, atMs).beban).toBeUndefined();
});

test("the units concerned are counted, with the asisten above them and the nearest head above all", async () => {
  const run = await submitted(context, "bpbd-operator", "2027-02-15 09:00", issue, []);
  const atMs = wib("2027-02-15 10:00");
  expect(factsOf(context, run.file, atMs).kasus).toMatchObject({
    jumlahPerangkatDaerah: 1,
    lintasAsisten: false,
    kabupatenKota: false,
    atasanBersama: "bpbd-kepala",
  });
  const study = { telaahan: "Perlu bersama.", materi: "lainnya", pdTambahan1: "diskominfo" };
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  expect(factsOf(context, run.file, atMs).kasus).toMatchObject({
    perangkatDaerah: ["bpbd", "dpupr", "dsda", "dinsos", "diskominfo"],
    jumlahPerangkatDaerah: 5,
    jumlahAsisten: 3,
    lintasAsisten: true,
    atasanBersama: "sekda",
    jenisAtasanBersama: "setda",
  });
});

test("elapsed and remaining time are in days of the deadline's own clock, the case's age in both", async () => {
  const run = await submitted(context, "bpbd-operator", "2027-02-15 08:00", issue, []);
  const facts = factsOf(context, run.file, wib("2027-02-22 08:00"));
  expect(facts.kasus).toMatchObject({ hariBatas: 30, umurHariKalender: 7, waktuBerhenti: false });
  const { hariTerpakai, hariTersisa, umurHariKerja } = facts.kasus as Record<string, number>;
  expect(umurHariKerja).toBe(hariTerpakai);
  expect((hariTerpakai ?? 0) + (hariTersisa ?? 0)).toBeCloseTo(30, 1);
  expect(hariTerpakai).toBeGreaterThan(4);
  expect(hariTerpakai).toBeLessThan(5);
});

test("holders and their mandates are facts of the day", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00", issue, []);
  expect(factsOf(context, run.file, wib("2027-02-15 10:00")).pejabat).toMatchObject({
    karo: {
      jabatan: "Kepala Biro Kesejahteraan Rakyat",
      dipegang: true,
      mandat: "Plt",
      sampai: "2027-04-30",
      dikecualikan: ["organisasi", "kepegawaian", "anggaran"],
    },
    sekda: { dipegang: true, mandat: "definitif" },
  });
  const later = factsOf(context, run.file, wib("2027-05-03 10:00")).pejabat;
  expect(later).toMatchObject({ karo: { dipegang: false } });
});

test("a very urgent case comes first in the inbox", async () => {
  const run = await submitted(context, "bpbd-operator", "2027-02-15 09:00", issue, []);
  const task = taskOf(run, "telaahanStaf");
  expect(priorityOf(context, run.file, task, wib("2027-02-15 09:30"), "id")).toEqual({
    level: "high",
    reason: "Berkas sangat segera",
  });
});

test("on the fourth working day of a complete application the Sekda is warned, on the fifth he gets it", async () => {
  const facts = `<bpmn:scriptTask id="catat" scriptFormat="application/feel"><bpmn:extensionElements><poros:result variable="permohonanLengkap" /><poros:output target="adaTenggatUndangUndang" source="false" /></bpmn:extensionElements><bpmn:script>true</bpmn:script></bpmn:scriptTask>`;
  const task = userTask(
    "kerja",
    `${toPost("pemeriksa", "biroPembina")}<poros:deadline amount="5" unit="hariKerja" ruleSet="permohonan-lima-hari" />`,
  );
  const process = await processFrom(line({ id: "catat", xml: facts }, task));
  const small = contextOf(process, { ruleSets: shippedRuleSets() });
  const run = await submitted(small, "op-dinkes", "2027-02-15 07:30", {}, []);
  const row = Object.values(run.file.deadlines)[0];
  for (const { mark, atMs } of row?.marks ?? [])
    await doIt(run, {
      type: "PassDeadline",
      atMs,
      actor: { kind: "system", name: "deadlines" },
      deadlineId: row?.deadlineId ?? "",
      mark,
    });
  const given = run.entries.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === "NoticeGiven" ? [`${event.kind} ${event.postId}`] : [])),
  );
  expect(given).toEqual([
    "reminder pemeriksa-kesra",
    "warning pemeriksa-kesra",
    "warning sekda",
    "escalation pemeriksa-kesra",
  ]);
  expect(taskOf(run, "kerja").postId).toBe("sekda");
  expect(run.file.overdue).toEqual(["kerja"]);
});
