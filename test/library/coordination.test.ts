import { expect, test } from "vitest";
import { type Attachment, consequenceOf, dataOf, deadlineOf, story } from "../../casework/index.ts";
import type { Variables } from "../../engine/index.ts";
import {
  complete,
  completeAll,
  doIt,
  open,
  type Run,
  reportAttachments,
  submitted,
  taskOf,
  wib,
} from "../casework/case-run.ts";
import { shippedContext } from "./province-library.ts";

const context = await shippedContext(undefined, "koordinasi-lintas-sektor");

const issue: Variables = {
  judulIsu: "Banjir di hulu Sungai Raya",
  tema: "banjir",
  uraian: "Tiga desa terendam, jalan provinsi terputus.",
  kabupatenKota: false,
  nilai: "1500000000",
  derajat: "Segera",
  sifat: "Biasa",
};
const minutes: readonly Attachment[] = ["notulen", "daftarHadir"].map((slot) => ({
  ...(reportAttachments[0] as Attachment),
  slot,
  fileId: `berkas-${slot}`,
}));
const study = { telaahan: "Perlu penanganan bersama.", materi: "lainnya" };
const invitation = { tanggalRapat: "2027-02-22", tempatRapat: "Ruang rapat Setda", acaraRapat: "Banjir" };

const issueOf = (post: string, values: Variables = {}) =>
  submitted(context, post, "2027-02-15 09:00", { ...issue, ...values }, []);

async function invited(run: Run, answer: (postId: string) => string = () => "kepala"): Promise<string[]> {
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  await complete(run, "undangRapat", "2027-02-16 09:00", "kirim", invitation);
  return completeAll(
    run,
    "jawabUndangan",
    "2027-02-16 14:00",
    () => "kirim",
    (postId) => ({ kehadiran: answer(postId) }),
  );
}

/** The meeting's day comes, whoever has answered by then. */
async function meetingDay(run: Run): Promise<void> {
  const timer = Object.values(run.file.timers)[0];
  expect(timer?.dueAtMs).toBe(wib("2027-02-22 08:00"));
  const atMs = wib("2027-02-22 08:00");
  await doIt(run, {
    type: "Forward",
    atMs,
    actor: { kind: "system", name: "timers" },
    command: { type: "FireTimer", atMs, timerId: timer?.timerId ?? "", occurrence: 1 },
  });
}

async function recorded(run: Run, outcome: string, present?: Variables): Promise<void> {
  const { jumlahDiundang, jumlahHadir, jumlahPemutus } = taskOf(run, "catatRapat").inputs;
  const values = {
    nomorNotulen: "NOT/12/2027",
    kesepakatan: "Tanggul diperbaiki, warga diungsikan.",
    ...{ jumlahDiundang, jumlahHadir, jumlahPemutus },
    ...present,
  };
  await complete(run, "catatRapat", "2027-02-22 13:30", outcome, values as Variables, minutes);
}

async function committed(run: Run, day: string): Promise<string[]> {
  return completeAll(
    run,
    "sanggupi",
    `${day} 09:00`,
    () => "sanggup",
    (postId) => ({
      aksi: `Aksi ${postId}`,
      penanggungJawab: "Kepala bidang",
      tenggatAksi: "2027-03-31",
    }),
  );
}

test("a flood goes to BPBD and those concerned, four units at once; they meet, agree, commit, and it is closed", async () => {
  const run = await issueOf("bpbd-operator");
  expect(run.file.title).toBe("Banjir di hulu Sungai Raya");
  expect(open(run)).toEqual(["telaahanStaf -> pemeriksa-pem-otda"]);
  const heads = await invited(run);
  expect(heads).toEqual(["bpbd-kepala", "dpupr-kepala", "dsda-kepala", "dinsos-kepala"]);
  expect(dataOf(run.file)).toMatchObject({ tingkat: { type: "SEKDA", rapat: true } });
  expect(open(run)).toEqual([]);
  await meetingDay(run);
  expect(taskOf(run, "catatRapat").inputs).toMatchObject({
    jumlahDiundang: 4,
    jumlahHadir: 4,
    jumlahPemutus: 4,
    daftarJawaban: ["Kaban BPBD", "Kadis PUPR", "Kadis SDA", "Kadis Dinsos"].map(
      (post) => `${post}: hadir sendiri`,
    ),
  });
  await recorded(run, "sepakat");
  expect(dataOf(run.file)).toMatchObject({ kuorum: { type: "TETAP" }, persenHadir: 100, jumlahRapat: 1 });
  expect(await committed(run, "2027-02-23")).toEqual(heads);
  expect(open(run)).toEqual(["setujuiRekomendasi -> asisten-1"]);
  expect(taskOf(run, "setujuiRekomendasi").inputs.matriksTindakLanjut).toContain(
    "Kadis Dinsos: Aksi dinsos-kepala (Kepala bidang, sampai 31 Maret 2027)",
  );
  const number = { nomorRekomendasi: "000.8/12/SETDA" };
  await complete(run, "setujuiRekomendasi", "2027-02-24 09:00", "setujui", number);
  expect(open(run)).toEqual(["pantau -> bpbd-kepala"]);
  await complete(run, "pantau", "2027-02-26 09:00", "tuntas", { kemajuan: "Semua aksi selesai." });
  expect(run.file.status).toBe("completed");
  expect(run.file.deadlines).toEqual({});
  const told = story(context, run.file, run.entries, { nowMs: wib("2027-02-26 10:00"), language: "id" });
  expect(told.reasons.find((card) => card.elementId === "tetapkanPengampu")?.answer).toContain("BPBD");
  expect(told.outline.find((line) => line.elementId === "konfirmasi")?.text).toBe(
    "Konfirmasi keputusan, oleh Kepala masing-masing unit; tenggat 2 hari kerja; setiap unit sekaligus; selain itu: ke Sanggupi tindak lanjut; keberatan: ke Undang rapat",
  );
});

test("one unit alone is closed by the karo without a meeting", async () => {
  const run = await issueOf("disdik-operator", { tema: "lainnya" });
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  expect(open(run)).toEqual(["pilihPengampu -> kabag-kesra"]);
  const values = { unitPengampu: "disdik", alasanPengampu: "Hanya urusan pendidikan." };
  await complete(run, "pilihPengampu", "2027-02-15 15:00", "tetapkan", values);
  expect(open(run)).toEqual(["karoMenyelesaikan -> karo-kesra"]);
  const closing = { penyelesaian: "Diselesaikan Dinas Pendidikan." };
  await complete(run, "karoMenyelesaikan", "2027-02-16 09:00", "selesai", closing);
  expect(run.file.status).toBe("completed");
});

test("a kabupaten is concerned: Biro Pem-Otda owns the case too, gets a copy and is invited", async () => {
  const run = await issueOf("dinkes-operator", { tema: "stunting", kabupatenKota: true });
  const heads = await invited(run);
  expect(heads).toEqual(["dinkes-kepala", "dp3ap2kb-kepala", "dinsos-kepala", "karo-pem-otda"]);
  expect(dataOf(run.file)).toMatchObject({ tingkat: { type: "ASISTEN" }, pemilik: { type: "BERSAMA" } });
  const copies = run.entries.flatMap((entry) =>
    entry.events.flatMap((event) => (event.type === "NoticeGiven" ? [`${event.kind} ${event.postId}`] : [])),
  );
  expect(copies).toEqual(["copy karo-pem-otda"]);
});

test("without two thirds the decision is provisional; a unit that objects brings a second meeting", async () => {
  const run = await issueOf("bpbd-operator");
  await invited(run, (postId) => (postId === "bpbd-kepala" ? "kepala" : "tidakHadir"));
  await meetingDay(run);
  expect(taskOf(run, "catatRapat").inputs).toMatchObject({ jumlahHadir: 1, jumlahPemutus: 1 });
  await recorded(run, "sepakat");
  expect(dataOf(run.file)).toMatchObject({ kuorum: { type: "SEMENTARA" }, persenHadir: 25 });
  expect(taskOf(run, "konfirmasi").inputs).toMatchObject({
    kesepakatan: "Tanggul diperbaiki, warga diungsikan.",
  });
  await completeAll(
    run,
    "konfirmasi",
    "2027-02-23 09:00",
    (postId) => (postId === "dpupr-kepala" ? "keberatan" : "setuju"),
    () => ({}),
  );
  expect(open(run)).toEqual(["undangRapat -> kabag-pem-otda"]);
});

test("only delegates without authority is no quorum; confirmed by all it goes on", async () => {
  const run = await issueOf("bpbd-operator");
  await invited(run, () => "utusan");
  await meetingDay(run);
  await recorded(run, "sepakat");
  expect(dataOf(run.file)).toMatchObject({ kuorum: { type: "SEMENTARA" }, persenHadir: 100 });
  await completeAll(
    run,
    "konfirmasi",
    "2027-02-23 09:00",
    () => "setuju",
    () => ({}),
  );
  expect(Object.values(run.file.tasks).map((task) => task.elementId)).toEqual(Array(4).fill("sanggupi"));
});

test("of several units the first learns that the case waits for the others, and the rules speak in sentences", async () => {
  const run = await issueOf("bpbd-operator");
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  await complete(run, "undangRapat", "2027-02-16 09:00", "kirim", invitation);
  const { taskId } = taskOf(run, "jawabUndangan");
  const nowMs = wib("2027-02-16 10:00");
  expect((await consequenceOf(context, run.file, taskId, "kirim", nowMs, "id"))?.text).toBe(
    "Berkas menunggu 3 jawaban lain",
  );
  const told = story(context, run.file, run.entries, { nowMs, language: "id" });
  expect(told.reasons.map((card) => card.answer)).toEqual([
    "Ke Sekda dengan rapat wajib, karena perangkat daerah yang terlibat berada di bawah lebih dari satu asisten.",
    "Ke biro pembina saja, karena tidak ada kabupaten atau kota yang terlibat.",
    "Ke BPBD, karena urusan pokok isu ini ada pada BPBD.",
  ]);
});

test("a unit that does not answer is told on to the asisten; nobody answers in its place", async () => {
  const run = await issueOf("bpbd-operator");
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  await complete(run, "undangRapat", "2027-02-16 09:00", "kirim", invitation);
  const task = Object.values(run.file.tasks).find((each) => each.postId === "dinsos-kepala");
  const row = deadlineOf(run.file, task?.taskId ?? "");
  await doIt(run, {
    type: "PassDeadline",
    atMs: row?.dueAtMs ?? 0,
    actor: { kind: "system", name: "deadlines" },
    deadlineId: row?.deadlineId ?? "",
    mark: 100,
  });
  expect(open(run)).toContain("jawabUndangan -> dinsos-kepala");
  const told = run.entries
    .at(-1)
    ?.events.flatMap((event) => (event.type === "NoticeGiven" ? event.postId : []));
  expect(told).toEqual(["dinsos-kepala", "asisten-1"]);
});

test("the meeting comes before everyone has answered: the invitations that are open are withdrawn", async () => {
  const run = await issueOf("bpbd-operator");
  await complete(run, "telaahanStaf", "2027-02-15 14:00", "selesai", study);
  await complete(run, "undangRapat", "2027-02-16 09:00", "kirim", invitation);
  await complete(run, "jawabUndangan", "2027-02-16 14:00", "kirim", { kehadiran: "kepala" });
  await meetingDay(run);
  expect(open(run)).toEqual(["catatRapat -> kabag-pem-otda"]);
});

async function weighed(first: Variables, second: Variables): Promise<Run> {
  const run = await issueOf("dinkes-operator", { tema: "stunting" });
  await invited(run);
  await meetingDay(run);
  await recorded(run, "instruksi");
  expect(open(run)).toEqual(["catatInstruksi -> kabag-kesra"]);
  const usual = { dasar: "arahan", tanggal: "2027-02-10", tertulis: true, khusus: false };
  const named = (which: string, instruction: Variables) =>
    Object.fromEntries(
      Object.entries({ ...usual, ...instruction }).map(([name, value]) => [`${name}${which}`, value]),
    );
  const values = { ...named("Pertama", first), ...named("Kedua", second) };
  await complete(run, "catatInstruksi", "2027-02-22 14:30", "kirim", values);
  return run;
}

test("of two contradicting instructions the Gubernur's stands, though it is oral, and is what the units follow", async () => {
  const run = await weighed(
    { isi: "Tunda sampai April.", pejabat: "sekda" },
    { isi: "Mulai pekan ini.", pejabat: "gubernur", tertulis: false },
  );
  expect(dataOf(run.file)).toMatchObject({ timbangan: { type: "KEDUA" }, kuorum: { type: "TETAP" } });
  expect(taskOf(run, "sanggupi").inputs.dasarTindakLanjut).toBe("Mulai pekan ini.");
});

test("instructions of two asisten are not chosen between: the case goes to who stands above the units", async () => {
  const run = await weighed(
    { isi: "Tunda.", pejabat: "asisten-1" },
    { isi: "Mulai.", pejabat: "asisten-2", tertulis: false },
  );
  expect(dataOf(run.file)).toMatchObject({ timbangan: { type: "ATASAN" } });
  expect(taskOf(run, "putuskan").inputs.kesepakatan).toBe("Tunda. Mulai.");
});

test("units under one asisten that disagree: the asisten, who passes on to the Sekda, and he to the Gubernur", async () => {
  const run = await issueOf("dinkes-operator", { tema: "stunting" });
  await invited(run);
  await meetingDay(run);
  await recorded(run, "tidakSepakat");
  expect(open(run)).toEqual(["putuskan -> asisten-1"]);
  const direction = { arahan: "Diteruskan." };
  await complete(run, "putuskan", "2027-02-23 09:00", "naikkan", direction);
  expect(open(run)).toEqual(["putuskan -> sekda"]);
  await complete(run, "putuskan", "2027-02-23 10:00", "naikkan", direction);
  expect(open(run)).toEqual(["putuskan -> gubernur"]);
  await complete(run, "putuskan", "2027-02-23 11:00", "putuskan", { arahan: "Dinas Kesehatan memimpin." });
  expect(taskOf(run, "sanggupi").inputs.dasarTindakLanjut).toBe("Dinas Kesehatan memimpin.");
});

test("units under two asisten that disagree begin at the Sekda", async () => {
  const run = await issueOf("bpbd-operator");
  await invited(run);
  await meetingDay(run);
  await recorded(run, "tidakSepakat");
  expect(open(run)).toEqual(["putuskan -> sekda"]);
});

async function askedForHelp(): Promise<Run> {
  const run = await issueOf("dinkes-operator", { tema: "stunting", nilai: "100000000" });
  await invited(run);
  await meetingDay(run);
  await recorded(run, "sepakat");
  await committed(run, "2027-02-23");
  expect(open(run)).toEqual(["setujuiRekomendasi -> karo-kesra"]);
  const number = { nomorRekomendasi: "000.8/12/SETDA" };
  await complete(run, "setujuiRekomendasi", "2027-02-24 09:00", "setujui", number);
  await complete(run, "pantau", "2027-02-24 10:00", "mintaBantuan", { kemajuan: "Data belum ada." });
  const request = { unitBantuan: "dinsos", perihalBantuan: "Data keluarga penerima." };
  await complete(run, "mintaBantuan", "2027-02-24 11:00", "kirim", request);
  expect(open(run)).toEqual(["jawabBantuan -> dinsos-kepala"]);
  return run;
}

async function overdue(run: Run): Promise<void> {
  const row = deadlineOf(run.file, taskOf(run, "jawabBantuan").taskId);
  await doIt(run, {
    type: "PassDeadline",
    atMs: row?.dueAtMs ?? 0,
    actor: { kind: "system", name: "deadlines" },
    deadlineId: row?.deadlineId ?? "",
    mark: 100,
  });
}

test("a request unanswered for five working days is the asisten's letter, three more the Sekda's; he decides the takeover", async () => {
  const run = await askedForHelp();
  const asked = deadlineOf(run.file, taskOf(run, "jawabBantuan").taskId);
  expect(asked?.minutes).toBe(5 * 450);
  await overdue(run);
  expect(open(run)).toEqual(["jawabBantuan -> asisten-1"]);
  expect(deadlineOf(run.file, taskOf(run, "jawabBantuan").taskId)?.minutes).toBe(3 * 450);
  await overdue(run);
  expect(open(run)).toEqual(["jawabBantuan -> sekda"]);
  await complete(run, "jawabBantuan", "2027-03-17 09:00", "usul", { jawabanBantuan: "Tidak ada jawaban." });
  expect(dataOf(run.file)).toMatchObject({ usulan: { type: "USULKAN" } });
  expect(open(run)).toEqual(["sekdaAmbilAlih -> sekda"]);
  const order = { nomorPerintah: "SP/9/2027", pertimbanganSekda: "Demi kelancaran." };
  await complete(run, "sekdaAmbilAlih", "2027-03-17 10:00", "setujui", order);
  expect(open(run)).toEqual(["pantau -> karo-kesra"]);
});

test("help that is given proposes nothing; a takeover that the Sekda rejects leaves the leading sector in charge", async () => {
  const helped = await askedForHelp();
  await complete(helped, "jawabBantuan", "2027-02-25 09:00", "dibantu", { jawabanBantuan: "Data terkirim." });
  expect(open(helped)).toEqual(["pantau -> dinkes-kepala"]);
  const refused = await askedForHelp();
  await complete(refused, "jawabBantuan", "2027-02-25 09:00", "ditolak", { jawabanBantuan: "Tidak dapat." });
  const order = { nomorPerintah: "SP/9/2027", pertimbanganSekda: "Belum perlu." };
  await complete(refused, "sekdaAmbilAlih", "2027-02-25 10:00", "tolak", order);
  expect(open(refused)).toEqual(["pantau -> dinkes-kepala"]);
});

test("a recommendation that is sent back asks every unit for its row again", async () => {
  const run = await issueOf("dinkes-operator", { tema: "stunting", nilai: "12000000000" });
  await invited(run);
  await meetingDay(run);
  await recorded(run, "sepakat");
  await committed(run, "2027-02-23");
  expect(open(run)).toEqual(["setujuiRekomendasi -> gubernur"]);
  const number = { nomorRekomendasi: "000.8/12/SETDA", catatanRekomendasi: "Tenggat terlalu lama." };
  await complete(run, "setujuiRekomendasi", "2027-02-24 09:00", "kembalikan", number);
  expect(open(run)).toHaveLength(3);
});
