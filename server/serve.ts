/** Running the server as a process: from the environment to the signal that ends it. */
import { createServer, type PorosServer } from "./app.ts";
import { readConfig } from "./config.ts";
import { seedDemonstration } from "./demo/index.ts";
import { StoreFailure } from "./store/index.ts";

export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const reading = readConfig(env);
  if (!reading.ok) {
    process.stderr.write(`${reading.problems.join("\n")}\n`);
    process.exitCode = 2;
    return;
  }
  let server: PorosServer;
  try {
    server = await createServer({ config: reading.config });
  } catch (error) {
    const known = error instanceof StoreFailure || isListenError(error);
    if (!known) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  stopOnSignal(server);
  const seeded = await seedDemonstration(server, () => Date.now());
  process.stdout.write(seeded ?? `Poros: ${server.config.publicOrigin ?? server.url}\n`);
}

/** The first signal drains; a second one ends at once. */
function stopOnSignal(server: PorosServer): void {
  let asked = false;
  const stop = () => {
    if (asked) process.exit(1);
    asked = true;
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

function isListenError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && error.syscall === "listen";
}
