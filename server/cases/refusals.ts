/** Refusals that are the runner's own. */
import type { Answer } from "./port.ts";

type Refused = Extract<Answer, { ok: false }>;

export function refuse(code: string, message: string, at?: string): Refused {
  return { ok: false, refusal: at === undefined ? { code, message } : { code, message, at } };
}

export function keyReused(): Refused {
  return refuse(
    "idempotencyKeyReused",
    "This Idempotency-Key was used for another request. Take a new one for each request.",
  );
}

export function staleClaim(): Refused {
  return refuse("staleClaim", "The work was given back or its lease ran out. Claim it again.");
}
