import fc from "fast-check";
import { chain } from "../story.ts";

/**
 * Edits of a drawn process that leave it sound: what an analyst does to the next version of a diagram. Which element or
 * flow is meant is a number, so that any edit fits any diagram.
 */
export interface Edit {
  readonly kind: "rename" | "insert" | "remove" | "wrap" | "remind";
  readonly at: number;
}

export const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom("rename", "insert", "remove", "wrap", "remind"),
  at: fc.nat({ max: 1_000 }),
});

export interface Edited {
  readonly body: string;
  /** Renamed elements, by their old id. */
  readonly mapping: { readonly [id: string]: string };
}

export function edited(before: Edited, { kind, at }: Edit, n: number): Edited {
  const one = <T>(list: readonly T[]): T | undefined => list[at % Math.max(1, list.length)];
  const { body, mapping } = before;
  if (kind === "rename") {
    const id = one(idsIn(body));
    if (id === undefined) return before;
    const next = `renamed${n}`;
    const original = Object.keys(mapping).find((old) => mapping[old] === id) ?? id;
    return { body: renamed(body, id, next), mapping: { ...mapping, [original]: next } };
  }
  if (kind === "insert") {
    // What stands behind an event-based gateway has to be an event.
    const gates = gatesIn(body);
    const flow = one(flowsIn(body).filter(({ source }) => !gates.has(source)));
    return flow === undefined ? before : { body: withTask(body, flow, `inserted${n}`), mapping };
  }
  // Without its pause a loop would go round for ever; what was renamed may be one.
  const step = one(
    stepsIn(body).filter(({ id }) => !/^(pause|renamed)/.test(id) && !body.includes(`attachedToRef="${id}"`)),
  );
  if (step === undefined) return before;
  if (kind === "remove") return { body: without(body, step), mapping };
  if (kind === "wrap") return { body: wrapped(body, step, `around${n}`), mapping };
  const reminder = `<boundaryEvent id="remind${n}" attachedToRef="${step.id}" cancelActivity="false">
    <timerEventDefinition><timeDuration>PT5H</timeDuration></timerEventDefinition></boundaryEvent>
    <endEvent id="reminded${n}"/>${chain(`remind${n} reminded${n}`)}`;
  return { body: body.replace(step.xml, step.xml + reminder), mapping };
}

interface Step {
  readonly id: string;
  readonly xml: string;
}

interface DrawnFlow {
  readonly xml: string;
  readonly source: string;
  readonly target: string;
}

function idsIn(body: string): readonly string[] {
  const tags = /<(?!sequenceFlow|association|poros)\w+ id="(\w+)"/g;
  return [...body.matchAll(tags)].flatMap(([, id]) => id ?? []);
}

/** Event-based gateways, by whatever id they have by now. */
function gatesIn(body: string): ReadonlySet<string> {
  const tags = /<eventBasedGateway id="(\w+)"/g;
  return new Set([...body.matchAll(tags)].flatMap(([, id]) => id ?? []));
}

/** Tasks that are written as one tag. */
function stepsIn(body: string): readonly Step[] {
  const tags = /<(?:userTask|task|receiveTask|sendTask|callActivity) id="(\w+)"[^>]*\/>/g;
  return [...body.matchAll(tags)].map(([xml, id]) => ({ id: id ?? "", xml }));
}

function flowsIn(body: string): readonly DrawnFlow[] {
  const tags = /<sequenceFlow id="[\w-]+" sourceRef="(\w+)" targetRef="(\w+)"/g;
  return [...body.matchAll(tags)].map(([xml, source, target]) => ({
    xml,
    source: source ?? "",
    target: target ?? "",
  }));
}

function renamed(body: string, id: string, next: string): string {
  const place = new RegExp(
    `(<(?!sequenceFlow|association)\\w+ id|(?:source|target|attachedTo|activity)Ref)="${id}"`,
    "g",
  );
  return body.replace(place, `$1="${next}"`);
}

function withTask(body: string, { xml, target }: DrawnFlow, id: string): string {
  const before = xml.replace(`targetRef="${target}"`, `targetRef="${id}"`);
  return body.replace(xml, `<userTask id="${id}"/>${chain(`${id} ${target}`)}${before}`);
}

/** Takes a step away: what led to it leads to what came after it. */
function without(body: string, { id, xml }: Step): string {
  const out = flowsIn(body).find(({ source }) => source === id);
  const into = flowsIn(body).filter(({ target }) => target === id);
  const gates = gatesIn(body);
  if (out === undefined || into.some(({ source }) => gates.has(source))) return body;
  let rest = body.replace(xml, "").replace(`${out.xml}/>`, "");
  for (const flow of into)
    rest = rest.replace(flow.xml, flow.xml.replace(`targetRef="${id}"`, `targetRef="${out.target}"`));
  return rest;
}

/** Puts a step into a sub-process of its own. */
function wrapped(body: string, { id, xml }: Step, around: string): string {
  const place = new RegExp(`((?:source|target)Ref)="${id}"`, "g");
  return body.replace(place, `$1="${around}"`).replace(xml, `<subProcess id="${around}">${xml}</subProcess>`);
}
