/**
 * One real PostgreSQL for a run of the server's tests (bench/postgres-server.ts says how). Each suite makes its own
 * database in it.
 */
import { startPostgres } from "../../bench/postgres-server.ts";

export { freshDatabase, type PostgresServer, startPostgres } from "../../bench/postgres-server.ts";

/** Vitest's global set-up: starts the server and gives its address to the tests as `postgresUrl`. */
export default async function setup(project: {
  provide(key: "postgresUrl", value: string): void;
}): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide("postgresUrl", server.url);
  return server.stop;
}

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}
