/** Whose key, for what, and of which body: the same three get the first answer again. */
import { createHash } from "node:crypto";
import type { Operation } from "../../api/index.ts";
import type { IdempotencyKey } from "../store/index.ts";
import type { Call } from "./call.ts";

export function idempotencyOf<O extends Operation>(call: Call<O>): IdempotencyKey {
  const who =
    call.subject.kind === "person"
      ? call.subject.personId
      : call.subject.kind === "machine"
        ? `machine ${call.subject.name}`
        : "-";
  return {
    scope: `${who} ${call.operation} ${Object.values(call.params).join(" ")}`.trim(),
    key: call.idempotencyKey,
    bodyHash: createHash("sha256")
      .update(sorted(call.body ?? null))
      .digest("hex"),
  };
}

/** JSON with members in order of name, so that the order in which a client wrote them does not matter. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${sorted(item)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
