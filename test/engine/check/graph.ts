import fc from "fast-check";
import { conditional } from "../story.ts";

/**
 * Random processes without any structure: events, tasks and gateways connected at random from one start event.
 * Most of them are wrong in one way or another, which is what they are for.
 */
const kinds = [
  "task",
  "userTask",
  "exclusiveGateway",
  "parallelGateway",
  "inclusiveGateway",
  "endEvent",
  "terminate",
] as const;

type Kind = (typeof kinds)[number];

export const tangle: fc.Arbitrary<string> = fc
  .integer({ min: 3, max: 8 })
  .chain((count) =>
    fc.record({
      nodes: fc.array(fc.constantFrom(...kinds), { minLength: count, maxLength: count }),
      links: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
        minLength: count,
        maxLength: Math.floor(count * 1.6),
      }),
    }),
  )
  .map(({ nodes, links }) => bodyOf(nodes, links));

function bodyOf(nodes: readonly Kind[], links: readonly (readonly [number, number])[]): string {
  const targets = nodes.map(() => new Set<number>());
  for (const [from, to] of links) {
    const ends = nodes[from] === "endEvent" || nodes[from] === "terminate";
    if (from !== to && !ends) targets[from]?.add(to);
  }
  // What nothing leads to would start by itself.
  const reached = new Set([0]);
  for (const node of reached) for (const target of targets[node] ?? []) reached.add(target);
  const elements = [...reached].map((node) =>
    elementOf(nodes[node] ?? "task", `n${node}`, targets[node]?.size ?? 0),
  );
  const flows = [...reached].flatMap((node) =>
    [...(targets[node] ?? [])].map((target) =>
      flowOf(nodes[node] ?? "task", `n${node}`, `n${target}`, targets[node]?.size ?? 0),
    ),
  );
  const start = `<startEvent id="start"/><sequenceFlow id="start-n0" sourceRef="start" targetRef="n0"/>`;
  return start + elements.join("") + flows.join("");
}

function elementOf(kind: Kind, id: string, ways: number): string {
  if (kind === "terminate") return `<endEvent id="${id}"><terminateEventDefinition/></endEvent>`;
  return ways === 0 ? `<endEvent id="${id}"/>` : `<${kind} id="${id}"/>`;
}

function flowOf(kind: Kind, source: string, target: string, ways: number): string {
  const chooses = kind === "exclusiveGateway" || kind === "inclusiveGateway";
  if (chooses && ways > 1) return conditional(source, target, "true");
  return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}"/>`;
}
