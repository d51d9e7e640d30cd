import { limits } from "../limits.ts";
import type { Problem } from "../problem.ts";

/**
 * What is looked at in the text before any parser sees it: encoding, entities, control characters, size, depth,
 * tags that do not close, ids that occur twice. What passes here is small, well nested and holds no surprise.
 */
export interface Scan {
  readonly problems: readonly Problem[];
  /** The 1-based line of each element that has an id. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Finds where every tag ends, comments, CDATA and processing instructions included. */
const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE|<!ENTITY|<(\/?)([^\s/>!?<]+)(?=[\s/>])((?:[^"'<>]|"[^"<]*"|'[^'<]*')*?)(\/?)>|</g;
const idAttribute = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/;
/** Control characters but tab and line ends, what Unicode calls unassignable, and halves of surrogate pairs. */
const control = /[^\P{Control}\t\n\r\u0085]|[\ufffe\uffff]|\p{Surrogate}/u;
const beyondAscii = /[^\p{ASCII}]/u;
const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)[^\s;<&]{0,40};?/;
const characterReference = /&#(?:x([\da-fA-F]{1,6})|(\d{1,7}));/g;
const declaredEncoding = /^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/;
const scopes: ReadonlySet<string> = new Set(["subProcess", "transaction", "adHocSubProcess"]);

export function scanText(source: string): Scan {
  const xml = source.startsWith("\ufeff") ? source.slice(1) : source;
  const scanner: Scanner = {
    xml,
    lines: new Map(),
    extensionLines: new Map(),
    problems: [],
    open: [],
    tags: 0,
    nesting: 0,
    extensions: 0,
    line: 1,
    counted: 0,
  };
  const first = checkCharacters(xml);
  if (first !== null) return { problems: [first], lines: scanner.lines };
  for (const match of xml.matchAll(markup)) {
    const [whole, closing, name, attributes = "", empty] = match;
    const tag: Tag = { name: name ?? "", at: match.index, attributes, empty: empty === "/" };
    const fault =
      name === undefined
        ? checkMarkup(whole)
        : closing === "/"
          ? closeTag(scanner, tag)
          : openTag(scanner, tag);
    if (fault === null) continue;
    scanner.problems.push(located(xml, tag.at, fault));
    return { problems: scanner.problems, lines: scanner.lines };
  }
  const unclosed = scanner.open.at(-1);
  if (scanner.tags === 0) {
    const fault = {
      code: "notBpmn",
      message: "The file holds no XML element; a BPMN file begins with <definitions>",
    };
    scanner.problems.push(located(xml, 0, fault));
  } else if (unclosed !== undefined) {
    const message = `<${unclosed.name}> is never closed: is the file complete?`;
    scanner.problems.push(located(xml, unclosed.at, { code: "notWellFormed", message }));
  }
  return { problems: scanner.problems, lines: scanner.lines };
}

interface Scanner {
  readonly xml: string;
  readonly lines: Map<string, number>;
  readonly extensionLines: Map<string, number>;
  readonly problems: Problem[];
  readonly open: { readonly name: string; readonly at: number; loops: number }[];
  tags: number;
  /** Sub-processes, and `extensionElements`, that are open. */
  nesting: number;
  extensions: number;
  /** The line at `counted`. */
  line: number;
  counted: number;
}

interface Tag {
  readonly name: string;
  readonly at: number;
  readonly attributes: string;
  readonly empty: boolean;
}

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly params?: Problem["params"];
}

function located(xml: string, at: number, { code, message, params }: Fault): Problem {
  const line = lineAt(xml, at);
  return { code, kind: "invalid", line, message, ...(params === undefined ? {} : { params }) };
}

/** Comments, CDATA and processing instructions are no tags; the rest of what is none is refused. */
function checkMarkup(whole: string): Fault | null {
  if (whole === "<!DOCTYPE" || whole === "<!ENTITY") {
    const message = "A document type or entity may not be declared: remove the declaration";
    return { code: "entityDeclared", message };
  }
  if (whole !== "<") return null;
  return { code: "notWellFormed", message: "A tag begins here and does not end: is the file complete?" };
}

function closeTag(scanner: Scanner, { name }: Tag): Fault | null {
  const opened = scanner.open.pop();
  if (opened?.name !== name) {
    const expected = opened === undefined ? "nothing is open" : `<${opened.name}> is open`;
    return { code: "notWellFormed", message: `</${name}> closes here, but ${expected}` };
  }
  const local = localName(name);
  if (scopes.has(local)) scanner.nesting--;
  if (local === "extensionElements") scanner.extensions--;
  return null;
}

function openTag(scanner: Scanner, tag: Tag): Fault | null {
  const { name } = tag;
  const local = localName(name);
  const around = scanner.open.at(-1);
  if (++scanner.tags === 1) {
    if (local !== "definitions") {
      return { code: "notBpmn", message: `The file holds <${name}>, not BPMN <definitions>` };
    }
  } else if (around === undefined) {
    return { code: "notWellFormed", message: `<${name}> follows after the end of the document` };
  }
  if (scanner.tags > limits.xmlElements) {
    const limit = limits.xmlElements;
    const message = `The file has more than ${limit} XML elements`;
    return { code: "tooManyElements", message, params: { limit } };
  }
  if (around !== undefined && local.endsWith("LoopCharacteristics") && ++around.loops > 1) {
    return { code: "twoLoops", message: `<${around.name}> has a second loop here; one activity has one` };
  }
  noteId(scanner, tag);
  if (tag.empty) return null;
  scanner.open.push({ name, at: tag.at, loops: 0 });
  if (scopes.has(local)) scanner.nesting++;
  if (local === "extensionElements") scanner.extensions++;
  const limit =
    scanner.nesting > limits.nesting
      ? limits.nesting
      : scanner.open.length > limits.xmlDepth
        ? limits.xmlDepth
        : null;
  if (limit === null) return null;
  return { code: "tooDeep", message: `Elements may be nested ${limit} deep at most`, params: { limit } };
}

/** Notes where an element with an id stands. Ids inside extensions may repeat each other, but none of the diagram's. */
function noteId(scanner: Scanner, { at, attributes }: Tag): void {
  for (; scanner.counted < at; scanner.counted++) {
    if (scanner.xml.charCodeAt(scanner.counted) === 10) scanner.line++;
  }
  const match = idAttribute.exec(attributes);
  const id = match?.[1] ?? match?.[2] ?? "";
  if (id === "") return;
  const { line } = scanner;
  const inside = scanner.extensions > 0;
  const earlier = scanner.lines.get(id) ?? (inside ? undefined : scanner.extensionLines.get(id));
  if (earlier === undefined) {
    (inside ? scanner.extensionLines : scanner.lines).set(id, line);
    return;
  }
  scanner.problems.push({
    code: "duplicateId",
    kind: "invalid",
    elementId: id,
    line,
    message: `The id "${id}" is already that of the element in line ${earlier}; give one of them another`,
    params: { id, earlierLine: earlier },
  });
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

function checkCharacters(xml: string): Problem | null {
  const invalid = (code: string, line: number, message: string): Problem => ({
    code,
    kind: "invalid",
    line,
    message,
  });
  if (xml.trim() === "") return invalid("emptyFile", 1, "The file is empty");
  if (xml.length > limits.xmlLength) {
    return invalid("tooLarge", 1, `The file has more than ${limits.xmlLength} characters`);
  }
  const encoding = declaredEncoding.exec(xml)?.[1] ?? "UTF-8";
  const wide = xml.startsWith("\ufffe") || xml.charCodeAt(0) === 0 || xml.charCodeAt(1) === 0;
  // Other encodings of one byte per character do no harm where every character is one of ASCII.
  const ascii = /^utf-?8$/i.test(encoding) || (!/utf|ucs|ebcdic/i.test(encoding) && !beyondAscii.test(xml));
  if (wide || !ascii) {
    const found = wide ? "UTF-16" : encoding;
    return invalid("wrongEncoding", 1, `The file is in ${found}; save it as UTF-8`);
  }
  const bad = control.exec(xml);
  if (bad !== null) {
    const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return invalid(
      "controlCharacter",
      lineAt(xml, bad.index),
      `The character U+${code} may not stand in a file`,
    );
  }
  for (const match of xml.matchAll(characterReference)) {
    const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
    if (code > 0x10ffff || control.test(String.fromCodePoint(code))) {
      return invalid(
        "controlCharacter",
        lineAt(xml, match.index),
        `${match[0]} means a character that may not stand in a file`,
      );
    }
  }
  const withoutCdata = xml.includes("<![CDATA[") ? xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, blank) : xml;
  const cleaned = withoutCdata.includes("<!--")
    ? withoutCdata.replace(/<!--[\s\S]*?-->/g, blank)
    : withoutCdata;
  const unknown = entity.exec(cleaned);
  if (unknown !== null && !/<!(?:DOCTYPE|ENTITY)/.test(cleaned)) {
    return invalid(
      "unknownEntity",
      lineAt(xml, unknown.index),
      `"${unknown[0]}" is no entity of XML; write "&amp;" for an ampersand`,
    );
  }
  return null;
}

/** The same length without content, so that positions stay true. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function lineAt(xml: string, at: number): number {
  let line = 1;
  for (let n = 0; n < at; n++) if (xml.charCodeAt(n) === 10) line++;
  return line;
}
