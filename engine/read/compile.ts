import type { Element, ElementKind, ExecutableProcess, Flow, Lane, Scope } from "../process.ts";
import { associatedData, declaredIn } from "./data.ts";
import { compileElement } from "./element.ts";
import { deadlineOf, legalBasisOf, submissionOf } from "./extension.ts";
import { child, children, documentationOf, flag, idOf, type Node, text } from "./node.ts";
import { formalExpression, invalid, notExecutable, type Reading } from "./reading.ts";

/**
 * Compiles one BPMN process into indexed arrays: collects everything in document order, joins flows to what they
 * connect (the diagram's own incoming and outgoing lists are not relied on), then compiles each element.
 */
export const isGlobalTask = (node: Node) => globalKinds.has(node.$type);

export function compileProcess(outer: Reading, node: Node): ExecutableProcess {
  const parts: Parts = { elements: [], flows: [], scopes: [], byNode: new Map() };
  const reading: Reading = { ...outer, indexOf: (part) => parts.byNode.get(part)?.index ?? -1 };
  if (globalKinds.has(node.$type)) collectGlobal(parts, node);
  else collect(reading, parts, node, -1);
  const flows = compileFlows(reading, parts);
  joinLinks(reading, parts, flows);
  attachBoundaries(reading, parts);
  findHandlers(reading, parts);
  const lanes = compileLanes(node, parts);
  lanes.forEach((lane, index) => {
    for (const element of lane.elements) {
      const part = parts.elements[element];
      if (part !== undefined) part.lane = index;
    }
  });
  const elements = parts.elements.map((part) => compileElement(reading, part, flows));
  const associated = associatedData(node);
  return {
    id: idOf(node),
    name: text(node, "name"),
    documentation: documentationOf(node),
    zone: reading.zone,
    elements,
    flows,
    scopes: parts.scopes.map((scope, index) =>
      compileScope(scope, index, parts, elements, flows, associated),
    ),
    elementIndex: new Map(elements.map(({ id, index }) => [id, index])),
    flowIndex: new Map(flows.map(({ id, index }) => [id, index])),
    lanes,
    submission: submissionOf(reading, node),
    deadline: deadlineOf(reading, node),
    legalBasis: legalBasisOf(node),
    reach: new Map(),
  };
}

/** An element as far as its neighbours are known. */
export interface Part {
  readonly index: number;
  readonly node: Node;
  readonly kind: ElementKind;
  readonly scope: number;
  owns: number;
  lane: number;
  attachedTo: number;
  undo: number;
  readonly boundary: number[];
  readonly incoming: number[];
  readonly outgoing: number[];
}

interface Parts {
  readonly elements: Part[];
  readonly flows: { readonly node: Node; readonly scope: number }[];
  readonly scopes: { readonly owner: number; readonly node: Node; readonly members: number[] }[];
  readonly byNode: Map<Node, Part>;
}

const kinds: ReadonlyMap<string, ElementKind> = new Map([
  ["bpmn:StartEvent", "startEvent"],
  ["bpmn:EndEvent", "endEvent"],
  ["bpmn:IntermediateCatchEvent", "intermediateCatchEvent"],
  ["bpmn:IntermediateThrowEvent", "intermediateThrowEvent"],
  ["bpmn:BoundaryEvent", "boundaryEvent"],
  ["bpmn:Task", "task"],
  ["bpmn:UserTask", "userTask"],
  ["bpmn:ManualTask", "manualTask"],
  ["bpmn:ServiceTask", "serviceTask"],
  ["bpmn:SendTask", "sendTask"],
  ["bpmn:ReceiveTask", "receiveTask"],
  ["bpmn:BusinessRuleTask", "businessRuleTask"],
  ["bpmn:ScriptTask", "scriptTask"],
  ["bpmn:ExclusiveGateway", "exclusiveGateway"],
  ["bpmn:ParallelGateway", "parallelGateway"],
  ["bpmn:InclusiveGateway", "inclusiveGateway"],
  ["bpmn:EventBasedGateway", "eventBasedGateway"],
  ["bpmn:ComplexGateway", "complexGateway"],
  ["bpmn:SubProcess", "subProcess"],
  ["bpmn:Transaction", "transaction"],
  ["bpmn:AdHocSubProcess", "adHocSubProcess"],
  ["bpmn:CallActivity", "callActivity"],
]);

/** Of tasks that are declared outside any process, for call activities. */
const globalKinds: ReadonlyMap<string, ElementKind> = new Map([
  ["bpmn:GlobalTask", "task"],
  ["bpmn:GlobalUserTask", "userTask"],
  ["bpmn:GlobalManualTask", "manualTask"],
  ["bpmn:GlobalScriptTask", "scriptTask"],
  ["bpmn:GlobalBusinessRuleTask", "businessRuleTask"],
]);

function kindOf(node: Node): ElementKind | undefined {
  const kind = kinds.get(node.$type) ?? globalKinds.get(node.$type);
  return kind === "subProcess" && flag(node, "triggeredByEvent") ? "eventSubProcess" : kind;
}

function collect(reading: Reading, parts: Parts, owner: Node, element: number): number {
  const members: number[] = [];
  const scope = parts.scopes.push({ owner: element, node: owner, members }) - 1;
  for (const node of children(owner, "flowElements")) {
    if (node.$type === "bpmn:SequenceFlow") {
      parts.flows.push({ node, scope });
      continue;
    }
    const kind = kindOf(node);
    if (/^bpmn:Data(Object|ObjectReference|StoreReference)$/.test(node.$type)) continue;
    if (kind === undefined) {
      unsupported(reading, node, node.$type.replace("bpmn:", ""));
      continue;
    }
    const part: Part = {
      index: parts.elements.length,
      node,
      kind,
      scope,
      owns: -1,
      lane: -1,
      attachedTo: -1,
      undo: -1,
      boundary: [],
      incoming: [],
      outgoing: [],
    };
    parts.elements.push(part);
    members.push(part.index);
    parts.byNode.set(node, part);
    if (ownsScope(kind)) part.owns = collect(reading, parts, node, part.index);
  }
  return scope;
}

function ownsScope(kind: ElementKind): boolean {
  return /subProcess$/i.test(kind) || kind === "transaction";
}

function unsupported(reading: Reading, node: Node, type: string): void {
  const id = idOf(node);
  notExecutable(reading, "unsupportedElement", id, `${id || type}: ${type} is not executed`, { type });
}

/** A task that is declared outside any process is a process of that one task. */
function collectGlobal(parts: Parts, node: Node): void {
  parts.scopes.push({ owner: -1, node, members: [0] });
  const part: Part = {
    index: 0,
    node,
    kind: kindOf(node) ?? "task",
    scope: 0,
    owns: -1,
    lane: -1,
    attachedTo: -1,
    undo: -1,
    boundary: [],
    incoming: [],
    outgoing: [],
  };
  parts.elements.push(part);
  parts.byNode.set(node, part);
}

function compileFlows(reading: Reading, parts: Parts): Flow[] {
  const flows: Flow[] = [];
  for (const { node, scope } of parts.flows) {
    const id = idOf(node);
    const source = child(node, "sourceRef");
    const target = child(node, "targetRef");
    if (source === null || target === null) {
      const end = source === null ? "sourceRef" : "targetRef";
      invalid(reading, "flowWithoutEnd", id, `The sequence flow ${id} has no ${end}`, { end });
      continue;
    }
    const from = parts.byNode.get(source);
    const to = parts.byNode.get(target);
    if (from === undefined || to === undefined) {
      // What the flow connects is not executed, and said so already, unless it is no flow node at all.
      const stray = from === undefined ? source : target;
      if (kindOf(stray) !== undefined) {
        invalid(
          reading,
          "flowCrossesScope",
          id,
          `The sequence flow ${id} leads out of its process: use a message flow`,
        );
      } else if (!/Gateway|Event|Task|Activity|SubProcess|Transaction|Choreography/.test(stray.$type)) {
        invalid(
          reading,
          "flowToNoNode",
          id,
          `The sequence flow ${id} leads to or from ${idOf(stray)}, no flow node`,
        );
      }
      continue;
    }
    if (from.scope !== scope || to.scope !== scope) {
      const message = `The sequence flow ${id} leads into or out of a sub-process: end it at the sub-process itself`;
      invalid(reading, "flowCrossesScope", id, message);
      continue;
    }
    const condition = child(node, "conditionExpression");
    from.outgoing.push(flows.length);
    to.incoming.push(flows.length);
    flows.push({
      index: flows.length,
      id,
      name: text(node, "name"),
      source: from.index,
      target: to.index,
      condition: condition === null ? null : formalExpression(reading, id, condition, "condition"),
      drawn: true,
      ids: Object.freeze([id]),
    });
  }
  return flows;
}

/**
 * A link throw event jumps to the catch event beside it that it points at, or else that has its name: a flow in all
 * but drawing.
 */
function joinLinks(reading: Reading, parts: Parts, flows: Flow[]): void {
  const links = parts.elements.flatMap((part) =>
    children(part.node, "eventDefinitions")
      .filter(({ $type }) => $type === "bpmn:LinkEventDefinition")
      .map((definition) => ({ part, definition, name: text(definition, "name") ?? text(part.node, "name") })),
  );
  const catching = links.filter(({ part }) => part.kind === "intermediateCatchEvent");
  for (const { part, name } of catching) {
    const twin = catching.find(
      (other) => other.part !== part && other.part.scope === part.scope && other.name === name,
    );
    if (twin === undefined || name === null) continue;
    const id = idOf(part.node);
    invalid(reading, "linkCaughtTwice", id, `Two link catch events beside each other are named "${name}"`);
  }
  for (const { part, definition, name } of links) {
    if (part.kind !== "intermediateThrowEvent") continue;
    const beside = catching.filter((other) => other.part.scope === part.scope);
    const pointed = child(definition, "target");
    const target =
      beside.find((other) => other.definition === pointed) ??
      beside.find((other) => children(other.definition, "source").includes(definition)) ??
      beside.find((other) => other.name === name);
    const source = idOf(part.node);
    if (target === undefined) {
      invalid(reading, "linkNotCaught", source, `No link catch event beside ${source} is named "${name}"`);
      continue;
    }
    const id = `${source}~${idOf(target.part.node)}`;
    const index = flows.length;
    part.outgoing.push(index);
    target.part.incoming.push(index);
    const ends = { source: part.index, target: target.part.index };
    flows.push({ index, id, name, ...ends, condition: null, drawn: false, ids: Object.freeze([id]) });
  }
}

/** What undoes an activity: the handler that its compensation boundary event points at, or one inside it. */
function findHandlers(reading: Reading, parts: Parts): void {
  const isCompensation = (part: Part) =>
    [...children(part.node, "eventDefinitions"), ...children(part.node, "eventDefinitionRef")].some(
      ({ $type }) => $type === "bpmn:CompensateEventDefinition",
    );
  for (const { node } of parts.scopes) {
    for (const association of children(node, "artifacts")) {
      if (association.$type !== "bpmn:Association") continue;
      const ends = [child(association, "sourceRef"), child(association, "targetRef")];
      const [source, target] = ends.map((end) => (end === null ? undefined : parts.byNode.get(end)));
      if (source === undefined || target === undefined) continue;
      const event = source.kind === "boundaryEvent" ? source : target;
      const handler = event === source ? target : source;
      const host = parts.elements[event.attachedTo];
      if (event.kind === "boundaryEvent" && isCompensation(event) && host !== undefined)
        host.undo = handler.index;
    }
  }
  for (const part of parts.elements) {
    if (
      part.kind === "boundaryEvent" &&
      isCompensation(part) &&
      (parts.elements[part.attachedTo]?.undo ?? -1) < 0
    ) {
      const id = idOf(part.node);
      invalid(
        reading,
        "compensationWithoutHandler",
        id,
        `An association from ${id} to the activity that undoes is missing`,
      );
    }
    if (part.kind !== "startEvent" || !isCompensation(part)) continue;
    const eventSubProcess = parts.elements[parts.scopes[part.scope]?.owner ?? -1];
    const host = parts.elements[parts.scopes[eventSubProcess?.scope ?? -1]?.owner ?? -1];
    if (host !== undefined && host.undo < 0) host.undo = part.index;
  }
}

function attachBoundaries(reading: Reading, parts: Parts): void {
  for (const part of parts.elements) {
    if (part.kind !== "boundaryEvent") continue;
    const id = idOf(part.node);
    const host = child(part.node, "attachedToRef");
    const activity = host === null ? undefined : parts.byNode.get(host);
    if (activity === undefined) {
      if (host === null) invalid(reading, "boundaryNotAttached", id, `${id} is attached to no activity`);
      continue;
    }
    if (!/task|process|transaction|activity/i.test(activity.kind) || activity.scope !== part.scope) {
      const message = `${id} must be attached to an activity beside it, not to ${idOf(activity.node)}`;
      invalid(reading, "boundaryNotAttached", id, message);
      continue;
    }
    part.attachedTo = activity.index;
    activity.boundary.push(part.index);
  }
}

function compileLanes(process: Node, parts: Parts): readonly Lane[] {
  const lanes: Lane[] = [];
  const visit = (laneSet: Node, parent: number) => {
    for (const lane of children(laneSet, "lanes")) {
      const elements = children(lane, "flowNodeRef").flatMap((node) => parts.byNode.get(node)?.index ?? []);
      const index = lanes.push({ id: idOf(lane), name: text(lane, "name"), parent, elements }) - 1;
      const inner = child(lane, "childLaneSet");
      if (inner !== null) visit(inner, index);
    }
  };
  for (const laneSet of children(process, "laneSets")) visit(laneSet, -1);
  return lanes;
}

function compileScope(
  { owner, node, members }: Parts["scopes"][number],
  index: number,
  parts: Parts,
  all: readonly Element[],
  flows: readonly Flow[],
  associated: ReadonlySet<Node>,
): Scope {
  const elements = members.map((member) => all[member]).filter((element) => element !== undefined);
  const starts = elements.filter(({ kind }) => kind === "startEvent");
  const behindGateways = elements
    .filter(({ kind, instantiates }) => kind === "eventBasedGateway" && instantiates !== "no")
    .flatMap(({ outgoing }) => outgoing.map((flow) => flows[flow]?.target ?? -1));
  const receiving = elements.filter(
    ({ kind, instantiates }) => kind === "receiveTask" && instantiates !== "no",
  );
  const otherStarts = [...behindGateways, ...receiving.map((element) => element.index)];
  const entries =
    starts.length > 0 || otherStarts.length > 0
      ? starts.filter(({ triggers }) => triggers.length === 0)
      : elements.filter(beginsWithoutFlow);
  const eventSubProcesses = elements.filter(({ kind }) => kind === "eventSubProcess");
  return {
    index,
    element: owner,
    elements: members,
    entries: entries.map((element) => element.index),
    starts: [...starts.map((element) => element.index), ...otherStarts],
    eventStarts: eventSubProcesses.flatMap(({ owns }) =>
      (parts.scopes[owns]?.members ?? []).filter((member) => all[member]?.kind === "startEvent"),
    ),
    declares: declaredIn(node, associated),
  };
}

/** In a scope without start events, everything starts that no flow leads to. (BPMN 13.3.1) */
function beginsWithoutFlow({ incoming, kind, forCompensation, triggers }: Element): boolean {
  if (incoming.length > 0 || forCompensation) return false;
  if (kind === "boundaryEvent" || kind === "eventSubProcess") return false;
  return !triggers.some((trigger) => trigger.kind === "link");
}
