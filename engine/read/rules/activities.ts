import { child, children, flag, idOf, type Node, text } from "../node.ts";
import { broken, type FlowNode, type Walk } from "./walk.ts";

/** Activities: what they need, and what may not stand in them. (BPMN 10.3) */
export function activityRules(at: Walk): void {
  for (const activity of at.nodes) {
    if (
      activity.type === "ReceiveTask" &&
      flag(activity.node, "instantiate") &&
      activity.incoming.length > 0
    ) {
      const message = `${idOf(activity.node)} starts cases; no sequence flow may lead to it`;
      broken(at, "flowIntoStart", activity.node, message);
    }
    if (activity.type === "AdHocSubProcess") adHocRules(at, activity);
    if (activity.type === "CallActivity") callRules(at, activity);
    loopRules(at, activity);
    if (at.strict) strictRules(at, activity);
  }
  for (const { node } of at.containers) compensationRules(at, node);
  if (at.strict) expressionRules(at);
}

function adHocRules(at: Walk, { node }: FlowNode): void {
  const members = children(node, "flowElements");
  if (!members.some(({ $type }) => /Task|SubProcess|Transaction|CallActivity/.test($type))) {
    broken(at, "adHocWithoutActivity", node, `The ad-hoc sub-process ${idOf(node)} has no activity`);
  }
  const misplaced = members.find(({ $type }) => /^bpmn:(StartEvent|EndEvent)$/.test($type));
  if (misplaced !== undefined) {
    broken(at, "eventInWrongPlace", misplaced, `${idOf(misplaced)} may not stand in an ad-hoc sub-process`);
  }
}

/** A process that is called starts without an event. */
function callRules(at: Walk, { node }: FlowNode): void {
  const called = text(node, "calledElement");
  const process = at.roots.find((root) => root.$type === "bpmn:Process" && idOf(root) === called);
  if (process === undefined) return;
  const starts = children(process, "flowElements").filter(({ $type }) => $type === "bpmn:StartEvent");
  const plain = starts.some((start) => !isTriggered(start));
  if (starts.length === 0 || plain) return;
  broken(at, "calledProcessStart", node, `${idOf(node)} calls ${called}, which starts only by events`);
}

function isTriggered(start: Node): boolean {
  return [...children(start, "eventDefinitions"), ...children(start, "eventDefinitionRef")].length > 0;
}

/** Conditions that are written as something else than true or false. */
function loopRules(at: Walk, { node }: FlowNode): void {
  const loop = child(node, "loopCharacteristics");
  if (loop === null) return;
  const conditions = [
    child(loop, "completionCondition"),
    child(loop, "loopCondition"),
    ...children(loop, "complexBehaviorDefinition").map((definition) => child(definition, "condition")),
  ];
  for (const condition of conditions) {
    const source = condition === null ? null : text(condition, "body");
    if (source === null || !/^(-?\d+(\.\d+)?|"[^"]*"|'[^']*')$/.test(source)) continue;
    broken(
      at,
      "conditionNotBoolean",
      node,
      `${source} in the loop of ${idOf(node)} is neither true nor false`,
    );
  }
}

/** What a compensation boundary event points at must be there to undo. */
function compensationRules(at: Walk, owner: Node): void {
  for (const association of children(owner, "artifacts")) {
    if (association.$type !== "bpmn:Association") continue;
    const source = at.find(child(association, "sourceRef"));
    const target = at.find(child(association, "targetRef"));
    if (source?.type !== "BoundaryEvent" || target === undefined) continue;
    if (
      flag(target.node, "isForCompensation") &&
      /Task|SubProcess|Transaction|CallActivity/.test(target.type)
    )
      continue;
    const message = `${idOf(target.node)} is to undo, but is no activity that is marked as compensation`;
    broken(at, "notForCompensation", target.node, message);
  }
}

function strictRules(at: Walk, { node, type }: FlowNode): void {
  const id = idOf(node);
  if (/SubProcess|Transaction/.test(type) && child(node, "ioSpecification") !== null) {
    broken(at, "dataAtSubProcess", node, `The sub-process ${id} may have no ioSpecification`);
  }
  for (const role of children(node, "resources")) {
    const named = child(role, "resourceRef") !== null;
    const assigned = child(role, "resourceAssignmentExpression") !== null;
    const bound = children(role, "resourceParameterBindings").length > 0;
    if (named && assigned) {
      broken(
        at,
        "resourceTwice",
        node,
        `A role of ${id} names a resource and an expression; give one of them`,
      );
    }
    if (!named && bound) {
      broken(
        at,
        "resourceMissing",
        node,
        `A role of ${id} binds parameters of a resource that it does not name`,
      );
    }
  }
}

/** In an executable process expressions are formal and not empty. (BPMN 8.3.7) */
function expressionRules(at: Walk): void {
  const places = [
    "timeDate",
    "timeDuration",
    "timeCycle",
    "conditionExpression",
    "condition",
    "loopCondition",
    "loopCardinality",
    "completionCondition",
    "activationCondition",
    "transformation",
    "from",
    "to",
    "messagePath",
    "dataPath",
  ];
  if (!at.containers.some(({ executable }) => executable)) return;
  for (const node of at.everything) {
    for (const place of places) {
      const expression = child(node, place);
      if (expression === null) continue;
      const id = idOf(node);
      const where = id === "" ? node.$type : id;
      if (text(expression, "body") === null) {
        broken(at, "emptyExpression", node, `The ${place} of ${where} is empty`);
      } else if (expression.$type !== "bpmn:FormalExpression") {
        broken(
          at,
          "notFormal",
          node,
          `The ${place} of ${where} is natural language; an executable process needs a formal expression`,
        );
      }
    }
  }
}
