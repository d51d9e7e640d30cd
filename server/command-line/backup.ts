/**
 * `poros backup FOLDER` and `poros restore FOLDER`: the embedded store whole, beside a running server. The database
 * is copied first, as of one instant; files are only ever added, so what it names is there when they follow.
 */
import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { readConfig } from "../config.ts";
import { openStore, StoreFailure } from "../store/index.ts";
import { type Command, type CommandLine, type CommandResult, wrongUse } from "./command.ts";

/** What belongs to the store in the data folder, besides the database itself. */
const folders = ["files", "library"];
const databaseName = "poros.db";

export const backupCommand: Command = {
  use: "poros backup FOLDER",
  about: "copy the embedded store into an empty folder",
  run: (line) => inFolder(backupCommand, line, backup),
};

export const restoreCommand: Command = {
  use: "poros restore FOLDER",
  about: "make DATA_DIR from a backup; it must be empty",
  run: (line) => inFolder(restoreCommand, line, restore),
};

async function inFolder(
  command: Command,
  { words: [folder, ...rest], env }: CommandLine,
  run: (folder: string, dataDir: string) => Promise<CommandResult>,
): Promise<CommandResult> {
  if (folder === undefined || rest.length > 0) return wrongUse(command);
  const reading = readConfig(env);
  if (!reading.ok) return { code: 2, err: `${reading.problems.join("\n")}\n` };
  if (reading.config.databaseUrl !== null) {
    return {
      code: 2,
      err: "With DATABASE_URL the database is backed up by PostgreSQL's own tools (pg_dump, pg_basebackup).\n",
    };
  }
  return await run(folder, reading.config.dataDir);
}

async function backup(folder: string, dataDir: string): Promise<CommandResult> {
  const source = join(dataDir, databaseName);
  if (!existsSync(source)) return { code: 1, err: `There is no store in ${dataDir}.\n` };
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return { code: 1, err: `${folder} is not empty.\n` };
  mkdirSync(folder, { recursive: true });
  const database = new Database(source, { timeout: 10_000 });
  try {
    database.prepare("vacuum into ?").run(join(folder, databaseName));
  } finally {
    database.close();
  }
  copyFolders(dataDir, folder);
  return await verified(folder, `Backed up into ${folder}.`);
}

async function restore(folder: string, dataDir: string): Promise<CommandResult> {
  if (!existsSync(join(folder, databaseName))) return { code: 1, err: `There is no backup in ${folder}.\n` };
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    return { code: 1, err: `${dataDir} is not empty: move it away first, so that nothing is overwritten.\n` };
  }
  mkdirSync(dataDir, { recursive: true });
  cpSync(join(folder, databaseName), join(dataDir, databaseName));
  copyFolders(folder, dataDir);
  return await verified(dataDir, `Restored into ${dataDir}.`);
}

function copyFolders(from: string, to: string): void {
  for (const name of folders) {
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name), { recursive: true });
  }
}

/** A copy counts once it has been opened and read. */
async function verified(folder: string, done: string): Promise<CommandResult> {
  try {
    const store = await openStore({ kind: "sqlite", folder, readOnly: true });
    await store.ping();
    await store.close();
    return { code: 0, out: `${done}\n` };
  } catch (error) {
    if (error instanceof StoreFailure) return { code: 1, err: `${error.message}\n` };
    throw error;
  }
}
