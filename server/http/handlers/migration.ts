/**
 * Moving running cases to the version of their process that is in force. The plan changes nothing; applying it is one
 * commit for each case, and a case that has changed since it was planned is named and left as it is.
 */
import type { Migrated } from "../../../api/index.ts";
import type { CaseContext } from "../../../casework/index.ts";
import { actorOf } from "../../policy/index.ts";
import { mappingFor, migrationPlanOf, sayIf } from "../../views/index.ts";
import { answer, type Call, type Handlers } from "../call.ts";
import { idempotencyOf } from "../idempotency.ts";
import type { Parts } from "../parts.ts";
import { problemDocument } from "../problem-document.ts";
import { refusalOf } from "../refusal.ts";
import { isRefused, type Refused, refuse } from "../refused.ts";

type Migration = "planMigration" | "applyMigration";

export function migrationHandlers(parts: Parts): Pick<Handlers, Migration> {
  const { store, tenant, runner, documents, library } = parts;

  /** The version in force, if it is the one that was asked for. */
  async function versionAsked(call: Call<Migration>): Promise<CaseContext | Refused> {
    const { id } = call.params;
    const inForce = library.inForce("processes", id, call.nowMs);
    const context = inForce && (await documents.caseContext(id, inForce.version, call.nowMs));
    if (!context) return refuse("notFound");
    return inForce.version === call.body.version ? context : refuse("notInForce");
  }

  return {
    async planMigration(call) {
      const to = await versionAsked(call);
      if (isRefused(to)) return to;
      const { nowMs, language, sight: visibility } = call;
      const { mapping } = call.body;
      return answer(await migrationPlanOf(parts, { to, mapping, visibility, nowMs, language }));
    },

    async applyMigration(call) {
      const to = await versionAsked(call);
      if (isRefused(to)) return to;
      if (to.processRef.hash !== call.body.hash) return refuse("notInForce");
      const done: Migrated = { moved: [], left: [] };
      for (const asked of call.body.cases) {
        const moved = await moveOne(call, asked);
        if ("code" in moved) done.left.push(moved);
        else done.moved.push(moved);
      }
      return answer(done);
    },
  };

  async function moveOne(
    call: Call<"applyMigration">,
    { caseId, version: seenVersion }: { readonly caseId: string; readonly version: number },
  ): Promise<Migrated["moved"][number] | Migrated["left"][number]> {
    const { params, body, subject, language, sight, nowMs } = call;
    const { version, hash, reason } = body;
    const stored = await store.cases.load(tenant, caseId, sight);
    const row = stored?.row;
    const left = (refused: Refused) => {
      const { code } = refused;
      const { title, detail } = problemDocument(refused, language, call.requestId);
      const text = sayIf(language, `migration.${code}`) ?? detail ?? title;
      return { caseId, number: row?.number ?? null, code, text };
    };
    if (row?.processId !== params.id) return left(refuse("notFound"));
    const context = await documents.caseContext(row.processId, row.processVersion, nowMs);
    if (context === null) return left(refuse("notFound"));
    const idempotency = idempotencyOf(call);
    const moved = await runner.move({
      actor: actorOf(subject),
      caseId,
      seenVersion,
      to: { version, hash },
      mapping: mappingFor(context.process, body.mapping),
      reason,
      idempotency: { ...idempotency, key: `${idempotency.key} ${caseId}` },
    });
    return moved.ok ? { caseId, number: moved.number } : left(refusalOf(moved.refusal, language));
  }
}
