import type { FeelContext } from "../feel/index.ts";
import type { Evaluation, Expression, Template } from "../process.ts";
import type { Value, Variables } from "../variables.ts";
import type { Live } from "./draft.ts";
import { raiseIncident, type Stage } from "./incident.ts";
import type { Run, Seam } from "./run.ts";
import type { Loop } from "./state.ts";

/** What an evaluation gives when it could not be done; the incident is already raised. */
export const FAILED: unique symbol = Symbol("failed");
export type Failed = typeof FAILED;

/** The runner's answers: evaluate over the variables in sight. */
export const liveSeam: Seam = {
  condition: (run, live, expression, _flow, extra) => evaluate(run, live, expression, extra),
  value: (run, live, expression) => evaluate(run, live, expression, null),
};

const noVariables: Variables = Object.freeze({});

function evaluate(run: Run, live: Live, expression: Expression, extra: Variables | null): Evaluation {
  let inner: Variables | null = extra;
  let outer: Variables[] | null = null;
  for (let scope: Live | null = live; scope !== null; scope = scope.scope) {
    if (scope.variables !== null) {
      if (inner === null) inner = scope.variables;
      else if (outer === null) outer = [scope.variables];
      else outer.push(scope.variables);
    }
    if (scope.loop !== null) {
      inner ??= noVariables;
      outer = [...(outer ?? []), loopVariables(scope.loop)];
    }
  }
  const { atMs: nowMs } = run;
  const { zone } = run.process;
  const context: FeelContext = outer === null ? { nowMs, zone } : { nowMs, zone, outer };
  return expression.evaluate(inner ?? noVariables, context);
}

/** What completion conditions may ask about a loop. */
function loopVariables({ count, started, done }: Loop): Variables {
  return {
    nrOfInstances: count ?? started,
    nrOfCompletedInstances: done,
    nrOfActiveInstances: started - done,
  };
}

/** The value, or an incident on the activation that names the expression and the variable to blame. */
export function computed(run: Run, live: Live, expression: Expression, stage: Stage): Value | Failed {
  const result = run.seam.value(run, live, expression);
  return result.ok ? result.value : failed(run, live, expression, stage, result);
}

/** Whether a condition holds; what is neither true nor false is an incident. */
export function holds(
  run: Run,
  live: Live,
  expression: Expression,
  flow: number,
  stage: Stage,
  extra: Variables | null = null,
): boolean | Failed {
  const result = run.seam.condition(run, live, expression, flow, extra);
  if (!result.ok) return failed(run, live, expression, stage, result);
  if (typeof result.value === "boolean") return result.value;
  return failed(run, live, expression, stage, {
    code: "notBoolean",
    message: `a condition is true or false, but this gives ${JSON.stringify(result.value)}`,
  });
}

/** The text of a template; what computes to something else than text or a number is an incident. */
export function textOf(run: Run, live: Live, template: Template, stage: Stage): string | Failed {
  if ("literal" in template) return template.literal;
  const value = computed(run, live, template.expression, stage);
  if (value === FAILED || typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return failed(run, live, template.expression, stage, {
    code: "notText",
    message: `text is needed, but this gives ${JSON.stringify(value)}`,
  });
}

function failed(
  run: Run,
  live: Live,
  expression: Expression,
  stage: Stage,
  failure: { readonly code: string; readonly message: string; readonly variable?: string | undefined },
): Failed {
  raiseIncident(run, live, stage, "expressionFailed", `${expression.text}: ${failure.message}`, {
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
