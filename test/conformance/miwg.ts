import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BpmnModdle } from "bpmn-moddle";
import { readProcess } from "../../engine/index.ts";
import porosDescriptor from "../../engine/poros-moddle.json" with { type: "json" };
import { failed, isRecord, listOf, type Outcome, passed, recordOf, textOf } from "./outcome.ts";

/**
 * The reference models of the interchange group: read, written and read again by the parser that the modeller and
 * the engine share, with our own descriptor. The same elements, attributes, references, pictures and foreign
 * extensions must come back.
 */
export async function runMiwg(folder: string): Promise<readonly Outcome[]> {
  const file = join(folder, "manifest.json");
  if (!existsSync(file)) return [];
  const outcomes: Outcome[] = [];
  const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
  for (const entry of listOf(manifest).map(recordOf)) {
    const name = textOf(entry.file);
    const reason = await judge(readFileSync(join(folder, name), "utf8"), entry);
    const id = `miwg/${name}`;
    outcomes.push(reason === null ? passed(id, "miwg") : failed(id, "miwg", reason));
  }
  return outcomes;
}

async function judge(xml: string, entry: ReturnType<typeof recordOf>): Promise<string | null> {
  const duplicates = listOf(entry.duplicateIds).map(textOf);
  if (duplicates.length > 0) {
    const read = await readProcess(xml);
    const named = read.ok ? [] : read.problems.filter(({ code }) => code === "duplicateId");
    const missed = duplicates.find((id) => !named.some(({ elementId }) => elementId === id));
    return missed === undefined ? null : `the duplicate id ${missed} is not reported`;
  }
  const first = await read(xml);
  if (first.lost.length > 0) return `not read: ${first.lost.join("; ")}`;
  const counts = countsOf(xml);
  for (const [group, expected] of [
    ["modelElements", recordOf(entry.modelElements)],
    ["di", recordOf(entry.di)],
  ] as const) {
    for (const [element, count] of Object.entries(expected)) {
      if (counts.get(element) !== count)
        return `${group}: ${counts.get(element) ?? 0} of ${element}, not ${count}`;
    }
  }
  const written = await first.write();
  const second = await read(written);
  const before = facts(first.root);
  const after = facts(second.root);
  const gone = before.find((fact, n) => fact !== after[n]) ?? after[before.length];
  if (gone !== undefined) return `differs after writing: ${gone}`;
  const writtenCounts = countsOf(written);
  for (const [element, count] of counts) {
    if (writtenCounts.get(element) !== count) {
      return `${writtenCounts.get(element) ?? 0} of ${element} are written, not ${count}`;
    }
  }
  return null;
}

async function read(xml: string) {
  const moddle: Moddle = new BpmnModdle({ poros: porosDescriptor });
  const { rootElement, warnings } = await moddle.fromXML(xml);
  return {
    root: rootElement,
    // What refers to something outside the file is kept as it was written; what was dropped is not.
    lost: warnings
      .map((warning) => textOf(recordOf(warning).message))
      .filter((message) => message.startsWith("unparsable")),
    write: async () => (await moddle.toXML(rootElement, { format: true })).xml,
  };
}

interface Moddle {
  fromXML(xml: string): Promise<{ readonly rootElement: unknown; readonly warnings: readonly object[] }>;
  toXML(root: unknown, options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
}

const standard = /^http:\/\/www\.omg\.org\/spec\/(BPMN\/20100524\/(MODEL|DI)|DD\/20100524\/D[CI])$/;

/** How often each element of BPMN and its pictures occurs, by local name; comments and foreign namespaces aside. */
function countsOf(xml: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const plain = xml.replace(/<!--[\s\S]*?-->/g, "").replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  // Innermost last: which namespace each prefix stands for, as elements open and close.
  const scopes: ReadonlyMap<string, string>[] = [new Map()];
  for (const [whole, close, name = "", attributes = ""] of plain.matchAll(
    /<(\/?)([A-Za-z_][\w.:-]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>/g,
  )) {
    if (close === "/") {
      scopes.pop();
      continue;
    }
    const scope = new Map(scopes.at(-1));
    for (const [, prefix = "", double, single] of attributes.matchAll(
      /\bxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    )) {
      scope.set(prefix, double ?? single ?? "");
    }
    if (!whole.endsWith("/>")) scopes.push(scope);
    const colon = name.indexOf(":");
    const namespace = scope.get(colon < 0 ? "" : name.slice(0, colon)) ?? "";
    const local = name.slice(colon + 1);
    if (standard.test(namespace)) counts.set(local, (counts.get(local) ?? 0) + 1);
  }
  return counts;
}

/** The names of the properties that the parser knows for an element; all that it has, for one of a foreign kind. */
function propertiesOf(value: { readonly [name: string]: unknown }): readonly string[] {
  const properties = listOf(recordOf(Reflect.get(value, "$descriptor")).properties);
  const names = properties.map((property) => textOf(recordOf(property).name).replace(/^[\w-]+:/, ""));
  return names.length > 0 ? names : Object.keys(value);
}

/** Everything said in a model, one line each, sorted: type, attribute and value, reference, text. */
function facts(root: unknown): readonly string[] {
  const lines: string[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown, path: string): void => {
    if (!isRecord(value) || seen.has(value)) return;
    seen.add(value);
    const type = textOf(value.$type);
    const id = textOf(value.id);
    const here = id === "" ? `${path}/${type}` : `${type}#${id}`;
    lines.push(here);
    const foreign = recordOf(value.$attrs);
    // An attribute that says what holds anyway need not be written again.
    const own = propertiesOf(value).map((name): [string, unknown] => [name, value[name]]);
    for (const [name, text] of [...own, ...Object.entries(foreign)]) {
      // Nor need how a namespace is abbreviated, or a type that is plain from the element.
      if (text === undefined || /^xmlns(:|$)|^xsi:type$/.test(name)) continue;
      for (const inner of Array.isArray(text) ? text : [text]) {
        if (isRecord(inner) && typeof inner.id === "string" && seen.has(inner))
          lines.push(`${here}.${name}->${inner.id}`);
        else if (isRecord(inner)) visit(inner, `${here}.${name}`);
        else if (typeof inner !== "function") lines.push(`${here}.${name}=${String(inner)}`);
      }
    }
  };
  visit(root, "");
  return lines.sort();
}
