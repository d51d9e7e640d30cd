/** What is otherwise than expected, as one sentence about the first difference; null where nothing is. */
import { type CaseFile, dataOf } from "../../casework/index.ts";
import type { Expectation } from "./format.ts";

export function differenceOf(expected: Expectation, file: CaseFile, ends: readonly string[]): string | null {
  return (
    taskDifference(expected.tasks, file) ??
    simple("status", expected.status, file.status) ??
    list("end events", expected.ends, ends) ??
    list("incidents", expected.incidents, codes(file)) ??
    list("services", expected.services, services(file)) ??
    simple("access", expected.access, file.access) ??
    (expected.variables === undefined ? null : valueDifference("", expected.variables, dataOf(file)))
  );
}

/** The open tasks in words, as a scenario would expect them. */
export function openTasks(file: CaseFile): readonly string[] {
  return Object.values(file.tasks).map(({ elementId, postId }) => `${elementId} -> ${postId ?? "nobody"}`);
}

function taskDifference(expected: readonly string[] | undefined, file: CaseFile): string | null {
  if (expected === undefined) return null;
  const left = Object.values(file.tasks).map(({ elementId, postId }) => ({
    elementId,
    whole: `${elementId} -> ${postId ?? "nobody"}`,
  }));
  const missing = expected.filter((wanted) => {
    const at = left.findIndex(({ elementId, whole }) => wanted === whole || wanted === elementId);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  if (missing.length === 0 && left.length === 0) return null;
  return `tasks: expected ${said(expected)}, open are ${said(openTasks(file))}${stuck(file)}`;
}

/** Why a case stands where nobody expected it. */
function stuck(file: CaseFile): string {
  const [incident] = Object.values(file.incidents);
  return incident === undefined
    ? ""
    : ` (incident ${incident.code} at ${incident.elementId}: ${incident.message})`;
}

function codes(file: CaseFile): readonly string[] {
  return Object.values(file.incidents)
    .map(({ code }) => code)
    .sort();
}

function services(file: CaseFile): readonly string[] {
  return Object.values(file.services)
    .map(({ work }) => work.name)
    .sort();
}

function simple(what: string, expected: string | undefined, got: string): string | null {
  return expected === undefined || expected === got ? null : `${what}: expected ${expected}, got ${got}`;
}

function list(what: string, expected: readonly string[] | undefined, got: readonly string[]): string | null {
  if (expected === undefined) return null;
  const wanted = what === "end events" ? expected : [...expected].sort();
  if (wanted.length === got.length && wanted.every((each, at) => each === got[at])) return null;
  return `${what}: expected ${said(wanted)}, got ${said(got)}`;
}

function said(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

/** Objects member by member, further members allowed; everything else exactly. */
function valueDifference(at: string, expected: unknown, got: unknown): string | null {
  if (isObject(expected) && isObject(got)) {
    for (const [name, wanted] of Object.entries(expected)) {
      const inner = Object.hasOwn(got, name) ? got[name] : undefined;
      const found = valueDifference(at === "" ? name : `${at}.${name}`, wanted, inner);
      if (found !== null) return found;
    }
    return null;
  }
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length) {
    for (const [index, wanted] of expected.entries()) {
      const found = valueDifference(`${at}[${index}]`, wanted, got[index]);
      if (found !== null) return found;
    }
    return null;
  }
  return expected === got ? null : `variable ${at}: expected ${JSON.stringify(expected)}, got ${shown(got)}`;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
