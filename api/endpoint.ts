/**
 * Every operation of the wire, by name: method, path, what is sent and what comes back. The server serves this
 * record, the policy rules on its names, OpenAPI is generated from it; there is no second list of routes.
 */
import { z } from "zod";
import * as caseShapes from "./case.ts";
import { json } from "./common.ts";
import * as journalShapes from "./journal.ts";
import * as libraryShapes from "./library.ts";
import * as machineShapes from "./machine.ts";
import * as migrationShapes from "./migration.ts";
import { organisation } from "./organisation.ts";
import * as ruleShapes from "./rule-work.ts";
import * as sessionShapes from "./session.ts";
import * as taskShapes from "./task.ts";

export interface Endpoint {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `multipart` takes the fields `slot` and `file` instead of a JSON body. */
  readonly takes?: "multipart";
  /** Null for 204. */
  readonly response: z.ZodType | null;
  /** Media type of the answer where it is not JSON. */
  readonly answers?: "application/xml" | "application/x-ndjson" | "text/event-stream" | "text/plain" | "*/*";
  readonly status?: 200 | 201;
  /** `Idempotency-Key` is required. */
  readonly idempotent?: true;
  /** `If-Match` is required. */
  readonly ifMatch?: true;
  /** Who may call: a session's cookie, a machine's bearer credential, or anybody. */
  readonly caller: "person" | "machine" | "anybody";
}

const text = z.string().max(200);
const after = { after: text.optional() };
const size = { size: z.coerce.number().int().min(1).max(200).optional() };
const bytes = z.string().meta({ description: "The content itself." });

export const endpoints = {
  signIn: {
    method: "post",
    path: "/api/v1/session",
    summary: "Sign in with a local account",
    body: sessionShapes.signIn,
    response: sessionShapes.session,
    caller: "anybody",
  },
  readSession: {
    method: "get",
    path: "/api/v1/session",
    summary: "Who is signed in",
    response: sessionShapes.session,
    caller: "person",
  },
  signOut: {
    method: "delete",
    path: "/api/v1/session",
    summary: "Sign out",
    response: null,
    caller: "person",
  },
  setUp: {
    method: "post",
    path: "/api/v1/setup",
    summary: "Make the first administrator with a one-time token",
    body: sessionShapes.setUp,
    response: sessionShapes.session,
    status: 201,
    caller: "anybody",
  },
  listAccounts: {
    method: "get",
    path: "/api/v1/accounts",
    summary: "Accounts",
    response: sessionShapes.accounts,
    caller: "person",
  },
  addAccount: {
    method: "post",
    path: "/api/v1/accounts",
    summary: "Add an account",
    body: sessionShapes.newAccount,
    response: sessionShapes.accountRow,
    status: 201,
    caller: "person",
  },
  changeAccount: {
    method: "patch",
    path: "/api/v1/accounts/{username}",
    summary: "Change roles or password, disable or enable",
    body: sessionShapes.changeAccount,
    response: sessionShapes.accountRow,
    caller: "person",
  },

  readInbox: {
    method: "get",
    path: "/api/v1/inbox",
    summary: "What waits for my posts",
    query: z.strictObject({
      view: z.enum(["all", "late", "unread", "waiting", "copies"]).optional(),
      post: text.optional(),
      q: text.optional(),
      sort: z.enum(["priority", "due", "opened"]).optional(),
      ...after,
      ...size,
    }),
    response: taskShapes.inbox,
    caller: "person",
  },
  readTask: {
    method: "get",
    path: "/api/v1/tasks/{taskId}",
    summary: "The task page",
    response: taskShapes.taskPage,
    caller: "person",
  },
  actOnTask: {
    method: "post",
    path: "/api/v1/tasks/{taskId}/act",
    summary: "Act on a task",
    body: taskShapes.actOnTask,
    response: taskShapes.acted,
    idempotent: true,
    caller: "person",
  },
  declareInterest: {
    method: "post",
    path: "/api/v1/tasks/{taskId}/interest",
    summary: "Declare a conflict of interest",
    body: taskShapes.declareInterest,
    response: taskShapes.acted,
    idempotent: true,
    caller: "person",
  },
  saveTaskDraft: {
    method: "put",
    path: "/api/v1/tasks/{taskId}/draft",
    summary: "Keep what is filled in",
    body: taskShapes.saveDraft,
    response: taskShapes.draftSaved,
    caller: "person",
  },

  listStartable: {
    method: "get",
    path: "/api/v1/processes",
    summary: "What I may submit, as which post",
    response: caseShapes.startables,
    caller: "person",
  },
  readSubmission: {
    method: "get",
    path: "/api/v1/processes/{processId}/submission",
    summary: "The form to submit with, and what follows",
    query: z.strictObject({ post: text }),
    response: caseShapes.submission,
    caller: "person",
  },
  saveSubmissionDraft: {
    method: "put",
    path: "/api/v1/processes/{processId}/submission",
    summary: "Keep what is filled in",
    query: z.strictObject({ post: text }),
    body: caseShapes.saveSubmission,
    response: taskShapes.draftSaved,
    caller: "person",
  },
  submitCase: {
    method: "post",
    path: "/api/v1/cases",
    summary: "Submit a case",
    body: caseShapes.submitCase,
    response: caseShapes.submitted,
    status: 201,
    idempotent: true,
    caller: "person",
  },
  listCases: {
    method: "get",
    path: "/api/v1/cases",
    summary: "Cases that I may see",
    query: z.strictObject({
      state: caseShapes.caseRow.shape.state.optional(),
      process: text.optional(),
      q: text.optional(),
      sort: z.enum(["submitted", "due", "number"]).optional(),
      ...after,
      ...size,
    }),
    response: caseShapes.cases,
    caller: "person",
  },
  readCase: {
    method: "get",
    path: "/api/v1/cases/{caseId}",
    summary: "The case page",
    response: caseShapes.casePage,
    caller: "person",
  },
  readCaseDiagram: {
    method: "get",
    path: "/api/v1/cases/{caseId}/diagram",
    summary: "BPMN XML of the version that the case runs",
    response: bytes,
    answers: "application/xml",
    caller: "person",
  },
  readCaseJournal: {
    method: "get",
    path: "/api/v1/cases/{caseId}/journal",
    summary: "The journal of one case",
    query: z.strictObject({ ...after, ...size }),
    response: journalShapes.journal,
    caller: "person",
  },
  cancelCase: {
    method: "post",
    path: "/api/v1/cases/{caseId}/cancel",
    summary: "Cancel a case",
    body: caseShapes.cancelCase,
    response: taskShapes.acted,
    idempotent: true,
    caller: "person",
  },
  exportJournal: {
    method: "get",
    path: "/api/v1/journal/export",
    summary: "Every journal entry, one a line",
    response: bytes,
    answers: "application/x-ndjson",
    caller: "person",
  },

  uploadFile: {
    method: "post",
    path: "/api/v1/files",
    summary: "Upload an attachment",
    takes: "multipart",
    response: caseShapes.fileStored,
    status: 201,
    caller: "person",
  },
  downloadFile: {
    method: "get",
    path: "/api/v1/files/{fileId}",
    summary: "Download an attachment; a PDF or picture also to be shown by the browser itself",
    query: z.strictObject({ show: z.literal("inline").optional() }),
    response: bytes,
    answers: "*/*",
    caller: "person",
  },

  listIncidents: {
    method: "get",
    path: "/api/v1/incidents",
    summary: "What needs a person to mend it",
    query: z.strictObject({ q: text.optional(), ...after, ...size }),
    response: caseShapes.incidents,
    caller: "person",
  },
  retryIncident: {
    method: "post",
    path: "/api/v1/incidents/{caseId}/{incidentId}/retry",
    summary: "Do again what failed",
    response: taskShapes.acted,
    idempotent: true,
    caller: "person",
  },
  resolveIncident: {
    method: "post",
    path: "/api/v1/incidents/{caseId}/{incidentId}/resolve",
    summary: "Go on with what was done by hand",
    body: caseShapes.resolveIncident,
    response: taskShapes.acted,
    idempotent: true,
    caller: "person",
  },

  listDocuments: {
    method: "get",
    path: "/api/v1/library/{kind}",
    summary: "Working documents of a kind",
    response: libraryShapes.library,
    caller: "person",
  },
  addDocument: {
    method: "post",
    path: "/api/v1/library/{kind}",
    summary: "Add a working document",
    body: libraryShapes.newDocument,
    response: libraryShapes.workingDocument,
    status: 201,
    caller: "person",
  },
  readDocument: {
    method: "get",
    path: "/api/v1/library/{kind}/{id}",
    summary: "A working document with its versions",
    response: libraryShapes.workingDocument,
    caller: "person",
  },
  saveDocument: {
    method: "put",
    path: "/api/v1/library/{kind}/{id}",
    summary: "Save a draft",
    body: libraryShapes.saveDocument,
    response: libraryShapes.workingDocument,
    ifMatch: true,
    caller: "person",
  },
  readDocumentVersion: {
    method: "get",
    path: "/api/v1/library/{kind}/{id}/versions/{version}",
    summary: "A published version",
    response: libraryShapes.versionContent,
    caller: "person",
  },
  checkDocument: {
    method: "post",
    path: "/api/v1/library/{kind}/{id}/check",
    summary: "Every problem of a content, saving nothing",
    body: libraryShapes.checkDocument,
    response: libraryShapes.checked,
    caller: "person",
  },
  testRuleSet: {
    method: "post",
    path: "/api/v1/library/rule-sets/{id}/test",
    summary: "Run the tests inside a rule set",
    body: libraryShapes.checkDocument,
    response: libraryShapes.ruleTests,
    caller: "person",
  },
  analyseRuleSet: {
    method: "post",
    path: "/api/v1/library/rule-sets/{id}/analysis",
    summary: "Gaps, overlaps and rules without effect, before any case meets them",
    body: libraryShapes.checkDocument,
    response: ruleShapes.ruleAnalysis,
    caller: "person",
  },
  readRuleImpact: {
    method: "post",
    path: "/api/v1/library/rule-sets/{id}/impact",
    summary: "Which of the last 1,000 decisions would have gone elsewhere",
    body: libraryShapes.checkDocument,
    response: ruleShapes.ruleImpact,
    caller: "person",
  },
  measureRuleImpact: {
    method: "post",
    path: "/api/v1/library/rule-sets/{id}/impact/all",
    summary: "The same over every decision, with progress; closing the connection ends it",
    body: libraryShapes.checkDocument,
    response: bytes,
    answers: "application/x-ndjson",
    caller: "person",
  },
  listRuleDecisions: {
    method: "get",
    path: "/api/v1/library/rule-sets/{id}/decisions",
    summary: "Decisions of cases that I may see, with their facts",
    response: ruleShapes.ruleDecisions,
    caller: "person",
  },
  planMigration: {
    method: "post",
    path: "/api/v1/library/processes/{id}/migration/plan",
    summary: "What moving running cases to the version in force would do; changes nothing",
    body: migrationShapes.askMigration,
    response: migrationShapes.migrationPlan,
    caller: "person",
  },
  applyMigration: {
    method: "post",
    path: "/api/v1/library/processes/{id}/migration",
    summary: "Move chosen running cases to the version in force, each by itself",
    body: migrationShapes.applyMigration,
    response: migrationShapes.migrated,
    idempotent: true,
    caller: "person",
  },
  rollBack: {
    method: "post",
    path: "/api/v1/library/{kind}/{id}/versions/{version}/rollback",
    summary: "Put an earlier version in force again, at once",
    body: libraryShapes.rollBack,
    response: libraryShapes.published,
    caller: "person",
  },
  proposePublication: {
    method: "post",
    path: "/api/v1/library/{kind}/{id}/proposal",
    summary: "Propose a draft for publication",
    body: libraryShapes.propose,
    response: libraryShapes.workingDocument,
    status: 201,
    caller: "person",
  },
  proposeAgain: {
    method: "post",
    path: "/api/v1/library/{kind}/{id}/versions/{version}/proposal",
    summary: "Propose that an earlier version be in force again",
    body: libraryShapes.proposeAgain,
    response: libraryShapes.workingDocument,
    status: 201,
    caller: "person",
  },
  approvePublication: {
    method: "post",
    path: "/api/v1/library/{kind}/{id}/proposal/{proposalId}/approve",
    summary: "Publish as the second person",
    body: libraryShapes.approve,
    response: libraryShapes.published,
    caller: "person",
  },
  rejectPublication: {
    method: "post",
    path: "/api/v1/library/{kind}/{id}/proposal/{proposalId}/reject",
    summary: "Refuse a proposed publication",
    response: libraryShapes.workingDocument,
    caller: "person",
  },
  readCatalogue: {
    method: "get",
    path: "/api/v1/catalogue",
    summary: "What the modeller offers in its lists",
    response: libraryShapes.catalogue,
    caller: "person",
  },
  readOrganisation: {
    method: "get",
    path: "/api/v1/organisation",
    summary: "Units, posts and who holds them today",
    response: organisation,
    caller: "person",
  },

  followEvents: {
    method: "get",
    path: "/api/v1/events",
    summary: "What changes, as it changes",
    response: caseShapes.change,
    answers: "text/event-stream",
    caller: "person",
  },

  claimJobs: {
    method: "post",
    path: "/api/v1/jobs/claim",
    summary: "Claim work with a lease",
    body: machineShapes.claimJobs,
    response: machineShapes.claimed,
    caller: "machine",
  },
  completeJob: {
    method: "post",
    path: "/api/v1/jobs/{jobId}/complete",
    summary: "Work is done",
    body: machineShapes.completeJob,
    response: null,
    caller: "machine",
  },
  failJob: {
    method: "post",
    path: "/api/v1/jobs/{jobId}/fail",
    summary: "Work failed",
    body: machineShapes.failJob,
    response: null,
    caller: "machine",
  },
  sendMessage: {
    method: "post",
    path: "/api/v1/messages",
    summary: "Deliver a message by name and correlation key",
    body: machineShapes.sendMessage,
    response: machineShapes.delivered,
    idempotent: true,
    caller: "machine",
  },

  readOpenApi: {
    method: "get",
    path: "/api/v1/openapi.json",
    summary: "This interface, as OpenAPI 3.1",
    response: json,
    caller: "anybody",
  },
  listSchemas: {
    method: "get",
    path: "/api/v1/schemas",
    summary: "Names of the shapes of the wire",
    response: z.strictObject({ items: z.array(z.string()) }),
    caller: "anybody",
  },
  readSchema: {
    method: "get",
    path: "/api/v1/schemas/{name}",
    summary: "JSON schema of a shape of the wire",
    response: json,
    caller: "anybody",
  },
  readProblem: {
    method: "get",
    path: "/api/v1/problems/{code}",
    summary: "What a problem's code means",
    response: z.strictObject({ code: z.string(), status: z.number(), title: z.string() }),
    caller: "anybody",
  },
  readHealth: {
    method: "get",
    path: "/healthz",
    summary: "The process lives",
    response: z.strictObject({ status: z.literal("ok") }),
    caller: "anybody",
  },
  readReadiness: {
    method: "get",
    path: "/readyz",
    summary: "The store answers; 503 while it does not",
    response: z.strictObject({ status: z.literal("ready") }),
    caller: "anybody",
  },
  readMetrics: {
    method: "get",
    path: "/metrics",
    summary: "Figures for Prometheus; from loopback or for an administrator",
    response: bytes,
    answers: "text/plain",
    caller: "anybody",
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

export type Operation = keyof typeof endpoints;
