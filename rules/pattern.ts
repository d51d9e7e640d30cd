/**
 * Patterns that people write, on a linear-time engine: a native expression such as `^(a+)+$` hangs on 28 characters.
 * A pattern is found anywhere in the text unless it is anchored, as in JSON schema.
 */
import { RE2JS } from "re2js";
import { limits } from "./limits.ts";

export type Pattern =
  | { readonly ok: true; readonly test: (text: string) => boolean }
  | { readonly ok: false; readonly message: string };

export function compilePattern(source: string): Pattern {
  if (source.length > limits.patternCharacters) {
    return {
      ok: false,
      message: `The pattern has ${source.length} characters; at most ${limits.patternCharacters}.`,
    };
  }
  try {
    const compiled = RE2JS.compile(source);
    return { ok: true, test: (text) => compiled.matcher(text).find() };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
