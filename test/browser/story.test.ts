/**
 * The story that the product exists for, as people live it: analysts change the process and its rules, officials
 * work a case from submission to the Sekda, a deadline passes, an auditor proves what happened. One province, one
 * clock, steps in order; each step looks at what its person sees.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { act, attach, fillReport, openTask, type Report, submitReport } from "./acts.ts";
import { openProvince, type Province, picture } from "./province.ts";

/** Monday 15 February 2027, 08.30 WIB; Ramadan hours are in force. */
const mondayMs = Date.UTC(2027, 1, 15, 1, 30);
const hour = 3_600_000;
const day = 24 * hour;

let province: Province;
beforeAll(async () => {
  province = await openProvince(mondayMs);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await province.pictures("gagal");
});
afterAll(() => province.close());

describe("an analyst draws, a second one publishes", () => {
  it("opens the process from the list", async () => {
    const dewi = await province.as("dewi.lestari");
    await dewi.getByRole("link", { name: "Verifikasi laporan pertanggungjawaban" }).click();
    await dewi.locator('[data-element-id="parafKaro"]').first().waitFor();
    await seen(dewi, "Tidak ada masalah");
    await picture(dewi, "pemodel");
  });

  it("adds a step on a flow and sees its problem marked", async () => {
    const dewi = await province.as("dewi.lestari");
    await dewi.getByRole("button", { name: "Tugas pengguna" }).click();
    const flow = await pointOn(dewi, "kembali", 0.3);
    await dewi.mouse.move(flow.x - 60, flow.y + 30);
    await dewi.mouse.move(flow.x, flow.y, { steps: 8 });
    await dewi.mouse.click(flow.x, flow.y);
    await dewi.keyboard.press("Escape");
    // The panel tells of the new step, which has no name yet, and no longer of the process.
    const name = dewi.getByRole("textbox", { name: "Nama", exact: true });
    await expect.poll(() => name.inputValue()).toBe("");
    await name.fill("Kadis menyetujui");
    await dewi.keyboard.press("Tab");
    const problems = dewi.getByRole("region", { name: "Masalah" });
    await problems.getByText("1 kesalahan").waitFor();
    await problems.getByText("Kadis menyetujui").first().waitFor();
    await problems.getByRole("button", { name: /Tunjukkan/ }).click();
    await picture(dewi, "pemodel-masalah");
    await blocked(dewi.getByRole("button", { name: "Terbitkan" }));
  });

  it("mends it by saying which post acts and by when, and proposes the draft", async () => {
    const dewi = await province.as("dewi.lestari");
    const panel = dewi.getByRole("complementary", { name: "Sifat unsur" });
    await panel.getByLabel("Jabatan", { exact: true }).selectOption({ label: "Kepala" });
    await panel
      .getByLabel("Perangkat daerah", { exact: true })
      .selectOption({ label: "Perangkat daerah pengusul" });
    await panel.getByText("Tenggat", { exact: true }).click();
    await panel.getByLabel("Lama").fill("1");
    await dewi.keyboard.press("Tab");
    await panel.getByLabel("Menghentikan waktu berkas").check();
    await seen(dewi, "Tidak ada masalah");
    await dewi.keyboard.press("Control+s");
    await seen(dewi, /Tersimpan/);
    await dewi
      .getByRole("button", { name: "Terbitkan" })
      .and(dewi.locator('[aria-disabled="false"]'))
      .click();
    await dewi
      .getByLabel("Alasan perubahan")
      .fill("Perbaikan disetujui kepala dinas sebelum dikirim kembali.");
    await picture(dewi, "pemodel-usul");
    await dewi.getByRole("button", { name: "Ajukan penerbitan" }).click();
    await seen(dewi, "Usulan dikirim. Menunggu orang kedua.");
  });

  it("the second analyst reads what changed and publishes", async () => {
    const bambang = await province.as("bambang.sutrisno");
    await bambang.getByRole("link", { name: "Verifikasi laporan pertanggungjawaban" }).click();
    await bambang.getByText("Kadis menyetujui").first().waitFor();
    await picture(bambang, "penerbitan");
    await bambang.getByRole("button", { name: "Setujui dan terbitkan" }).click();
    await bambang
      .getByRole("dialog")
      .getByRole("button", { name: /erbitkan/ })
      .click();
    await seen(bambang, /[Vv]ersi 2/);
  });
});

/** The address of the first case's page. */
let firstCase = "";

describe("a report is submitted, returned, corrected and signed", () => {
  it("the operator of Dinas Kesehatan submits the LKjIP, after mending the amount", async () => {
    const yusuf = await province.as("yusuf.maulana");
    await picture(yusuf, "kotak-masuk-kosong");
    await fillReport(yusuf, lkjip("412,75"));
    await attach(yusuf, "Surat pengantar", "surat-pengantar.pdf");
    await attach(yusuf, "Laporan", "lkjip-2026.pdf");
    await yusuf.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
    await seen(yusuf, /Tulis nilai penuh dalam rupiah/);
    await picture(yusuf, "ajukan");
    await yusuf.getByRole("button", { name: /Pakai nilai itu/ }).click();
    await yusuf.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
    await yusuf.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
    await seen(yusuf, /Ke Biro Kesra, karena urusan laporan ini kesehatan/);
    firstCase = yusuf.url();
  });

  it("the biro finds it complete but not correct, and returns it with one list of notes", async () => {
    province.clock.forward(2 * hour);
    const yusuf = await province.as("yusuf.maulana");
    await yusuf.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
    const siti = await province.as("siti.nurhaliza.putri");
    await openTask(siti, /Periksa kelengkapan/);
    await picture(siti, "tugas-kelengkapan");
    await siti.getByLabel(/okumen yang ada/).fill("2");
    await siti.getByLabel(/okumen yang diminta/).fill("2");
    await act(siti, "Lengkap, teruskan");
    await openTask(siti, /Periksa administrasi/);
    await siti.getByLabel("Sebagian sesuai").check();
    await siti.getByLabel("Catatan perbaikan").fill("Matriks halaman 12, tanda tangan, dan lampiran aset.");
    await act(siti, "Kembalikan untuk diperbaiki");
  });

  it("meanwhile the page of the submitter has moved by itself, and the clock stands still", async () => {
    const yusuf = await province.as("yusuf.maulana");
    await tokenOn(yusuf, "perbaikiLaporan");
    await seen(yusuf, /Dikembalikan/);
    await seen(yusuf, /berhenti/i);
    await picture(yusuf, "berkas-dikembalikan");
  });

  it("the dinas corrects, its head agrees, and it goes back", async () => {
    province.clock.forward(day);
    const yusuf = await province.as("yusuf.maulana");
    await openTask(yusuf, /Perbaiki laporan/);
    await seen(yusuf, "Matriks halaman 12, tanda tangan, dan lampiran aset.");
    await yusuf.getByLabel("Penjelasan perbaikan").fill("Ketiga catatan telah diperbaiki.");
    await attach(yusuf, "Laporan perbaikan", "lkjip-2026-perbaikan.pdf");
    await act(yusuf, "Kirim perbaikan");
    const farida = await province.as("farida.hanum");
    await openTask(farida, /Kadis menyetujui/);
    await farida.getByRole("button", { name: /Selesai/ }).click();
    await farida
      .getByRole("dialog")
      .getByRole("button", { name: /Selesai/ })
      .click();
    await farida.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("the paraf chain goes up, one post of it held by a Plt", async () => {
    const siti = await province.as("siti.nurhaliza.putri");
    await openTask(siti, /Periksa kelengkapan/);
    await siti.getByLabel(/okumen yang ada/).fill("2");
    await siti.getByLabel(/okumen yang diminta/).fill("2");
    await act(siti, "Lengkap, teruskan");
    await openTask(siti, /Periksa administrasi/);
    await siti.getByLabel("Sesuai", { exact: true }).check();
    await act(siti, "Benar, teruskan");
    await paraf("hendra.gunawan");
    const ratna = await province.as("ratna.widyastuti");
    await ratna
      .getByRole("link", { name: /^Kotak Masuk/ })
      .first()
      .click();
    await ratna.getByRole("link", { name: /Paraf Karo/ }).waitFor();
    expect(await ratna.getByText("Plt.", { exact: true }).count()).toBeGreaterThan(0);
    await picture(ratna, "kotak-masuk");
    await openTask(ratna, /Paraf Karo/);
    await ratna.getByLabel("Ada, saya tulis di bawah").check();
    await ratna
      .getByLabel(/^Catatan/)
      .first()
      .fill("Capaian imunisasi turun dari 2025.");
    await ratna.getByLabel("Saya telah membaca laporan ini").check();
    await seen(ratna, /Ke Asisten Pemkesra, tenggat 2 hari kerja/);
    await seen(ratna, /Ke Dinas Kesehatan, putaran terakhir/);
    await picture(ratna, "tugas");
    await act(ratna, "Paraf dan teruskan");
    await paraf("laras.wibowo");
  });

  it("the Sekda signs, the governor is told and the case is archived", async () => {
    const yusuf = await province.as("yusuf.maulana");
    await yusuf.goto(firstCase);
    await yusuf.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
    await tokenOn(yusuf, "sekdaMenyetujui");
    await picture(yusuf, "berkas", { whole: true });
    const sekda = await province.as("sulaiman.effendi");
    await openTask(sekda, /Sekda menyetujui/);
    await sekda.getByLabel("Nomor berita acara").fill("000.8.6/45/BA");
    await sekda.getByLabel(/Saya menyetujui berita acara ini/).check();
    await act(sekda, "Setujui berita acara");
    // Nobody touches the submitter's page: it ends by itself.
    await seen(yusuf, /Diarsipkan|Selesai/);
    await badgeOn(yusuf, "arsipkan", "✓");
    await seen(yusuf, /Plt\./);
  });
});

/** The address of the second case's page. */
let secondCase = "";

describe("another sender, another way, and a deadline that passes", () => {
  it("a report of the Sekretaris DPRD goes to Biro Hukum for its administration only", async () => {
    const mega = await province.as("mega.puspita");
    await submitReport(mega, { ...lkjip("95.000.000.000"), kind: "SPJ", letter: "900/12/SETWAN" });
    await seen(mega, /Biro Hukum/);
    secondCase = mega.url();
    const rizky = await province.as("rizky.ananda");
    await rizky
      .getByRole("link", { name: /^Kotak Masuk/ })
      .first()
      .click();
    await rizky.getByRole("link", { name: /Periksa administrasi/ }).waitFor();
    expect(await rizky.getByRole("link", { name: /Periksa kelengkapan/ }).count()).toBe(0);
  });

  it("nobody acts, the deadline passes, and the rule hands the task to the asisten", async () => {
    province.clock.forward(9 * day);
    const laras = await province.as("laras.wibowo");
    await laras
      .getByRole("link", { name: /^Kotak Masuk/ })
      .first()
      .click();
    await laras.getByRole("link", { name: /Periksa administrasi/ }).waitFor({ timeout: 20_000 });
    await picture(laras, "kotak-masuk-eskalasi");
    const mega = await province.as("mega.puspita");
    await mega.goto(secondCase);
    await seen(mega, /Asisten/);
    await tokenOn(mega, "periksaAdministrasi");
    await picture(mega, "berkas-eskalasi", { whole: true });
    const rizky = await province.as("rizky.ananda");
    await rizky.reload();
    await rizky.getByRole("heading", { level: 1, name: "Kotak Masuk" }).waitFor();
    expect(await rizky.getByRole("link", { name: /Periksa administrasi/ }).count()).toBe(0);
  });
});

describe("a rule is changed on a working day", () => {
  it("the analyst adds a rule in the JSON, sees its tests pass and proposes it", async () => {
    const dewi = await province.as("dewi.lestari");
    await dewi.getByRole("link", { name: "Aturan", exact: true }).click();
    await dewi.getByRole("link", { name: "Rute verifikasi laporan" }).click();
    const editor = dewi.locator(".cm-content");
    await editor.waitFor();
    await picture(dewi, "aturan");
    const text = readFileSync(join(process.cwd(), "library/rule-sets/rute-verifikasi.json"), "utf8");
    const write = async (changed: string) => {
      await editor.click();
      await dewi.keyboard.press("Control+a");
      await dewi.keyboard.insertText(changed);
    };
    const publish = dewi.getByRole("button", { name: "Terbitkan" });
    await write(text.replace('"rules": [', '"rules": [ {'));
    await seen(dewi, /kesalahan/);
    await blocked(publish);
    const changed = withBigAmounts(JSON.parse(text));
    await write(JSON.stringify(changed, null, 2));
    await dewi.keyboard.press("Control+Enter");
    await seen(dewi, unsaidAmount);
    await seen(dewi, "Seharusnya");
    await picture(dewi, "aturan-uji-gagal");
    await write(JSON.stringify(withMendedTest(changed), null, 2));
    await dewi.keyboard.press("Control+Enter");
    await dewi.getByText("Seharusnya").waitFor({ state: "detached" });
    await dewi.keyboard.press("Control+s");
    await seen(dewi, /Tersimpan/);
    await picture(dewi, "aturan-draf");
    await dewi
      .getByRole("button", { name: "Terbitkan" })
      .and(dewi.locator('[aria-disabled="false"]'))
      .click();
    await dewi.getByLabel("Alasan perubahan").fill("Laporan bernilai besar langsung ke Sekda.");
    await dewi.getByRole("button", { name: "Ajukan penerbitan" }).click();
    await seen(dewi, "Usulan dikirim. Menunggu orang kedua.");
  });

  it("a second person publishes it, without a restart", async () => {
    const bambang = await province.as("bambang.sutrisno");
    await bambang.getByRole("link", { name: "Aturan", exact: true }).click();
    await bambang.getByRole("link", { name: "Rute verifikasi laporan" }).click();
    await bambang.getByRole("button", { name: "Setujui dan terbitkan" }).click();
    await bambang
      .getByRole("dialog")
      .getByRole("button", { name: /erbitkan/ })
      .click();
    await seen(bambang, /[Vv]ersi 2/);
  });

  it("the next case obeys, and the running one says under which version it was decided", async () => {
    const bayu = await province.as("bayu.aji.nugraha");
    await submitReport(bayu, { ...lkjip("612.000.000.000"), letter: "000.8.6/77/DISDIK" });
    await seen(bayu, /Rute verifikasi laporan/);
    await seen(bayu, /Versi 2/);
    const sekda = await province.as("sulaiman.effendi");
    await sekda
      .getByRole("link", { name: /^Kotak Masuk/ })
      .first()
      .click();
    await sekda.getByRole("link", { name: /Dinas Pendidikan/ }).waitFor();
    const mega = await province.as("mega.puspita");
    await mega.reload();
    await mega.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
    await seen(mega, /Versi 1/);
  });
});

describe("the auditor proves what happened", () => {
  it("exports the journal, which verifies; with one byte changed the entry is named", async () => {
    const arif = await province.as("arif.budiman.saragih");
    await arif.goto(`${province.server.url}/berkas`);
    const download = arif.waitForEvent("download");
    await arif.getByRole("link", { name: "Ekspor jurnal" }).click();
    const folder = mkdtempSync(join(tmpdir(), "poros-journal-"));
    try {
      const file = join(folder, "jurnal.ndjson");
      await (await download).saveAs(file);
      const whole = verify(file);
      expect(whole.status, whole.stdout + whole.stderr).toBe(0);
      const lines = readFileSync(file, "utf8").split("\n");
      const at = lines.findIndex((line) => line.includes("412750000000"));
      lines[at] = (lines[at] ?? "").replace("412750000000", "412750000001");
      writeFileSync(file, lines.join("\n"));
      const changed = verify(file);
      expect(changed.status).toBe(1);
      expect(changed.stdout).toContain(`line ${at + 1}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("no page complained", () => {
    expect(province.complaints).toEqual([]);
  });
});

function lkjip(budget: string): Report {
  return { kind: "LKjIP", year: "2026", letter: "000.8.6/128/DINKES", date: "15 Februari 2027", budget };
}

interface RuleSetText {
  readonly rules: readonly unknown[];
  readonly otherwise: { readonly type: string; readonly params: unknown };
  readonly tests: readonly { readonly name: string; readonly facts: unknown; readonly expect: unknown }[];
}

const unsaidAmount = "Nilai tidak diisi tidak mengubah rute";

/** The shipped rule set with one more rule in front: reports of Rp500 miliar and more go to the Sekda directly. */
function withBigAmounts(shipped: RuleSetText): RuleSetText {
  const rule = {
    name: "nilai-besar",
    conditions: { all: [{ fact: "laporan", path: "$.nilai", operator: "uang>=", value: "500000000000" }] },
    event: { type: "SEKDA", params: { alasan: "Nilai laporan besar" } },
  };
  return { ...shipped, rules: [rule, ...shipped.rules] };
}

/** A report without an amount now has no sure way: the analyst says so in the test that failed. */
function withMendedTest(changed: RuleSetText): RuleSetText {
  const tests = changed.tests.map((test) =>
    test.name === unsaidAmount
      ? { name: "Nilai tidak diisi, ke antrean manual", facts: test.facts, expect: changed.otherwise }
      : test,
  );
  return { ...changed, tests };
}

async function paraf(username: string): Promise<void> {
  const page = await province.as(username);
  await openTask(page, /Paraf/);
  await page.getByLabel("Tidak ada").check();
  await page.getByLabel("Saya telah membaca laporan ini").check();
  await act(page, "Paraf dan teruskan");
}

function verify(file: string) {
  return spawnSync(process.execPath, ["--import", "tsx", "server/poros.ts", "audit", "verify", file], {
    encoding: "utf8",
  });
}

async function seen(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** The token stands on the element, with its time. */
async function tokenOn(page: Page, elementId: string): Promise<void> {
  await badgeOn(page, elementId, /Sisa|Hari ini|Lewat|berhenti/);
}

async function badgeOn(page: Page, elementId: string, text: string | RegExp): Promise<void> {
  await page.locator(`.djs-overlays[data-container-id="${elementId}"]`).getByText(text).waitFor();
}

async function blocked(button: ReturnType<Page["getByRole"]>): Promise<void> {
  expect(await button.getAttribute("aria-disabled")).toBe("true");
}

/** A point on a drawn flow, on the screen; `along` is from 0 to 1. */
async function pointOn(page: Page, flowId: string, along: number): Promise<{ x: number; y: number }> {
  // The arrowhead is a path too: the flow is the longest.
  return page.locator(`[data-element-id="${flowId}"] .djs-visual path`).evaluateAll((paths, share) => {
    const lines = paths.filter((path): path is SVGPathElement => path instanceof SVGPathElement);
    const line = lines.sort((one, other) => other.getTotalLength() - one.getTotalLength())[0];
    const matrix = line?.getScreenCTM();
    if (!line || !matrix) throw new Error("the flow is not drawn");
    const { x, y } = line.getPointAtLength(line.getTotalLength() * share).matrixTransform(matrix);
    return { x, y };
  }, along);
}
