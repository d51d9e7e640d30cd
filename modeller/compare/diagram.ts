/**
 * What changed between two diagrams, element by element, for the person who is asked to approve: what was
 * added, removed and changed in meaning. Where things are drawn does not count.
 * Invariant: two files that mean the same compare as equal, whatever their layout and order.
 */

import { porosModdle } from "../../engine/index.ts";
import { BpmnModdle } from "../bpmn-moddle.ts";
import { definitionOf, readCondition, readExpression, readReference, readTimer } from "../diagram/event.ts";
import {
  extensionsOf,
  is,
  isModdleObject,
  listOf,
  type ModdleObject,
  objectOf,
  textOf,
} from "../diagram/moddle.ts";

/** Names of what may differ; screens have a word for each. */
export const fields = [
  "name",
  "kind",
  "documentation",
  "addressee",
  "authority",
  "deadline",
  "stopsClock",
  "form",
  "ruleSet",
  "outcomes",
  "result",
  "work",
  "inputs",
  "outputs",
  "correlation",
  "submission",
  "legalBasis",
  "condition",
  "default",
  "from",
  "to",
  "timer",
  "message",
  "error",
  "signal",
  "escalation",
  "link",
  "loop",
  "called",
  "script",
  "interrupting",
  "attachedTo",
] as const;
export type Field = (typeof fields)[number];

interface FieldChange {
  readonly field: Field;
  readonly before: string;
  readonly after: string;
}

export interface ElementChange {
  readonly change: "added" | "removed" | "changed";
  readonly elementId: string;
  /** BPMN type without prefix: `UserTask`. */
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

interface ElementRecord {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly values: Readonly<Partial<Record<Field, string>>>;
}

export async function compareDiagrams(before: string, after: string): Promise<readonly ElementChange[]> {
  const [old, fresh] = await Promise.all([readElements(before), readElements(after)]);
  const changes: ElementChange[] = [];
  for (const record of fresh.values()) {
    const was = old.get(record.id);
    if (was === undefined) changes.push({ change: "added", ...head(record), fields: all(record) });
    else {
      const differing = differ(was, record);
      if (differing.length > 0) changes.push({ change: "changed", ...head(record), fields: differing });
    }
  }
  for (const record of old.values())
    if (!fresh.has(record.id)) changes.push({ change: "removed", ...head(record), fields: [] });
  return changes;
}

/** Every element of a file with what it means, by id. */
async function readElements(xml: string): Promise<ReadonlyMap<string, ElementRecord>> {
  const moddle = new BpmnModdle({ poros: porosModdle });
  const parsed: { readonly rootElement: unknown } = await moddle.fromXML(xml);
  const records = new Map<string, ElementRecord>();
  if (!isModdleObject(parsed.rootElement)) return records;
  for (const root of listOf(parsed.rootElement, "rootElements"))
    if (is(root, "bpmn:Process", "bpmn:Collaboration")) walk(root, records);
  return records;
}

function walk(object: ModdleObject, records: Map<string, ElementRecord>): void {
  if (object.id !== undefined && !is(object, "bpmn:Collaboration")) records.set(object.id, record(object));
  for (const list of ["flowElements", "artifacts", "participants", "messageFlows"])
    for (const inner of listOf(object, list)) walk(inner, records);
  for (const laneSet of listOf(object, "laneSets"))
    for (const lane of listOf(laneSet, "lanes")) walk(lane, records);
}

function record(object: ModdleObject): ElementRecord {
  const values: Partial<Record<Field, string>> = {};
  const put = (field: Field, value: string) => {
    if (value !== "") values[field] = value;
  };
  put("name", textOf(object, "name"));
  put("kind", kindOf(object));
  put(
    "documentation",
    listOf(object, "documentation")
      .map((text) => textOf(text, "text"))
      .join("\n"),
  );
  put("addressee", rows(object, "poros:Addressee", ["post", "unit"]));
  put("authority", rows(object, "poros:Authority", ["minEchelon"]));
  put("deadline", rows(object, "poros:Deadline", ["amount", "unit", "ruleSet"]));
  put(
    "stopsClock",
    extensionsOf(object, "poros:StopsClock")
      .map((row) => textOf(row, "reason") || "✓")
      .join(),
  );
  put("form", rows(object, "poros:Form", ["ref"]));
  put("ruleSet", rows(object, "poros:Decision", ["ruleSet"]));
  put("outcomes", rows(object, "poros:Outcome", ["value", "label", "style"]));
  put("result", rows(object, "poros:Result", ["variable"]));
  put("work", rows(object, "poros:Work", ["handler", "topic", "attempts", "backoff"]));
  put("inputs", rows(object, "poros:Input", ["target", "source"]));
  put("outputs", rows(object, "poros:Output", ["target", "source"]));
  put("correlation", rows(object, "poros:Correlation", ["key"]));
  put("submission", rows(object, "poros:Submission", ["post", "prefix", "title"]));
  put("legalBasis", rows(object, "poros:LegalBasis", ["text"]));
  if (is(object, "bpmn:SequenceFlow")) {
    put("from", label(objectOf(object, "sourceRef")));
    put("to", label(objectOf(object, "targetRef")));
    put("condition", readCondition(object));
  }
  if (is(object, "bpmn:FlowNode")) put("default", label(objectOf(flowTarget(object), "targetRef")));
  if (is(object, "bpmn:ScriptTask")) put("script", textOf(object, "script"));
  if (is(object, "bpmn:BoundaryEvent")) {
    put("attachedTo", label(objectOf(object, "attachedToRef")));
    put("interrupting", object.get("cancelActivity") === false ? "✗" : "✓");
  }
  if (is(object, "bpmn:Event")) {
    const timer = readTimer(object);
    put("timer", timer === null ? "" : timer.text);
    put("error", readReference(object, "error"));
    put("signal", readReference(object, "signal"));
    put("escalation", readReference(object, "escalation"));
    put("link", textOf(definitionOf(object, "bpmn:LinkEventDefinition"), "name"));
    const awaited = definitionOf(object, "bpmn:ConditionalEventDefinition");
    if (awaited !== null) put("condition", readExpression(awaited, "condition"));
  }
  put("message", readReference(object, "message"));
  if (is(object, "bpmn:Activity")) put("loop", loopOf(object));
  if (is(object, "bpmn:CallActivity"))
    put(
      "called",
      [textOf(object, "calledElement"), rows(object, "poros:Call", ["binding", "version"])]
        .filter(Boolean)
        .join(" · "),
    );
  return { id: object.id ?? "", kind: kindOf(object), name: textOf(object, "name"), values };
}

/** The loop marker with what it says: list or number, condition, what is collected. */
function loopOf(activity: ModdleObject): string {
  const loop = objectOf(activity, "loopCharacteristics");
  if (loop === null) return "";
  const expressions = ["loopCondition", "loopCardinality", "completionCondition"].map((property) =>
    readExpression(loop, property),
  );
  const kind =
    loop.$type === "bpmn:StandardLoopCharacteristics" ? "↻" : loop.get("isSequential") === true ? "≡" : "|||";
  const own = rows(activity, "poros:Loop", ["collection", "item", "source", "result"]);
  return [kind, textOf(loop, "loopMaximum"), ...expressions, own].filter((text) => text !== "").join(" · ");
}

/** The default flow of a node, or an object without a target. */
function flowTarget(node: ModdleObject): ModdleObject {
  return (is(node, "bpmn:Activity", "bpmn:Gateway") ? objectOf(node, "default") : null) ?? node;
}

/** A kind tells an event's definition too: `BoundaryEvent/Timer`. */
function kindOf(object: ModdleObject): string {
  const own = object.$type.replace(/^bpmn:/, "");
  const definition = is(object, "bpmn:Event") ? listOf(object, "eventDefinitions")[0] : undefined;
  if (definition === undefined) return own;
  return `${own}/${definition.$type.replace(/^bpmn:/, "").replace(/EventDefinition$/, "")}`;
}

function label(object: ModdleObject | null): string {
  return object === null ? "" : textOf(object, "name") || (object.id ?? "");
}

function rows(object: ModdleObject, type: string, attributes: readonly string[]): string {
  return extensionsOf(object, type)
    .map((row) =>
      attributes
        .map((name) => textOf(row, name))
        .filter((text) => text !== "")
        .join(" · "),
    )
    .join("; ");
}

function head(record: ElementRecord) {
  return { elementId: record.id, kind: record.kind, name: record.name };
}

function all(record: ElementRecord): readonly FieldChange[] {
  return fields
    .filter((field) => field !== "name" && field !== "kind" && record.values[field] !== undefined)
    .map((field) => ({ field, before: "", after: record.values[field] ?? "" }));
}

function differ(was: ElementRecord, is: ElementRecord): readonly FieldChange[] {
  return fields
    .filter((field) => was.values[field] !== is.values[field])
    .map((field) => ({ field, before: was.values[field] ?? "", after: is.values[field] ?? "" }));
}
