/** The findings of the analysis as sentences, from the rule set's own words. */
import type { Analysis, Extent, Overlap, Restriction, RuleName } from "./analyse.ts";
import type { Inexactness } from "./dimensions.ts";
import { declaredFacts } from "./fact-type.ts";
import { type FactWords, factWords, labelOf } from "./fact-words.ts";
import { isolated } from "./isolate.ts";
import { follow, parsePath } from "./path.ts";
import { type Facts, nothingShared, type RuleSet, type Shared } from "./rule-set.ts";
import { enumerate, type Language } from "./spelling.ts";

export interface SaidFinding {
  readonly text: string;
  /** Facts to try, label and value, and as they are; none where the finding has no example. */
  readonly example: readonly { readonly label: string; readonly value: string }[];
  readonly facts: Facts | null;
}

export interface SaidAnalysis {
  readonly gaps: readonly SaidFinding[];
  readonly overlaps: readonly SaidFinding[];
  readonly neverFire: readonly SaidFinding[];
  readonly unusedFacts: readonly string[];
  readonly untested: readonly string[];
  /** What could not be looked at exactly; empty when the analysis is complete. */
  readonly inexact: readonly string[];
}

export function sayAnalysis(
  analysis: Analysis,
  ruleSet: RuleSet,
  language: Language,
  shared: Shared = nothingShared,
): SaidAnalysis {
  const words = factWords(ruleSet, language, shared);
  const say = sentences[language];
  const example = (facts: Facts) => sayFacts(facts, ruleSet, language, shared);
  const where = (restrictions: readonly Restriction[]) =>
    restrictions.map((restriction) => sayRestriction(restriction, words, language));
  return {
    gaps: analysis.gaps.map((gap) => ({
      text: say.gap(where(gap.where)),
      example: example(gap.example),
      facts: gap.example,
    })),
    overlaps: analysis.overlaps.map((overlap) => ({
      text: say.overlap(overlap, where(overlap.where)),
      example: example(overlap.example),
      facts: overlap.example,
    })),
    neverFire: analysis.neverFire.map((rule) => ({ text: say[rule.reason](rule), example: [], facts: null })),
    unusedFacts: analysis.unusedFacts.map((fact) => say.unused(labelOf(fact, words))),
    untested: analysis.untested.map(say.untested),
    inexact: analysis.inexact.map((one) => say.inexact[one.code](sayAbout(one, words))),
  };
}

/** Facts as label and value, in the order in which the rule set declares them. */
export function sayFacts(
  facts: Facts,
  ruleSet: RuleSet,
  language: Language,
  shared: Shared = nothingShared,
): readonly { readonly label: string; readonly value: string }[] {
  const words = factWords(ruleSet, language, shared);
  return declaredFacts(ruleSet.facts).flatMap(({ fact, path }) => {
    const steps = path === undefined ? [] : (parsePath(path) ?? []);
    const value = Object.hasOwn(facts, fact) ? follow(facts[fact], steps) : undefined;
    if (value === undefined || value === null) return [];
    return [{ label: words.label(fact, path), value: words.value(fact, path, value) }];
  });
}

function sayAbout({ code, about }: Inexactness, words: FactWords): string {
  return code === "pattern" || code === "longList" || code === "object" ? labelOf(about, words) : about;
}

function sayRestriction({ fact, path, allowed }: Restriction, words: FactWords, language: Language): string {
  const values = allowed.flatMap((extent) => (extent.kind === "value" ? [extent.value] : []));
  const others = allowed.filter(({ kind }) => kind !== "value");
  const parts = [
    ...(values.length === 0
      ? []
      : [words.value(fact, path, values.length === 1 ? (values[0] ?? null) : values)]),
    ...others.map((extent) => sayExtent(extent, fact, path, words, language)),
  ];
  return `${words.label(fact, path)} ${enumerate(parts, language === "id" ? "atau" : "or")}`;
}

function sayExtent(
  extent: Extent,
  fact: string,
  path: string | undefined,
  words: FactWords,
  language: Language,
): string {
  const say = sentences[language];
  switch (extent.kind) {
    case "value":
      return words.value(fact, path, extent.value);
    case "missing":
      return say.missing;
    case "othersThan":
      return say.othersThan(extent.values.length === 0 ? null : words.value(fact, path, extent.values));
    case "range": {
      const { after, from, before, to } = extent;
      const low = after === null ? [] : [say[from ? "atLeast" : "moreThan"](words.value(fact, path, after))];
      const high = before === null ? [] : [say[to ? "atMost" : "lessThan"](words.value(fact, path, before))];
      const ends = [...low, ...high];
      return ends.length === 0 ? say.any : ends.join(say.and);
    }
  }
}

const quoted = ({ name, index }: RuleName) => `${index} (${isolated(name)})`;

const sentences = {
  id: {
    gap: (where: readonly string[]) =>
      `${where.length === 0 ? "Semua kemungkinan" : where.join(", ")} tidak diatur. Hanya tertangkap “selain itu”.`,
    overlap: ({ rules: [a, b], severity }: Overlap, where: readonly string[]) => {
      const when = where.length === 0 ? "selalu" : `bila ${where.join(", ")}`;
      const then = severity === "error" ? "Berkas seperti itu berhenti." : `Aturan ${a.index} yang menjawab.`;
      return `Aturan ${quoted(a)} dan aturan ${quoted(b)} sama-sama cocok ${when}. ${then}`;
    },
    contradiction: (rule: RuleName) =>
      `Aturan ${quoted(rule)} tidak pernah berlaku: syaratnya saling meniadakan.`,
    hidden: (rule: RuleName) =>
      `Aturan ${quoted(rule)} tidak pernah berlaku: aturan sebelumnya selalu menjawab dulu.`,
    unused: (label: string) => `${label} tidak dipakai aturan mana pun.`,
    untested: (rule: RuleName) => `Aturan ${quoted(rule)} belum punya uji.`,
    missing: "tidak diisi",
    any: "berapa pun",
    othersThan: (values: string | null) => (values === null ? "apa pun" : `selain ${values}`),
    atLeast: (value: string) => `paling sedikit ${value}`,
    moreThan: (value: string) => `lebih dari ${value}`,
    atMost: (value: string) => `paling banyak ${value}`,
    lessThan: (value: string) => `kurang dari ${value}`,
    and: " dan ",
    inexact: {
      pattern: (about: string) => `${about} diperiksa dengan pola; tidak semua kemungkinan dapat dilihat.`,
      longList: (about: string) =>
        `${about} adalah daftar dengan terlalu banyak gabungan; hanya sebagian yang dilihat.`,
      object: (about: string) => `${about} adalah kelompok isian; hanya sebagian yang dilihat.`,
      factToFact: (about: string) => `Aturan “${about}” membandingkan dua fakta; tidak ikut dianalisis.`,
      tooManyRegions: (about: string) => `Aturan “${about}” terlalu bercabang; tidak ikut dianalisis.`,
      tooManySteps: () => "Terlalu banyak gabungan; analisis berhenti sebelum selesai.",
      unproven: (about: string) =>
        `${about} temuan tidak dapat dibuktikan dengan contoh dan tidak ditampilkan.`,
    },
  },
  en: {
    gap: (where: readonly string[]) =>
      `${where.length === 0 ? "Everything" : where.join(", ")} is not covered. Only “otherwise” catches it.`,
    overlap: ({ rules: [a, b], severity }: Overlap, where: readonly string[]) => {
      const when = where.length === 0 ? "always" : `when ${where.join(", ")}`;
      const then = severity === "error" ? "Such a case stops." : `Rule ${a.index} answers.`;
      return `Rule ${quoted(a)} and rule ${quoted(b)} both apply ${when}. ${then}`;
    },
    contradiction: (rule: RuleName) =>
      `Rule ${quoted(rule)} never applies: its conditions exclude each other.`,
    hidden: (rule: RuleName) => `Rule ${quoted(rule)} never applies: an earlier rule always answers first.`,
    unused: (label: string) => `No rule reads ${label}.`,
    untested: (rule: RuleName) => `Rule ${quoted(rule)} has no test.`,
    missing: "not given",
    any: "of any size",
    othersThan: (values: string | null) => (values === null ? "anything" : `other than ${values}`),
    atLeast: (value: string) => `at least ${value}`,
    moreThan: (value: string) => `more than ${value}`,
    atMost: (value: string) => `at most ${value}`,
    lessThan: (value: string) => `less than ${value}`,
    and: " and ",
    inexact: {
      pattern: (about: string) => `${about} is matched by a pattern; not every possibility can be seen.`,
      longList: (about: string) => `${about} is a list with too many combinations; only some were seen.`,
      object: (about: string) => `${about} is a group of fields; only some possibilities were seen.`,
      factToFact: (about: string) => `Rule “${about}” compares two facts; it was left out of the analysis.`,
      tooManyRegions: (about: string) =>
        `Rule “${about}” branches too much; it was left out of the analysis.`,
      tooManySteps: () => "Too many combinations; the analysis ended before it was complete.",
      unproven: (about: string) => `${about} findings could not be shown by an example and are not listed.`,
    },
  },
} as const;
