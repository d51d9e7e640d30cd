import { expect, test } from "vitest";
import { type CaseContext, dataOf, deadlineOf } from "../../casework/index.ts";
import {
  complete,
  doIt,
  holder,
  open,
  type Run,
  reportAttachments,
  reportValues,
  submitted,
  taskOf,
  wib,
} from "../casework/case-run.ts";
import { ruleSetFrom, shippedContext, shippedRuleSets, textOf } from "./province-library.ts";

const context = await shippedContext();
const corrected = reportAttachments.filter((each) => each.slot === "laporan");
const completeness = { dokumenLengkap: 11, dokumenDiminta: 11 };
const initials = { adaCatatan: "tidak", telahMembaca: true };

async function parafUntilSekda(run: Run, day: string): Promise<void> {
  await complete(run, "parafKabag", `${day} 09:00`, "paraf", initials);
  await complete(run, "parafKaro", `${day} 10:00`, "paraf", initials);
  await complete(run, "parafAsisten", `${day} 11:00`, "paraf", initials);
}

async function signedAndArchived(run: Run, day: string): Promise<void> {
  await complete(run, "sekdaMenyetujui", `${day} 13:30`, "setujui", {
    nomorBeritaAcara: "000.8.6/77/SETDA",
    sudahDiperiksa: true,
  });
  for (const name of ["lapor-gubernur", "arsipkan"]) {
    const service = Object.values(run.file.services)[0];
    expect(service?.work).toEqual({ kind: "handler", name });
    await doIt(run, {
      type: "Forward",
      atMs: wib(`${day} 13:40`),
      actor: { kind: "system", name: "outbox" },
      command: {
        type: "CompleteService",
        atMs: wib(`${day} 13:40`),
        requestId: service?.requestId ?? "",
        variables: {},
      },
    });
  }
}

test("the LKjIP of Dinas Kesehatan goes to Biro Kesra, comes back once, and is signed by the Sekda", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  expect(run.file.title).toBe("LKjIP 2026 Dinas Kesehatan");
  expect(open(run)).toEqual(["periksaKelengkapan -> pemeriksa-kesra"]);

  await complete(run, "periksaKelengkapan", "2027-02-15 14:00", "lengkap", completeness);
  await complete(run, "periksaAdministrasi", "2027-02-16 11:20", "tidakBenar", {
    hasilPemeriksaan: "sebagian",
    catatanPerbaikan: "Matriks halaman 12, tanda tangan, dan lampiran aset.",
  });
  expect(open(run)).toEqual(["perbaikiLaporan -> dinkes-operator"]);
  const stopped = deadlineOf(run.file, null);
  expect(stopped?.countedFromMs).toBeNull();
  expect(stopped?.pauses).toEqual([
    { fromMs: wib("2027-02-16 11:20"), toMs: null, reason: "Menunggu perbaikan oleh pemrakarsa" },
  ]);

  const dueBefore = stopped?.dueAtMs ?? 0;
  await complete(
    run,
    "perbaikiLaporan",
    "2027-02-18 13:40",
    "kirim",
    { penjelasanPerbaikan: "Ketiga catatan sudah diperbaiki." },
    corrected,
  );
  expect(deadlineOf(run.file, null)?.dueAtMs).toBeGreaterThan(dueBefore);
  expect(open(run)).toEqual(["periksaKelengkapan -> pemeriksa-kesra"]);
  await complete(run, "periksaKelengkapan", "2027-02-18 14:30", "lengkap", completeness);
  await complete(run, "periksaAdministrasi", "2027-02-19 10:30", "benar", { hasilPemeriksaan: "sesuai" });
  expect(open(run)).toEqual(["parafKabag -> kabag-kesra"]);

  await parafUntilSekda(run, "2027-02-24");
  const asPlt = run.file.acts.find((each) => each.elementId === "parafKaro");
  expect(asPlt?.by).toEqual({
    kind: "person",
    personId: "ratna-widyastuti",
    postId: "karo-kesra",
    mandate: "Plt",
  });
  expect(open(run)).toEqual(["sekdaMenyetujui -> sekda"]);
  await signedAndArchived(run, "2027-02-25");
  expect(run.file.status).toBe("completed");
  expect(run.file.deadlines).toEqual({});
  expect(run.file.tasks).toEqual({});
});

test("the Plt Karo sends a report back: one list of notes with who wrote them, the last round, the clock stands", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  await complete(run, "periksaKelengkapan", "2027-02-15 14:00", "kurang", {
    ...completeness,
    catatanKelengkapan: "Perjanjian kinerja belum ada.\n\nDaftar aset belum ada.",
  });
  await complete(run, "periksaAdministrasi", "2027-02-16 11:20", "tidakBenar", {
    hasilPemeriksaan: "sebagian",
    catatanPerbaikan: "Matriks halaman 12 belum sesuai.",
  });
  const reviewer = "Pemeriksa Kesra (Siti Nurhaliza Putri)";
  expect(taskOf(run, "perbaikiLaporan").inputs.catatan ?? dataOf(run.file).catatan).toEqual([
    `${reviewer}: Perjanjian kinerja belum ada.`,
    `${reviewer}: Daftar aset belum ada.`,
    `${reviewer}: Matriks halaman 12 belum sesuai.`,
  ]);
  const values = { penjelasanPerbaikan: "Sudah diperbaiki." };
  await complete(run, "perbaikiLaporan", "2027-02-18 13:40", "kirim", values, corrected);
  expect(dataOf(run.file).catatan).toEqual([]);
  await complete(run, "periksaKelengkapan", "2027-02-18 14:30", "lengkap", completeness);
  await complete(run, "periksaAdministrasi", "2027-02-19 10:30", "benar", { hasilPemeriksaan: "sesuai" });
  await complete(run, "parafKabag", "2027-02-22 09:00", "paraf", {
    adaCatatan: "ada",
    catatanParaf: "Capaian imunisasi turun.",
    telahMembaca: true,
  });
  expect(taskOf(run, "parafKaro").inputs).toEqual({
    adaCatatan: null,
    catatanParaf: null,
    telahMembaca: null,
  });
  await complete(run, "parafKaro", "2027-02-22 10:00", "kembalikan", {
    ...initials,
    catatanParaf: "Rencana 2027 di halaman 41 belum diisi.",
  });
  expect(open(run)).toEqual(["perbaikiLaporan -> dinkes-operator"]);
  expect(deadlineOf(run.file, null)?.countedFromMs).toBeNull();
  expect(dataOf(run.file)).toMatchObject({
    catatan: ["Plt. Karo Kesra (Ratna Widyastuti): Rencana 2027 di halaman 41 belum diisi."],
    putusanPutaran: { type: "PERBAIKI", keterangan: "putaran terakhir" },
  });
  await complete(run, "perbaikiLaporan", "2027-02-23 09:00", "kirim", values, corrected);
  await complete(run, "periksaKelengkapan", "2027-02-23 10:00", "lengkap", completeness);
  await complete(run, "periksaAdministrasi", "2027-02-23 11:00", "benar", { hasilPemeriksaan: "sesuai" });
  await complete(run, "parafKabag", "2027-02-24 09:00", "kembalikan", {
    ...initials,
    catatanParaf: "Halaman 41 masih kosong.",
  });
  expect(open(run)).toEqual(["asistenMemutuskan -> asisten-1"]);
  expect(taskOf(run, "asistenMemutuskan").inputs.catatan).toEqual([
    "Kabag Kesejahteraan (Hendra Gunawan): Halaman 41 masih kosong.",
  ]);
});

test("a comment on the act is a note too, and the numbers of documents come from what was attached", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const task = taskOf(run, "periksaKelengkapan");
  expect(task.inputs).toMatchObject({ dokumenLengkap: 2, dokumenDiminta: 2 });
  const atMs = wib("2027-02-15 10:00");
  await doIt(run, {
    type: "ActOnTask",
    atMs,
    actor: holder(context, "pemeriksa-kesra", atMs),
    taskId: task.taskId,
    outcome: "kurang",
    values: { dokumenLengkap: 2, dokumenDiminta: 3 },
    comment: "Surat pengantar belum ditandatangani.",
    attachments: [],
  });
  expect(dataOf(run.file).catatan).toEqual([
    "Pemeriksa Kesra (Siti Nurhaliza Putri): Surat pengantar belum ditandatangani.",
  ]);
});

test("after two rounds the asisten decides, and may pass the report on", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const days = ["2027-02-16", "2027-02-17", "2027-02-18"];
  for (const day of days) {
    await complete(run, "periksaKelengkapan", `${day} 09:00`, "lengkap", completeness);
    await complete(run, "periksaAdministrasi", `${day} 10:00`, "tidakBenar", {
      hasilPemeriksaan: "sebagian",
    });
    if (day !== days[2])
      await complete(
        run,
        "perbaikiLaporan",
        `${day} 14:00`,
        "kirim",
        { penjelasanPerbaikan: "Sudah diperbaiki." },
        corrected,
      );
  }
  expect(open(run)).toEqual(["asistenMemutuskan -> asisten-1"]);
  await complete(run, "asistenMemutuskan", "2027-02-19 09:00", "teruskan", {
    pertimbanganAsisten: "Kekurangan tidak memengaruhi capaian.",
  });
  expect(open(run)).toEqual(["parafKabag -> kabag-kesra"]);
});

test("a report stopped by the asisten ends without signature", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  for (const day of ["2027-02-16", "2027-02-17"]) {
    await complete(run, "periksaKelengkapan", `${day} 09:00`, "kurang", completeness);
    await complete(run, "periksaAdministrasi", `${day} 10:00`, "benar", { hasilPemeriksaan: "sesuai" });
    const values = { penjelasanPerbaikan: "Sudah dilengkapi." };
    await complete(run, "perbaikiLaporan", `${day} 14:00`, "kirim", values, corrected);
  }
  await complete(run, "periksaKelengkapan", "2027-02-18 09:00", "kurang", completeness);
  await complete(run, "periksaAdministrasi", "2027-02-18 10:00", "benar", { hasilPemeriksaan: "sesuai" });
  await complete(run, "asistenMemutuskan", "2027-02-19 09:00", "hentikan", {
    pertimbanganAsisten: "Dokumen tetap tidak lengkap.",
  });
  expect(run.file.status).toBe("completed");
  expect(run.file.acts.some((each) => each.elementId === "sekdaMenyetujui")).toBe(false);
});

test("a report of the Sekretaris DPRD skips completeness, goes to Biro Hukum and copies its head", async () => {
  const run = await submitted(context, "setwan-operator", "2027-02-15 09:00", {
    ...reportValues,
    jenisLaporan: "SPJ",
  });
  expect(open(run)).toEqual(["periksaAdministrasi -> pemeriksa-hukum"]);
  const notices = run.entries[0]?.events.filter((event) => event.type === "NoticeGiven");
  expect(notices).toEqual([
    { type: "NoticeGiven", noticeId: "n1", postId: "karo-hukum", kind: "copy", taskId: null },
  ]);
});

test("an inspection report goes to the Sekda at once, with limited access", async () => {
  const run = await submitted(context, "inspektorat-operator", "2027-02-15 09:00", {
    ...reportValues,
    jenisLaporan: "LHP",
  });
  expect(open(run)).toEqual(["sekdaMenyetujui -> sekda"]);
  expect(run.file.access).toBe("Terbatas");
  await complete(run, "sekdaMenyetujui", "2027-02-16 09:00", "kembalikan", {
    nomorBeritaAcara: "000",
    sudahDiperiksa: true,
  });
  expect(open(run)).toEqual(["asistenMemutuskan -> asisten-3"]);
  await complete(run, "asistenMemutuskan", "2027-02-16 10:00", "teruskan", {
    pertimbanganAsisten: "Lanjut.",
  });
  expect(open(run)).toEqual(["parafKabag -> kabag-org"]);
});

test("an urusan that no rule knows waits in the manual queue, and goes where the kabag sends it", async () => {
  const published = shippedRuleSets();
  const rute = JSON.parse(textOf("rule-sets/rute-verifikasi.json"));
  rute.rules = rute.rules.slice(0, 2);
  rute.tests = [];
  published.set("rute-verifikasi", [
    { ruleSet: ruleSetFrom(JSON.stringify(rute)), version: 2, hash: "h2", effectiveFromMs: 0 },
  ]);
  const run = await submitted(await shippedContext(published), "dinkes-operator", "2027-02-15 09:00");
  expect(open(run)).toEqual(["tentukanRute -> kabag-org"]);
  await complete(run, "tentukanRute", "2027-02-15 10:00", "tetapkan", {
    biroPemeriksa: "biro-adpim",
    alasanRute: "Beban Biro Kesra penuh.",
  });
  expect(open(run)).toEqual(["periksaKelengkapan -> pemeriksa-adpim"]);
});

test("marks of a deadline remind, warn, and at 100 % hand the task to the asisten with a new deadline", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const first = deadlineOf(run.file, taskOf(run, "periksaKelengkapan").taskId);
  for (const { mark, atMs } of first?.marks ?? []) {
    await doIt(run, {
      type: "PassDeadline",
      atMs,
      actor: { kind: "system", name: "deadlines" },
      deadlineId: first?.deadlineId ?? "",
      mark,
    });
  }
  const notices = run.entries.flatMap((entry) =>
    entry.events.flatMap((event) => (event.type === "NoticeGiven" ? [`${event.kind} ${event.postId}`] : [])),
  );
  expect(notices).toEqual([
    "reminder pemeriksa-kesra",
    "warning pemeriksa-kesra",
    "escalation pemeriksa-kesra",
  ]);
  expect(open(run)).toEqual(["periksaKelengkapan -> asisten-1"]);
  const task = taskOf(run, "periksaKelengkapan");
  expect(task.reason?.key).toBe("address.escalated");
  expect(deadlineOf(run.file, task.taskId)?.deadlineId).not.toBe(first?.deadlineId);
  await complete(run, "periksaKelengkapan", "2027-02-17 09:00", "lengkap", completeness);
  expect(open(run)).toEqual(["periksaAdministrasi -> pemeriksa-kesra"]);
});

test("a correction that is late goes up to the head of the submitting unit, not to the asisten", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  await complete(run, "periksaKelengkapan", "2027-02-15 14:00", "lengkap", completeness);
  await complete(run, "periksaAdministrasi", "2027-02-16 11:20", "tidakBenar", {
    hasilPemeriksaan: "sebagian",
  });
  const row = deadlineOf(run.file, taskOf(run, "perbaikiLaporan").taskId);
  await doIt(run, {
    type: "PassDeadline",
    atMs: row?.dueAtMs ?? 0,
    actor: { kind: "system", name: "deadlines" },
    deadlineId: row?.deadlineId ?? "",
    mark: 100,
  });
  expect(open(run)).toEqual(["perbaikiLaporan -> dinkes-kepala"]);
});

test("a rule published later sends the next large report to the Sekda; the running case keeps its version", async () => {
  const published = shippedRuleSets();
  const later: CaseContext = await shippedContext(published);
  const running = await submitted(later, "dinkes-operator", "2027-02-15 09:00");
  const rute = JSON.parse(textOf("rule-sets/rute-verifikasi.json"));
  rute.rules.splice(2, 0, {
    name: "nilai-besar",
    conditions: {
      all: [{ fact: "laporan", path: "$.nilai", operator: "uang>=", value: "400000000000" }],
    },
    event: { type: "SEKDA", params: { alasan: "Nilai besar" } },
  });
  rute.tests = [];
  published.get("rute-verifikasi")?.push({
    ruleSet: ruleSetFrom(JSON.stringify(rute)),
    version: 2,
    hash: "rute-verifikasi-2",
    effectiveFromMs: wib("2027-02-16 08:00"),
  });
  await complete(running, "periksaKelengkapan", "2027-02-16 09:00", "lengkap", completeness);
  expect(open(running)).toEqual(["periksaAdministrasi -> pemeriksa-kesra"]);
  const next = await submitted(later, "dinkes-operator", "2027-02-16 09:30");
  expect(open(next)).toEqual(["sekdaMenyetujui -> sekda"]);
  expect(dataOf(next.file).rute).toMatchObject({ type: "SEKDA" });
});
