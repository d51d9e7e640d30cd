import { RE2JS } from "re2js";
import { raise } from "./fault.ts";
import { feelLimits } from "./limits.ts";
import { bounded } from "./text.ts";

/**
 * Patterns on an engine that takes time linear in the input, whatever the pattern: people write them, and a native
 * one can hang for seconds on 28 characters. The price is that there are no look-arounds and no back-references.
 */
export type Pattern = RE2JS;

const flagsByLetter: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  s: RE2JS.DOTALL,
  m: RE2JS.MULTILINE,
};

export function compilePattern(source: string, flags: string): Pattern {
  if (source.length > feelLimits.patternLength) {
    raise("sizeLimit", `a pattern is longer than ${feelLimits.patternLength} characters`);
  }
  let bits = 0;
  for (const flag of flags) {
    bits |= flagsByLetter[flag] ?? raise("invalidPattern", `"${flag}" is not a flag; there are i, s and m`);
  }
  try {
    return RE2JS.compile(source, bits);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be read";
    return raise("invalidPattern", `"${source}" is not a pattern here: ${reason}`);
  }
}

export function matchesPattern(pattern: Pattern, input: string): boolean {
  return pattern.matcher(input).find();
}

/** `$1` to `$9` are the groups, `$0` the whole match, `$$` a dollar sign. */
export function replacePattern(pattern: Pattern, input: string, replacement: string): string {
  const pieces = replacement.split(/(\$[0-9$])/);
  const matcher = pattern.matcher(input);
  let result = "";
  let end = 0;
  while (matcher.find()) {
    result += input.slice(end, matcher.start());
    for (const piece of pieces) {
      if (!/^\$[0-9$]$/.test(piece)) result += piece;
      else if (piece === "$$") result += "$";
      else result += groupOf(matcher, Number(piece[1]), piece);
    }
    end = matcher.end();
    bounded(result);
  }
  return bounded(result + input.slice(end));
}

function groupOf(matcher: ReturnType<Pattern["matcher"]>, index: number, written: string): string {
  return index <= matcher.groupCount() ? (matcher.group(index) ?? "") : written;
}

/** The pieces between the matches; matches of nothing part the characters. */
export function splitPattern(pattern: Pattern, input: string): string[] {
  const pieces: string[] = [];
  const matcher = pattern.matcher(input);
  let begin = 0;
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()];
    // A match of nothing at either edge of a piece parts nothing.
    if (end === start && (start === begin || start === input.length)) continue;
    pieces.push(input.slice(begin, start));
    begin = end;
  }
  pieces.push(input.slice(begin));
  return pieces;
}
