/** What `poros` can do, by the word that it begins with. */

import { accountCommand } from "./account.ts";
import { auditCommand } from "./audit.ts";
import { backupCommand, restoreCommand } from "./backup.ts";
import { checkCommand } from "./check.ts";
import type { Command } from "./command.ts";
import { rulesCommand } from "./rules.ts";
import { runCommand } from "./run.ts";
import { serveCommand } from "./serve.ts";

export const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  check: checkCommand,
  run: runCommand,
  rules: rulesCommand,
  audit: auditCommand,
  account: accountCommand,
  backup: backupCommand,
  restore: restoreCommand,
};

export function usage(): string {
  const lines = Object.values(commands).map(({ use, about }) => `  ${use.padEnd(58)} ${about}`);
  return ["poros <command>", "", ...lines, "", "Each answers in JSON with --json.", ""].join("\n");
}
