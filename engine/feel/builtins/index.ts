import type { Builtin } from "./builtin.ts";
import { anyValues, contexts, ranges } from "./contexts.ts";
import { dates } from "./dates.ts";
import { lists } from "./lists.ts";
import { numberFunctions } from "./numbers.ts";
import { strings } from "./strings.ts";

/** All built-in functions by name (DMN 1.3, 10.3.4, and `trim`, `is null`, `is defined`, `get or else`). */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  [...strings, ...numberFunctions, ...lists, ...dates, ...contexts, ...anyValues, ...ranges].map(
    (builtin) => [builtin.name, builtin],
  ),
);

export type { Builtin } from "./builtin.ts";
