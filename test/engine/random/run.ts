import { type CaseState, type Command, openWork, type Variables, type Wait } from "../../../engine/index.ts";

/** The command that answers a wait in the most ordinary way. */
export function answerTo(wait: Wait, variables: Variables, atMs: number): Command {
  switch (wait.kind) {
    case "task":
      return { type: "CompleteTask", taskId: wait.id, variables, atMs };
    case "service":
      return { type: "CompleteService", requestId: wait.id, variables, atMs };
    case "script":
      return { type: "CompleteScript", requestId: wait.id, value: null, variables, atMs };
    case "decision":
      return {
        type: "RecordDecision",
        requestId: wait.id,
        outcome: { type: "ok", params: variables },
        facts: variables,
        explanation: null,
        ruleSet: wait.ruleSet,
        hash: "hash",
        atMs,
      };
    case "timer":
      return {
        type: "FireTimer",
        timerId: wait.id,
        occurrence: wait.occurrence,
        atMs: Math.max(atMs, wait.dueAtMs),
      };
    case "message":
      return { type: "DeliverMessage", subscriptionId: wait.id, payload: variables, atMs };
    case "signal":
      return { type: "DeliverSignal", subscriptionId: wait.id, payload: variables, atMs };
    case "condition":
      return { type: "SetVariables", variables, atMs };
    case "call":
      return { type: "CompleteCall", callId: wait.id, variables, atMs };
    case "incident":
      return { type: "RetryIncident", incidentId: wait.id, atMs };
  }
}

/** One of the open waits, chosen by a number. */
export function pick(state: CaseState, choice: number): Wait | undefined {
  const waits = openWork(state);
  return waits[choice % waits.length];
}
