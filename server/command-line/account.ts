/** `poros account ...`: the first administrator's token, accounts, machine credentials. Secrets are shown once. */
import {
  type AdministrativeResult,
  type AdministrativeTask,
  administer,
  administrativeTask,
} from "../administration.ts";
import { type Config, readConfig } from "../config.ts";
import { askServer } from "../control.ts";
import { openStore, StoreFailure } from "../store/index.ts";
import { type Command, type CommandLine, type CommandResult, wrongUse } from "./command.ts";

export const accountCommand: Command = {
  use: "poros account token | add NAME PERSON ROLES | machine NAME SCOPES",
  about: "one-time token, account, or machine credential",
  async run(line) {
    const task = administrativeTask.safeParse(taskOf(line));
    if (!task.success) return wrongUse(accountCommand);
    const reading = readConfig(line.env);
    if (!reading.ok) return { code: 2, err: `${reading.problems.join("\n")}\n` };
    try {
      return told(await perform(reading.config, task.data), task.data, line.json);
    } catch (error) {
      if (error instanceof StoreFailure) return { code: 1, err: `${error.message}\n` };
      throw error;
    }
  },
};

function taskOf({ words: [what, name, ...rest] }: CommandLine): unknown {
  const list = (text: string | undefined) => (text ?? "").split(",").flatMap((part) => part.trim() || []);
  switch (what) {
    case "token":
      return { task: "token" };
    case "add":
      return { task: "account", username: name, personId: rest[0], roles: list(rest[1]) };
    case "machine":
      return { task: "machine", name, scopes: list(rest[0]) };
    default:
      return null;
  }
}

/** Through the running server where one holds the embedded store; else by itself. */
async function perform(config: Config, task: AdministrativeTask): Promise<AdministrativeResult> {
  if (config.databaseUrl === null) {
    const answered = await askServer(config.dataDir, task);
    if (answered) return answered;
  }
  const store = await openStore(
    config.databaseUrl === null
      ? { kind: "sqlite", folder: config.dataDir }
      : { kind: "postgres", url: config.databaseUrl },
  );
  try {
    return await administer(store, config.tenant, Date.now(), task);
  } finally {
    await store.close();
  }
}

function told(result: AdministrativeResult, task: AdministrativeTask, json: boolean): CommandResult {
  if (json) return { code: result.ok ? 0 : 1, out: `${JSON.stringify(result)}\n` };
  if (!result.ok) return { code: 1, err: `Not done: ${result.code}.\n` };
  const what = {
    token: "One-time token for the first administrator, valid for one hour:",
    account: "Password, shown once:",
    machine: "Credential for `Authorization: Bearer ...`, shown once:",
  }[task.task];
  return { code: 0, out: `${what}\n${result.secret}\n` };
}
