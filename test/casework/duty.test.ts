import { expect, test } from "vitest";
import { act, bindsAll, type CaseContext, story } from "../../casework/index.ts";
import type { Variables } from "../../engine/index.ts";
import { type OrganisationDocument, readOrganisation } from "../../organisation/index.ts";
import { jsonOf, shippedContext } from "../library/province-library.ts";
import { complete, doIt, holder, open, type Run, submitted, taskOf, wib } from "./case-run.ts";

const context = await shippedContext();
const coordination = await shippedContext(undefined, "koordinasi-lintas-sektor");
const checked = { dokumenLengkap: 2, dokumenDiminta: 2 };
const issue: Variables = {
  judulIsu: "Stunting",
  tema: "stunting",
  uraian: "Prevalensi naik.",
  kabupatenKota: true,
  nilai: "100000000",
  derajat: "Biasa",
  sifat: "Biasa",
};

function notices(run: Run): string[] {
  return run.entries.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.type === "NoticeGiven"
        ? [`${event.kind} ${event.postId}${event.withoutContent ? " (tanpa isi)" : ""}`]
        : [],
    ),
  );
}

async function declared(run: Run, elementId: string, at: string, reason = "Saudara kandung pengaju.") {
  const { taskId, postId } = taskOf(run, elementId);
  const atMs = wib(at);
  const actor = holder(run.context, postId ?? "", atMs);
  return act(run.context, run.file, { type: "DeclareInterest", atMs, actor, taskId, reason });
}

test("who checked a case and now stands in for the kabag does not initial it: the karo does", async () => {
  const document = jsonOf("organisation/tanjung-raya.json") as OrganisationDocument;
  const standIn = {
    postId: "kabag-kesra",
    personId: "siti-nurhaliza-putri",
    mandate: "Plh",
    decree: "SP 1/2027",
    from: "2027-02-15",
    to: "2027-02-28",
    limits: [],
  };
  const reading = readOrganisation({ ...document, holdings: [...document.holdings, standIn] });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const within: CaseContext = { ...context, organisation: reading.organisation };
  const run = await submitted(within, "dinkes-operator", "2027-02-15 09:00");
  await complete(run, "periksaKelengkapan", "2027-02-15 14:00", "lengkap", checked);
  await complete(run, "periksaAdministrasi", "2027-02-16 09:00", "benar", { hasilPemeriksaan: "sesuai" });
  expect(open(run)).toEqual(["parafKabag -> karo-kesra"]);
  expect(taskOf(run, "parafKabag").reason).toMatchObject({
    key: "address.reassigned",
    params: { alasan: "Pemeriksa berkas ini tidak boleh menyetujuinya" },
  });
});

test("a matter of budget passes by the Plt Karo, whose mandate excludes it, to the asisten", async () => {
  const run = await submitted(coordination, "dinkes-operator", "2027-02-15 09:00", issue, []);
  const study = { telaahan: "Perlu bersama.", materi: "anggaran" };
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  const alone = { ...issue, tema: "lainnya" };
  const single = await submitted(coordination, "dinkes-operator", "2027-02-15 09:00", alone, []);
  await complete(single, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  const chosen = { unitPengampu: "dinkes", alasanPengampu: "Hanya kesehatan." };
  await complete(single, "pilihPengampu", "2027-02-15 15:00", "tetapkan", chosen);
  expect(open(single)).toEqual(["karoMenyelesaikan -> asisten-1"]);
  expect(taskOf(single, "karoMenyelesaikan").reason).toMatchObject({ key: "address.reassigned" });
});

test("a declared interest takes the task to the superior, who has seven working days; the person stays out", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const { taskId } = taskOf(run, "periksaKelengkapan");
  const atMs = wib("2027-02-15 10:00");
  const siti = holder(context, "pemeriksa-kesra", atMs);
  await doIt(run, {
    type: "DeclareInterest",
    atMs,
    actor: siti,
    taskId,
    reason: "Saudara kandung kepala dinas.",
  });
  expect(open(run)).toEqual(["periksaKelengkapan -> kabag-kesra"]);
  expect(Object.values(run.file.deadlines).find((row) => row.taskId === taskId)?.minutes).toBe(7 * 450);
  await complete(run, "periksaKelengkapan", "2027-02-16 09:00", "lengkap", checked);
  expect(open(run)).toEqual(["periksaAdministrasi -> kabag-kesra"]);
  const told = story(context, run.file, run.entries, { nowMs: wib("2027-02-16 10:00"), language: "id" });
  expect(told.timeline.find((line) => line.text.includes("konflik kepentingan"))).toMatchObject({
    who: "Siti Nurhaliza Putri",
    quote: "Saudara kandung kepala dinas.",
  });
});

test("a task that is late does not go up to a superior who declared an interest, but to the next above", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  await doIt(run, {
    type: "DeclareInterest",
    atMs: wib("2027-02-15 10:00"),
    actor: holder(context, "pemeriksa-kesra", wib("2027-02-15 10:00")),
    taskId: taskOf(run, "periksaKelengkapan").taskId,
    reason: "Saudara kandung kepala dinas.",
  });
  const laras = holder(context, "asisten-1", wib("2027-02-15 11:00"));
  const { personId } = laras;
  const declaredBefore = { personId, elementId: "parafAsisten", reason: "Teman.", atMs: 0 };
  const file = { ...run.file, interests: [...(run.file.interests ?? []), declaredBefore] };
  const row = Object.values(file.deadlines).find((each) => each.taskId !== null);
  const passed = await act(context, file, {
    type: "PassDeadline",
    atMs: row?.dueAtMs ?? 0,
    actor: { kind: "system", name: "deadlines" },
    deadlineId: row?.deadlineId ?? "",
    mark: 100,
  });
  const tasks = passed.ok ? Object.values(passed.file.tasks) : [];
  expect(tasks.map((task) => task.postId)).toEqual(["sekda"]);
});

test("an interest without a reason, by another, or of a task that is closed, is refused", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const empty = await declared(run, "periksaKelengkapan", "2027-02-15 10:00", "  ");
  expect(empty.ok ? "taken" : empty.refusal.code).toBe("reasonMissing");
  const atMs = wib("2027-02-15 10:00");
  const refusals = [];
  for (const [postId, taskId] of [
    ["sekda", taskOf(run, "periksaKelengkapan").taskId],
    ["pemeriksa-kesra", "t99"],
  ] as const) {
    const actor = holder(context, postId, atMs);
    const acted = await act(context, run.file, {
      type: "DeclareInterest",
      atMs,
      actor,
      taskId,
      reason: "Ada.",
    });
    refusals.push(acted.ok ? "taken" : acted.refusal.code);
  }
  expect(refusals).toEqual(["notAddressed", "taskNotOpen"]);
});

test("a secret case is not copied to a biro outside its list, and its reminders carry no content", async () => {
  const secret = { ...issue, sifat: "Rahasia" };
  const run = await submitted(coordination, "dinkes-operator", "2027-02-15 09:00", secret, []);
  expect(run.file.access).toBe("Rahasia");
  const row = Object.values(run.file.deadlines).find((each) => each.taskId !== null);
  await doIt(run, {
    type: "PassDeadline",
    atMs: row?.marks[0]?.atMs ?? 0,
    actor: { kind: "system", name: "deadlines" },
    deadlineId: row?.deadlineId ?? "",
    mark: 50,
  });
  const study = { telaahan: "Perlu bersama.", materi: "lainnya" };
  await complete(run, "telaahanStaf", "2027-02-17 09:00", "selesai", study);
  expect(open(run)).toEqual(["undangRapat -> kabag-kesra"]);
  expect(notices(run)).toEqual(["reminder pemeriksa-kesra (tanpa isi)"]);
});

test("a karo binds no dinas; the asisten binds those under him, the Sekda all", async () => {
  const run = await submitted(
    coordination,
    "bpbd-operator",
    "2027-02-15 09:00",
    { ...issue, tema: "banjir" },
    [],
  );
  const study = { telaahan: "Perlu bersama.", materi: "lainnya" };
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  const { organisation } = coordination;
  expect(
    ["karo-pem-otda", "asisten-1", "sekda", "gubernur"].map((post) => bindsAll(organisation, run.file, post)),
  ).toEqual([false, false, true, true]);
});
