import type { Command, CompleteTask, FireTimer, StartCase } from "../command.ts";
import { SEMANTICS } from "../limits.ts";
import type { Element } from "../process.ts";
import type { Refusal } from "../refusal.ts";
import { normaliseNames, type Variables } from "../variables.ts";
import { complete, goOn } from "./activity.ts";
import { assign } from "./assign.ts";
import { type Live, liveOf } from "./draft.ts";
import { throwError } from "./error.ts";
import { raiseIncident } from "./incident.ts";
import { cancel, endCase, enter, enterScope } from "./move.ts";
import { elementAt, NO_FLOWS, type Run, tell } from "./run.ts";
import type { Wait } from "./state.ts";
import { armAgain, waitOf } from "./wait.ts";

/** Works a command into the case: tells what has happened and hands it to the element that waited for it. */
export function obey(run: Run, command: Command): Refusal | null {
  switch (command.type) {
    case "StartCase":
      return startCase(run, command);
    case "CompleteTask":
      return completeTask(run, command);
    case "FireTimer":
      return fireTimer(run, command);
    case "CompleteService": {
      const wait = waitOf(run.draft, command.requestId, "service");
      if (wait === null) return notOpen("service", command.requestId);
      tell(run, { type: "ServiceCompleted", requestId: wait.id, elementId: wait.elementId });
      return happened(run, wait, command.variables);
    }
    case "CompleteScript": {
      const wait = waitOf(run.draft, command.requestId, "script");
      if (wait === null) return notOpen("script", command.requestId);
      tell(run, { type: "ScriptCompleted", requestId: wait.id, elementId: wait.elementId });
      const { resultVariable } = ownerOf(run, wait);
      const result = resultVariable === null ? {} : { [resultVariable]: command.value };
      return happened(run, wait, { ...command.variables, ...result });
    }
    case "RecordDecision": {
      const wait = waitOf(run.draft, command.requestId, "decision");
      if (wait === null) return notOpen("decision", command.requestId);
      const element = ownerOf(run, wait);
      const { outcome, facts, explanation, ruleSet, hash } = command;
      if (element.outcomes.length > 0 && !element.outcomes.some(({ value }) => value === outcome.type)) {
        return unknownOutcome(element, outcome.type);
      }
      const recorded = { outcome, facts, explanation, ruleSet, hash };
      tell(run, { type: "DecisionRecorded", requestId: wait.id, elementId: wait.elementId, ...recorded });
      const { resultVariable } = element;
      const value = { ...outcome.params, type: outcome.type };
      return happened(run, wait, resultVariable === null ? {} : { [resultVariable]: value });
    }
    case "FailService": {
      const wait = waitOf(run.draft, command.requestId, "service");
      if (wait === null) return notOpen("service", command.requestId);
      const { code, message } = command;
      const { id: requestId, elementId } = wait;
      tell(run, { type: "ServiceFailed", requestId, elementId, code, message });
      raiseIncident(run, activationOf(run, wait), "work", "serviceFailed", message, { reason: code });
      return null;
    }
    case "ThrowServiceError":
      return serviceError(run, command.requestId, command.errorCode, command.message, command.variables);
    case "DeliverMessage": {
      const wait = waitOf(run.draft, command.subscriptionId, "message");
      if (wait === null) return notOpen("message", command.subscriptionId);
      const { payload } = command;
      tell(run, { type: "MessageReceived", subscriptionId: wait.id, elementId: wait.elementId, payload });
      return happened(run, wait, payload);
    }
    case "RetryIncident":
      return retry(run, command.incidentId);
    case "ResolveIncident":
      return resolve(run, command.incidentId, command.variables);
    case "SetVariables":
      assign(run, run.draft.root, normaliseNames(command.variables));
      return null;
    case "CancelCase":
      endCase(run, "cancelled", command.reason);
      return null;
  }
}

function startCase(run: Run, command: StartCase): Refusal | null {
  const scope = run.process.scopes[0];
  const entries = scope?.entries ?? [];
  const chosen = command.startEventId ?? null;
  let start: Element | null = null;
  if (chosen !== null) {
    const index = run.process.elementIndex.get(chosen);
    if (index === undefined || !scope?.starts.includes(index)) {
      return { code: "unknownStart", message: `${run.process.id} has no start event ${chosen}`, at: chosen };
    }
    start = elementAt(run, index);
  } else if (entries.length === 0) {
    return {
      code: "noNoneStart",
      message: `${run.process.id} starts only by an event: name the start event`,
      at: "startEventId",
    };
  } else if (scope !== undefined && scope.starts.length > 0 && entries.length > 1) {
    return {
      code: "ambiguousStart",
      message: `${run.process.id} has ${entries.length} start events: name one`,
      at: "startEventId",
    };
  }
  tell(run, {
    type: "CaseStarted",
    caseId: command.caseId,
    processId: run.process.id,
    elementId: (start ?? elementAt(run, entries[0] ?? -1)).id,
    variables: normaliseNames(command.variables),
    semantics: SEMANTICS,
  });
  if (start === null) enterScope(run, 0, run.draft.root);
  else enter(run, start, run.draft.root, NO_FLOWS);
  return null;
}

function completeTask(run: Run, command: CompleteTask): Refusal | null {
  const wait = waitOf(run.draft, command.taskId, "task");
  if (wait === null) return notOpen("task", command.taskId);
  const element = ownerOf(run, wait);
  const outcome = command.outcome ?? null;
  if (element.outcomes.length === 0) {
    if (outcome !== null) return unknownOutcome(element, outcome);
  } else if (outcome === null) {
    const message = `${element.name ?? element.id} needs an outcome: ${outcomesOf(element)}`;
    return { code: "outcomeMissing", message, at: element.id };
  } else if (!element.outcomes.some(({ value }) => value === outcome)) {
    return unknownOutcome(element, outcome);
  }
  tell(run, { type: "TaskCompleted", taskId: wait.id, elementId: wait.elementId, outcome });
  const { resultVariable } = element;
  const result = outcome === null || resultVariable === null ? {} : { [resultVariable]: outcome };
  return happened(run, wait, { ...command.variables, ...result });
}

function fireTimer(run: Run, command: FireTimer): Refusal | null {
  const wait = waitOf(run.draft, command.timerId, "timer");
  if (wait === null || wait.occurrence !== command.occurrence) return notOpen("timer", command.timerId);
  if (command.atMs < wait.dueAtMs) {
    const message = `Timer ${wait.id} is due at ${wait.dueAtMs}, not yet at ${command.atMs}`;
    return { code: "timerNotDue", message, at: wait.id };
  }
  const { id: timerId, elementId, occurrence } = wait;
  tell(run, { type: "TimerFired", timerId, elementId, occurrence });
  return happened(run, wait, {});
}

function serviceError(
  run: Run,
  requestId: string,
  errorCode: string,
  message: string,
  variables: Variables,
): Refusal | null {
  const wait = waitOf(run.draft, requestId, "service") ?? waitOf(run.draft, requestId, "script");
  if (wait === null) return notOpen("service", requestId);
  const { elementId } = wait;
  const live = activationOf(run, wait);
  if (wait.kind === "service")
    tell(run, { type: "ServiceFailed", requestId, elementId, code: errorCode, message });
  else tell(run, { type: "ScriptCompleted", requestId, elementId });
  assign(run, live, normaliseNames(variables));
  if (!throwError(run, elementAt(run, live.element), live, errorCode)) {
    raiseIncident(run, live, "work", "uncaughtError", message, { errorCode });
  }
  return null;
}

/** Hands what happened to the element that waited for it, or that watched. */
function happened(run: Run, wait: Wait, variables: Variables): null {
  const live = activationOf(run, wait);
  const element = ownerOf(run, wait);
  if (element.kind === "boundaryEvent" && live.scope !== null) {
    const { scope } = live;
    assign(run, scope, normaliseNames(variables));
    if (element.interrupting) cancel(run, live);
    else if (wait.kind === "timer") armAgain(run, wait);
    else if (wait.kind === "message") awaitAgain(run, wait);
    enter(run, element, scope, NO_FLOWS);
    return null;
  }
  assign(run, live, normaliseNames(variables));
  run.behaviours[element.kind].caught?.(run, element, live, wait);
  return null;
}

/** A boundary event that does not interrupt hears every message, not only the first. */
function awaitAgain(run: Run, wait: Wait & { readonly kind: "message" }) {
  const { elementId, activationId, name, correlationKey } = wait;
  const subscriptionId = `m${run.draft.counted + 1}`;
  tell(run, { type: "MessageAwaited", subscriptionId, elementId, activationId, name, correlationKey });
}

function retry(run: Run, incidentId: string): Refusal | null {
  const wait = waitOf(run.draft, incidentId, "incident");
  if (wait === null) return notOpen("incident", incidentId);
  tell(run, { type: "IncidentClosed", incidentId, elementId: wait.elementId, by: "retry" });
  const live = activationOf(run, wait);
  const element = elementAt(run, live.element);
  const behaviour = run.behaviours[element.kind];
  if (wait.phase === "complete") complete(run, element, live);
  else if (wait.phase === "work" && behaviour.work) behaviour.work(run, element, live);
  else behaviour.enter(run, element, live);
  return null;
}

/** What failed was done by hand: the element is complete. A gateway decides again, with the variables set. */
function resolve(run: Run, incidentId: string, variables: Variables): Refusal | null {
  const wait = waitOf(run.draft, incidentId, "incident");
  if (wait === null) return notOpen("incident", incidentId);
  tell(run, { type: "IncidentClosed", incidentId, elementId: wait.elementId, by: "resolve" });
  const live = activationOf(run, wait);
  const element = elementAt(run, live.element);
  const behaviour = run.behaviours[element.kind];
  const around = live.scope ?? live;
  assign(run, wait.phase === "complete" ? around : live, normaliseNames(variables));
  if (behaviour.work === undefined) behaviour.enter(run, element, live);
  else if (wait.phase === "complete") goOn(run, element, live);
  else complete(run, element, live);
  return null;
}

function activationOf(run: Run, wait: Wait): Live {
  const live = liveOf(run.draft, wait.activationId);
  if (live === undefined) throw new Error(`assertion failed: wait ${wait.id} belongs to no activation`);
  return live;
}

function ownerOf(run: Run, wait: Wait): Element {
  return elementAt(run, run.process.elementIndex.get(wait.elementId) ?? -1);
}

function notOpen(what: Wait["kind"], id: string): Refusal {
  return { code: `${what}NotOpen`, message: `No ${what} ${id} is open`, at: id };
}

function unknownOutcome(element: Element, outcome: string): Refusal {
  const known = element.outcomes.length === 0 ? "it lists none" : `it lists ${outcomesOf(element)}`;
  const message = `${element.name ?? element.id} has no outcome "${outcome}"; ${known}`;
  return { code: "unknownOutcome", message, at: element.id };
}

function outcomesOf(element: Element): string {
  return element.outcomes.map(({ value }) => value).join(", ");
}
