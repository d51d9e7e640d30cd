/**
 * The words of a rule set's own facts: titles, options and units from the facts schema, values by their kind.
 * `title` and `description` are Indonesian; `x-title-en`, `x-options` and `x-unit` add what English and lists need.
 */
import { type FactType, factType } from "./fact-type.ts";
import { isolated } from "./isolate.ts";
import { factName, parsePath } from "./path.ts";
import type { Json, RuleSet, Shared } from "./rule-set.ts";
import { isObject, type SchemaObject } from "./schema-check.ts";
import {
  enumerate,
  type Language,
  spellCode,
  spellDate,
  spellInstant,
  spellMoney,
  spellNumber,
} from "./spelling.ts";

export interface FactWords {
  /** `Nilai laporan`. */
  readonly label: (fact: string, path: string | undefined) => string;
  /** A value of that fact: `Rp500.000.000`, `Kepala Dinas`, `3 hari kerja`. */
  readonly value: (fact: string, path: string | undefined, value: Json) => string;
  /** What a comparison's `value` says: a literal, another fact's label, a shared list's title, several values. */
  readonly operand: (fact: string, path: string | undefined, value: Json) => string;
}

const listed = 3;

export function factWords(ruleSet: RuleSet, language: Language, shared: Shared): FactWords {
  const typeAt = (fact: string, path: string | undefined): FactType | null =>
    factType(ruleSet.facts, fact, path === undefined ? [] : (parsePath(path) ?? []));

  const label: FactWords["label"] = (fact, path) => {
    const schema = typeAt(fact, path)?.schema ?? {};
    const title = language === "en" ? (schema["x-title-en"] ?? schema.title) : schema.title;
    if (typeof title === "string" && title !== "") return isolated(title);
    const last = (path ?? "").split(/[.[\]]+/).filter((step) => /[A-Za-z]/.test(step));
    return spellCode(last.at(-1) ?? factName(fact));
  };

  const one = (type: FactType | null, value: Json): string => {
    if (Array.isArray(value)) return several(value.map((item: Json) => one(type?.of ?? type, item)));
    if (typeof value === "boolean") return yesNo[language][value ? "yes" : "no"];
    if (value === null || typeof value === "object") return isolated(JSON.stringify(value));
    const option = optionWord(type?.schema ?? {}, value, language);
    if (option !== null) return isolated(option);
    const text = typeof value === "number" ? spellNumber(value, language) : spellText(type, value);
    const unit = unitOf(type, language);
    return unit === null ? text : `${text} ${unit}`;
  };

  const spellText = (type: FactType | null, text: string): string => {
    if (type?.kind === "money") return spellMoney(text, language);
    if (type?.kind === "date") return spellDate(text, language);
    if (type?.kind === "instant") return spellInstant(text, language);
    return text === "" ? '""' : isolated(text);
  };

  const several = (items: readonly string[]): string => {
    if (items.length === 0) return language === "id" ? "kosong" : "nothing";
    const shown = items.length > listed + 1 ? items.slice(0, listed) : items;
    const more = items.length - shown.length;
    const rest = language === "id" ? `${more} lainnya` : `${more} more`;
    const or = language === "id" ? "atau" : "or";
    return enumerate(more > 0 ? [...shown, rest] : shown, or);
  };

  return {
    label,
    value: (fact, path, value) => one(typeAt(fact, path), value),
    operand: (fact, path, value) => {
      if (isObject(value) && typeof value.fact === "string") {
        return label(value.fact, typeof value.path === "string" ? value.path : undefined);
      }
      if (isObject(value) && typeof value.list === "string") {
        const list = Object.hasOwn(shared.lists, value.list) ? shared.lists[value.list] : undefined;
        const title = isolated(list?.title ?? value.list);
        return language === "id" ? `daftar ${title}` : `the list ${title}`;
      }
      const type = typeAt(fact, path);
      return one(type?.kind === "list" ? (type.of ?? type) : type, value);
    },
  };
}

/** The label of a fact by its written name, `laporan.nilai`. */
export function labelOf(named: string, words: FactWords): string {
  const at = named.search(/[.[]/);
  return at < 0 ? words.label(named, undefined) : words.label(named.slice(0, at), `$${named.slice(at)}`);
}

const yesNo = { id: { yes: "ya", no: "tidak" }, en: { yes: "yes", no: "no" } } as const;

function optionWord(schema: SchemaObject, value: string | number, language: Language): string | null {
  const options = schema["x-options"];
  const key = String(value);
  const words = isObject(options) && Object.hasOwn(options, key) ? options[key] : undefined;
  if (typeof words === "string") return words;
  if (!isObject(words)) return null;
  const word = words[language] ?? words.id;
  return typeof word === "string" ? word : null;
}

function unitOf(type: FactType | null, language: Language): string | null {
  const unit = type?.schema["x-unit"];
  const word = isObject(unit) ? (unit[language] ?? unit.id) : unit;
  if (typeof word === "string") return word;
  return type?.kind === "workingDays" ? (language === "id" ? "hari kerja" : "working days") : null;
}
