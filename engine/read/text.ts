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
  const lines = new Map<string, number>();
  const first = checkCharacters(xml);
  if (first !== null) return { problems: [first], lines };
  const problems: Problem[] = [];
  const problem = (code: string, at: number, message: string, params?: Problem["params"]) => {
    problems.push({
      code,
      kind: "invalid",
      line: lineAt(xml, at),
      message,
      ...(params === undefined ? {} : { params }),
    });
  };
  const open: { readonly name: string; readonly at: number; loops: number }[] = [];
  let tags = 0;
  let nesting = 0;
  let rootName: string | null = null;
  let line = 1;
  let counted = 0;
  for (const match of xml.matchAll(markup)) {
    const [whole, closing, name, attributes, empty] = match;
    const at = match.index;
    if (whole === "<!DOCTYPE" || whole === "<!ENTITY") {
      problem("entityDeclared", at, "A document type or entity may not be declared: remove the declaration");
      return { problems, lines };
    }
    if (whole === "<") {
      problem("notWellFormed", at, "A tag begins here and does not end: is the file complete?");
      return { problems, lines };
    }
    if (name === undefined) continue;
    for (; counted < at; counted++) if (xml.charCodeAt(counted) === 10) line++;
    const local = name.slice(name.indexOf(":") + 1);
    if (closing === "/") {
      const opened = open.pop();
      if (opened?.name !== name) {
        const expected = opened === undefined ? "nothing is open" : `<${opened.name}> is open`;
        problem("notWellFormed", at, `</${name}> closes here, but ${expected}`);
        return { problems, lines };
      }
      if (scopes.has(local)) nesting--;
      continue;
    }
    tags++;
    const around = open.at(-1);
    if (around !== undefined && local.endsWith("LoopCharacteristics") && ++around.loops > 1) {
      problem("twoLoops", at, `<${around.name}> has a second loop here; one activity has one`);
      return { problems, lines };
    }
    if (rootName === null) {
      rootName = local;
      if (local !== "definitions") {
        problem("notBpmn", at, `The file holds <${name}>, not BPMN <definitions>`);
        return { problems, lines };
      }
    } else if (open.length === 0) {
      problem("notWellFormed", at, `<${name}> follows after the end of the document`);
      return { problems, lines };
    }
    if (tags > limits.xmlElements) {
      const limit = limits.xmlElements;
      problem("tooManyElements", at, `The file has more than ${limit} XML elements`, { limit });
      return { problems, lines };
    }
    const id = idAttribute.exec(attributes ?? "");
    const value = id?.[1] ?? id?.[2];
    if (value !== undefined && value !== "") {
      const earlier = lines.get(value);
      if (earlier === undefined) lines.set(value, line);
      else {
        problems.push({
          code: "duplicateId",
          kind: "invalid",
          elementId: value,
          line,
          message: `The id "${value}" is already that of the element in line ${earlier}; give one of them another`,
          params: { id: value, earlierLine: earlier },
        });
      }
    }
    if (empty === "/") continue;
    open.push({ name, at, loops: 0 });
    if (scopes.has(local)) nesting++;
    if (nesting > limits.nesting || open.length > limits.xmlDepth) {
      const limit = nesting > limits.nesting ? limits.nesting : limits.xmlDepth;
      problem("tooDeep", at, `Elements may be nested ${limit} deep at most`, { limit });
      return { problems, lines };
    }
  }
  const unclosed = open.at(-1);
  if (rootName === null) {
    problem("notBpmn", 0, "The file holds no XML element; a BPMN file begins with <definitions>");
  } else if (unclosed !== undefined) {
    problem("notWellFormed", unclosed.at, `<${unclosed.name}> is never closed: is the file complete?`);
  }
  return { problems, lines };
}

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
