/**
 * Explanations and rules as sentences, in Indonesian and English, from the rule set's own words.
 *
 * An Indonesian sentence holds no English; an English one falls back to the Indonesian words of a rule only where
 * the rule has no others.
 */
import { type FactWords, factWords, labelOf } from "./fact-words.ts";
import { sayActual, sayFound, sayMissing, sayNeeded } from "./finding-words.ts";
import { isolated } from "./isolate.ts";
import type { Explanation, Finding, Outcome, RuleReason } from "./outcome.ts";
import { factName } from "./path.ts";
import {
  type Comparison,
  type Condition,
  nothingShared,
  type Purpose,
  type RuleEvent,
  type RuleSet,
  type Shared,
} from "./rule-set.ts";
import { enumerate, type Language, lowerFirst, spellCode, upperFirst } from "./spelling.ts";

export interface SaidExplanation {
  /** One sentence: what, and why. */
  readonly answer: string;
  /** What made it so, a line each. */
  readonly met: readonly string[];
  /** What nearly applied, with the fact that was missing or short. */
  readonly nearly: readonly string[];
  /** Rule n of m, the first where several answered; null when `otherwise` did. */
  readonly rule: { readonly name: string; readonly index: number; readonly of: number } | null;
  readonly legalBasis: readonly string[];
}

export function sayExplanation(
  explanation: Explanation,
  ruleSet: RuleSet,
  language: Language,
  shared: Shared = nothingShared,
): SaidExplanation {
  const speech: Speech = { words: factWords(ruleSet, language, shared), language, say: phrases[language] };
  const { answered, nearly, passedOver, of } = explanation;
  const [first] = answered;
  const near = new Set(nearly.map(({ name }) => name));
  const met = [
    ...answered.flatMap(({ because }) => because.map((finding) => sayFound(finding, speech.words, language))),
    ...sayExcluded(
      passedOver.filter(({ name }) => !near.has(name)),
      speech,
    ),
  ];
  const outcomes = first === undefined ? [explanation.outcome] : answered.map(({ outcome }) => outcome);
  return {
    answer: sayAnswer(explanation, outcomes, ruleSet.purpose, speech),
    met: [...new Set(met)].map(upperFirst),
    nearly: nearly.map((reason) => sayNearly(reason, speech)),
    rule: first === undefined ? null : { name: first.name, index: first.index, of },
    legalBasis: [...new Set(outcomes.flatMap(legalBasisOf))],
  };
}

interface Speech {
  readonly words: FactWords;
  readonly language: Language;
  readonly say: (typeof phrases)[Language];
}

function sayAnswer(
  explanation: Explanation,
  outcomes: readonly Outcome[],
  purpose: Purpose,
  speech: Speech,
): string {
  const { language, say } = speech;
  const goal = enumerate([...new Set(outcomes.map((outcome) => outcomeName(outcome, language)))], say.and);
  const place = purpose === "routing" ? say.to(goal) : upperFirst(goal);
  return say.because(place, lowerFirst(sayWhy(explanation, speech)));
}

/** The rule's own reason, or the first comparison that made it; of `otherwise`, what was missing. */
function sayWhy({ answered, missing }: Explanation, { words, language, say }: Speech): string {
  const [first] = answered;
  if (first !== undefined) {
    const [finding] = first.because;
    const own = wordOf(first.outcome, "alasan", language, "strict");
    return own ?? (finding === undefined ? say.always : sayFound(finding, words, language));
  }
  const [fact] = missing;
  return fact === undefined ? say.noRule : sayMissing(labelOf(fact, words), language);
}

/** "Pengirim Kepala Dinas, bukan Sekretaris DPRD atau Inspektur": the equalities of one fact in one line. */
function sayExcluded(reasons: readonly RuleReason[], { words, language, say }: Speech): readonly string[] {
  const byFact = new Map<string, Finding[]>();
  for (const finding of reasons.flatMap(({ because }) => because)) {
    const plain = finding.operator === "equal" || finding.operator === "in";
    if (!plain || finding.result !== false || finding.actual === undefined) continue;
    const key = factName(finding.fact, finding.path);
    byFact.set(key, [...(byFact.get(key) ?? []), finding]);
  }
  return [...byFact.values()].flatMap((findings) => {
    const [example] = findings;
    if (example === undefined) return [];
    const { fact, path } = example;
    const values = findings.flatMap(({ value }) =>
      Array.isArray(value)
        ? value.map((item) => words.value(fact, path, item))
        : [words.operand(fact, path, value)],
    );
    const others = shorten([...new Set(values)], language);
    return [`${words.label(fact, path)} ${say.isNot(sayActual(example, words, language), others)}`];
  });
}

function sayNearly({ outcome, because }: RuleReason, { words, language, say }: Speech): string {
  const goal = outcomeName(outcome, language);
  const [short] = because;
  if (short === undefined) return goal;
  if (short.result === null) return say.nearlyMissing(goal, lowerFirst(sayFound(short, words, language)));
  return say.nearly(goal, lowerFirst(sayNeeded(short, words, language)), sayActual(short, words, language));
}

const phrases = {
  id: {
    and: "dan",
    to: (goal: string) => `Ke ${goal}`,
    because: (place: string, why: string) => `${place}, karena ${why}.`,
    isNot: (actual: string, others: string) => `${actual}, bukan ${others}`,
    noRule: "tidak ada aturan yang cocok",
    always: "aturannya selalu berlaku",
    nearly: (goal: string, need: string, actual: string) =>
      `Hampir: ${goal}, bila ${need}. Di berkas ini ${actual}.`,
    nearlyMissing: (goal: string, why: string) => `Hampir: ${goal}, tetapi ${why}.`,
    more: (count: number) => `${count} lainnya`,
    or: "atau",
    all: "semua",
    not: "bukan",
  },
  en: {
    and: "and",
    to: (goal: string) => `To ${goal}`,
    because: (place: string, why: string) => `${place}, because ${why}.`,
    isNot: (actual: string, others: string) => `is ${actual}, not ${others}`,
    noRule: "no rule applies",
    always: "the rule always applies",
    nearly: (goal: string, need: string, actual: string) =>
      `Nearly: ${goal}, if ${need}. In this case: ${actual}.`,
    nearlyMissing: (goal: string, why: string) => `Nearly: ${goal}, but ${why}.`,
    more: (count: number) => `${count} more`,
    or: "or",
    all: "all",
    not: "not",
  },
} as const;

function shorten(values: readonly string[], language: Language): string {
  const shown = values.length > 4 ? values.slice(0, 3) : values;
  const more = values.length - shown.length;
  const { or } = phrases[language];
  return enumerate(more > 0 ? [...shown, phrases[language].more(more)] : shown, or);
}

/** What an outcome is called: its `tujuan`, or its code as words. */
export function outcomeName(outcome: Outcome | RuleEvent, language: Language): string {
  return wordOf(outcome, "tujuan", language, "fallBack") ?? spellCode(outcome.type);
}

function wordOf(
  { params = {} }: Outcome | RuleEvent,
  name: "alasan" | "tujuan",
  language: Language,
  whenEnglishIsAbsent: "strict" | "fallBack",
): string | null {
  const read = (key: string) => {
    const word = params[key];
    const one = Array.isArray(word) ? word[0] : word;
    return typeof one === "string" && one !== "" ? isolated(one) : null;
  };
  if (language === "id") return read(name);
  return read(`${name}En`) ?? (whenEnglishIsAbsent === "fallBack" ? read(name) : null);
}

/** The legal bases that an outcome's rule cites. */
export function legalBasisOf({ params = {} }: Outcome | RuleEvent): readonly string[] {
  const basis = params.dasarHukum;
  const list = Array.isArray(basis) ? basis.flat() : [basis];
  return list.filter((one): one is string => typeof one === "string" && one !== "");
}

/** A rule as a row of a table: its conditions on the left, what it answers on the right. */
export interface SaidRule {
  /** Joined with a comma where all must hold: `Pengirim = Sekretaris DPRD, Jenis = LHP`. */
  readonly when: string;
  readonly outcome: string;
  readonly because: string | null;
  readonly legalBasis: readonly string[];
}

export function sayRule(
  { conditions, event }: { readonly conditions: Condition; readonly event: RuleEvent },
  ruleSet: RuleSet,
  language: Language,
  shared: Shared = nothingShared,
): SaidRule {
  const words = factWords(ruleSet, language, shared);
  const say = (condition: Condition, inside: boolean): string => {
    if ("all" in condition)
      return group(
        condition.all.map((part) => say(part, true)),
        ", ",
        inside,
      );
    if ("any" in condition) {
      return group(
        condition.any.map((part) => say(part, true)),
        ` ${phrases[language].or} `,
        inside,
      );
    }
    if ("not" in condition) return `${phrases[language].not} (${say(condition.not, false)})`;
    if ("condition" in condition) return `“${isolated(nameOf(condition.condition))}”`;
    const { fact, path, operator, value } = condition;
    if (operator === "ada") return sayPresence(words.label(fact, path), value === true, language);
    const { over, label, sign, operand } = comparisonIn(words, condition);
    return `${over}${label} ${sign} ${operand}`;
  };
  const nameOf = (name: string) =>
    Object.hasOwn(shared.conditions, name) ? (shared.conditions[name]?.title ?? name) : name;
  return {
    when: say(conditions, false),
    outcome: outcomeName(event, language),
    because: wordOf(event, "alasan", language, "fallBack"),
    legalBasis: legalBasisOf(event),
  };
}

/** A comparison in its parts, for a table in which the operand can be changed. */
export interface SaidComparison {
  /** `∃ ` or `∀ ` before a list of which some or every item is meant; else empty. */
  readonly over: string;
  readonly label: string;
  /** Empty for presence, which `operand` says whole: `diisi`. */
  readonly sign: string;
  readonly operand: string;
}

export function sayComparison(
  comparison: Comparison,
  ruleSet: RuleSet,
  language: Language,
  shared: Shared = nothingShared,
): SaidComparison {
  const words = factWords(ruleSet, language, shared);
  const { fact, path, operator, value } = comparison;
  if (operator !== "ada") return comparisonIn(words, comparison);
  const operand = sayPresence("", value === true, language).trim();
  return { over: "", label: words.label(fact, path), sign: "", operand };
}

function comparisonIn(words: FactWords, { fact, path, operator, value }: Comparison): SaidComparison {
  const [prefix, inner] = operator.split(":");
  return {
    over: inner === undefined ? "" : prefix === "someFact" ? "∃ " : "∀ ",
    label: words.label(fact, path),
    sign: symbols[inner ?? operator] ?? inner ?? operator,
    operand: words.operand(fact, path, value),
  };
}

/** A fact's title, as conditions say it. */
export function factLabel(
  ruleSet: RuleSet,
  fact: string,
  path: string | undefined,
  language: Language,
): string {
  return factWords(ruleSet, language, nothingShared).label(fact, path);
}

/** The sign of an operator: `≥`. */
export function operatorSign(operator: string): string {
  const [prefix, inner] = operator.split(":");
  if (inner === undefined) return symbols[operator] ?? operator;
  return `${prefix === "someFact" ? "∃" : "∀"} ${symbols[inner] ?? inner}`;
}

function group(parts: readonly string[], joint: string, inside: boolean): string {
  const text = parts.join(joint);
  return inside && parts.length > 1 ? `(${text})` : text;
}

function sayPresence(label: string, present: boolean, language: Language): string {
  if (language === "id") return `${label} ${present ? "diisi" : "tidak diisi"}`;
  return `${label} ${present ? "is given" : "is not given"}`;
}

const symbols: Readonly<Record<string, string>> = {
  equal: "=",
  notEqual: "≠",
  in: "∈",
  notIn: "∉",
  contains: "∋",
  doesNotContain: "∌",
  lessThan: "<",
  lessThanInclusive: "≤",
  greaterThan: ">",
  greaterThanInclusive: "≥",
  cocokPola: "~",
  ...Object.fromEntries(
    ["uang", "tanggal", "waktu"].flatMap((word) => [
      [`${word}=`, "="],
      [`${word}!=`, "≠"],
      [`${word}<`, "<"],
      [`${word}<=`, "≤"],
      [`${word}>`, ">"],
      [`${word}>=`, "≥"],
    ]),
  ),
};
