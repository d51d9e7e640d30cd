/** What a repeated request is answered with. Keys of cases' commands are written by their own commit. */
import type { OpenDatabase } from "../database.ts";
import type { AnswerStore } from "../port.ts";

export function answerStore(database: OpenDatabase): AnswerStore {
  const { read, write } = database;
  return {
    async find(tenant, key) {
      const row = await read
        .selectFrom("answers")
        .select(["body_hash", "case_id", "version", "answer"])
        .where("tenant", "=", tenant)
        .where("scope", "=", key.scope)
        .where("key", "=", key.key)
        .executeTakeFirst();
      if (row === undefined) return null;
      if (row.body_hash !== key.bodyHash) return { kind: "keyReused" };
      if (row.answer !== null) return { kind: "text", answer: row.answer };
      if (row.case_id === null || row.version === null) return { kind: "keyReused" };
      return { kind: "case", caseId: row.case_id, version: row.version };
    },
    async keep(tenant, key, answer, atMs) {
      const result = await write
        .insertInto("answers")
        .values({
          tenant,
          scope: key.scope,
          key: key.key,
          body_hash: key.bodyHash,
          case_id: null,
          version: null,
          answer,
          at_ms: atMs,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async forget(tenant, beforeMs) {
      await write.deleteFrom("answers").where("tenant", "=", tenant).where("at_ms", "<", beforeMs).execute();
    },
  };
}
