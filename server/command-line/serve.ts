import { serve } from "../serve.ts";
import type { Command } from "./command.ts";

/** Runs until a signal ends it. */
export const serveCommand: Command = {
  use: "poros serve",
  about: "run the server (PORT, HOST, DATA_DIR, DATABASE_URL, PUBLIC_ORIGIN)",
  async run({ env }) {
    await serve(env);
    return { code: process.exitCode === undefined || process.exitCode === 0 ? 0 : 1 };
  },
};
