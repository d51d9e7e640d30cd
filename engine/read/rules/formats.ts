import { child, idOf, type Node, text } from "../node.ts";
import { broken, type Walk } from "./walk.ts";

/** Attributes whose text has a form of its own: MIME types and URIs. (BPMN 8.3.1, 8.3.7, tables 10.12 and 10.21) */
export function formatRules(at: Walk): void {
  if (!at.strict) return;
  for (const node of at.everything) {
    scriptRules(at, node);
    mimeType(at, node, "textFormat");
    uri(at, node, "language");
    if (node.$type === "bpmn:Transaction") uri(at, node, "method");
  }
}

/** A script says what it is written in. What is no MIME type stands in valid models too, and is refused when it is run. */
function scriptRules(at: Walk, node: Node): void {
  if (node.$type !== "bpmn:ScriptTask" || text(node, "script") === null) return;
  if (text(node, "scriptFormat") !== null) return;
  broken(at, "scriptFormatMissing", node, `The script of ${idOf(node)} does not say its scriptFormat`);
}

function mimeType(at: Walk, node: Node, property: string): void {
  const value = text(node, property);
  if (value === null || /^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/.test(value)) return;
  broken(at, "invalidMimeType", node, `The ${property} of ${nameOf(node)} is no MIME type: ${value}`);
}

function uri(at: Walk, node: Node, property: string): void {
  const value = text(node, property);
  if (value === null || /^(##\w+|[A-Za-z][\w+.-]*:\S+)$/.test(value)) return;
  broken(at, "invalidUri", node, `The ${property} of ${nameOf(node)} is no URI: ${value}`);
}

/** Texts and expressions seldom have ids; what they stand in does. */
function nameOf(node: Node): string {
  const parent = child(node, "$parent");
  return idOf(node) || (parent === null ? "" : idOf(parent)) || node.$type;
}
