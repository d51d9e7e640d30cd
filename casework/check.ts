// What is wrong with a diagram beyond BPMN: a task that nobody can be asked to do, a form or rule set that is not
// there, an outcome that a rule set gives and the diagram does not expect. Publishing needs an empty list.
import {
  type Element,
  type ExecutableProcess,
  elementOf,
  type Problem,
  shortestCycleMs,
  startTriggers,
} from "../engine/index.ts";
import { biroPembinaOf, isEchelon, type Organisation, resolveAddress } from "../organisation/index.ts";
import { compileRuleSet, type RuleSet } from "../rules/index.ts";
import { deadlineUnits } from "./deadline.ts";

export interface CheckWith {
  readonly organisation: Organisation;
  hasForm(id: string): boolean;
  ruleSet(id: string): RuleSet | undefined;
  /** The version of a process that is in force, or the one asked for, where it is published. */
  process(id: string, version: number | null): ExecutableProcess | undefined;
  /** From when timers that start cases are counted. */
  readonly atMs: number;
  /** Named handlers of the host; a service task that nothing handles cannot be published. */
  readonly handlers: readonly string[];
}

export function checkCasework(process: ExecutableProcess, withWhat: CheckWith): readonly Problem[] {
  const problems: Problem[] = [];
  if (process.submission === null)
    problems.push(problem(process.id, "noSubmission", `${process.id} does not say who submits it.`, {}));
  checkDeadline(problems, process.id, process.deadline, withWhat);
  for (const element of process.elements) {
    if (element.opensTask) checkTask(problems, element, withWhat);
    if (element.form !== null && !withWhat.hasForm(element.form))
      problems.push(
        problem(element.id, "unknownForm", `The form ${element.form} does not exist.`, {
          form: element.form,
        }),
      );
    checkDeadline(problems, element.id, element.deadline, withWhat);
    if (element.call !== null) checkCall(problems, process, element, withWhat);
    if (element.kind === "businessRuleTask") checkDecision(problems, element, withWhat);
    if (element.work?.kind === "handler" && !withWhat.handlers.includes(element.work.name))
      problems.push(
        problem(element.id, "unknownHandler", `Nothing handles ${element.work.name}.`, {
          handler: element.work.name,
        }),
      );
  }
  checkStarts(problems, process, withWhat);
  checkInitials(problems, process, withWhat);
  return problems;
}

/** What is called is published and begins where nothing has to happen. A computed name is known only in the case. */
function checkCall(
  problems: Problem[],
  process: ExecutableProcess,
  element: Element,
  withWhat: CheckWith,
): void {
  const { call } = element;
  if (call === null || !("literal" in call.processId)) return;
  const id = call.processId.literal;
  const version = call.binding.kind === "version" ? Number(call.binding.version) : null;
  // The version that is being published is the newest of its own.
  const called = id === process.id && version === null ? process : withWhat.process(id, version);
  const step = element.name ?? element.id;
  if (called === undefined) {
    const message =
      version === null
        ? `${step} calls the process ${id}, which is not published: publish it first.`
        : `${step} calls version ${call.binding.kind === "version" ? call.binding.version : ""} of the process ${id}, which was never published.`;
    problems.push(problem(element.id, "unknownProcess", message, { process: id }));
  } else if ((called.scopes[0]?.entries.length ?? 0) === 0) {
    const message = `${step} calls the process ${id}, which begins only by an event: give it a plain start event.`;
    problems.push(problem(element.id, "notCallable", message, { process: id }));
  }
}

/** The shortest time between two cases that a timer starts. */
const shortestStartCycleMs = 60_000;

/** What begins by itself can be known before there is a case, and belongs to a unit. */
function checkStarts(
  problems: Problem[],
  process: ExecutableProcess,
  { organisation, atMs }: CheckWith,
): void {
  const unit = process.submission?.unit ?? null;
  if (unit !== null && !organisation.units.has(unit))
    problems.push(problem(process.id, "unknownStartUnit", `There is no unit ${unit}.`, { unit }));
  const { triggers, failed } = startTriggers(process, atMs);
  for (const id of failed)
    problems.push(
      problem(id, "startNotComputed", `What starts a case at ${id} cannot depend on a case's data.`, {}),
    );
  for (const index of process.scopes[0]?.starts ?? []) {
    const element = process.elements[index];
    if (element && begunByConditionAlone(element)) {
      const message = `${element.name ?? element.id} waits for a condition, but before a case begins there is no data to look at.`;
      problems.push(problem(element.id, "conditionalStart", message, {}));
    }
  }
  for (const trigger of triggers) {
    if (trigger.kind !== "timer") continue;
    const { elementId, spec } = trigger;
    const step = elementOf(process, elementId)?.name ?? elementId;
    const post = organisation.posts.get(process.submission?.post ?? "");
    if (unit === null && !post) {
      const message = `${step} starts cases by itself: say on the process to which unit they belong.`;
      problems.push(problem(elementId, "noStartUnit", message, {}));
    }
    const cycleMs = shortestCycleMs(spec, atMs, process.zone);
    if (cycleMs !== null && cycleMs < shortestStartCycleMs) {
      const seconds = shortestStartCycleMs / 1000;
      const message = `${step} starts a case more often than every ${seconds} seconds.`;
      problems.push(problem(elementId, "startCycleTooShort", message, { seconds }));
    }
  }
}

/** A parallel multiple start may begin by another of its definitions and wait in the case for the condition. */
function begunByConditionAlone({ triggers, parallelMultiple }: Element): boolean {
  const conditions = triggers.filter(({ kind }) => kind === "conditional").length;
  return conditions > 0 && (!parallelMultiple || conditions === triggers.length);
}

/** The rule set, by convention, that says how many officials may initial before the signature. */
const initialsRuleSet = "paraf-hierarkis";

/** Tasks that offer the outcome `paraf`, counted; the first one too many is named. */
function checkInitials(problems: Problem[], process: ExecutableProcess, withWhat: CheckWith): void {
  const initials = process.elements.filter(({ outcomes }) => outcomes.some(({ value }) => value === "paraf"));
  const ruleSet = withWhat.ruleSet(initialsRuleSet);
  if (initials.length === 0 || !ruleSet) return;
  const decision = compileRuleSet(ruleSet).decide({ konfigurasi: { jumlahParaf: initials.length } });
  if (decision.ok && decision.outcome.type === "izinkan") return;
  const { alasan } = decision.ok ? decision.outcome.params : {};
  const message = typeof alasan === "string" ? alasan : `${initials.length} tasks ask for initials.`;
  const last = initials.at(-1)?.id ?? process.id;
  problems.push(
    problem(last, "tooManyInitials", message, { count: initials.length, ruleSet: initialsRuleSet }),
  );
}

function checkTask(problems: Problem[], element: Element, { organisation }: CheckWith): void {
  const { addressee, authority } = element;
  if (authority && !isEchelon(authority.minEchelon))
    problems.push(
      problem(element.id, "unknownEchelon", `${authority.minEchelon} is no echelon.`, {
        echelon: authority.minEchelon,
      }),
    );
  if (addressee?.post == null) {
    problems.push(problem(element.id, "noAddressee", `${element.name ?? element.id} names no post.`, {}));
    return;
  }
  // A unit that is computed is known only in the case.
  if (addressee.unit !== null && !("literal" in addressee.unit)) return;
  const unit = addressee.unit?.literal ?? "pemrakarsa";
  const origins = organisation.document.units.filter(
    (each) => each.biroPembina !== null && biroPembinaOf(organisation, each.id),
  );
  for (const origin of origins) {
    const resolution = resolveAddress(organisation, { post: addressee.post, unit }, origin.id);
    if (resolution.ok) continue;
    problems.push(
      problem(element.id, resolution.code, resolution.message, {
        post: addressee.post,
        unit,
        pemrakarsa: origin.id,
      }),
    );
    return;
  }
}

function checkDeadline(
  problems: Problem[],
  elementId: string,
  deadline: Element["deadline"],
  withWhat: CheckWith,
): void {
  if (!deadline) return;
  if (!deadlineUnits.some((unit) => unit === deadline.unit))
    problems.push(
      problem(elementId, "unknownDeadlineUnit", `A deadline is in ${deadlineUnits.join(", ")}.`, {
        unit: deadline.unit,
      }),
    );
  if (deadline.ruleSet !== null && !withWhat.ruleSet(deadline.ruleSet))
    problems.push(unknownRuleSet(elementId, deadline.ruleSet));
}

function checkDecision(problems: Problem[], element: Element, withWhat: CheckWith): void {
  if (element.ruleSet === null) return;
  const ruleSet = withWhat.ruleSet(element.ruleSet);
  if (!ruleSet) {
    problems.push(unknownRuleSet(element.id, element.ruleSet));
    return;
  }
  const given = new Set([...ruleSet.rules.map((rule) => rule.event.type), ruleSet.otherwise.type]);
  const expected = new Set(element.outcomes.map((outcome) => outcome.value));
  if (expected.size === 0) return;
  for (const outcome of given) {
    if (expected.has(outcome)) continue;
    const message = `${ruleSet.title} may answer ${outcome}, which ${element.name ?? element.id} does not expect.`;
    problems.push(problem(element.id, "unexpectedOutcome", message, { outcome, ruleSet: ruleSet.id }));
  }
}

function unknownRuleSet(elementId: string, ruleSet: string): Problem {
  return problem(elementId, "unknownRuleSet", `The rule set ${ruleSet} does not exist.`, { ruleSet });
}

function problem(
  elementId: string,
  code: string,
  message: string,
  params: NonNullable<Problem["params"]>,
): Problem {
  return { code, kind: "notExecutable", elementId, message, params };
}
