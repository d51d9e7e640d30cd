/**
 * The demonstration province as people meet it: a real server with the built apps, its printed accounts, and
 * Chromium. The test owns the clock through the server's constructor; nothing else moves time.
 */
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { createServer, type PorosServer } from "../../server/app.ts";
import { seedDemonstration } from "../../server/demo/index.ts";

interface Look {
  readonly phone?: boolean;
  readonly dark?: boolean;
}

export interface Province {
  readonly server: PorosServer;
  readonly clock: { nowMs(): number; set(ms: number): void; forward(ms: number): void };
  /** A browser of one's own, signed in; the same person gets the same one again. */
  as(username: string, options?: Look): Promise<Page>;
  /** A browser that has not signed in. */
  stranger(options?: Look): Promise<Page>;
  password(username: string): string;
  /** Everything that the pages logged as an error, beside the sign-in's own 401. */
  readonly complaints: string[];
  /** Pictures of every open page, for a step that failed. */
  pictures(name: string): Promise<void>;
  close(): Promise<void>;
}

const wide = { width: 1440, height: 900 };
const phone = { width: 360, height: 780 };

export async function openProvince(startMs: number): Promise<Province> {
  const dataDir = await mkdtemp(join(tmpdir(), "poros-story-"));
  let nowMs = startMs;
  const clock = {
    nowMs: () => nowMs,
    set: (ms: number) => {
      nowMs = ms;
    },
    forward: (ms: number) => {
      nowMs += ms;
    },
  };
  const server = await createServer({
    clock,
    config: {
      host: "127.0.0.1",
      port: 0,
      dataDir,
      databaseUrl: null,
      publicOrigin: null,
      trustedProxies: [],
      tenant: "provinsi",
      logLevel: "silent",
      verifyReplies: true,
    },
  });
  const printed = (await seedDemonstration(server, clock.nowMs)) ?? "";
  const browser = await chromium.launch({
    executablePath: process.env.POROS_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const complaints: string[] = [];
  const pages = new Map<string, Page>();

  const password = (username: string) => {
    const line = printed.split("\n").find((text) => text.trim().startsWith(`${username} `));
    const word = line?.trim().split(/\s+/)[1];
    if (word === undefined) throw new Error(`No account "${username}" was printed:\n${printed}`);
    return word;
  };
  const open = async (options: Look = {}) => {
    const context = await newContext(browser, options);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      const expected = /status of (401|404|409|412|422)/.test(message.text());
      if (message.type() === "error" && !expected) complaints.push(`${page.url()}: ${message.text()}`);
    });
    return page;
  };
  const signIn = async (page: Page, username: string) => {
    await page.getByLabel("NIP atau nama akun").fill(username);
    await page.getByLabel("Kata sandi", { exact: true }).fill(password(username));
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
    await page.getByRole("button", { name: "Masuk", exact: true }).waitFor({ state: "detached" });
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  };
  return {
    server,
    clock,
    complaints,
    password,
    stranger: open,
    async as(username, options = {}) {
      const key = `${username} ${options.phone === true} ${options.dark === true}`;
      const known = pages.get(key);
      if (known === undefined) {
        const page = await open(options);
        pages.set(key, page);
        await page.goto(server.url);
        await signIn(page, username);
        return page;
      }
      // A session ends when the clock has moved on: one signs in again and goes where one was.
      const session = await known.request.get(`${server.url}/api/v1/session`);
      if (session.status() === 401) {
        const place = known.url();
        await known.goto(server.url);
        await signIn(known, username);
        if (place !== known.url()) await known.goto(place);
      }
      return known;
    },
    async pictures(name) {
      for (const [who, page] of pages) await picture(page, `${name}-${who.split(" ")[0]}`);
    },
    async close() {
      await browser.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function newContext(browser: Browser, options: Look): Promise<BrowserContext> {
  return browser.newContext({
    viewport: options.phone ? phone : wide,
    hasTouch: options.phone === true,
    locale: "id-ID",
    timezoneId: "Asia/Jakarta",
    colorScheme: options.dark ? "dark" : "light",
    acceptDownloads: true,
  });
}

const pictures = process.env.POROS_PICTURES ?? join(process.cwd(), "test-results");

/** Keeps a picture of the screen as it stands, once nothing moves. `POROS_PICTURES=docs/gambar` keeps them for the guide. */
export async function picture(
  page: Page,
  name: string,
  options: { readonly whole?: boolean } = {},
): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({
    path: join(pictures, `${name}.png`),
    animations: "disabled",
    fullPage: options.whole === true,
  });
}
