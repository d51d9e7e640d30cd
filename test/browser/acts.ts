/** What people do at the desk, over and over: submit a report, open a task, act on it. */
import type { Locator, Page } from "playwright-core";

/** A small but real PDF. */
const pdf = Buffer.from(
  "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n",
);

export interface Report {
  readonly kind: string;
  readonly year: string;
  readonly letter: string;
  readonly date: string;
  readonly budget: string;
}

export async function attach(page: Page, slot: string, name: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: `Pilih: ${slot}` }).click();
  await (await chooser).setFiles({ name, mimeType: "application/pdf", buffer: pdf });
  await page.getByText(name).first().waitFor();
}

export async function fillReport(page: Page, report: Report): Promise<void> {
  await page.getByRole("link", { name: "Ajukan" }).first().click();
  const process = page.getByRole("listitem").filter({ hasText: "Verifikasi laporan pertanggungjawaban" });
  await process.getByRole("link", { name: /Ajukan sebagai/ }).click();
  await page.getByLabel("Jenis laporan").selectOption(report.kind);
  await page.getByLabel("Tahun").fill(report.year);
  await page.getByLabel("Nomor surat pengantar").fill(report.letter);
  await page.getByRole("textbox", { name: "Tanggal surat" }).fill(report.date);
  await page.getByLabel("Anggaran").fill(report.budget);
}

/** Fills in, attaches and sends; the case's page stands when it resolves. */
export async function submitReport(page: Page, report: Report): Promise<void> {
  await fillReport(page, report);
  await attach(page, "Surat pengantar", "surat-pengantar.pdf");
  await attach(page, "Laporan", "laporan.pdf");
  await page.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
  await page.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
}

/** From the inbox, whatever page stands now. */
export async function openTask(page: Page, title: RegExp): Promise<void> {
  await page
    .getByRole("link", { name: /^Kotak Masuk/ })
    .first()
    .click();
  await page.getByRole("link", { name: title }).first().click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** Presses the outcome and confirms the question that it asks. */
export async function act(page: Page, outcome: string): Promise<void> {
  await page.getByRole("button", { name: outcome, exact: true }).click();
  const dialog: Locator = page.getByRole("dialog");
  await dialog.getByRole("button", { name: outcome, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}
