/** One command of the command line. */
/** What a command says and the code with which the process ends: 0 done, 1 found something wrong, 2 used wrongly. */
export interface CommandResult {
  readonly code: 0 | 1 | 2;
  readonly out?: string;
  readonly err?: string;
}

export interface CommandLine {
  /** Words after the command's name. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly options: Readonly<Record<string, string | undefined>>;
}

export interface Command {
  readonly use: string;
  readonly about: string;
  readonly run: (line: CommandLine) => Promise<CommandResult>;
}

export function wrongUse(command: Pick<Command, "use">): CommandResult {
  return { code: 2, err: `Use: ${command.use}\n` };
}
