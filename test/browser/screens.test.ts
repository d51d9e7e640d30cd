/**
 * Every screen as it stands, wide, dark and on a phone of 360 px: nothing wider than the window, no violation of
 * WCAG 2.2 A and AA that axe can find, the bpmn.io mark in sight. Pictures are kept beside those of the story.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { act, openTask, submitReport } from "./acts.ts";
import { openProvince, type Province, picture } from "./province.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Monday 15 February 2027, 08.30 WIB. */
const mondayMs = Date.UTC(2027, 1, 15, 1, 30);

interface Screen {
  readonly name: string;
  readonly who: string;
  /** Goes there from wherever the page is, and waits until it stands. */
  readonly open: (page: Page) => Promise<void>;
}

let province: Province;
let caseUrl = "";
beforeAll(async () => {
  province = await openProvince(mondayMs);
  const yusuf = await province.as("yusuf.maulana");
  const report = { kind: "LKjIP", year: "2026", letter: "000.8.6/128/DINKES", date: "15 Februari 2027" };
  await submitReport(yusuf, { ...report, budget: "412.750.000.000" });
  caseUrl = yusuf.url();
  await submitReport(yusuf, { ...report, kind: "SPJ", letter: "900/31/DINKES", budget: "9.500.000.000" });
  const siti = await province.as("siti.nurhaliza.putri");
  await openTask(siti, /Periksa kelengkapan: LKjIP/);
  await siti.getByLabel(/okumen yang ada/).fill("2");
  await siti.getByLabel(/okumen yang diminta/).fill("2");
  await act(siti, "Lengkap, teruskan");
}, 120_000);
afterAll(() => province.close());

const to = (path: string, heading: string | RegExp) => async (page: Page) => {
  await page.goto(`${province.server.url}${path}`);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
};

const screens: readonly Screen[] = [
  { name: "kotak-masuk", who: "siti.nurhaliza.putri", open: to("/", "Kotak Masuk") },
  {
    name: "tugas",
    who: "siti.nurhaliza.putri",
    open: async (page) => {
      await to("/", "Kotak Masuk")(page);
      await page
        .getByRole("link", { name: /Periksa administrasi/ })
        .first()
        .click();
      await page.getByRole("heading", { level: 1, name: /Periksa administrasi/ }).waitFor();
    },
  },
  { name: "ajukan", who: "yusuf.maulana", open: to("/ajukan", "Ajukan berkas") },
  {
    name: "ajukan-formulir",
    who: "yusuf.maulana",
    open: to("/ajukan/verifikasi-laporan?jabatan=dinkes-operator", "Ajukan laporan untuk diverifikasi"),
  },
  { name: "daftar-berkas", who: "yusuf.maulana", open: to("/berkas", "Berkas") },
  {
    name: "berkas",
    who: "yusuf.maulana",
    open: async (page) => {
      await page.goto(caseUrl);
      await page.getByRole("heading", { name: "Mengapa ke sini?" }).waitFor();
    },
  },
  { name: "insiden", who: "novita.sihombing", open: to("/insiden", "Insiden") },
  { name: "proses", who: "dewi.lestari", open: to("/pemodel/proses", "Proses") },
  {
    name: "pemodel",
    who: "dewi.lestari",
    open: to("/pemodel/proses/verifikasi-laporan", /Verifikasi laporan/),
  },
  { name: "daftar-aturan", who: "dewi.lestari", open: to("/pemodel/aturan", "Aturan") },
  {
    name: "aturan",
    who: "dewi.lestari",
    open: to("/pemodel/aturan/rute-verifikasi", "Rute verifikasi laporan"),
  },
  { name: "formulir", who: "dewi.lestari", open: to("/pemodel/formulir", "Formulir") },
  { name: "organisasi", who: "dewi.lestari", open: to("/pemodel/organisasi", "Organisasi") },
  { name: "kalender", who: "dewi.lestari", open: to("/pemodel/kalender", "Kalender") },
];

describe.each([
  { look: "lebar", options: {} },
  { look: "gelap", options: { dark: true } },
  { look: "ponsel", options: { phone: true } },
])("$look", ({ look, options }) => {
  it("masuk", async () => {
    const page = await province.stranger(options);
    await page.goto(province.server.url);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await looksRight(page, `masuk-${look}`);
    await page.close();
  });

  it.each(screens)("$name", async ({ name, who, open }) => {
    const page = await province.as(who, options);
    await open(page);
    // What comes lazily (diagram, editor) has come when nothing is loading.
    await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
    await page.waitForTimeout(400);
    await looksRight(page, `${name}-${look}`);
  });
});

async function looksRight(page: Page, name: string): Promise<void> {
  await picture(page, name, { whole: true });
  const width = await page.evaluate(() => ({
    window: window.innerWidth,
    page: document.documentElement.scrollWidth,
  }));
  expect(width.page, "wider than the window").toBeLessThanOrEqual(width.window);
  expect(await violations(page)).toEqual([]);
}

async function violations(page: Page): Promise<readonly string[]> {
  // Injected by the driver, not by a script element: the page's policy stays as served.
  await page.evaluate(axeSource);
  const found: AxeResults = await page.evaluate(
    `axe.run({ exclude: [[".djs-container"]] }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })`,
  );
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}
