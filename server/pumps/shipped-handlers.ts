/**
 * The handlers that the shipped processes name. Both write files that others pick up (a letters system, an archive),
 * named by the case, so that doing it again after a crash writes the same file.
 */
import { join } from "node:path";
import type { Value, Variables } from "../../engine/index.ts";
import { canonicalJson, caseStream, exportLine, sha256Hex } from "../journal/index.ts";
import { writeDurably } from "../library/index.ts";
import type { Store } from "../store/index.ts";
import type { ServiceCall, ServiceHandlers, ServiceResult } from "./handler.ts";

export function shippedHandlers(options: {
  readonly store: Store;
  /** The data folder; files go under `outgoing` and `archive`. */
  readonly folder: string;
}): ServiceHandlers {
  const { store, folder } = options;
  return {
    "lapor-gubernur": {
      title: { id: "Lapor ke Gubernur", en: "Report to the governor" },
      async run(call) {
        const path = join(folder, "outgoing", "lapor-gubernur", `${nameOf(call)}.json`);
        const report = canonicalJson({ dilaporkanMs: call.nowMs, ...objectOf(call.inputs.laporan) });
        await writeDurably(path, `${report}\n`);
        return done({ laporanGubernur: { dikirimPadaMs: call.nowMs, sha256: sha256Hex(report) } });
      },
    },
    arsipkan: {
      title: { id: "Arsipkan", en: "Archive" },
      async run(call) {
        const entries = await store.journal.sealed(call.tenant, caseStream(call.caseId));
        const last = entries.at(-1);
        if (last === undefined) throw new Error(`${call.caseId} has no journal`);
        const path = join(folder, "archive", `${nameOf(call)}.ndjson`);
        await writeDurably(path, entries.map(exportLine).join(""));
        return done({ arsip: { padaMs: call.nowMs, entri: last.seq, kepala: last.hash } });
      },
    },
  };
}

function done(variables: Variables): ServiceResult {
  return { ok: true, variables };
}

/** The case's number where it is among the inputs, as a file's name; its id tells equal numbers apart. */
function nameOf({ inputs, caseId }: ServiceCall): string {
  const number = Object.values(inputs)
    .map(objectOf)
    .map(({ nomor }) => nomor)
    .find((nomor) => typeof nomor === "string");
  const words = typeof number === "string" ? number.replace(/[^A-Za-z0-9]+/g, "-") : "berkas";
  return `${words}-${caseId.replace(/[^A-Za-z0-9-]/g, "")}`;
}

function objectOf(value: Value | undefined): { readonly [name: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: Value })
    : {};
}
