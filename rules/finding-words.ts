/**
 * One comparison as a sentence, the way it came out or the way it would have to be. A comparison that is false is
 * said by its opposite ("kurang dari" for a failed "paling sedikit"), so that no sentence needs a double negation.
 */
import type { FactWords } from "./fact-words.ts";
import type { Finding } from "./outcome.ts";
import type { Language } from "./spelling.ts";

/** A relation in words: `{v}` is what it is compared with. */
type Relation =
  | "is"
  | "isNot"
  | "among"
  | "notAmong"
  | "below"
  | "atMost"
  | "above"
  | "atLeast"
  | "before"
  | "until"
  | "after"
  | "from"
  | "holds"
  | "holdsNot"
  | "matches"
  | "matchesNot"
  | "present"
  | "absent";

const opposites: Readonly<Record<Relation, Relation>> = {
  is: "isNot",
  isNot: "is",
  among: "notAmong",
  notAmong: "among",
  below: "atLeast",
  atLeast: "below",
  above: "atMost",
  atMost: "above",
  before: "from",
  from: "before",
  after: "until",
  until: "after",
  holds: "holdsNot",
  holdsNot: "holds",
  matches: "matchesNot",
  matchesNot: "matches",
  present: "absent",
  absent: "present",
};

const amounts: Readonly<Record<string, Relation>> = {
  "=": "is",
  "!=": "isNot",
  "<": "below",
  "<=": "atMost",
  ">": "above",
  ">=": "atLeast",
};
const moments: Readonly<Record<string, Relation>> = {
  ...amounts,
  "<": "before",
  "<=": "until",
  ">": "after",
  ">=": "from",
};

const relations: ReadonlyMap<string, Relation> = new Map<string, Relation>([
  ["equal", "is"],
  ["notEqual", "isNot"],
  ["in", "among"],
  ["notIn", "notAmong"],
  ["contains", "holds"],
  ["doesNotContain", "holdsNot"],
  ["lessThan", "below"],
  ["lessThanInclusive", "atMost"],
  ["greaterThan", "above"],
  ["greaterThanInclusive", "atLeast"],
  ["cocokPola", "matches"],
  ["ada", "present"],
  ...Object.entries(amounts).map(([symbol, relation]) => [`uang${symbol}`, relation] as const),
  ...Object.entries(moments).map(([symbol, relation]) => [`tanggal${symbol}`, relation] as const),
  ...Object.entries(moments).map(([symbol, relation]) => [`waktu${symbol}`, relation] as const),
]);

interface Sentences {
  /** What the fact must be. `{f}` the fact, `{v}` what it is compared with. */
  readonly needed: string;
  /** What it is: `{a}` the fact's value. */
  readonly found: string;
}

const sentences: Readonly<Record<Language, Readonly<Record<Relation, Sentences>>>> = {
  id: {
    is: { needed: "{f} {v}", found: "{f} {v}" },
    isNot: { needed: "{f} bukan {v}", found: "{f} {a}, bukan {v}" },
    among: { needed: "{f} termasuk {v}", found: "{f} {a}, termasuk {v}" },
    notAmong: { needed: "{f} di luar {v}", found: "{f} {a}, di luar {v}" },
    below: { needed: "{f} kurang dari {v}", found: "{f} {a}, kurang dari {v}" },
    atMost: { needed: "{f} paling banyak {v}", found: "{f} {a}, paling banyak {v}" },
    above: { needed: "{f} lebih dari {v}", found: "{f} {a}, lebih dari {v}" },
    atLeast: { needed: "{f} paling sedikit {v}", found: "{f} {a}, paling sedikit {v}" },
    before: { needed: "{f} sebelum {v}", found: "{f} {a}, sebelum {v}" },
    until: { needed: "{f} paling lambat {v}", found: "{f} {a}, paling lambat {v}" },
    after: { needed: "{f} sesudah {v}", found: "{f} {a}, sesudah {v}" },
    from: { needed: "{f} paling awal {v}", found: "{f} {a}, paling awal {v}" },
    holds: { needed: "{f} memuat {v}", found: "{f} memuat {v}" },
    holdsNot: { needed: "{f} tidak memuat {v}", found: "{f} tidak memuat {v}" },
    matches: { needed: "{f} sesuai pola {v}", found: "{f} {a}, sesuai pola {v}" },
    matchesNot: { needed: "{f} tidak sesuai pola {v}", found: "{f} {a}, tidak sesuai pola {v}" },
    present: { needed: "{f} diisi", found: "{f} diisi" },
    absent: { needed: "{f} tidak diisi", found: "{f} tidak diisi" },
  },
  en: {
    is: { needed: "{f} is {v}", found: "{f} is {v}" },
    isNot: { needed: "{f} is not {v}", found: "{f} is {a}, not {v}" },
    among: { needed: "{f} is among {v}", found: "{f} is {a}, among {v}" },
    notAmong: { needed: "{f} is not among {v}", found: "{f} is {a}, not among {v}" },
    below: { needed: "{f} is less than {v}", found: "{f} is {a}, less than {v}" },
    atMost: { needed: "{f} is at most {v}", found: "{f} is {a}, at most {v}" },
    above: { needed: "{f} is more than {v}", found: "{f} is {a}, more than {v}" },
    atLeast: { needed: "{f} is at least {v}", found: "{f} is {a}, at least {v}" },
    before: { needed: "{f} is before {v}", found: "{f} is {a}, before {v}" },
    until: { needed: "{f} is no later than {v}", found: "{f} is {a}, no later than {v}" },
    after: { needed: "{f} is after {v}", found: "{f} is {a}, after {v}" },
    from: { needed: "{f} is no earlier than {v}", found: "{f} is {a}, no earlier than {v}" },
    holds: { needed: "{f} includes {v}", found: "{f} includes {v}" },
    holdsNot: { needed: "{f} does not include {v}", found: "{f} does not include {v}" },
    matches: { needed: "{f} matches {v}", found: "{f} is {a}, which matches {v}" },
    matchesNot: { needed: "{f} does not match {v}", found: "{f} is {a}, which does not match {v}" },
    present: { needed: "{f} is given", found: "{f} is given" },
    absent: { needed: "{f} is not given", found: "{f} is not given" },
  },
};

/** For a comparison over the items of a list. */
const overItems: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  id: {
    "someFact true": "ada yang sesuai",
    "someFact false": "tidak ada yang sesuai",
    "everyFact true": "semua sesuai",
    "everyFact false": "tidak semua sesuai",
  },
  en: {
    "someFact true": "at least one fits",
    "someFact false": "none fits",
    "everyFact true": "all fit",
    "everyFact false": "not all fit",
  },
};

/** How it came out: `Nilai laporan Rp412.750.000.000, kurang dari Rp500.000.000.000`. */
export function sayFound(finding: Finding, words: FactWords, language: Language): string {
  if (finding.result === null) return sayMissing(words.label(finding.fact, finding.path), language);
  return say(finding, finding.result, "found", words, language);
}

/** What would have changed it: `nilai laporan paling sedikit Rp500.000.000.000`. */
export function sayNeeded(finding: Finding, words: FactWords, language: Language): string {
  return say(finding, finding.result !== true, "needed", words, language);
}

/** A fact as it is in the case: `Rp412.750.000.000`, `tidak diisi`. */
export function sayActual(finding: Finding, words: FactWords, language: Language): string {
  if (finding.actual === undefined) return language === "id" ? "tidak diisi" : "not given";
  return words.value(finding.fact, finding.path, finding.actual);
}

export function sayMissing(label: string, language: Language): string {
  return language === "id" ? `${label} tidak diisi` : `${label} is not given`;
}

function say(
  finding: Finding,
  holds: boolean,
  form: keyof Sentences,
  words: FactWords,
  language: Language,
): string {
  const { fact, path, operator, value } = finding;
  const [first = "", inner] = operator.split(":");
  const overall = inner === undefined ? "" : overItems[language][`${first} ${holds}`];
  let relation = relations.get(inner ?? first) ?? "is";
  if (relation === "present" && value === false) relation = "absent";
  if (!holds && inner === undefined) relation = opposites[relation];
  const label = words.label(fact, path);
  // "Urusan kesehatan" says enough: that kesehatan stands in the rule's own list of five is in the rule.
  if (form === "found" && relation === "among" && Array.isArray(value) && inner === undefined)
    relation = "is";
  const isValue = form === "found" && relation === "is" && finding.actual !== undefined;
  const sentence = sentences[language][relation][inner === undefined ? form : "needed"]
    .replace("{f}", () => label)
    .replace("{a}", () => sayActual(finding, words, language))
    .replace("{v}", () => (isValue ? sayActual(finding, words, language) : words.operand(fact, path, value)));
  return overall === "" ? sentence : `${sentence} (${overall})`;
}
