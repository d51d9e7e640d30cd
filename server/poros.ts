/** The command line: `poros <command>`. */
import { parseArgs } from "node:util";
import type { CommandResult } from "./command-line/command.ts";
import { commands, usage } from "./command-line/commands.ts";

const { code, out, err } = await run(process.argv.slice(2));
if (out) process.stdout.write(out);
if (err) process.stderr.write(err);
if (code !== 0) process.exitCode = code;

async function run(argv: readonly string[]): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    return { code: 2, err: `${error instanceof Error ? error.message : String(error)}\n\n${usage()}` };
  }
  const [name = "", ...words] = parsed.positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || parsed.values.help) return { code: name === "" || command ? 0 : 2, out: usage() };
  const { json = false, library, data, cases } = parsed.values;
  const env = data === undefined ? process.env : { ...process.env, DATA_DIR: data };
  return await command.run({ words, env, json, options: { library, cases } });
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
      library: { type: "string" },
      data: { type: "string" },
      cases: { type: "string" },
    },
  });
}
