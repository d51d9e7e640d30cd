import type { Trigger } from "../process.ts";
import { checkTimer } from "../time/index.ts";
import { child, children, extension, idOf, type Node, text } from "./node.ts";
import {
  expressionOf,
  formalExpression,
  invalid,
  notExecutable,
  type Reading,
  templateOf,
} from "./reading.ts";

/** Event definitions: what an event waits for, or what it throws. */
export function triggersOf(reading: Reading, node: Node): readonly Trigger[] {
  return definitionsOf(node).flatMap((definition) => {
    const trigger = triggerOf(reading, node, definition);
    return trigger === null ? [] : [trigger];
  });
}

export function definitionsOf(node: Node): readonly Node[] {
  return [...children(node, "eventDefinitions"), ...children(node, "eventDefinitionRef")];
}

export function triggerOf(reading: Reading, node: Node, definition: Node): Trigger | null {
  const id = idOf(node);
  switch (definition.$type) {
    case "bpmn:TimerEventDefinition":
      return timerOf(reading, node, definition);
    case "bpmn:MessageEventDefinition":
      return messageTrigger(reading, node, child(definition, "messageRef"));
    case "bpmn:SignalEventDefinition":
      return signalTrigger(reading, node, child(definition, "signalRef"));
    case "bpmn:ErrorEventDefinition": {
      const error = child(definition, "errorRef");
      const undeclared = text(definition, "errorRef");
      return { kind: "error", code: error === null ? undeclared : (text(error, "errorCode") ?? idOf(error)) };
    }
    case "bpmn:EscalationEventDefinition": {
      const escalation = child(definition, "escalationRef");
      const code = escalation === null ? null : (text(escalation, "escalationCode") ?? idOf(escalation));
      return { kind: "escalation", code };
    }
    case "bpmn:ConditionalEventDefinition": {
      const condition = child(definition, "condition");
      const compiled = condition === null ? null : formalExpression(reading, id, condition, "condition");
      if (condition === null) invalid(reading, "conditionMissing", id, `The event ${id} has no condition`);
      return compiled === null ? null : { kind: "conditional", condition: compiled };
    }
    case "bpmn:CompensateEventDefinition": {
      const activity = child(definition, "activityRef");
      const index = activity === null ? -1 : reading.indexOf(activity);
      return { kind: "compensation", activity: index, waits: definition.waitForCompletion !== false };
    }
    case "bpmn:CancelEventDefinition":
      return { kind: "cancel" };
    case "bpmn:LinkEventDefinition": {
      const name = text(definition, "name") ?? text(node, "name");
      if (name === null) invalid(reading, "linkWithoutName", id, `The link event ${id} has no name`);
      return name === null ? null : { kind: "link", name };
    }
    case "bpmn:TerminateEventDefinition":
      return { kind: "terminate" };
    default: {
      const type = definition.$type.replace("bpmn:", "");
      notExecutable(reading, "unsupportedElement", id, `${id}: ${type} is not executed`, { type });
      return null;
    }
  }
}

function signalTrigger(reading: Reading, node: Node, signal: Node | null): Trigger | null {
  const id = idOf(node);
  if (signal === null) {
    notExecutable(reading, "signalMissing", id, `${id} names no signal`);
    return reading.shapeOnly ? { kind: "signal", name: { literal: id } } : null;
  }
  const name = templateOf(reading, id, text(signal, "name") ?? idOf(signal));
  return name === null ? null : { kind: "signal", name };
}

function timerOf(reading: Reading, node: Node, definition: Node): Trigger | null {
  const id = idOf(node);
  const kinds = [
    ["date", "timeDate"],
    ["duration", "timeDuration"],
    ["cycle", "timeCycle"],
  ] as const;
  const given = kinds.filter(([, property]) => child(definition, property) !== null);
  const [only] = given;
  if (reading.shapeOnly) return { kind: "timer", timer: "duration", text: { literal: "PT0S" } };
  if (only === undefined || given.length > 1) {
    const say = only === undefined ? notExecutable : invalid;
    say(reading, "timerWithoutTime", id, `The timer of ${id} needs one date, one duration or one cycle`);
    return null;
  }
  const [timer, property] = only;
  const expression = child(definition, property);
  const source = expression === null ? null : text(expression, "body");
  if (source === null) {
    notExecutable(reading, "timerWithoutTime", id, `The ${timer} of the timer of ${id} is empty`);
    return null;
  }
  const template = templateOf(reading, id, source);
  if (template === null) return null;
  if ("literal" in template) {
    const failure = checkTimer({ kind: timer, text: source }, reading.zone);
    if (failure !== null) {
      invalid(reading, failure.code, id, `The timer of ${id}: ${failure.message}`, { text: source });
      return null;
    }
  }
  return { kind: "timer", timer, text: template };
}

export function messageTrigger(reading: Reading, node: Node, message: Node | null): Trigger | null {
  const id = idOf(node);
  const source = message === null ? null : (text(message, "name") ?? idOf(message));
  if (source === null) {
    notExecutable(reading, "messageMissing", id, `${id} names no message`);
    return reading.shapeOnly ? { kind: "message", name: { literal: id }, correlationKey: null } : null;
  }
  const name = templateOf(reading, id, source);
  if (name === null) return null;
  const key = extension(node, "poros:Correlation");
  const keySource = key === null ? null : text(key, "key");
  const correlationKey = keySource === null ? null : expressionOf(reading, id, keySource);
  return { kind: "message", name, correlationKey };
}
