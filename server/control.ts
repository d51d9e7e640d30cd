/**
 * A running server's door for its own command line: a socket in the data folder that only the user who runs the
 * server can open. It exists because one process at a time may write the embedded store.
 */
import { chmod, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import { join } from "node:path";
import {
  type AdministrativeResult,
  type AdministrativeTask,
  administer,
  administrativeResult,
  administrativeTask,
} from "./administration.ts";
import type { Store } from "./store/index.ts";

/** Longest path that the operating system takes for a socket. */
const longestPath = 100;
const longestTask = 10_000;

function socketIn(folder: string): string {
  return join(folder, "control.sock");
}

/** Null where the folder's path is too long for a socket: the command line then says to stop the server first. */
export async function openControl(
  folder: string,
  parts: { readonly store: Store; readonly tenant: string; readonly clock: { nowMs(): number } },
): Promise<{ close(): Promise<void> } | null> {
  const path = socketIn(folder);
  if (path.length > longestPath) return null;
  // Whoever holds the store's lock owns the socket: one that lies here was left by a server that died.
  await rm(path, { force: true });
  const server = createServer((incoming, response) => {
    let text = "";
    incoming.setEncoding("utf8");
    incoming.on("data", (chunk: string) => {
      text += chunk;
      if (text.length > longestTask) incoming.destroy();
    });
    incoming.on("end", () => {
      answer(text, parts).then(
        (result) => response.end(JSON.stringify(result)),
        () => response.end(JSON.stringify({ ok: false, code: "internal" })),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  text: string,
  parts: { readonly store: Store; readonly tenant: string; readonly clock: { nowMs(): number } },
): Promise<AdministrativeResult> {
  const task = administrativeTask.safeParse(JSON.parse(text));
  if (!task.success) return { ok: false, code: "unknownTask" };
  return await administer(parts.store, parts.tenant, parts.clock.nowMs(), task.data);
}

/** Asks the running server; null when none listens there. */
export async function askServer(
  folder: string,
  task: AdministrativeTask,
): Promise<AdministrativeResult | null> {
  return await new Promise((resolve) => {
    const asked = request({ socketPath: socketIn(folder), method: "POST", path: "/" }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        const result = administrativeResult.safeParse(JSON.parse(text || "null"));
        resolve(result.success ? result.data : null);
      });
    });
    asked.on("error", () => resolve(null));
    asked.end(JSON.stringify(task));
  });
}
