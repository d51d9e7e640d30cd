/** The drawing in a real browser, under the policy that the server sends with a modeller page. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { policyWithNonce } from "../../../server/http/security-headers.ts";

const shipped = readFileSync("library/processes/verifikasi-laporan.bpmn", "utf8");
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
const refused: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "poros-canvas-"));
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="id"><title>kanvas</title><body><div id="kanvas"></div>
     <script type="module" src="${resolve("test/modeller/diagram/canvas-page.ts")}"></script></body></html>`,
  );
  await build({
    root: folder,
    logLevel: "error",
    configFile: false,
    // One Preact, as the app's own build has it.
    resolve: { alias: { preact: resolve("node_modules/preact") } },
    build: { outDir: join(folder, "out"), assetsInlineLimit: 0 },
  });
  writeFileSync(join(folder, "out/board.css"), "#kanvas{width:1100px;height:640px}");
  server = createServer((request, response) => {
    const name = request.url === "/" ? "index.html" : (request.url ?? "").slice(1);
    const found = /^[\w./-]+$/.test(name) && !name.includes("..") ? read(name) : null;
    response.writeHead(found === null ? 404 : 200, {
      "content-type": types[extname(name)] ?? "text/plain",
      "content-security-policy": policyWithNonce("bm9uY2U="),
    });
    response.end(found);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  browser = await chromium.launch({
    executablePath: process.env.POROS_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  refused.length = 0;
  faults.length = 0;
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
    else if (message.type() === "error" && !message.text().includes("404")) faults.push(message.text());
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.addStyleTag({ url: "/board.css" });
  await page.waitForFunction(() => window.page !== undefined);
  await page.evaluate((xml) => window.page.open(xml), shipped);
}, 30_000);

function read(name: string): Buffer | null {
  try {
    return readFileSync(join(folder, "out", name));
  } catch {
    return null;
  }
}

describe("the canvas", () => {
  it("writes a shipped process back with everything of ours in it", async () => {
    const written = await page.evaluate(() => window.page.xml());
    const ours = (xml: string) => (xml.match(/<poros:[^>]*>/g) ?? []).length;
    expect(ours(written)).toBe(ours(shipped));
    expect(ours(written)).toBeGreaterThan(40);
  }, 30_000);

  it("sets a deadline, takes it back and sets it again by the keys of the canvas", async () => {
    const deadline = () => page.evaluate(() => window.page.deadline("parafKaro"));
    const before = await deadline();
    await page.evaluate(() => window.page.setDeadline("parafKaro", 7));
    expect(await deadline()).toBe("7");
    expect(await page.evaluate(() => window.page.xml())).toContain('amount="7"');
    await page.click('[data-element-id="parafKaro"]', { force: true });
    await page.keyboard.press("Control+z");
    expect(await deadline()).toBe(before);
    await page.keyboard.press("Control+y");
    expect(await deadline()).toBe("7");
  }, 30_000);

  it("adds a step after the selected one from the keyboard alone, with its post and deadline", async () => {
    await page.evaluate(() => {
      window.page.select("parafKaro");
      window.page.placeByKey("disposisi");
    });
    const id = await page.evaluate(() => window.page.selected());
    const written = await page.evaluate(() => window.page.xml());
    const step = new RegExp(`<bpmn:userTask id="${id}" name="Disposisi">[\\s\\S]*?</bpmn:userTask>`).exec(
      written,
    )?.[0];
    expect(step).toContain('<poros:addressee post="kepala" unit="setda" />');
    expect(step).toContain('<poros:deadline amount="1" unit="hariKerja" />');
    expect(written).toMatch(new RegExp(`sourceRef="parafKaro" targetRef="${id}"`));
  }, 30_000);

  it("adds from the menu of everything, by typing a word and Enter", async () => {
    await page.click('[data-element-id="parafKaro"]', { force: true });
    await page.evaluate(() => window.page.addMenu());
    await page.getByText("Langkah Setda").waitFor();
    await page.keyboard.type("Rapat");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => window.page.selected() !== "parafKaro");
    expect(await page.evaluate(() => window.page.xml())).toContain('name="Rapat koordinasi"');
  }, 30_000);

  it("puts the numbers of problems on elements, and tells which was pressed", async () => {
    await page.evaluate(() =>
      window.page.mark([
        { elementId: "parafKaro", severity: "error", numbers: [1, 3], title: "Masalah 1" },
        { elementId: "verifikasi-laporan", severity: "error", numbers: [2], title: "Masalah 2" },
      ]),
    );
    const marks = page.locator(".mark");
    expect(await marks.allTextContents()).toEqual(["1, 3"]);
    await marks.first().click();
    expect(await page.evaluate(() => window.page.marked())).toBe("parafKaro");
    await page.evaluate(() => window.page.mark([]));
    expect(await marks.count()).toBe(0);
  }, 30_000);

  it("keeps the bpmn.io mark in view, bottom right, with nothing over it", async () => {
    const shown = await page.evaluate(() => {
      const mark = document.querySelector(".bjs-powered-by");
      const board = document.getElementById("kanvas");
      if (mark === null || board === null) return null;
      const own = mark.getBoundingClientRect();
      const around = board.getBoundingClientRect();
      const top = document.elementFromPoint(own.x + own.width / 2, own.y + own.height / 2);
      return {
        right: around.right - own.right,
        bottom: around.bottom - own.bottom,
        onTop: mark.contains(top),
      };
    });
    expect(shown?.onTop).toBe(true);
    expect(shown?.right).toBeLessThan(40);
    expect(shown?.bottom).toBeLessThan(40);
  }, 30_000);

  it("shows its menus in Indonesian and asks for nothing that the policy refuses", async () => {
    await page.click('[data-element-id="parafKaro"]', { force: true });
    await page.click('.djs-context-pad [data-action="replace"]');
    await page.getByText("Ganti unsur").first().waitFor();
    const labels = await page.locator(".djs-popup .djs-popup-label").allTextContents();
    expect(labels).toContain("Tugas layanan");
    expect(labels.filter((label) => /\b(task|gateway|event)\b/i.test(label))).toEqual([]);
    expect(refused).toEqual([]);
    expect(faults).toEqual([]);
  }, 30_000);
});
