import type { Command, CompleteTask, FireTimer, StartActivity, StartCase } from "../command.ts";
import { enterCaught, startAtEvent } from "../elements/event-based-gateway.ts";
import { SEMANTICS } from "../limits.ts";
import type { Element } from "../process.ts";
import type { Refusal } from "../refusal.ts";
import { normaliseNames, type Variables } from "../variables.ts";
import { complete, goOn } from "./activity.ts";
import { assign, declare } from "./assign.ts";
import { activationOf, happened, waitingElement } from "./catch.ts";
import type { Live } from "./draft.ts";
import { escalate, throwError } from "./error.ts";
import { raiseIncident } from "./incident.ts";
import { endCase, enter, openScope } from "./move.ts";
import { elementAt, NO_FLOWS, type Run, tell } from "./run.ts";
import type { Wait } from "./state.ts";
import { arm, waitOf } from "./wait.ts";

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
      return answered(run, wait, command.variables);
    }
    case "CompleteScript": {
      const wait = waitOf(run.draft, command.requestId, "script");
      if (wait === null) return notOpen("script", command.requestId);
      tell(run, { type: "ScriptCompleted", requestId: wait.id, elementId: wait.elementId });
      const { resultVariable } = waitingElement(run, wait);
      const result = resultVariable === null ? {} : { [resultVariable]: command.value };
      return answered(run, wait, { ...command.variables, ...result });
    }
    case "RecordDecision": {
      const wait = waitOf(run.draft, command.requestId, "decision");
      if (wait === null) return notOpen("decision", command.requestId);
      const element = waitingElement(run, wait);
      const { outcome, facts, explanation, ruleSet, hash } = command;
      if (element.outcomes.length > 0 && !element.outcomes.some(({ value }) => value === outcome.type)) {
        return unknownOutcome(element, outcome.type);
      }
      const recorded = { outcome, facts, explanation, ruleSet, hash };
      tell(run, { type: "DecisionRecorded", requestId: wait.id, elementId: wait.elementId, ...recorded });
      const { resultVariable } = element;
      const value = { ...outcome.params, type: outcome.type };
      return answered(run, wait, resultVariable === null ? {} : { [resultVariable]: value });
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
      return answered(run, wait, payload);
    }
    case "DeliverSignal": {
      const wait = waitOf(run.draft, command.subscriptionId, "signal");
      if (wait === null) return notOpen("signal", command.subscriptionId);
      const { payload } = command;
      tell(run, { type: "SignalReceived", subscriptionId: wait.id, elementId: wait.elementId, payload });
      return answered(run, wait, payload);
    }
    case "CompleteCall":
    case "FailCall":
    case "ThrowCallError":
    case "EscalateCall":
      return answerCall(run, command);
    case "StartActivity":
      return startActivity(run, command);
    case "RetryIncident":
      return retry(run, command.incidentId);
    case "ResolveIncident":
      return resolve(run, command.incidentId, command.variables);
    case "SetVariables":
      assign(run, run.draft.root, normaliseNames(command.variables));
      return null;
    case "MigrateCase": {
      const message = "A migration is decided between two versions: the old and the new one are needed";
      return { code: "needsBothVersions", message, at: command.toVersion };
    }
    case "CancelCase":
      endCase(run, "cancelled", command.reason);
      return null;
  }
}

function answered(run: Run, wait: Wait, variables: Variables): null {
  happened(run, wait, variables);
  return null;
}

function startCase(run: Run, command: StartCase): Refusal | null {
  const scope = run.process.scopes[0];
  const entries = scope?.entries ?? [];
  const chosen = command.startEventId?.normalize("NFC") ?? null;
  let start: Element | null = null;
  if (chosen !== null) {
    const index = run.process.elementIndex.get(chosen);
    if (index === undefined || !scope?.starts.includes(index)) {
      return { code: "unknownStart", message: `${run.process.id} has no start event ${chosen}`, at: chosen };
    }
    start = elementAt(run, index);
  } else if (entries.length === 0) {
    const message = `${run.process.id} starts only by an event: name the start event`;
    return { code: "noNoneStart", message, at: "startEventId" };
  } else if (entries.length > 1 && entries.every((index) => elementAt(run, index).kind === "startEvent")) {
    const message = `${run.process.id} has ${entries.length} start events: name one`;
    return { code: "ambiguousStart", message, at: "startEventId" };
  }
  const declared = Object.fromEntries((scope?.declares ?? []).map((name) => [name, null]));
  tell(run, {
    type: "CaseStarted",
    caseId: command.caseId,
    processId: run.process.id,
    elementId: (start ?? elementAt(run, entries[0] ?? -1)).id,
    variables: { ...declared, ...normaliseNames(command.variables) },
    semantics: SEMANTICS,
    ...(command.depth === undefined ? {} : { depth: command.depth }),
  });
  run.startTrigger = command.startTrigger ?? 0;
  const { root } = run.draft;
  if (start === null || start.kind === "startEvent") openScope(run, 0, root, start);
  else startByEvent(run, start, root);
  return null;
}

/** A case that starts with a receive task, or with an event behind an event-based gateway. */
function startByEvent(run: Run, event: Element, root: Live) {
  const gateway = event.incoming
    .map((flow) => elementAt(run, run.process.flows[flow]?.source ?? -1))
    .find(({ kind, instantiates }) => kind === "eventBasedGateway" && instantiates !== "no");
  if (gateway === undefined) enterCaught(run, event, root, NO_FLOWS, null);
  else startAtEvent(run, gateway, event, root);
}

function completeTask(run: Run, command: CompleteTask): Refusal | null {
  const wait = waitOf(run.draft, command.taskId, "task");
  if (wait === null) return notOpen("task", command.taskId);
  const element = waitingElement(run, wait);
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
  return answered(run, wait, { ...command.variables, ...result });
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
  return answered(run, wait, {});
}

type CallAnswer = Extract<
  Command,
  { readonly type: "CompleteCall" | "FailCall" | "ThrowCallError" | "EscalateCall" }
>;

/** The called case has ended or sent word. Its variables are in sight of the output mappings, and of nothing else. */
function answerCall(run: Run, command: CallAnswer): Refusal | null {
  const wait = waitOf(run.draft, command.callId, "call");
  if (wait === null) return notOpen("call", command.callId);
  const live = activationOf(run, wait);
  const element = elementAt(run, live.element);
  const { id: callId, elementId } = wait;
  switch (command.type) {
    case "CompleteCall": {
      const variables = normaliseNames(command.variables);
      tell(run, { type: "CallCompleted", callId, elementId, variables });
      if (element.outputs.length > 0) declare(run, live, variables);
      run.behaviours[element.kind].caught?.(run, element, live, wait);
      return null;
    }
    case "FailCall": {
      const { code, message } = command;
      tell(run, { type: "CallFailed", callId, elementId, code, message });
      const details = { reason: code, process: wait.processId };
      raiseIncident(run, live, "work", "callFailed", message, details);
      return null;
    }
    case "ThrowCallError": {
      const { errorCode, message } = command;
      tell(run, { type: "CallFailed", callId, elementId, code: errorCode ?? "error", message });
      if (!throwError(run, element, live, errorCode)) {
        raiseIncident(run, live, "work", "uncaughtError", message, { errorCode });
      }
      return null;
    }
    case "EscalateCall":
      escalate(run, element, live, command.escalationCode);
      return null;
  }
}

/** Starts an activity of an ad-hoc sub-process, once more or for the first time. */
function startActivity(run: Run, command: StartActivity): Refusal | null {
  const live = run.draft.activations.get(command.activationId);
  const owner = live === undefined ? null : elementAt(run, live.element);
  if (live === undefined || owner === null || owner.adHoc === null) {
    const message = `No ad-hoc sub-process ${command.activationId} is open`;
    return { code: "adHocNotOpen", message, at: command.activationId };
  }
  const element = run.process.elements[run.process.elementIndex.get(command.elementId) ?? -1];
  if (element === undefined || run.process.scopes[owner.owns]?.entries.includes(element.index) !== true) {
    const message = `${command.elementId} cannot be started in ${owner.id}`;
    return { code: "unknownActivity", message, at: command.elementId };
  }
  enter(run, element, live, NO_FLOWS);
  return null;
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

function retry(run: Run, incidentId: string): Refusal | null {
  const wait = waitOf(run.draft, incidentId, "incident");
  if (wait === null) return notOpen("incident", incidentId);
  tell(run, { type: "IncidentClosed", incidentId, elementId: wait.elementId, by: "retry" });
  const live = activationOf(run, wait);
  if (wait.phase === "watch") {
    const watcher = waitingElement(run, wait);
    for (const trigger of watcher.triggers) arm(run, watcher, live, trigger, { watch: watcher.id });
    return null;
  }
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
  const around = live.scope ?? live;
  assign(run, wait.phase === "complete" ? around : live, normaliseNames(variables));
  if (wait.phase === "watch") return null;
  const element = elementAt(run, live.element);
  const behaviour = run.behaviours[element.kind];
  if (behaviour.work === undefined) behaviour.enter(run, element, live);
  else if (wait.phase === "complete" && live.instance < 0) goOn(run, element, live);
  else complete(run, element, live);
  return null;
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
