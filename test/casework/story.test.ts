import { expect, test } from "vitest";
import { consequenceOf, expectedSteps, priorityOf, slotTitle, story } from "../../casework/index.ts";
import { shippedContext } from "../library/province-library.ts";
import { complete, doIt, type Run, reportAttachments, submitted, taskOf, wib } from "./case-run.ts";

const context = await shippedContext();
const checked = { dokumenLengkap: 11, dokumenDiminta: 11 };
const now = wib("2027-02-25 10:15");

/** The report of Dinas Kesehatan as it stands on 25 February: returned once, with the Plt Karo. */
async function atThePlt(): Promise<Run> {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  await complete(run, "periksaKelengkapan", "2027-02-15 14:00", "lengkap", checked);
  await complete(run, "periksaAdministrasi", "2027-02-16 11:20", "tidakBenar", {
    hasilPemeriksaan: "sebagian",
    catatanPerbaikan: "Matriks halaman 12, tanda tangan, dan lampiran aset.",
  });
  const corrected = reportAttachments.filter((each) => each.slot === "laporan");
  await complete(
    run,
    "perbaikiLaporan",
    "2027-02-18 13:40",
    "kirim",
    { penjelasanPerbaikan: "Sudah." },
    corrected,
  );
  await complete(run, "periksaKelengkapan", "2027-02-18 14:30", "lengkap", checked);
  await complete(run, "periksaAdministrasi", "2027-02-19 10:30", "benar", { hasilPemeriksaan: "sesuai" });
  await complete(run, "parafKabag", "2027-02-24 11:10", "paraf", { adaCatatan: "tidak", telahMembaca: true });
  return run;
}

const run = await atThePlt();
const told = story(context, run.file, run.entries, { nowMs: now, language: "id" });

test("it says where the case is, with the mandate of who holds the post", () => {
  expect(told.here.map(({ text, postId }) => [text, postId])).toEqual([
    ["Paraf Karo menunggu Plt. Kepala Biro Kesejahteraan Rakyat", "karo-kesra"],
  ]);
});

test("it counts passes of elements and flows", () => {
  expect(told.path.elements).toMatchObject({ periksaKelengkapan: 2, perbaikiLaporan: 1, parafKaro: 1 });
  expect(told.path.elements.sekdaMenyetujui).toBeUndefined();
  expect(told.path.flows).toMatchObject({ kembali: 1, benar: 1, perbaiki: 1, keAdministrasiBiro: 2 });
});

test("it gives the reason of the route as the rule said it, with version and hash", () => {
  const card = told.reasons.find((each) => each.elementId === "pilihBiro");
  expect(card).toMatchObject({
    answer: "Ke Biro Kesra, karena urusan laporan ini kesehatan.",
    ruleSet: {
      id: "rute-verifikasi",
      title: "Rute verifikasi laporan",
      version: 1,
      hash: "rute-verifikasi-1",
    },
    rule: { name: "urusan-kesra", index: 3, of: 9 },
  });
  expect(card?.met).toContain("Pengirim Kepala Dinas, bukan Sekretaris DPRD atau Inspektur");
});

test("the ledger counts each unit's working time; correction is shown and not counted", () => {
  const hk = (minutes: number | null) => (minutes === null ? null : Math.round((minutes / 450) * 10) / 10);
  expect(
    told.ledger.map((line) => [
      line.unit,
      line.step,
      hk(line.usedMinutes),
      hk(line.limitMinutes),
      line.state,
    ]),
  ).toEqual([
    ["Biro Kesra", "Periksa kelengkapan", 0.7, 2, "onTime"],
    ["Biro Kesra", "Periksa administrasi", 1, 6, "onTime"],
    ["Dinas Kesehatan", "Perbaiki laporan", 2, 3, "paused"],
    ["Kabag Kesejahteraan", "Paraf Kabag", 2.7, 2, "late"],
    ["Plt. Karo Kesra", "Paraf Karo", 0.7, 2, "running"],
    ["Seluruh berkas", "", 5.1, 12, "running"],
  ]);
  expect(told.ledger.filter((line) => !line.counted).map((line) => line.step)).toEqual(["Perbaiki laporan"]);
});

test("the timeline begins with what is waited for and quotes what was written", () => {
  expect(told.timeline[0]).toMatchObject({ state: "now", text: "Menunggu: Paraf Karo" });
  expect(told.timeline.at(-1)).toMatchObject({ state: "done", text: "LKjIP 2026 Dinas Kesehatan diajukan" });
  expect(told.timeline.find((line) => line.state === "returned")).toMatchObject({
    text: "Periksa administrasi: Kembalikan untuk diperbaiki",
    who: "Siti Nurhaliza Putri",
    quote: "Matriks halaman 12, tanda tangan, dan lampiran aset.",
  });
  expect(told.timeline.find((line) => line.state === "stopped")?.text).toContain("Waktu berkas berhenti");
});

test("a task that was handed over waits since then, not since it was opened", async () => {
  const late = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const task = taskOf(late, "periksaKelengkapan");
  const row = Object.values(late.file.deadlines).find((each) => each.taskId === task.taskId);
  for (const { mark, atMs } of row?.marks ?? []) {
    const actor = { kind: "system", name: "deadlines" } as const;
    await doIt(late, { type: "PassDeadline", atMs, actor, deadlineId: row?.deadlineId ?? "", mark });
  }
  const lastMs = row?.marks.at(-1)?.atMs ?? 0;
  const { timeline } = story(context, late.file, late.entries, { nowMs: lastMs + 1, language: "id" });
  expect(task.openedAtMs).toBeLessThan(lastMs);
  expect(timeline[0]).toMatchObject({ state: "now", text: "Menunggu: Periksa kelengkapan", atMs: lastMs });
});

test("the text twin has every element once, in reading order, with its state", () => {
  expect(told.outline.map((line) => line.elementId).sort()).toEqual(
    context.process.elements.map((element) => element.id).sort(),
  );
  expect(told.outline[0]).toMatchObject({ elementId: "diajukan", state: "taken", passes: 1 });
  expect(told.outline.find((line) => line.elementId === "parafKaro")).toMatchObject({
    state: "here",
    text: "Paraf Karo, oleh Plt. Kepala Biro Kesejahteraan Rakyat; tenggat 2 hari kerja; selain itu: ke Paraf Asisten; kembalikan: ke Batas putaran",
  });
  expect(told.outline.find((line) => line.elementId === "sekdaMenyetujui")).toMatchObject({
    state: "ahead",
    text: "Sekda menyetujui, oleh Sekda; tenggat 2 hari kerja; setujui: ke Lapor ke Gubernur; kembalikan: ke Asisten memutuskan",
  });
});

test("in English every sentence of casework is English", () => {
  const english = story(context, run.file, run.entries, { nowMs: now, language: "en" });
  expect(english.here[0]?.text).toBe("Paraf Karo waits for Plt. Kepala Biro Kesejahteraan Rakyat");
  expect(english.ledger.at(-1)?.unit).toBe("The whole case");
  const words = [...english.outline, ...english.timeline].map((line) => line.text).join("\n");
  expect(words).not.toMatch(/ menunggu |tenggat|hari kerja|, oleh /);
});

test("an outcome says beforehand to whom it goes and by when, and does nothing", async () => {
  const before = JSON.stringify(run.file);
  const task = taskOf(run, "parafKaro");
  expect((await consequenceOf(context, run.file, task.taskId, "paraf", now, "id"))?.text).toBe(
    "Ke Asisten Pemkesra, tenggat 2 hari kerja",
  );
  expect(await consequenceOf(context, run.file, task.taskId, "tolak", now, "id")).toBeNull();
  expect(JSON.stringify(run.file)).toBe(before);
});

test("the Plt Karo's return goes to the dinas, and says that it is the last round", async () => {
  const { taskId } = taskOf(run, "parafKaro");
  expect((await consequenceOf(context, run.file, taskId, "kembalikan", now, "id"))?.text).toBe(
    "Ke Dinas Kesehatan, putaran terakhir, tenggat 3 hari kerja, waktu berkas berhenti",
  );
});

test("an attachment has the title that the form gave with which it came", () => {
  const title = (slot: string, elementId: string) => {
    const found = run.file.attachments.find((each) => each.slot === slot && each.elementId === elementId);
    return found && slotTitle(context, found, "id");
  };
  expect(title("laporan", "diajukan")).toBe("Laporan");
  expect(title("laporan", "perbaikiLaporan")).toBe("Laporan perbaikan");
});

test("a return says that the clock will stand", async () => {
  const fresh = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  await complete(fresh, "periksaKelengkapan", "2027-02-15 14:00", "lengkap", checked);
  const { taskId } = taskOf(fresh, "periksaAdministrasi");
  const consequence = await consequenceOf(
    context,
    fresh.file,
    taskId,
    "tidakBenar",
    wib("2027-02-16 09:00"),
    "id",
  );
  expect(consequence?.text).toBe("Ke Dinas Kesehatan, tenggat 3 hari kerja, waktu berkas berhenti");
});

test("before submitting, the steps that follow have their days", () => {
  expect(expectedSteps(context, wib("2027-02-15 09:00"), "id").slice(0, 2)).toEqual([
    {
      elementId: "periksaKelengkapan",
      text: "Periksa kelengkapan",
      detail: "1 hari kerja, sampai 16 Februari",
    },
    {
      elementId: "periksaAdministrasi",
      text: "Periksa administrasi",
      detail: "3 hari kerja, sampai 19 Februari",
    },
  ]);
});

test("priority rises with the time used and says why", () => {
  const task = taskOf(run, "parafKaro");
  expect(priorityOf(context, run.file, task, now, "id")).toEqual({
    level: "normal",
    reason: "Tanpa faktor khusus",
  });
  expect(priorityOf(context, run.file, task, wib("2027-03-02 09:00"), "en")).toEqual({
    level: "high",
    reason: "Overdue",
  });
});
