import type { Command } from "../command.ts";
import type { Element } from "../process.ts";
import { CASE_SCOPE, type CaseState, type Wait } from "../run/state.ts";
import { type Choice, openMoves } from "../run/step.ts";
import { outcomesOf } from "./advance.ts";
import { checkedAtMs } from "./limits.ts";
import type { Model } from "./model.ts";

/**
 * What can happen next in a state, in clusters: the choices of one cluster exclude one another, those of different
 * clusters belong to different tokens.
 */
export interface Cluster {
  readonly kind: "move" | "settle" | "answer";
  readonly choices: readonly Choice[];
  /** The element that is entered, or that waits. */
  readonly element: Element;
  readonly scopeId: string;
  /** The flow of a token that moves, or -1. */
  readonly flow: number;
  /** The activation that waits, or null. */
  readonly activationId: string | null;
  /** It waits on behalf of a scope, for what can happen at any moment inside. */
  readonly watches: boolean;
}

export function startChoices(model: Model): readonly Choice[] {
  const { process } = model;
  const [root] = process.scopes;
  const start = (startEventId?: string): Choice => ({
    kind: "answer",
    command: {
      type: "StartCase",
      caseId: "check",
      atMs: checkedAtMs,
      variables: {},
      ...(startEventId === undefined ? {} : { startEventId }),
    },
  });
  if (root === undefined) return [];
  if (root.starts.length === 0) return [start()];
  return root.starts.map((index) => start(process.elements[index]?.id ?? ""));
}

export function clustersOf(model: Model, state: CaseState): readonly Cluster[] {
  const { process } = model;
  const clusters: Cluster[] = [...tokensOf(model, state)];
  const byActivation = new Map<string, Choice[]>();
  for (const wait of state.marking.waits) {
    const known = byActivation.get(wait.activationId) ?? [];
    if (goesOnAside(model, state, wait)) continue;
    // All awaited conditions are looked at together.
    if (wait.kind !== "condition" || !known.some(looksAtConditions)) known.push(...answersTo(model, wait));
    byActivation.set(wait.activationId, known);
  }
  for (const { id, elementId, scopeId, instance } of state.marking.activations) {
    const choices = byActivation.get(id);
    const element = process.elements[process.elementIndex.get(elementId) ?? -1];
    if (!choices || choices.length === 0 || !element) continue;
    // What stands for a whole loop is around its instances, as a sub-process is around its inside.
    const watches = element.owns >= 0 || (element.loop !== null && instance === undefined);
    clusters.push({ kind: "answer", choices, element, scopeId, flow: -1, activationId: id, watches });
  }
  const watching = byActivation.get(CASE_SCOPE);
  const [first] = process.elements;
  if (watching && first) {
    const of = { element: first, scopeId: "", flow: -1, activationId: CASE_SCOPE, watches: true };
    clusters.push({ kind: "answer", choices: watching, ...of });
  }
  return clusters;
}

/** Tokens that move; where none does, joins that look whether what has come is all that can come. */
function tokensOf(model: Model, state: CaseState): readonly Cluster[] {
  const moves = openMoves(model.process, state, checkedAtMs)
    .map((choice) => clusterOfMove(model, choice))
    .filter((cluster) => cluster !== null);
  // Whether a complex gateway goes on is known only when it is asked.
  const going = moves.filter((move) => !asks(move) || goesOn(model, state, move));
  return going.length > 0 ? going : settlesOf(model, state);
}

function asks({ element }: Cluster): boolean {
  return element.joins && element.activationCondition !== null;
}

function goesOn(model: Model, state: CaseState, { choices }: Cluster): boolean {
  return choices.some((choice) =>
    outcomesOf(model, state, choice).outcomes.some(({ events }) => events.length > 0),
  );
}

/** Inclusive and complex gateways before which tokens stand, and those that have gone on and wait for the rest. */
function settlesOf({ process }: Model, state: CaseState): readonly Cluster[] {
  const { tokens, activations } = state.marking;
  const settles = new Map<string, Cluster>();
  const add = (scopeId: string, element: Element | undefined) => {
    if (element === undefined || !element.joins || element.kind === "parallelGateway") return;
    const choices: readonly Choice[] = [
      { kind: "settle", scopeId, elementId: element.id, atMs: checkedAtMs },
    ];
    const of = { element, scopeId, flow: -1, activationId: null, watches: false };
    settles.set(`${scopeId} ${element.id}`, { kind: "settle", choices, ...of });
  };
  for (const { scopeId, flowId } of tokens) {
    add(scopeId, process.elements[process.flows[process.flowIndex.get(flowId) ?? -1]?.target ?? -1]);
  }
  for (const { elementId, scopeId, awaits } of activations) {
    if (awaits !== undefined) add(scopeId, process.elements[process.elementIndex.get(elementId) ?? -1]);
  }
  return [...settles.values()];
}

/** Whether what such an event has started before, without interrupting anything, is still going on. */
function goesOnAside({ process, aside }: Model, state: CaseState, wait: Wait): boolean {
  const started = aside.get(process.elementIndex.get(wait.elementId) ?? -1);
  if (started === undefined) return false;
  const { activations, tokens } = state.marking;
  return (
    activations.some(({ elementId }) => started.has(process.elementIndex.get(elementId) ?? -1)) ||
    tokens.some(({ flowId }) => started.has(process.flows[process.flowIndex.get(flowId) ?? -1]?.source ?? -1))
  );
}

function looksAtConditions(choice: Choice): boolean {
  return choice.kind === "answer" && choice.command.type === "SetVariables";
}

function clusterOfMove({ process }: Model, choice: Choice): Cluster | null {
  if (choice.kind !== "move") return null;
  const flow = process.flowIndex.get(choice.flowId) ?? -1;
  const element = process.elements[process.flows[flow]?.target ?? -1];
  if (element === undefined) return null;
  const { kind, scopeId } = choice;
  return { kind, choices: [choice], element, scopeId, flow, activationId: null, watches: false };
}

/** Every way in which what is waited for can happen. */
function answersTo(model: Model, wait: Wait): readonly Choice[] {
  const { process } = model;
  const element = process.elements[process.elementIndex.get(wait.elementId) ?? -1];
  if (element === undefined) return [];
  const atMs = checkedAtMs;
  const answer = (command: Command): Choice => ({ kind: "answer", command });
  switch (wait.kind) {
    case "task": {
      const complete = { type: "CompleteTask", taskId: wait.id, atMs, variables: {} } as const;
      if (element.outcomes.length === 0) return [answer(complete)];
      return element.outcomes.map(({ value }) => answer({ ...complete, outcome: value }));
    }
    case "timer": {
      const { id: timerId, occurrence, dueAtMs } = wait;
      return [answer({ type: "FireTimer", timerId, occurrence, atMs: Math.max(atMs, dueAtMs) })];
    }
    case "message":
      return [answer({ type: "DeliverMessage", subscriptionId: wait.id, atMs, payload: {} })];
    case "service": {
      const done = answer({ type: "CompleteService", requestId: wait.id, atMs, variables: {} });
      return [done, ...caughtBy(model, element, "error").map((code) => answer(serviceError(wait.id, code)))];
    }
    case "script": {
      const done = answer({ type: "CompleteScript", requestId: wait.id, atMs, value: null, variables: {} });
      return [done, ...caughtBy(model, element, "error").map((code) => answer(serviceError(wait.id, code)))];
    }
    case "decision": {
      const types = element.outcomes.length > 0 ? element.outcomes.map(({ value }) => value) : ["decided"];
      return types.map((type) => answer(decision(wait.id, element.ruleSet ?? "", type)));
    }
    case "signal":
      return [answer({ type: "DeliverSignal", subscriptionId: wait.id, atMs, payload: {} })];
    case "condition":
      return wait.held ? [] : [answer({ type: "SetVariables", atMs, variables: { changed: true } })];
    case "call":
      return callAnswers(model, element, wait.id).map(answer);
    case "incident":
      return [answer({ type: "ResolveIncident", incidentId: wait.id, atMs, variables: {} })];
  }
}

function callAnswers(model: Model, element: Element, callId: string): readonly Command[] {
  const of = { callId, atMs: checkedAtMs, variables: {} };
  const escalations = caughtBy(model, element, "escalation").map((code): Command => {
    return { type: "EscalateCall", escalationCode: code, ...of };
  });
  const errors = caughtBy(model, element, "error").map((code): Command => {
    return { type: "ThrowCallError", errorCode: code, message: "an error", ...of };
  });
  return [{ type: "CompleteCall", ...of }, ...errors, ...escalations];
}

function decision(requestId: string, ruleSet: string, type: string): Command {
  const outcome = { type, params: {} };
  const recorded = { outcome, facts: {}, explanation: null, ruleSet, hash: "" };
  return { type: "RecordDecision", requestId, atMs: checkedAtMs, ...recorded };
}

function serviceError(requestId: string, errorCode: string): Command {
  return {
    type: "ThrowServiceError",
    requestId,
    errorCode,
    atMs: checkedAtMs,
    message: "an error",
    variables: {},
  };
}

/** The codes that boundary events and event sub-processes around an element would catch. */
function caughtBy({ process }: Model, element: Element, kind: "error" | "escalation"): readonly string[] {
  const codes = new Set<string>();
  for (let at: Element | undefined = element; at; at = ownerOf(process, at)) {
    for (const index of [...at.boundary, ...(process.scopes[at.scope]?.eventStarts ?? [])]) {
      for (const trigger of process.elements[index]?.triggers ?? []) {
        if (trigger.kind === kind) codes.add(trigger.code ?? "any");
      }
    }
  }
  return [...codes];
}

function ownerOf(process: Model["process"], element: Element): Element | undefined {
  return process.elements[process.scopes[element.scope]?.element ?? -1];
}
