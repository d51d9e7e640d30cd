import { test } from "vitest";
import { analyse } from "../../rules/index.ts";
import { routing, ruleSetOf } from "./fixtures.ts";

test("smoke", () => {
  console.log(JSON.stringify(analyse(ruleSetOf(routing)), null, 1));
});
