/**
 * The whole server, put together: store, library, runner, sign-in and HTTP. Everything that depends on time asks the
 * clock that is given here; no route and no environment variable moves it.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createPasswords, createSignIn } from "./auth/index.ts";
import { type CaseRunner, countWorkloads, createCaseRunner, keepContexts } from "./cases/index.ts";
import type { Config } from "./config.ts";
import { openControl } from "./control.ts";
import { openFileBytes } from "./files/index.ts";
import { keepTidy } from "./housekeeping.ts";
import { createApp } from "./http/create-app.ts";
import { createEventHub } from "./http/event-hub.ts";
import { createHandlers } from "./http/handlers/index.ts";
import { type HttpLimits, httpLimits } from "./http/limits.ts";
import { type Listening, listen } from "./http/listen.ts";
import { createLog, type Logger } from "./http/log.ts";
import { createMetrics } from "./http/metrics.ts";
import type { Parts } from "./http/parts.ts";
import { type Library, openLibrary } from "./library/index.ts";
import { judge } from "./policy/index.ts";
import { findProject } from "./project-root.ts";
import { createPumps, type PumpEvent, type Pumps } from "./pumps/index.ts";
import { serviceHandlers } from "./service-handlers.ts";
import { openStore, type Store } from "./store/index.ts";
import { createCaseReader, createChecker, createDocuments } from "./views/index.ts";

export interface ServerOptions {
  readonly config: Config;
  /** The system's clock when absent. */
  readonly clock?: { nowMs(): number };
  readonly limits?: Partial<HttpLimits>;
  readonly log?: Logger;
  /** Between two looks of the pumps at the store. */
  readonly pumpEveryMs?: number;
  /** Where the built browser apps are; `dist` of the project when absent. */
  readonly distDir?: string;
}

export interface PorosServer {
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly library: Library;
  readonly runner: CaseRunner;
  readonly pumps: Pumps;
  readonly config: Config;
  /** Answers what has begun, within the limit, then closes everything. */
  stop(): Promise<void>;
}

/** Throws a `StoreFailure` when the store must not be opened. */
export async function createServer(options: ServerOptions): Promise<PorosServer> {
  const { config } = options;
  const clock = options.clock ?? { nowMs: () => Date.now() };
  const limits: HttpLimits = { ...httpLimits, ...options.limits };
  const log = options.log ?? createLog(config.logLevel);
  const project = findProject();
  const store = await openStore(
    config.databaseUrl === null
      ? { kind: "sqlite", folder: config.dataDir }
      : { kind: "postgres", url: config.databaseUrl },
  );
  const closing: (() => Promise<void> | void)[] = [() => store.close()];
  const closeAll = async () => {
    for (const close of closing.reverse()) await close();
  };
  try {
    const uploadDir = await emptyUploads(config);
    const { parts, begin, pumps } = await assemble(options, {
      store,
      clock,
      limits,
      log,
      uploadDir,
      closing,
    });
    const app = createApp(
      parts,
      createHandlers(parts, { version: project.version }),
      options.distDir ?? join(project.root, "dist"),
    );
    const listening = await listen(app, config, limits);
    const control = config.databaseUrl === null ? await openControl(config.dataDir, parts) : null;
    if (control) closing.push(() => control.close());
    // Only a server that is reached moves cases by itself.
    pumps.start();
    return serving(parts, listening, begin, pumps, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/**
 * What was being received when a server died goes; only whoever holds the embedded store's lock may clear its folder,
 * and servers that share a database have a folder each.
 */
async function emptyUploads(config: Config): Promise<string> {
  const own = config.databaseUrl === null ? "uploads" : join("uploads", randomUUID());
  const folder = join(config.dataDir, own);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

interface Opened {
  readonly store: Store;
  readonly clock: { nowMs(): number };
  readonly limits: HttpLimits;
  readonly log: Logger;
  readonly uploadDir: string;
  /** Filled in the order of opening; closed in reverse. */
  readonly closing: (() => Promise<void> | void)[];
}

async function assemble(
  options: ServerOptions,
  opened: Opened,
): Promise<{ readonly parts: Parts; readonly begin: { stopping: boolean }; readonly pumps: Pumps }> {
  const { config } = options;
  const { store, clock, limits, log, closing } = opened;
  const { tenant } = config;
  const library = await openLibrary({
    store,
    tenant,
    folder: config.databaseUrl === null ? config.dataDir : null,
  });
  closing.push(() => library.close());
  const read = createDocuments(library);
  const documents = { ...read, ...keepContexts(read, library) };
  const caseReader = createCaseReader(store, tenant, documents, countWorkloads(store.cases, tenant));
  const runner = createCaseRunner({
    tenant,
    store,
    library,
    contexts: documents,
    clock,
    onListenerError: (error) => log.error({ err: error }, "listener"),
  });
  const pumps = createPumps({
    tenant,
    store,
    runner,
    clock,
    library,
    handlers: serviceHandlers,
    onEvent: (event) => logPump(log, event),
    ...(options.pumpEveryMs === undefined ? {} : { everyMs: options.pumpEveryMs }),
  });
  const metrics = createMetrics(store, tenant);
  const passwords = createPasswords(limits.hashesAtOnce, () => metrics.hashed());
  const signIn = createSignIn({
    store,
    tenant,
    passwords,
    clock,
    organisation: (atMs) => documents.organisation(atMs),
    limits,
  });
  const hub = createEventHub({
    perPerson: limits.eventStreamsPerPerson,
    heartbeatMs: limits.heartbeatMs,
    sees: async (caseId, sight) => (await store.cases.load(tenant, caseId, sight)) !== null,
    async sightOf(sessionHash) {
      const person = await signIn.personNow(sessionHash);
      const verdict = person && judge(person, "followEvents");
      return verdict?.allowed ? verdict.sight : null;
    },
    onCount: (open) => metrics.streams(open),
    onError: (error) => log.error({ err: error }, "events"),
  });
  closing.push(() => hub.closeAll());
  closing.push(runner.onCommit((notice) => hub.committed(notice)));
  closing.push(await store.follow(tenant, hub));
  closing.push(library.onChange(({ kind, id }) => hub.libraryChanged(`${kind}/${id}`)));
  const begin = { stopping: false };
  const parts: Parts = {
    config,
    tenant,
    clock,
    store,
    runner,
    documents,
    checker: createChecker({ documents, clock, handlers: Object.keys(serviceHandlers) }),
    caseReader,
    library,
    signIn,
    passwords,
    cookie: { secure: config.publicOrigin?.startsWith("https:") ?? false },
    limits,
    log,
    metrics,
    hub,
    fileBytes: openFileBytes({ store, tenant, folder: config.databaseUrl === null ? config.dataDir : null }),
    uploadDir: opened.uploadDir,
    handlers: Object.entries(serviceHandlers).map(([name, { title }]) => ({ name, title })),
    stopping: () => begin.stopping,
  };
  closing.push(keepTidy({ store, tenant, clock }, (error) => log.error({ err: error }, "housekeeping")));
  return { parts, begin, pumps };
}

function serving(
  parts: Parts,
  listening: Listening,
  begin: { stopping: boolean },
  pumps: Pumps,
  closeAll: () => Promise<void>,
): PorosServer {
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    begin.stopping = true;
    parts.hub.closeAll();
    await Promise.all([listening.stop(), pumps.stop(parts.limits.drainMs)]);
    await closeAll();
  };
  return {
    url: listening.url,
    port: listening.port,
    store: parts.store,
    library: parts.library,
    runner: parts.runner,
    pumps,
    config: parts.config,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function logPump(log: Logger, event: PumpEvent): void {
  switch (event.type) {
    case "failed":
      log.error({ pump: event.pump, err: event.error }, "pump");
      return;
    case "refused":
      log.warn({ pump: event.pump, caseId: event.caseId, code: event.code }, "pump");
      return;
    case "undelivered":
      log.warn({ caseId: event.caseId, name: event.name }, "message undelivered");
      return;
    case "attemptFailed":
      log.warn({ handler: event.handler, caseId: event.caseId, message: event.message }, "attempt failed");
  }
}
