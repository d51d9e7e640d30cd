import type { Value } from "../variables.ts";
import type { Live } from "./draft.ts";
import { elementAt, nextId, type Run, tell } from "./run.ts";
import { closeWaits } from "./wait.ts";

/** Where in an activation something failed: what a retry does again. `watch` names the event that could not be awaited. */
export type Stage = "enter" | "work" | "complete" | { readonly watch: string };

/**
 * Stops an activation until someone retries or resolves it. At stage `enter` all that it waits for is closed, so
 * that a retry starts afresh; at `work` its boundary events go on watching; at `complete` its work is done and only
 * what follows is done again. An event that could not be awaited does not stop what it watches.
 */
export function raiseIncident(
  run: Run,
  live: Live,
  stage: Stage,
  code: string,
  message: string,
  details: { readonly [name: string]: Value },
) {
  const phase = typeof stage === "string" ? stage : "watch";
  const elementId = typeof stage === "string" ? elementAt(run, live.element).id : stage.watch;
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
