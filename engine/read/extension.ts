import { limits } from "../limits.ts";
import type { Addressee, DeadlineSpec, Mapping, Outcome, Submission, Work } from "../process.ts";
import { parseDuration } from "../time/index.ts";
import { isForbiddenName } from "../variables.ts";
import { extension, extensions, idOf, type Node, text } from "./node.ts";
import { expressionOf, invalid, type Reading, templateOf } from "./reading.ts";

/** What our own namespace adds to a diagram: who acts, until when, with which form, by which rule set. */

export function mappingsOf(
  reading: Reading,
  node: Node,
  type: "poros:Input" | "poros:Output",
): readonly Mapping[] {
  return extensions(node, type).flatMap((mapping) => {
    const target = variableName(reading, node, text(mapping, "target"), "target");
    const source = text(mapping, "source");
    if (source === null) {
      invalid(reading, "mappingWithoutSource", idOf(node), `A mapping of ${idOf(node)} has no source`);
      return [];
    }
    const expression = expressionOf(reading, idOf(node), source);
    return target === null || expression === null ? [] : [{ target, source: expression, optional: false }];
  });
}

export function resultVariableOf(reading: Reading, node: Node): string | null {
  const result = extension(node, "poros:Result");
  return result === null ? null : variableName(reading, node, text(result, "variable"), "variable");
}

export function variableName(reading: Reading, node: Node, name: string | null, what: string): string | null {
  if (name !== null && !isForbiddenName(name) && name.length <= limits.nameLength)
    return name.normalize("NFC");
  const message =
    name === null
      ? `A ${what} of ${idOf(node)} is missing: name a variable`
      : `"${name}" in ${idOf(node)} may not be the name of a variable`;
  invalid(reading, "invalidVariableName", idOf(node), message);
  return null;
}

export function outcomesOf(reading: Reading, node: Node): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const outcome of extensions(node, "poros:Outcome")) {
    const value = text(outcome, "value");
    if (value === null || outcomes.some((other) => other.value === value)) {
      const message = `${idOf(node)}: every outcome needs a value of its own`;
      invalid(reading, "invalidOutcome", idOf(node), message);
      continue;
    }
    outcomes.push({
      value,
      label: text(outcome, "label"),
      labelEn: text(outcome, "labelEn"),
      style: text(outcome, "style"),
    });
  }
  return outcomes;
}

export function workOf(reading: Reading, node: Node): Work | null {
  const work = extension(node, "poros:Work");
  if (work === null) return null;
  const handler = text(work, "handler");
  const topic = text(work, "topic");
  if ((handler === null) === (topic === null)) {
    invalid(
      reading,
      "invalidWork",
      idOf(node),
      `The work of ${idOf(node)} names either a handler or a topic`,
    );
    return null;
  }
  const backoff = text(work, "backoff");
  if (backoff !== null) {
    const parsed = parseDuration(backoff);
    if (!parsed.ok)
      invalid(reading, parsed.code, idOf(node), `The backoff of ${idOf(node)}: ${parsed.message}`);
  }
  return {
    kind: handler === null ? "topic" : "handler",
    name: handler ?? topic ?? "",
    attempts: integerOf(reading, node, work, "attempts", 1, 100),
    backoff,
  };
}

export function deadlineOf(reading: Reading, node: Node): DeadlineSpec | null {
  const deadline = extension(node, "poros:Deadline");
  if (deadline === null) return null;
  const amount = integerOf(reading, node, deadline, "amount", 1, 10_000);
  const unit = text(deadline, "unit");
  if (amount === null || unit === null) {
    const message = `The deadline of ${idOf(node)} needs an amount and a unit`;
    if (deadline.amount === undefined || unit === null)
      invalid(reading, "invalidDeadline", idOf(node), message);
    return null;
  }
  return { amount, unit, ruleSet: text(deadline, "ruleSet") };
}

export function addresseeOf(reading: Reading, node: Node): Addressee | null {
  const addressee = extension(node, "poros:Addressee");
  if (addressee === null) return null;
  const unit = text(addressee, "unit");
  return {
    post: text(addressee, "post"),
    unit: unit === null ? null : templateOf({ ...reading, language: null }, idOf(node), unit),
  };
}

export function submissionOf(reading: Reading, node: Node): Submission | null {
  const submission = extension(node, "poros:Submission");
  if (submission === null) return null;
  const title = text(submission, "title");
  return {
    post: text(submission, "post"),
    unit: text(submission, "unit"),
    prefix: text(submission, "prefix"),
    title: title === null ? null : expressionOf(reading, idOf(node), title),
  };
}

export function legalBasisOf(node: Node): readonly string[] {
  return extensions(node, "poros:LegalBasis").flatMap((basis) => text(basis, "text") ?? []);
}

/** The parser makes NaN of "abc" without a word; this says it. */
export function integerOf(
  reading: Reading,
  node: Node,
  holder: Node,
  property: string,
  least: number,
  most: number,
): number | null {
  const value = holder[property];
  if (value === undefined) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  const id = idOf(node);
  const message = `${property} of ${holder.$type} in ${id} must be a whole number from ${least} to ${most}`;
  invalid(reading, "invalidInteger", id, message, { property });
  return null;
}
