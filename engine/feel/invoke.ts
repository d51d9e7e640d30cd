import { raise } from "./fault.ts";
import { feelLimits } from "./limits.ts";
import { spend } from "./part.ts";
import type { FeelValue, FunctionValue, Run } from "./value.ts";

/** Calls a function within the limits on how often and how deep. */
export function invoke(target: FunctionValue, args: readonly FeelValue[], run: Run): FeelValue {
  spend(run, 1);
  if (run.callDepth >= feelLimits.callDepth) {
    raise("callDepthLimit", `functions call one another more than ${feelLimits.callDepth} deep`);
  }
  run.callDepth += 1;
  const result = target.call(args, run);
  run.callDepth -= 1;
  return result;
}
