import type { Trigger } from "../process.ts";
import { checkTimer } from "../time/index.ts";
import { child, children, extension, idOf, type Node, text } from "./node.ts";
import { expressionOf, invalid, notExecutable, type Reading, templateOf } from "./reading.ts";

/** Event definitions: what an event waits for, or what it throws. */
export function triggersOf(reading: Reading, node: Node): readonly Trigger[] {
  const definitions = [...children(node, "eventDefinitions"), ...children(node, "eventDefinitionRef")];
  return definitions.flatMap((definition) => {
    const trigger = triggerOf(reading, node, definition);
    return trigger === null ? [] : [trigger];
  });
}

function triggerOf(reading: Reading, node: Node, definition: Node): Trigger | null {
  switch (definition.$type) {
    case "bpmn:TimerEventDefinition":
      return timerOf(reading, node, definition);
    case "bpmn:MessageEventDefinition":
      return messageTrigger(reading, node, child(definition, "messageRef"));
    case "bpmn:ErrorEventDefinition": {
      const error = child(definition, "errorRef");
      return { kind: "error", code: error === null ? null : (text(error, "errorCode") ?? idOf(error)) };
    }
    case "bpmn:TerminateEventDefinition":
      return { kind: "terminate" };
    default: {
      const type = definition.$type.replace("bpmn:", "");
      notExecutable(reading, "unsupportedElement", idOf(node), `${idOf(node)}: ${type} is not executed`, {
        type,
      });
      return null;
    }
  }
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
  if (only === undefined || given.length > 1) {
    invalid(reading, "timerWithoutTime", id, `The timer of ${id} needs one date, one duration or one cycle`);
    return null;
  }
  const [timer, property] = only;
  const expression = child(definition, property);
  const source = expression === null ? null : text(expression, "body");
  if (source === null) {
    invalid(reading, "timerWithoutTime", id, `The ${timer} of the timer of ${id} is empty`);
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
    return null;
  }
  const name = templateOf(reading, id, source);
  if (name === null) return null;
  const key = extension(node, "poros:Correlation");
  const keySource = key === null ? null : text(key, "key");
  const correlationKey = keySource === null ? null : expressionOf(reading, id, keySource);
  return { kind: "message", name, correlationKey };
}
