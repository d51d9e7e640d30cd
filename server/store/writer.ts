/**
 * This side of the thread that writes the embedded store. Questions are answered in the order in which they are
 * asked. The thread keeps the process alive only while it owes an answer.
 */
import { Worker } from "node:worker_threads";
import { bind } from "./binder.ts";
import { StoreFailure } from "./failure.ts";
import type { Statement } from "./multi-row.ts";

/** A statement whose parameters have passed the binder. */
export type BoundStatement = Omit<Statement, "parameters"> & { readonly parameters: readonly unknown[] };

export type Question =
  | { readonly kind: "run"; readonly text: string; readonly parameters: readonly unknown[] }
  | { readonly kind: "together"; readonly batch: readonly BoundStatement[] }
  | { readonly kind: "close" };

interface Ran {
  readonly rows: readonly unknown[];
  /** Rows that were changed; null where the statement reads. */
  readonly changes: number | null;
}

type Told = Ran | { readonly error: { readonly message: string; readonly code: string } };

export interface Writer {
  run(text: string, parameters: readonly unknown[]): Promise<Ran>;
  /** In one transaction; false when a statement touched another number of rows than it must: then nothing is kept. */
  together(batch: readonly Statement[]): Promise<boolean>;
  close(): Promise<void>;
}

export interface WriterOptions {
  readonly file: string;
  readonly busyMs: number;
  readonly pragmas: readonly string[];
}

interface Waiting {
  readonly resolve: (ran: Ran) => void;
  readonly reject: (error: Error) => void;
}

/** Rejects when the file cannot be opened or its pages do not agree with themselves. */
export async function openWriter(options: WriterOptions): Promise<Writer> {
  // No loader of the process is wanted in the thread: it starts in a few milliseconds.
  const thread = new Worker(new URL("./writer-thread.mjs", import.meta.url), {
    workerData: options,
    execArgv: [],
  });
  const waiting: Waiting[] = [];
  let ended: Error | null = null;

  function expect(): Promise<Ran> {
    if (ended !== null) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (waiting.length === 1) thread.ref();
    });
  }

  function end(why: Error): void {
    ended ??= why;
    for (const { reject } of waiting.splice(0)) reject(ended);
  }

  thread.on("message", (told: Told) => {
    const first = waiting.shift();
    if (waiting.length === 0) thread.unref();
    if ("error" in told)
      first?.reject(Object.assign(new Error(told.error.message), { code: told.error.code }));
    else first?.resolve(told);
  });
  thread.on("error", end);
  thread.on("exit", () =>
    end(new StoreFailure("storeUnavailable", "The thread that writes the store has ended.")),
  );

  function ask(question: Question): Promise<Ran> {
    const answer = expect();
    if (ended === null) thread.postMessage(question);
    return answer;
  }

  const checked = await expect();
  const writer: Writer = {
    run: (text, parameters) => ask({ kind: "run", text, parameters: bind(parameters) }),
    async together(batch) {
      const bound = batch.map((one) => ({ ...one, parameters: bind(one.parameters) }));
      return (await ask({ kind: "together", batch: bound })).changes === 1;
    },
    async close() {
      await ask({ kind: "close" });
      await thread.terminate();
    },
  };
  try {
    checkPages(checked.rows);
  } catch (error) {
    await writer.close();
    throw error;
  }
  return writer;
}

/** A page that does not agree with itself is found at the start, before anything is written over it. */
function checkPages(rows: readonly unknown[]): void {
  const first: unknown = Array.isArray(rows) ? rows[0] : rows;
  const verdict =
    typeof first === "object" && first !== null && "quick_check" in first ? first.quick_check : "unreadable";
  if (verdict !== "ok") {
    throw new StoreFailure(
      "storeDamaged",
      `The database is damaged: ${String(verdict)}. Nothing was changed. Restore a backup (poros restore).`,
    );
  }
}
