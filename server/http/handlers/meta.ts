/** What the server says of itself: health, readiness, figures, and the description of this interface. */
import { answer, type Handlers } from "../call.ts";
import { openApi, schemaNamed, schemaNames } from "../openapi.ts";
import type { Parts } from "../parts.ts";
import { refuse, statusFor } from "../refused.ts";
import { say } from "../words.ts";

type Meta =
  | "readHealth"
  | "readReadiness"
  | "readMetrics"
  | "readOpenApi"
  | "listSchemas"
  | "readSchema"
  | "readProblem";

export function metaHandlers(parts: Parts, about: { readonly version: string }): Pick<Handlers, Meta> {
  const description = openApi("Poros", about.version);
  return {
    readHealth: async () => answer({ status: "ok" as const }),
    async readReadiness() {
      if (parts.stopping()) return refuse("stopping");
      await parts.store.ping();
      return answer({ status: "ready" as const });
    },
    readMetrics: async () => answer(await parts.metrics.text()),
    readOpenApi: async () => answer(description),
    listSchemas: async () => answer({ items: [...schemaNames()] }),
    async readProblem(call) {
      const { code } = call.params;
      const title = code.includes(".") ? null : say(call.language, code);
      return title === null ? refuse("notFound") : answer({ code, status: statusFor(code), title });
    },
    async readSchema(call) {
      const schema = schemaNamed(call.params.name.replace(/\.json$/, ""));
      return schema === null ? refuse("notFound") : answer(schema);
    },
  };
}
