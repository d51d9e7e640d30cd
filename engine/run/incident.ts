import type { Phase } from "../event.ts";
import type { Value } from "../variables.ts";
import type { Live } from "./draft.ts";
import { elementAt, nextId, type Run, tell } from "./run.ts";
import { closeWaits } from "./wait.ts";

/**
 * Stops an activation until someone retries or resolves it. In phase `enter` all that it waits for is closed, so
 * that a retry starts afresh; in phase `work` its boundary events go on watching; in phase `complete` its work is
 * done and only what follows is done again.
 */
export function raiseIncident(
  run: Run,
  live: Live,
  phase: Phase,
  code: string,
  message: string,
  details: { readonly [name: string]: Value },
) {
  const elementId = elementAt(run, live.element).id;
  if (phase === "enter") closeWaits(run, live);
  else if (phase === "work") closeWaits(run, live, elementId);
  tell(run, {
    type: "IncidentRaised",
    incidentId: nextId(run, "i"),
    elementId,
    activationId: live.id,
    phase,
    code,
    message,
    details,
  });
}
