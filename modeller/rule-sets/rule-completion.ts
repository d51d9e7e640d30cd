/**
 * What a rule-set document offers at a place, beyond its schema: the facts it declares, the paths inside them,
 * the operators that fit a fact, the values a fact can have, the names of its rules.
 */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorState } from "@codemirror/state";
import { declaredFacts, type FactType, operatorsFor } from "../../rules/index.ts";
import { at, type Place, placeAt, type Step } from "../json/path.ts";
import {
  descriptionOf,
  emptyValue,
  isSchema,
  membersOf,
  type Schema,
  schemasAt,
  valuesOf,
} from "../json/schema-walk.ts";

/** Completes a document of any schema; a rule set's own offers come first where `ofRules` is set. */
export function completeFrom(schema: unknown, ofRules: boolean) {
  return (context: CompletionContext): CompletionResult | null => {
    const place = placeAt(context.state, context.pos);
    if (place === null || (!context.explicit && place.from === place.to)) return null;
    const options =
      place.writing === "name"
        ? names(schema, place, context.state)
        : values(schema, place, context.state, ofRules);
    return options.length === 0
      ? null
      : { from: place.from, to: place.to, options, validFor: /^"?[\w.$[\]-]*"?$/ };
  };
}

function names(schema: unknown, place: Place, state: EditorState): readonly Completion[] {
  const written = /^\s*:/.test(state.sliceDoc(place.to, place.to + 20));
  return membersOf(schema, schemasAt(schema, place.path))
    .filter((member) => !place.names.includes(member.name))
    .map((member) => ({
      label: `"${member.name}"`,
      apply: written ? `"${member.name}"` : `"${member.name}": ${emptyValue(member.schema)}`,
      type: "property",
      ...(member.description === "" ? {} : { info: member.description }),
      boost: member.required ? 1 : 0,
    }));
}

function values(schema: unknown, place: Place, state: EditorState, ofRules: boolean): readonly Completion[] {
  const document = ofRules ? parsed(state.doc.toString(), place) : null;
  const own = document === null ? null : ownValues(document, place.path);
  if (own !== null) return own;
  const schemas = schemasAt(schema, place.path);
  const listed = valuesOf(schemas);
  if (listed.length > 0)
    return [...new Set(listed.map((value) => JSON.stringify(value)))].map((label) => ({
      label,
      type: "enum",
      ...info(schemas),
    }));
  return [...new Set(schemas.map(emptyValue))]
    .filter((label) => label !== "")
    .map((label) => ({ label, type: "keyword", ...info(schemas) }));
}

function info(schemas: readonly Schema[]) {
  const description = schemas.map(descriptionOf).find((text) => text !== "");
  return description === undefined ? {} : { info: description };
}

/** What the document itself knows about this place; null where it has nothing to add to the schema. */
function ownValues(document: unknown, path: readonly Step[]): readonly Completion[] | null {
  const last = path.at(-1);
  const facts = at(document, ["facts"]);
  const known = isSchema(facts) ? declaredFacts(facts as Parameters<typeof declaredFacts>[0]) : [];
  const beside = at(document, path.slice(0, -1));
  const inConditions = path.includes("conditions") || path.includes("condition");
  if (last === "condition" && inConditions) return ruleNames(document);
  if (!inConditions || !isSchema(beside)) return null;
  if (last === "fact") return texts([...new Set(known.map(({ fact }) => fact))]);
  const ofFact = known.filter(({ fact }) => fact === beside.fact);
  if (last === "path") return texts(ofFact.flatMap(({ path: own }) => own ?? []));
  const type = ofFact.find(({ path: own }) => own === beside.path)?.type;
  if (type === undefined) return null;
  if (last === "operator") return texts(operatorsFor(type));
  return last === "value" ? factValues(type) : null;
}

function factValues(type: FactType): readonly Completion[] | null {
  const options = type.options ?? type.of?.options ?? null;
  if (options !== null) return options.map((option) => ({ label: JSON.stringify(option), type: "enum" }));
  return type.kind === "boolean"
    ? [true, false].map((value) => ({ label: String(value), type: "enum" }))
    : null;
}

function ruleNames(document: unknown): readonly Completion[] {
  const rules = at(document, ["rules"]);
  if (!Array.isArray(rules)) return [];
  return texts(
    rules.flatMap((rule: unknown) => (isSchema(rule) && typeof rule.name === "string" ? rule.name : [])),
  );
}

const texts = (values: readonly string[]): readonly Completion[] =>
  values.map((value) => ({ label: JSON.stringify(value), type: "text" }));

/** The document while it is being written: as it is, or with a stand-in for the unfinished value. */
function parsed(text: string, place: Place): unknown {
  const attempts = [
    text,
    `${text.slice(0, place.from)}null${text.slice(place.to)}`,
    `${text.slice(0, place.from)}null,${text.slice(place.to)}`,
  ];
  for (const attempt of attempts) {
    try {
      return JSON.parse(attempt);
    } catch {
      // Not whole yet; the next attempt mends the place that is being written.
    }
  }
  return null;
}
