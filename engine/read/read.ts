import { BpmnModdle } from "bpmn-moddle";
import { limits } from "../limits.ts";
import porosDescriptor from "../poros-moddle.json" with { type: "json" };
import type { Problem } from "../problem.ts";
import type { ExecutableProcess } from "../process.ts";
import { isForbiddenName } from "../variables.ts";
import { compileProcess, isGlobalTask } from "./compile.ts";
import { children, flag, idOf, isNode, type Node } from "./node.ts";
import { type ExpressionLanguage, invalid, notExecutable, type Reading } from "./reading.ts";
import { checkRules } from "./rules/index.ts";
import { scanText } from "./text.ts";

export interface ReadOptions {
  /** `WIB` (the default), `WITA`, `WIT`, `UTC` or an offset. */
  readonly zone?: string;
  readonly expressionLanguage?: ExpressionLanguage;
  /** Hand scripts that are not FEEL to the host by `ScriptRequested`, instead of refusing them. */
  readonly handOutScripts?: boolean;
  /**
   * For diagrams from elsewhere: attributes that BPMN does not have are ignored, and an error that is referred to but
   * not declared is taken for its code, as other engines do.
   */
  readonly tolerant?: boolean;
  /**
   * Also hold the diagram to what the specification demands though no engine needs it: formal expressions, item
   * definitions, gateways' directions, flows to and from everything.
   */
  readonly strict?: boolean;
  /**
   * Read the shape alone, for the soundness check of a draft: a process that is not marked executable, a missing
   * condition, message or rule set, or an expression in another language is no problem then.
   */
  readonly shapeOnly?: boolean;
}

export type ReadResult =
  | { readonly ok: true; readonly processes: readonly ExecutableProcess[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads BPMN 2.0 XML into processes that can be executed, or says everything that stands in the way: what breaks
 * the specification, and what is valid but not executed here. Nothing is skipped and nothing is thrown.
 */
export async function readProcess(source: string, options: ReadOptions = {}): Promise<ReadResult> {
  // One id typed in two Unicode forms is one id.
  const xml = source.normalize("NFC");
  const scan = scanText(xml);
  if (scan.problems.length > 0) return { ok: false, problems: scan.problems };
  const reading: Reading = {
    problems: [],
    lines: scan.lines,
    language: options.expressionLanguage ?? null,
    handsOutScripts: options.handOutScripts ?? false,
    shapeOnly: options.shapeOnly ?? false,
    zone: options.zone ?? "WIB",
    indexOf: () => -1,
  };
  const definitions = await parse(reading, xml, options.tolerant ?? false);
  if (definitions === null) return { ok: false, problems: reading.problems };
  checkIds(reading, scan.lines);
  const roots = children(definitions, "rootElements");
  checkRoots(reading, roots);
  if (!(options.tolerant ?? false)) checkRules(reading, definitions, options.strict ?? false);
  const nodes = roots.filter((root) => root.$type === "bpmn:Process" || isGlobalTask(root));
  if (!withinLimit(reading, nodes)) return { ok: false, problems: reading.problems };
  for (const node of nodes) nameTheNameless(node, { count: 0 });
  const processes = nodes.map((node) => compileProcess(reading, node));
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  return { ok: true, processes };
}

/** The parser takes a global script task's script for an attribute; by the schema it is an element. */
function readGlobalScripts(parser: BpmnModdle): void {
  const type = parser.registry.typeMap["bpmn:GlobalScriptTask"];
  for (const property of type?.properties ?? []) {
    if (property.name === "bpmn:script") Reflect.deleteProperty(property, "isAttr");
  }
}

/** The text is decoded already, whatever its first line says. */
function withoutEncoding(xml: string): string {
  return xml.replace(/^(<\?xml[^>]*?)\sencoding\s*=\s*(?:"[^"]*"|'[^']*')/, "$1");
}

async function parse(reading: Reading, xml: string, tolerant: boolean): Promise<Node | null> {
  try {
    const parser = new BpmnModdle({ poros: porosDescriptor });
    readGlobalScripts(parser);
    const parsed = await parser.fromXML(withoutEncoding(xml));
    for (const warning of parsed.warnings) {
      const { message } = warning;
      if (message.startsWith("unresolved reference")) {
        if (resolve(warning, parsed.elementsById, tolerant)) continue;
        dangling(reading, warning, tolerant, namespaceOf(parsed.rootElement, warning.value));
      } else if (!message.startsWith("unknown attribute") || !(tolerant || isForeign(message))) {
        reading.problems.push(
          explained(warning.message, isNode(warning.element) ? idOf(warning.element) : ""),
        );
      }
    }
    return isNode(parsed.rootElement) ? parsed.rootElement : null;
  } catch (error) {
    const problem = explained(error instanceof Error ? error.message : String(error), "");
    reading.problems.push({ line: 1, ...problem, code: "notBpmn" });
    return null;
  }
}

/** BPMN asks for no ids. What has none gets one by its place in the document, with a sign that no written id begins with. */
function nameTheNameless(node: Node, counter: { count: number }): void {
  for (const inner of children(node, "flowElements")) {
    counter.count++;
    if (idOf(inner) === "") Reflect.set(inner, "id", `~${inner.$type.replace("bpmn:", "")}${counter.count}`);
    nameTheNameless(inner, counter);
  }
}

type Warning = Awaited<ReturnType<BpmnModdle["fromXML"]>>["warnings"][number];

/** A reference with the prefix of a namespace means the element of its local name. */
function resolve(
  warning: Warning,
  elementsById: { readonly [id: string]: unknown },
  tolerant: boolean,
): boolean {
  const { element, value } = warning;
  const property = String(warning.property ?? "").replace(/^\w+:/, "");
  if (typeof element !== "object" || element === null || typeof value !== "string") return false;
  const local = value.slice(value.indexOf(":") + 1);
  const target = Object.hasOwn(elementsById, local) ? elementsById[local] : undefined;
  if (local !== value && isNode(target)) {
    const present: unknown = Reflect.get(element, property);
    Reflect.set(element, property, Array.isArray(present) ? [...present, target] : target);
    return true;
  }
  if (tolerant && /^(structureRef|itemSubjectRef)$/.test(property)) return true;
  if (!tolerant || property !== "errorRef") return false;
  return Reflect.set(element, property, value);
}

/** An attribute of a vocabulary that is neither BPMN's nor ours is kept and means nothing here, whatever its name. */
function isForeign(message: string): boolean {
  return /^unknown attribute <(?!bpmn:|bpmndi:|di:|dc:|poros:)[\w.-]+:/.test(message);
}

/** The namespace that a prefixed name is of, as the root declares it. */
function namespaceOf(root: unknown, name: unknown): string | null {
  if (!isNode(root) || typeof name !== "string" || !name.includes(":")) return null;
  const attributes: unknown = Reflect.get(root, "$attrs");
  if (typeof attributes !== "object" || attributes === null) return null;
  const namespace: unknown = Reflect.get(attributes, `xmlns:${name.slice(0, name.indexOf(":"))}`);
  return typeof namespace === "string" && namespace !== root.targetNamespace ? namespace : null;
}

function dangling(reading: Reading, warning: Warning, tolerant: boolean, namespace: string | null): void {
  const id = isNode(warning.element) ? idOf(warning.element) : "";
  const reference = String(warning.value ?? warning.message);
  const property = String(warning.property ?? "").replace(/^bpmn:/, "");
  const where = id === "" ? "" : ` of ${id}`;
  const message = `The ${property}${where} refers to "${reference}", which does not exist`;
  // A shape that shows nothing breaks the picture, and an operation may be declared elsewhere: neither the process.
  if (property === "operationRef") {
    notExecutable(reading, "danglingReference", id, message, { reference, property });
    if (isNode(warning.element)) Reflect.set(warning.element, property, reference);
  } else if (namespace !== null) {
    // What another file or vocabulary declares may well be there. A type of XML Schema is known to be.
    if (namespace === "http://www.w3.org/2001/XMLSchema") return;
    const elsewhere = `The ${property}${where} refers to "${reference}" of ${namespace}, which is not looked up`;
    notExecutable(reading, "foreignReference", id, elsewhere, { reference, property });
  } else if (!property.startsWith("bpmndi:")) {
    invalid(reading, "danglingReference", id, message, { reference, property });
  } else if (!tolerant) notExecutable(reading, "danglingPicture", id, message, { reference, property });
}

/** What the parser says, in one line with the line of the file. */
function explained(said: string, id: string): Problem {
  const [first = "", ...rest] = said.split("\n");
  const nested = rest.find((part) => part.includes("nested error:"))?.replace(/.*nested error:\s*/, "");
  const line = /line: (\d+)/.exec(said)?.[1];
  const message = nested === undefined ? first : `${first}: ${nested}`;
  return {
    code: first.startsWith("unknown attribute") ? "unknownAttribute" : "unknownContent",
    kind: "invalid",
    message: id === "" ? message : `${id}: ${message}`,
    ...(id === "" ? {} : { elementId: id }),
    ...(line === undefined ? {} : { line: Number(line) + 1 }),
  };
}

function checkIds(reading: Reading, lines: ReadonlyMap<string, number>): void {
  for (const id of lines.keys()) {
    if (isForbiddenName(id)) {
      invalid(reading, "forbiddenId", id, `"${id}" may not be an id`);
    } else if (id.length > limits.nameLength) {
      const message = `An id has ${limits.nameLength} characters at most`;
      invalid(reading, "idTooLong", id.slice(0, limits.nameLength), message);
    } else if (id === "case") {
      invalid(
        reading,
        "forbiddenId",
        id,
        `"case" is the engine's own word for the whole case; choose another id`,
      );
    }
  }
}

function checkRoots(reading: Reading, roots: readonly Node[]): void {
  let processes = 0;
  for (const root of roots) {
    const type = root.$type.replace("bpmn:", "");
    if (type === "Process") {
      processes++;
      const id = idOf(root);
      if (id === "") invalid(reading, "idMissing", "", "A process has no id");
      // Only a process that says so is to be executed; the attribute's default is "not".
      if (!flag(root, "isExecutable")) {
        notExecutable(reading, "notExecutable", id, `The process ${id} is marked isExecutable="false"`);
      }
    } else if (/Choreography|^GlobalConversation/.test(type)) {
      const id = idOf(root);
      notExecutable(reading, "unsupportedElement", id, `${id || type}: ${type} is not executed`, { type });
    }
  }
  if (processes === 0) notExecutable(reading, "processMissing", "", "The file holds no process");
}

function withinLimit(reading: Reading, processes: readonly Node[]): boolean {
  let count = 0;
  const visit = (node: Node) => {
    for (const inner of children(node, "flowElements")) {
      count++;
      visit(inner);
    }
  };
  for (const process of processes) visit(process);
  if (count <= limits.elements) return true;
  const message = `The file has ${count} flow elements; ${limits.elements} are allowed`;
  invalid(reading, "tooManyElements", "", message, { limit: limits.elements, count });
  return false;
}
