/**
 * What events, flows, messages and scripts say, read and edited: conditions, timers, messages, errors.
 * Messages, signals, errors and escalations are root objects of the file, shared by name; an edit reuses the one of that name.
 */
import type { Create, Edit, ModdleObject } from "./moddle.ts";
import { is, listOf, objectOf, rootOf, textOf } from "./moddle.ts";

export type TimerKind = "timeDate" | "timeDuration" | "timeCycle";
export const timerKinds: readonly TimerKind[] = ["timeDuration", "timeDate", "timeCycle"];

/** The event definition of a type that an event carries. */
export function definitionOf(event: ModdleObject, type: string): ModdleObject | null {
  return listOf(event, "eventDefinitions").find((definition) => definition.$type === type) ?? null;
}

export function readTimer(event: ModdleObject): { kind: TimerKind; text: string } | null {
  const definition = definitionOf(event, "bpmn:TimerEventDefinition");
  if (definition === null) return null;
  const kind = timerKinds.find((candidate) => objectOf(definition, candidate) !== null) ?? "timeDuration";
  return { kind, text: textOf(objectOf(definition, kind), "body") };
}

export function setTimer(
  event: ModdleObject,
  kind: TimerKind,
  text: string,
  create: Create,
): readonly Edit[] {
  const definition = definitionOf(event, "bpmn:TimerEventDefinition");
  if (definition === null) return [];
  const set: Record<string, unknown> = { timeDate: undefined, timeDuration: undefined, timeCycle: undefined };
  set[kind] = child(create("bpmn:FormalExpression", { body: text }), definition);
  return [{ target: definition, set }];
}

export const readCondition = (flow: ModdleObject): string => readExpression(flow, "conditionExpression");

export const setCondition = (flow: ModdleObject, text: string, create: Create): readonly Edit[] =>
  setExpression(flow, "conditionExpression", text, create);

/** A flow that leaves a gateway or activity which chooses may carry a condition or be the default. */
export function choosesBetween(flow: ModdleObject): boolean {
  const source = objectOf(flow, "sourceRef");
  return (
    source !== null &&
    is(source, "bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:ComplexGateway", "bpmn:Activity")
  );
}

export function isDefault(flow: ModdleObject): boolean {
  const source = objectOf(flow, "sourceRef");
  return source !== null && source.get("default") === flow;
}

/** Making a flow the default takes its condition away: it is taken when no other is. */
export function setDefault(flow: ModdleObject, on: boolean): readonly Edit[] {
  const source = objectOf(flow, "sourceRef");
  if (source === null) return [];
  const edits: Edit[] = [{ target: source, set: { default: on ? flow : undefined } }];
  if (on) edits.push({ target: flow, set: { conditionExpression: undefined } });
  return edits;
}

/** What events and tasks refer to by name: root objects of the file, and what names each. */
const references = {
  message: { type: "bpmn:Message", key: "name", definition: "bpmn:MessageEventDefinition" },
  signal: { type: "bpmn:Signal", key: "name", definition: "bpmn:SignalEventDefinition" },
  error: { type: "bpmn:Error", key: "errorCode", definition: "bpmn:ErrorEventDefinition" },
  escalation: {
    type: "bpmn:Escalation",
    key: "escalationCode",
    definition: "bpmn:EscalationEventDefinition",
  },
} as const;
export type Reference = keyof typeof references;

/** The object that refers: the event's definition, or the task itself. */
export function referrerOf(object: ModdleObject, what: Reference): ModdleObject | null {
  if (what === "message" && is(object, "bpmn:ReceiveTask", "bpmn:SendTask")) return object;
  return definitionOf(object, references[what].definition);
}

export function readReference(object: ModdleObject, what: Reference): string {
  const referrer = referrerOf(object, what);
  return referrer === null ? "" : textOf(objectOf(referrer, `${what}Ref`), references[what].key);
}

/** Names what the object refers to, making the root object where that name is new. */
export function setReference(
  object: ModdleObject,
  what: Reference,
  name: string,
  create: Create,
): readonly Edit[] {
  const referrer = referrerOf(object, what);
  if (referrer === null) return [];
  const property = `${what}Ref`;
  if (name.trim() === "") return [{ target: referrer, set: { [property]: undefined } }];
  const { type, key } = references[what];
  const definitions = rootOf(object);
  const roots = listOf(definitions, "rootElements");
  const known = roots.find((root) => root.$type === type && textOf(root, key) === name.trim());
  if (known !== undefined) return [{ target: referrer, set: { [property]: known } }];
  const fresh = child(create(type, { name: name.trim(), [key]: name.trim() }), definitions);
  return [
    { target: definitions, set: { rootElements: [...roots, fresh] } },
    { target: referrer, set: { [property]: fresh } },
  ];
}

export function namesInUse(object: ModdleObject, what: Reference): readonly string[] {
  const { type, key } = references[what];
  return listOf(rootOf(object), "rootElements")
    .filter((root) => root.$type === type)
    .map((root) => textOf(root, key))
    .filter((name) => name !== "");
}

/** An expression kept in a child element, such as `loopCardinality`; empty text takes it away. */
export function readExpression(holder: ModdleObject, property: string): string {
  return textOf(objectOf(holder, property), "body");
}

export function setExpression(
  holder: ModdleObject,
  property: string,
  text: string,
  create: Create,
): readonly Edit[] {
  const expression =
    text.trim() === "" ? undefined : child(create("bpmn:FormalExpression", { body: text.trim() }), holder);
  return [{ target: holder, set: { [property]: expression } }];
}

export function setScript(task: ModdleObject, text: string): readonly Edit[] {
  return [{ target: task, set: { scriptFormat: "feel", script: text } }];
}

function child(object: ModdleObject, parent: ModdleObject): ModdleObject {
  Object.assign(object, { $parent: parent });
  return object;
}
