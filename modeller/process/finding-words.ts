/** A finding of the soundness check in the reader's words: what is wrong, a concrete case, and each step of it. */
import type { ExecutableProcess } from "../../engine/index.ts";
import { words } from "../words.ts";
import type { RunScene, ShownFinding } from "./soundness.ts";

/** The name of an element or a flow, in quotes; its target for a flow without a name. */
export type NameOf = (id: string) => string;

export function namesIn(process: ExecutableProcess): NameOf {
  const quoted = (name: string | null | undefined, id: string) => `“${name || id}”`;
  return (id) => {
    const element = process.elements[process.elementIndex.get(id) ?? -1];
    if (element !== undefined) return quoted(element.name, id);
    const flow = process.flows[process.flowIndex.get(id) ?? -1];
    return quoted(flow?.name ?? (flow && process.elements[flow.target]?.name), id);
  };
}

export function findingTitle({ kind }: ShownFinding): string {
  return words().finding[kind].title;
}

/** The case in which it happens, in one or two sentences. */
export function findingCase(finding: ShownFinding, nameOf: NameOf): string {
  const said = words().finding;
  const choices = finding.choices
    .slice(-2)
    .map(({ gatewayId, flowIds }) => said.chose(nameOf(gatewayId), listed(flowIds, nameOf)));
  const outcome = said[finding.kind].happens(
    listed(finding.elementIds, nameOf),
    listed(finding.missing, nameOf),
  );
  return [...choices, outcome, finding.shortest || finding.steps.length === 0 ? "" : said.notShortest]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

export function stepWord({ what, elementId, flowIds }: RunScene, nameOf: NameOf): string {
  return words().finding.step[what](nameOf(elementId), listed(flowIds, nameOf));
}

const mostListed = 4;

function listed(ids: readonly string[], nameOf: NameOf): string {
  const names = [...new Set(ids.map(nameOf))];
  const shown = names.slice(0, mostListed).join(", ");
  return names.length > mostListed ? words().finding.more(shown, names.length - mostListed) : shown;
}
