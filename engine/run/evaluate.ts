import type { Phase } from "../event.ts";
import type { FeelContext } from "../feel/index.ts";
import type { Evaluation, Expression, Template } from "../process.ts";
import type { Value, Variables } from "../variables.ts";
import type { Live } from "./draft.ts";
import { raiseIncident } from "./incident.ts";
import type { Run, Seam } from "./run.ts";

/** What an evaluation gives when it could not be done; the incident is already raised. */
export const FAILED: unique symbol = Symbol("failed");
export type Failed = typeof FAILED;

/** The runner's answers: evaluate over the variables in sight. */
export const liveSeam: Seam = {
  condition: (run, live, expression) => evaluate(run, live, expression),
  value: evaluate,
};

const noVariables: Variables = Object.freeze({});

function evaluate(run: Run, live: Live, expression: Expression): Evaluation {
  let inner: Variables | null = null;
  let outer: Variables[] | null = null;
  for (let scope: Live | null = live; scope !== null; scope = scope.scope) {
    if (scope.variables === null) continue;
    if (inner === null) inner = scope.variables;
    else if (outer === null) outer = [scope.variables];
    else outer.push(scope.variables);
  }
  const { atMs: nowMs } = run;
  const { zone } = run.process;
  const context: FeelContext = outer === null ? { nowMs, zone } : { nowMs, zone, outer };
  return expression.evaluate(inner ?? noVariables, context);
}

/** The value, or an incident on the activation that names the expression and the variable to blame. */
export function computed(run: Run, live: Live, expression: Expression, phase: Phase): Value | Failed {
  const result = run.seam.value(run, live, expression);
  return result.ok ? result.value : failed(run, live, expression, phase, result);
}

/** Whether a condition holds; what is neither true nor false is an incident. */
export function holds(
  run: Run,
  live: Live,
  expression: Expression,
  flow: number,
  phase: Phase,
): boolean | Failed {
  const result = run.seam.condition(run, live, expression, flow);
  if (!result.ok) return failed(run, live, expression, phase, result);
  if (typeof result.value === "boolean") return result.value;
  return failed(run, live, expression, phase, {
    code: "notBoolean",
    message: `a condition is true or false, but this gives ${JSON.stringify(result.value)}`,
  });
}

/** The text of a template; what computes to something else than text or a number is an incident. */
export function textOf(run: Run, live: Live, template: Template, phase: Phase): string | Failed {
  if ("literal" in template) return template.literal;
  const value = computed(run, live, template.expression, phase);
  if (value === FAILED || typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return failed(run, live, template.expression, phase, {
    code: "notText",
    message: `text is needed, but this gives ${JSON.stringify(value)}`,
  });
}

function failed(
  run: Run,
  live: Live,
  expression: Expression,
  phase: Phase,
  failure: { readonly code: string; readonly message: string; readonly variable?: string | undefined },
): Failed {
  raiseIncident(run, live, phase, "expressionFailed", `${expression.text}: ${failure.message}`, {
    expression: expression.text,
    reason: failure.code,
    ...(failure.variable === undefined ? {} : { variable: failure.variable }),
  });
  return FAILED;
}

/** A template's text outside any case, or null where it cannot be computed. */
export function evaluateTemplate(
  template: Template,
  variables: Variables,
  context: FeelContext,
): string | null {
  if ("literal" in template) return template.literal;
  const result = template.expression.evaluate(variables, context);
  return result.ok && typeof result.value === "string" ? result.value : null;
}
