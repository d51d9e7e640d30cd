import type { Element, ElementKind, ExecutableProcess, Flow, Lane, Scope } from "../process.ts";
import { compileElement } from "./element.ts";
import { deadlineOf, legalBasisOf, submissionOf } from "./extension.ts";
import { child, children, documentationOf, idOf, type Node, text } from "./node.ts";
import { formalExpression, invalid, notExecutable, type Reading } from "./reading.ts";

/**
 * Compiles one BPMN process into indexed arrays: collects everything in document order, joins flows to what they
 * connect (the diagram's own incoming and outgoing lists are not relied on), then compiles each element.
 */
export function compileProcess(reading: Reading, node: Node): ExecutableProcess {
  const parts: Parts = { elements: [], flows: [], scopes: [], byNode: new Map() };
  collect(reading, parts, node, -1);
  const flows = compileFlows(reading, parts);
  attachBoundaries(reading, parts);
  const lanes = compileLanes(node, parts);
  lanes.forEach((lane, index) => {
    for (const element of lane.elements) {
      const part = parts.elements[element];
      if (part !== undefined) part.lane = index;
    }
  });
  const elements = parts.elements.map((part) => compileElement(reading, part, flows));
  return {
    id: idOf(node),
    name: text(node, "name"),
    documentation: documentationOf(node),
    zone: reading.zone,
    elements,
    flows,
    scopes: parts.scopes.map(({ owner, members }, index) => compileScope(owner, index, members, elements)),
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
  readonly boundary: number[];
  readonly incoming: number[];
  readonly outgoing: number[];
}

interface Parts {
  readonly elements: Part[];
  readonly flows: { readonly node: Node; readonly scope: number }[];
  readonly scopes: { readonly owner: number; readonly members: number[] }[];
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
  ["bpmn:SubProcess", "subProcess"],
]);

function collect(reading: Reading, parts: Parts, owner: Node, element: number): number {
  const members: number[] = [];
  const scope = parts.scopes.push({ owner: element, members }) - 1;
  for (const node of children(owner, "flowElements")) {
    if (node.$type === "bpmn:SequenceFlow") {
      parts.flows.push({ node, scope });
      continue;
    }
    const kind = kinds.get(node.$type);
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
      boundary: [],
      incoming: [],
      outgoing: [],
    };
    parts.elements.push(part);
    members.push(part.index);
    parts.byNode.set(node, part);
    if (kind === "subProcess") part.owns = collect(reading, parts, node, part.index);
  }
  return scope;
}

function unsupported(reading: Reading, node: Node, type: string): void {
  const id = idOf(node);
  notExecutable(reading, "unsupportedElement", id, `${id || type}: ${type} is not executed`, { type });
}

function compileFlows(reading: Reading, parts: Parts): readonly Flow[] {
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
      if (!/Gateway|Event|Task|Activity|SubProcess|Transaction/.test(stray.$type)) {
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
      ids: Object.freeze([id]),
    });
  }
  return flows;
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
    if (!/task|process/i.test(activity.kind) || activity.scope !== part.scope) {
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
  owner: number,
  index: number,
  members: readonly number[],
  all: readonly Element[],
): Scope {
  const elements = members.map((member) => all[member]).filter((element) => element !== undefined);
  const starts = elements.filter(({ kind }) => kind === "startEvent");
  const entries =
    starts.length > 0
      ? starts.filter(({ triggers }) => triggers.length === 0)
      : elements.filter(({ incoming, kind }) => incoming.length === 0 && kind !== "boundaryEvent");
  const indices = (list: readonly Element[]) => list.map((element) => element.index);
  return {
    index,
    element: owner,
    elements: indices(elements),
    entries: indices(entries),
    starts: indices(starts),
    eventStarts: [],
  };
}
