/**
 * Rules changed on a working day, as two analysts live it: one changes the table, sees what it leaves undecided and
 * what it would have decided otherwise, and proposes; the other reads what she had read, and agrees; then it is taken
 * back in one act. Real decisions lie behind the figures.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { submitReport } from "./acts.ts";
import { openProvince, type Province, picture } from "./province.ts";

/** Monday 1 March 2027, 09.00 WIB. */
const mondayMs = Date.UTC(2027, 2, 1, 2, 0);
const shipped = readFileSync(join(process.cwd(), "library/rule-sets/rute-verifikasi.json"), "utf8");

let province: Province;
beforeAll(async () => {
  province = await openProvince(mondayMs);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await province.pictures("gagal");
});
afterAll(() => province.close());

const seen = (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor();
const open = async (who: string) => {
  const page = await province.as(who);
  await page.goto(`${province.server.url}/pemodel/aturan/rute-verifikasi`);
  await page.getByRole("heading", { name: "Tabel" }).waitFor();
  return page;
};
const textOf = async (page: Page) =>
  (
    await page.request.get(`${province.server.url}/api/v1/library/rule-sets/rute-verifikasi`)
  ).json() as Promise<{
    content: string;
  }>;

describe("a rule is changed", () => {
  it("two reports are decided first", async () => {
    const bayu = await province.as("bayu.aji.nugraha");
    for (const letter of ["000.8.6/71/DISDIK", "000.8.6/72/DISDIK"]) {
      const report = {
        kind: "LKjIP",
        year: "2026",
        letter,
        date: "22 Februari 2027",
        budget: "612.000.000.000",
      };
      await submitReport(bayu, report);
    }
  });

  it("the page says how often each rule answered, that all is tested, and that nothing would go elsewhere", async () => {
    const dewi = await open("dewi.lestari");
    const impact = dewi.getByRole("region", { name: "Dampak" });
    await impact.getByText(/keputusan terakhir akan beralih/).waitFor();
    await expect.poll(() => impact.locator(".figure").textContent()).toBe("0");
    await dewi.getByRole("columnheader", { name: /Kena, dari/ }).waitFor();
    await picture(dewi, "aturan-bangku", { whole: true });
  });

  it("a value is changed in the table: the text changes in that line alone", async () => {
    const dewi = await province.as("dewi.lestari");
    await dewi
      .getByRole("button", { name: /Ubah nilai: .*pendidikan/ })
      .first()
      .click();
    const dialog = dewi.getByRole("dialog");
    const values = dialog.getByLabel("Nilai");
    await values.fill((await values.inputValue()).replace(/,? ?pendidikan/, ""));
    await dialog.getByRole("button", { name: "Pakai" }).click();
    await dialog.waitFor({ state: "detached" });
    const impact = dewi.getByRole("region", { name: "Dampak" });
    await impact.getByText(/→ Antrean manual/).waitFor();
    await expect.poll(() => impact.locator(".figure").textContent()).toBe("2");
    await seen(dewi, /masih berjalan dan tetap memakai versi 1/);
  });

  it("the analysis offers a rule for the gap, with an example that can be tried", async () => {
    const dewi = await province.as("dewi.lestari");
    const analysis = dewi.getByRole("region", { name: "Analisis" });
    await analysis.getByRole("button", { name: "Lihat contoh" }).first().click();
    await analysis.getByRole("button", { name: "Coba contoh ini" }).first().click();
    const bench = dewi.getByRole("dialog");
    await bench.getByText("Antrean manual").first().waitFor();
    await picture(dewi, "aturan-coba");
    await bench.getByRole("button", { name: "Tutup" }).click();
    await analysis.getByRole("button", { name: "Tambah aturan untuk celah ini" }).click();
    const dialog = dewi.getByRole("dialog");
    await dialog.getByLabel("Nama aturan").fill("sisa-urusan");
    await dialog.getByLabel("Hasil").selectOption({ label: "Sekda, akses Terbatas" });
    await picture(dewi, "aturan-tambah");
    await dialog.getByRole("button", { name: "Tambah aturan" }).click();
    await dialog.waitFor({ state: "detached" });
    await dewi.getByRole("row", { name: /Baru/ }).first().waitFor();
    await dewi
      .getByRole("region", { name: "Dampak" })
      .getByText(/→ Sekda/)
      .waitFor();
    await picture(dewi, "aturan-diubah", { whole: true });
  });

  it("every decision is checked on demand", async () => {
    const dewi = await province.as("dewi.lestari");
    const impact = dewi.getByRole("region", { name: "Dampak" });
    await impact.getByRole("button", { name: /Periksa semua/ }).click();
    await impact.getByText(/dari \d+ keputusan akan beralih/).waitFor();
    await impact.getByRole("button", { name: /Lihat 2 berkas/ }).click();
    await seen(dewi, /berkas milik unit lain/);
    await dewi.keyboard.press("Escape");
  });

  it("tests run from the keyboard, and what is red or unsaved cannot be proposed", async () => {
    const dewi = await province.as("dewi.lestari");
    const publish = dewi.getByRole("button", { name: "Terbitkan" });
    expect(await publish.getAttribute("aria-disabled")).toBe("true");
    await dewi.keyboard.press("Control+Enter");
    await seen(dewi, /dari \d+ lulus/);
    await dewi.keyboard.press("F8");
  });
});

describe("and published by two, and taken back by one", () => {
  const changed = () =>
    shipped.replace('"title": "Rute verifikasi laporan"', '"title": "Rute verifikasi laporan 2"');

  it("the analyst proposes what she has saved and read", async () => {
    const dewi = await province.as("dewi.lestari");
    const editor = dewi.locator(".cm-content");
    await editor.click();
    await dewi.keyboard.press("Control+a");
    await dewi.keyboard.insertText(changed());
    await dewi.keyboard.press("Control+s");
    await seen(dewi, /Tersimpan/);
    expect((await textOf(dewi)).content).toBe(changed());
    const ready = dewi
      .getByRole("button", { name: "Terbitkan" })
      .and(dewi.locator('[aria-disabled="false"]'));
    await ready.click();
    await dewi.getByLabel("Alasan perubahan").fill("Nama yang lebih jelas.");
    await dewi.getByRole("button", { name: "Ajukan penerbitan" }).click();
    await seen(dewi, "Usulan dikirim. Menunggu orang kedua.");
  });

  it("the second person sees what she had read, and publishes", async () => {
    const bambang = await open("bambang.sutrisno");
    await seen(bambang, /Pengusul membaca: .* keputusan beralih/);
    await picture(bambang, "aturan-usulan");
    await bambang.getByRole("button", { name: "Setujui dan terbitkan" }).click();
    await bambang
      .getByRole("dialog")
      .getByRole("button", { name: /erbitkan/ })
      .click();
    await seen(bambang, /[Vv]ersi 2/);
  });

  it("it is rolled back in one act, and the history says who and why", async () => {
    province.clock.forward(60_000);
    const dewi = await open("dewi.lestari");
    await dewi.getByText("Riwayat", { exact: true }).first().click();
    const first = dewi.getByRole("listitem").filter({ has: dewi.getByRole("heading", { name: "Versi 1" }) });
    await first.getByRole("button", { name: "Kembalikan sekarang" }).click();
    const dialog = dewi.getByRole("dialog");
    await dialog.getByRole("textbox").fill("Nama lama dipakai dalam surat edaran.");
    await dialog.getByRole("button", { name: "Kembalikan sekarang" }).click();
    await seen(dewi, "Versi 1 berlaku lagi.");
    await seen(dewi, "Nama lama dipakai dalam surat edaran.");
    await picture(dewi, "aturan-riwayat", { whole: true });
  });

  it("on a phone the panels are read in one column", async () => {
    const dewi = await province.as("dewi.lestari", { phone: true });
    await dewi.goto(`${province.server.url}/pemodel/aturan/rute-verifikasi`);
    await dewi
      .getByRole("region", { name: "Dampak" })
      .getByText(/keputusan terakhir/)
      .waitFor();
    const width = await dewi.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await picture(dewi, "aturan-telepon", { whole: true });
  });
});

it("no page complained", () => {
  expect(province.complaints).toEqual([]);
});
