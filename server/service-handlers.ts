/**
 * Named handlers that diagrams may ask for (`poros:work handler="..."`). What they leave is a record in the case: the
 * instant, and the key by which a repeated attempt is known again. Systems outside are reached by workers that claim
 * a topic, so that their secrets and their failures stay out of this process.
 */
import type { ServiceCall, ServiceHandlers } from "./pumps/index.ts";

export const serviceHandlers: ServiceHandlers = {
  "lapor-gubernur": {
    title: { id: "Laporkan kepada Gubernur", en: "Report to the governor" },
    run: async (call) => ({ ok: true, variables: { laporanGubernur: recordOf(call) } }),
  },
  arsipkan: {
    title: { id: "Catat dalam daftar arsip", en: "Enter in the archive register" },
    run: async (call) => ({ ok: true, variables: { catatanArsip: recordOf(call) } }),
  },
};

function recordOf({ nowMs, idempotencyKey, inputs }: ServiceCall) {
  return { ...inputs, pada: new Date(nowMs).toISOString(), kunci: idempotencyKey };
}
