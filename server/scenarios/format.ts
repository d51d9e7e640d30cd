/**
 * A scenario: what happens to one case, and what is to have come of it. Written by analysts, read here and by their
 * editor through the JSON schema made of this; `docs/scenarios.md` explains it.
 */
import { z } from "zod";

/** Any JSON. */
const value = z.json();
const values = z.record(z.string(), value);
/** Local time of the organisation's zone. */
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/)
  .describe("Date and time in the organisation's zone: 2027-02-15 09:00");
const path = z.string().describe("Path of a file, from the scenario's own folder");

const expectation = z
  .strictObject({
    tasks: z
      .array(z.string())
      .describe("All open tasks, in any order: the element's id, or `id -> post` to name the post as well"),
    status: z.enum(["running", "completed", "terminated", "error", "cancelled"]),
    ends: z.array(z.string()).describe("The end events that were reached so far, in order"),
    variables: values.describe(
      "Variables of the case; an object is compared member by member, others may exist",
    ),
    incidents: z.array(z.string()).describe("Codes of the open incidents, in any order"),
    access: z.string().describe("Who may see the case: Biasa, Terbatas, Rahasia"),
    services: z.array(z.string()).describe("Handlers and topics that are asked for work, in any order"),
  })
  .partial();
export type Expectation = z.infer<typeof expectation>;

const common = {
  at: instant
    .optional()
    .describe("When; what is due until then happens first. Absent: when the step before was"),
  expect: expectation.optional(),
};

const complete = z.strictObject({
  complete: z.string().describe("Element id of an open task"),
  post: z.string().optional().describe("Which of several open tasks of the element: the one of this post"),
  each: z.boolean().optional().describe("Every open task of the element, one after the other"),
  outcome: z.string().nullable().optional(),
  values: values.optional().describe("What is filled into the form"),
  documents: z.array(z.string()).optional().describe("Slots of the form that a document comes with"),
  comment: z.string().optional(),
  refused: z.string().optional().describe("The act is to be refused with this code, and changes nothing"),
  ...common,
});
const clock = z.strictObject({
  clock: instant.describe("Moves the clock: timers fire and deadlines pass in their order"),
  expect: expectation.optional(),
});
const message = z.strictObject({
  message: z.string().describe("Name of a message or signal that the case waits for"),
  key: z.string().optional().describe("Correlation key"),
  values: values.optional(),
  ...common,
});
const service = z.strictObject({
  service: z.string().describe("Handler or topic that has done its work"),
  values: values.optional().describe("What it answers"),
  fails: z.string().optional().describe("It gives up instead, with this reason"),
  ...common,
});
const cancel = z.strictObject({ cancel: z.string().describe("Reason"), ...common });

const scenarioStep = z.union([complete, clock, message, service, cancel]);
export type ScenarioStep = z.infer<typeof scenarioStep>;

export const scenario = z.strictObject({
  $schema: z.string().optional(),
  title: z.string().min(1),
  process: z
    .string()
    .describe("Id of a process of the library, or the path of a .bpmn file beside the scenario"),
  files: z
    .strictObject({
      forms: z.array(path),
      ruleSets: z.array(path),
      organisation: path,
      calendar: path,
    })
    .partial()
    .optional()
    .describe("Files that stand in for documents of the library with the same id"),
  start: z.strictObject({
    at: instant,
    post: z.string().describe("Who submits: the holder of this post on the day"),
    values: values.optional(),
    documents: z.array(z.string()).optional(),
    message: z.string().optional().describe("Id of the message start event that begins the case instead"),
    refused: z.string().optional().describe("The submission is to be refused with this code"),
    expect: expectation.optional(),
  }),
  steps: z.array(scenarioStep).max(1_000).default([]),
});
export type Scenario = z.infer<typeof scenario>;

/** What an editor completes and checks by. */
export function scenarioSchema(): unknown {
  return z.toJSONSchema(scenario, { io: "input" });
}
