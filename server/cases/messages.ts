/**
 * Messages, delivered to the cases that wait for them by name and correlation key; where none waits, to the processes
 * that they start. Each receiver takes a message once: its delivery carries a key of its own, so a delivery that is tried again after a crash changes nothing.
 */
import type { Actor, CaseFile, CaseRefusal, Cause } from "../../casework/index.ts";
import type { Variables } from "../../engine/index.ts";
import { sha256Hex } from "../journal/index.ts";
import type { Claim, IdempotencyKey, Leased, MessageRow, Store, SubscriptionRow } from "../store/index.ts";
import type { CaseRunner, Delivery } from "./port.ts";
import type { Run } from "./runner.ts";
import { causeOf, type Knock, type Starts } from "./starts.ts";

interface Parts {
  readonly store: Store;
  readonly tenant: string;
  readonly run: Run;
  readonly starts: Starts;
  readonly clock: { nowMs(): number };
}

interface Sending {
  readonly actor: Actor;
  readonly payload: Variables;
  readonly idempotency: IdempotencyKey | null;
  readonly settles: Claim | null;
}

export function messageCommands(parts: Parts): Pick<CaseRunner, "deliver" | "deliverThrown"> {
  const { store, tenant, run, starts, clock } = parts;

  async function receive(subscription: SubscriptionRow, sending: Sending): Promise<boolean> {
    const { caseId, subscriptionId } = subscription;
    const answer = await run({
      caseId,
      idempotency: sending.idempotency,
      settles: sending.settles,
      note: null,
      command: (_, atMs) => ({
        type: "Forward",
        atMs,
        actor: sending.actor,
        command: { type: "DeliverMessage", atMs, subscriptionId, payload: sending.payload },
      }),
    });
    return answer.ok;
  }

  const knock = async (message: Omit<Knock, "kind">) =>
    (await starts.knock({ kind: "message", ...message })).started;

  async function thrower(caseId: string): Promise<Cause | null> {
    const stored = await store.cases.load(tenant, caseId, { all: true });
    // What the store keeps is the file that casework gave it.
    return stored === null ? null : causeOf(JSON.parse(stored.state) as CaseFile, clock.nowMs());
  }

  return {
    async deliver(message) {
      const { name, correlationKey, actor, payload, idempotency } = message;
      if (idempotency !== null) {
        const before = await firstDelivery(store, tenant, idempotency);
        if (before !== null) return before;
      }
      const delivered: string[] = [];
      for (const subscription of await store.cases.waitingFor(tenant, name, correlationKey)) {
        const own = idempotency === null ? null : receiverKey(idempotency, subscription);
        if (await receive(subscription, { actor, payload, idempotency: own, settles: null })) {
          delivered.push(subscription.caseId);
        }
      }
      const started =
        delivered.length > 0 ? [] : await knock({ name, from: null, actor, values: payload, idempotency });
      const delivery: Delivery = { delivered, started };
      if (idempotency !== null) {
        await store.answers.keep(tenant, idempotency, JSON.stringify(delivery), clock.nowMs());
      }
      return delivery;
    },

    async deliverThrown({ row, fence }: Leased<MessageRow>) {
      const waiting = await store.cases.waitingFor(tenant, row.name, row.correlationKey);
      const claim: Claim = { work: "message", caseId: row.caseId, id: row.messageId, fence };
      const sent = { scope: "message", key: `${row.caseId} ${row.messageId}`, bodyHash: sha256Hex(row.name) };
      const delivered: string[] = [];
      for (const [at, subscription] of waiting.entries()) {
        const taken = await receive(subscription, {
          actor: { kind: "system", name: "messages" },
          payload: row.payload,
          idempotency: receiverKey(sent, subscription),
          // The last delivery takes the message out of the outbox, in the same transaction.
          settles: at === waiting.length - 1 ? claim : null,
        });
        if (taken) delivered.push(subscription.caseId);
      }
      const started =
        delivered.length > 0
          ? []
          : await knock({
              name: row.name,
              from: await thrower(row.caseId),
              actor: { kind: "system", name: "messages" },
              values: row.payload,
              idempotency: sent,
            });
      // Nothing happens when the last delivery has taken it out already.
      if (delivered.length + started.length > 0) await store.work.drop(tenant, claim);
      return { delivered, started };
    },
  };
}

function receiverKey(sent: IdempotencyKey, { caseId, subscriptionId }: SubscriptionRow): IdempotencyKey {
  return { ...sent, key: `${sent.key} ${caseId} ${subscriptionId}` };
}

async function firstDelivery(
  store: Store,
  tenant: string,
  key: IdempotencyKey,
): Promise<Delivery | CaseRefusal | null> {
  const found = await store.answers.find(tenant, key);
  if (found === null) return null;
  if (found.kind === "text") return JSON.parse(found.answer) as Delivery;
  return {
    code: "idempotencyKeyReused",
    message: "This Idempotency-Key was used for another request. Take a new one for each request.",
  };
}
