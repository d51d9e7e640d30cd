/** Files on a slow link: what is pressed meanwhile is done when they have arrived, or is taken back, or is told why not. */
import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { attach, fillReport, openTask } from "./acts.ts";
import { openProvince, type Province, picture } from "./province.ts";

/** Monday 15 February 2027, 08.30 WIB. */
const mondayMs = Date.UTC(2027, 1, 15, 1, 30);
const report = {
  kind: "LKjIP",
  year: "2026",
  letter: "1/DINKES",
  date: "12 Februari 2027",
  budget: "1.000.000",
};

let province: Province;
beforeAll(async () => {
  province = await openProvince(mondayMs);
}, 120_000);
afterAll(() => province.close());

/** Holds the next upload until it is let go, or cut off. */
async function hold(page: Page): Promise<{ letGo(): Promise<void>; cut(): Promise<void> }> {
  let arrived: (route: Route) => void = () => {};
  const held = new Promise<Route>((resolve) => {
    arrived = resolve;
  });
  await page.route("**/api/v1/files", arrived, { times: 1 });
  return { letGo: async () => (await held).continue(), cut: async () => (await held).abort() };
}

const waiting = (page: Page) => page.getByText("Dikirim setelah unggahan selesai.");
const cases = async (page: Page) =>
  (await (await page.request.get(`${province.server.url}/api/v1/cases`)).json()).total as number;

it("a report sent while its letter is on the way goes when the letter has arrived, not before, and not when taken back", async () => {
  const page = await province.as("yusuf.maulana");
  await fillReport(page, report);
  await attach(page, "Laporan", "laporan.pdf");
  const link = await hold(page);
  await attach(page, "Surat pengantar", "surat-pengantar.pdf");
  const send = page.getByRole("button", { name: "Kirim untuk diperiksa" });
  await send.click();
  await waiting(page).waitFor();
  await picture(page, "unggah-menunggu");
  await page.getByRole("button", { name: "Jangan kirim dulu" }).click();
  await waiting(page).waitFor({ state: "detached" });
  await send.click();
  await waiting(page).waitFor();
  expect(await cases(page)).toBe(0);
  await link.letGo();
  await page.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
  expect(await cases(page)).toBe(1);
});

it("a report whose upload is cut off is not sent, says so, and goes when the file is uploaded again", async () => {
  const page = await province.as("yusuf.maulana");
  await fillReport(page, { ...report, letter: "2/DINKES" });
  await attach(page, "Laporan", "laporan.pdf");
  const link = await hold(page);
  await attach(page, "Surat pengantar", "surat-pengantar.pdf");
  await page.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
  await waiting(page).waitFor();
  await link.cut();
  await page.getByText("Belum dikirim: satu unggahan gagal.").waitFor();
  expect(await cases(page)).toBe(1);
  await page.getByRole("button", { name: "Coba lagi: Surat pengantar" }).click();
  await page.getByRole("button", { name: "Ganti: Surat pengantar" }).waitFor();
  await page.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
  await page.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
  expect(await cases(page)).toBe(2);
});

it("an outcome that is confirmed while an attachment is on the way is recorded with the attachment", async () => {
  const page = await province.as("siti.nurhaliza.putri");
  await openTask(page, /Periksa kelengkapan/);
  await page.getByLabel(/okumen yang ada/).fill("2");
  await page.getByLabel(/okumen yang diminta/).fill("2");
  const link = await hold(page);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Tambah lampiran" }).first().click();
  await (await chooser).setFiles({
    name: "catatan.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Lengkap."),
  });
  await page.getByText("catatan.txt").waitFor();
  await page.getByRole("button", { name: "Lengkap, teruskan", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Lengkap, teruskan", exact: true }).click();
  await dialog.getByText("Dikirim setelah unggahan selesai.").waitFor();
  await picture(page, "tindakan-menunggu");
  await link.letGo();
  await dialog.waitFor({ state: "detached" });
  await openTask(page, /Periksa administrasi/);
  await page.getByText("catatan.txt").first().waitFor();
});

it("no page complained of anything but the upload that was cut off", () => {
  expect(province.complaints).toEqual([expect.stringContaining("net::ERR_FAILED")]);
});
