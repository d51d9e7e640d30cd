/**
 * An administrator moves a running case to the version in force: a step that is gone is named, another one stands for
 * it, the plan is read, a reason is given, and the case tells its history under both versions.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { textOf } from "../library/province-library.ts";
import { submitReport } from "./acts.ts";
import { openProvince, type Province, picture } from "./province.ts";

/** Monday 15 February 2027, 08.30 WIB. */
const mondayMs = Date.UTC(2027, 1, 15, 1, 30);
const path = "/api/v1/library/processes/verifikasi-laporan";
/** The next version: the first check has another id and another name. */
const next = textOf("processes/verifikasi-laporan.bpmn")
  .replaceAll(/\bperiksaKelengkapan\b/g, "periksaBerkas")
  .replace('name="Periksa kelengkapan"', 'name="Periksa berkas"');

let province: Province;
let caseAddress: string;
beforeAll(async () => {
  province = await openProvince(mondayMs);
  const operator = await province.as("yusuf.maulana");
  const report = { kind: "LKjIP", year: "2026", letter: "000.8.6/128/DINKES", date: "15 Februari 2027" };
  await submitReport(operator, { ...report, budget: "412.750.000.000" });
  caseAddress = operator.url();
  await published();
}, 120_000);
afterAll(() => province.close());

it("a step that is gone is named with its case, and another one is given for it", async () => {
  const admin = await province.as("novita.sihombing");
  const dialog = await planOn(admin);
  await dialog.getByText("Tidak dapat dipindahkan (1)").waitFor();
  await dialog.getByText("Tidak ada berkas yang dapat dipindahkan.").waitFor();
  await picture(admin, "pindah-langkah-hilang");
  await dialog
    .getByLabel("Langkah “Periksa kelengkapan” tidak ada lagi. Digantikan oleh")
    .selectOption({ label: "Periksa berkas" });
  await dialog.getByRole("checkbox", { name: /LKjIP 2026 Dinas Kesehatan/ }).waitFor();
  await picture(admin, "pindah-rencana");
});

it("without a reason nothing moves; with one the case moves and says so", async () => {
  const admin = await province.as("novita.sihombing");
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("button", { name: "Pindahkan 1 berkas" }).click();
  await dialog.getByText(/sedikitnya tiga huruf/).waitFor();
  await dialog.getByLabel("Alasan pemindahan").fill("Nama langkah menurut peraturan baru.");
  await dialog.getByRole("button", { name: "Pindahkan 1 berkas" }).click();
  await dialog.getByText("1 berkas dipindahkan.").waitFor();
  await picture(admin, "pindah-hasil");
  await dialog.getByRole("button", { name: "Tutup" }).click();
  const operator = await province.as("yusuf.maulana");
  await operator.goto(caseAddress);
  await operator.getByText(/Nama langkah menurut peraturan baru/).waitFor();
  await operator.getByText("Verifikasi laporan pertanggungjawaban, versi 2").waitFor();
  await picture(operator, "pindah-berkas", { whole: true });
  expect(province.complaints).toEqual([]);
});

it("on a phone the plan fits the window", async () => {
  const admin = await province.as("novita.sihombing", { phone: true });
  const dialog = await planOn(admin);
  await dialog.getByText("Tidak ada berkas yang dapat dipindahkan.").waitFor();
  await picture(admin, "pindah-ponsel");
  await expect.poll(() => admin.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

async function planOn(page: Page) {
  await page.goto(`${province.server.url}/pemodel/proses/verifikasi-laporan?lihat=riwayat`);
  await page.getByRole("button", { name: "Pindahkan berkas berjalan" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Pindahkan berkas berjalan ke versi 2?" });
  await dialog.waitFor();
  return dialog;
}

/** Two persons publish it as their pages would. */
async function published(): Promise<void> {
  const author = await province.as("dewi.lestari");
  const document = await sent(author, "GET", path);
  const { title, draftVersion } = document as { title: string; draftVersion: number };
  const saved = await sent(author, "PUT", path, { title, content: next }, draftVersion);
  const proposed = await sent(author, "POST", `${path}/proposal`, {
    draftVersion: (saved as { draftVersion: number }).draftVersion,
    reason: "Nama langkah menurut peraturan baru.",
    effectiveFromMs: null,
  });
  const { proposalId, hash } = (proposed as { proposal: { proposalId: string; hash: string } }).proposal;
  await sent(await province.as("bambang.sutrisno"), "POST", `${path}/proposal/${proposalId}/approve`, {
    hash,
  });
}

function sent(
  page: Page,
  method: string,
  address: string,
  body?: unknown,
  version?: number,
): Promise<unknown> {
  return page.evaluate(
    async ({ method, address, body, version }) => {
      const session: { csrf: string } = await (await fetch("/api/v1/session")).json();
      const answer = await fetch(address, {
        method,
        headers: {
          "content-type": "application/json",
          "x-csrf-token": session.csrf,
          "idempotency-key": `${method} ${address}`,
          ...(version === undefined ? {} : { "if-match": `"${version}"` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as unknown;
    },
    { method, address, body, version },
  );
}
