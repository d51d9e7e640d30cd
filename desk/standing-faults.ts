/**
 * Faults of a refused form while it is mended: each goes when what it names is mended or, where only the server
 * can judge, when it is changed. None appears while typing.
 */
import type { Attached, Fault, Values } from "../ui/index.ts";

export interface Refused {
  readonly faults: readonly Fault[];
  /** What was filled in when it was refused. */
  readonly values: Values;
  readonly attached: readonly Attached[];
}

export const nothingRefused: Refused = { faults: [], values: {}, attached: [] };

/** `found`: what the check here says of what is filled in now. */
export function standing(
  refused: Refused,
  now: { readonly values: Values; readonly attached: readonly Attached[] },
  found: readonly Fault[],
): readonly Fault[] {
  return refused.faults.flatMap((fault) => {
    const still = found.find((other) => other.at === fault.at);
    if (still !== undefined) return still;
    return about(fault.at, refused) === about(fault.at, now) ? fault : [];
  });
}

/** What a pointer names, to see whether it changed; everything when it names no field and no document. */
function about(
  at: string,
  filled: { readonly values: Values; readonly attached: readonly Attached[] },
): string {
  const [, part, name] = at.split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (part === "values" && name !== undefined) return JSON.stringify(filled.values[name] ?? null);
  const files = filled.attached.map((file) => [file.slot, file.state.kind, file.name]);
  if (part === "attachments" && name !== undefined)
    return JSON.stringify(files.filter(([slot]) => slot === name));
  return JSON.stringify([filled.values, files]);
}
