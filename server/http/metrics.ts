/** Figures for Prometheus. Names of operations are the only labels besides the status: no ids, no persons. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Store } from "../store/index.ts";
import type { RequestDone } from "./log.ts";

export interface Metrics {
  requestDone(done: RequestDone): void;
  streams(open: number): void;
  fault(): void;
  hashed(): void;
  text(): Promise<string>;
}

export function createMetrics(store: Store, tenant: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "poros_" });
  const registers = [registry];
  const requests = new Histogram({
    name: "poros_http_request_seconds",
    help: "Time to answer, by operation and status",
    labelNames: ["operation", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const streams = new Gauge({ name: "poros_event_streams", help: "Open event streams", registers });
  const faults = new Counter({ name: "poros_faults_total", help: "Errors that nobody expected", registers });
  const hashes = new Counter({
    name: "poros_password_hashes_total",
    help: "Passwords hashed, right and wrong ones",
    registers,
  });
  const waiting = new Gauge({
    name: "poros_work_waiting",
    help: "Rows of work that wait, by kind",
    labelNames: ["kind"],
    registers,
  });
  return {
    requestDone: (done) => requests.observe({ operation: done.operation, status: done.status }, done.seconds),
    streams: (open) => streams.set(open),
    fault: () => faults.inc(),
    hashed: () => hashes.inc(),
    async text() {
      for (const [kind, depth] of Object.entries(await store.work.depth(tenant)))
        waiting.set({ kind }, depth);
      return await registry.metrics();
    },
  };
}
