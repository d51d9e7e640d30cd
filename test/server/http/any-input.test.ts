/**
 * Anything sent to any route, by somebody who may call it: the answer is a success or a problem with its code,
 * never a fault of ours. Bodies are generated from the wire's own schemas, so that they pass the first check and
 * reach what lies behind it. fast-check prints the seed and the smallest input of a failure.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { type Endpoint, endpoints, type Operation } from "../../../api/index.ts";
import { newSecret, secretHash } from "../../../server/auth/index.ts";
import { freshDatabase } from "../../set-up/postgres.ts";
import { filling, forged, type Shape, text } from "./any-value.ts";
import { machineProcess, machineValues } from "./machine-process.ts";
import { submitReport, uploads } from "./report.ts";
import {
  type Client,
  mondayMs,
  type PersonName,
  type Reply,
  type ServerUnderTest,
  startServer,
} from "./server-under-test.ts";

/** Who may do what another may not; everything else is for the analyst. */
const callers: Partial<Record<Operation, PersonName>> = {
  ...per("pemohon", [
    "saveSubmissionDraft",
    "submitCase",
    "cancelCase",
    "readSubmission",
    "listStartable",
    "uploadFile",
    "downloadFile",
    "listCases",
    "readCase",
    "readCaseDiagram",
  ]),
  ...per("petugas", ["actOnTask", "declareInterest", "saveTaskDraft", "readTask", "readInbox"]),
  ...per("admin", [
    "addAccount",
    "changeAccount",
    "listAccounts",
    "listIncidents",
    "retryIncident",
    "resolveIncident",
  ]),
  ...per("perancangLain", ["approvePublication", "rejectPublication"]),
  ...per("auditor", ["readCaseJournal", "exportJournal"]),
};
function per(name: PersonName, operations: readonly Operation[]): Partial<Record<Operation, PersonName>> {
  return Object.fromEntries(operations.map((operation) => [operation, name]));
}

/** Held open, or ends the session that the next request needs. */
const leftOut: readonly Operation[] = ["followEvents", "signOut", "uploadFile"];
const operations = (Object.keys(endpoints) as Operation[]).filter(
  (operation) => !leftOut.includes(operation),
);

/** A post of the caller's, so that what is asked of it is looked at. */
const ownPost: Readonly<Record<string, string>> = { pemohon: "dinkes-operator", petugas: "pemeriksa-kesra" };

let running: ServerUnderTest;
const clients = new Map<PersonName, Client>();

describe.each(["sqlite", "postgres"] as const)("on %s", (dialect) => {
  let known: Readonly<Record<string, unknown>>;
  let ids: Readonly<Record<string, readonly string[]>>;
  let bearer: Readonly<Record<string, string>>;
  let drop = async () => {};

  beforeAll(async () => {
    const database = dialect === "postgres" ? await freshDatabase(inject("postgresUrl")) : null;
    if (database) drop = () => database.drop();
    running = await startServer({
      config: { databaseUrl: database?.url ?? null },
      limits: { wrongPasswordsPerName: 5, wrongPasswordsPerAddress: 5 },
    });
    clients.clear();
    for (const name of ["pemohon", "petugas", "perancang", "perancangLain", "admin", "auditor"] as const) {
      clients.set(name, await running.as(name));
    }
    const secret = newSecret();
    await running.server.store.people.createCredential("provinsi", {
      secretHash: secretHash(secret),
      kind: "machine",
      name: "mesin",
      scopes: ["*"],
      createdAtMs: mondayMs,
      expiresAtMs: null,
    });
    bearer = { authorization: `Bearer ${secret}` };
    await running.server.library.install({ ...machineProcess, atMs: mondayMs - 1 });
    const operator = clients.get("pemohon") ?? running.client();
    const analyst = clients.get("perancang") ?? running.client();
    const submitted = await submitReport(operator);
    const caseId = String(submitted.at("caseId"));
    const ended = String((await submitReport(operator)).at("caseId"));
    const page = await operator.get(`/api/v1/cases/${caseId}`);
    const opened = await analyst.get("/api/v1/library/forms/paraf");
    for (let i = 0; i < 4; i += 1) {
      const started = await operator.send("POST", "/api/v1/cases", {
        processId: "uji-mesin",
        version: 1,
        postId: "dinkes-operator",
        values: machineValues,
        attachments: await uploads(operator, ["suratPengantar", "laporan"]),
      });
      expect(started.status, started.text).toBe(201);
    }
    const claim = () =>
      operator.send(
        "POST",
        "/api/v1/jobs/claim",
        { topics: ["srikandi"], worker: "w", max: 4, leaseSeconds: 3_600 },
        bearer,
      );
    const jobs = (await claim()).at("jobs") as readonly { jobId: string; fence: number }[];
    expect(jobs).toHaveLength(4);
    // The first fails twice, and is an incident.
    let held = jobs[0];
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const failure = { fence: held?.fence, message: "Mati.", errorCode: null, retryAfterSeconds: 0 };
      const failed = await operator.send("POST", `/api/v1/jobs/${held?.jobId}/fail`, failure, bearer);
      expect(failed.status, failed.text).toBe(204);
      if (attempt === 0) held = ((await claim()).at("jobs") as typeof jobs)[0];
    }
    const incident = (await (clients.get("admin") ?? operator).get("/api/v1/incidents")).at("items/0") as {
      incidentId: string;
      caseId: string;
    };
    ids = {
      caseId: [caseId, incident.caseId],
      ended: [ended],
      taskId: [String(page.at("here/0/taskId"))],
      jobId: jobs.map(({ jobId }) => jobId),
      fileId: [String(page.at("attachments/0/fileId"))],
      incidentId: [incident.incidentId],
      processId: ["verifikasi-laporan"],
      kind: ["forms", "forms", "forms", "rule-sets", "processes", "organisation", "calendars"],
      id: ["paraf", "paraf", "paraf", "verifikasi-laporan", "rute-verifikasi"],
      version: ["1", "1", "2", "-1", "1e3", "9007199254740993", "99999999999999999999", "0x1", "1.5"],
      proposalId: ["-"],
      username: ["tidak.ada", "mega.puspita"],
    };
    known = {
      processId: "uji-mesin",
      postId: "dinkes-operator",
      version: 1,
      outcome: "lengkap",
      draftVersion: opened.at("draftVersion"),
      content: opened.at("content"),
      slot: "laporan",
      fence: 1,
      topics: ["srikandi"],
      attachments: [],
      reason: "Mohon diterbitkan.",
      note: "Dengan tangan.",
      message: "Mati.",
      name: "jawaban",
      correlationKey: machineValues.nomorSurat,
    };
  });
  afterAll(async () => {
    await running.stop();
    await drop();
  });

  async function ask(
    operation: Operation,
    sent: { readonly path: string; readonly body: unknown },
  ): Promise<Reply> {
    const endpoint: Endpoint = endpoints[operation];
    const client = clients.get(callers[operation] ?? "perancang") ?? running.client();
    if (endpoint.method === "get") return await client.get(sent.path);
    let { path, body } = sent;
    if (path.includes("/proposal/")) {
      // What waits for the second person now, in half of the requests.
      const open = (await client.get("/api/v1/library/forms/paraf")).at("proposal") as {
        proposalId: string;
        hash: string;
      } | null;
      path = path.replace("/proposal/-/", `/proposal/${open?.proposalId ?? "-"}/`);
      if (sent.path !== path && open) body = { hash: open.hash };
    }
    const headers = {
      ...(endpoint.caller === "machine" ? bearer : {}),
      ...(endpoint.ifMatch ? { "if-match": '"0"' } : {}),
    };
    return await client.send(endpoint.method.toUpperCase(), path, body, headers);
  }

  function request(operation: Operation): fc.Arbitrary<{ readonly path: string; readonly body: unknown }> {
    const endpoint: Endpoint = endpoints[operation];
    const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const param = (name: string) =>
      fc.oneof(
        {
          arbitrary: fc.constantFrom(...(ids[operation === "cancelCase" ? "ended" : name] ?? ["x"])),
          weight: 4,
        },
        { arbitrary: text.filter((one) => !/\p{Surrogate}/u.test(one)), weight: 1 },
      );
    const shape = (schema: z.ZodType) =>
      z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
    const query = endpoint.query
      ? filling(shape(endpoint.query), { ...known, post: ownPost[callers[operation] ?? ""], size: 20 })
      : fc.constant({});
    const body = endpoint.body
      ? fc.oneof(
          { arbitrary: filling(shape(endpoint.body), known), weight: 5 },
          { arbitrary: fc.jsonValue(), weight: 1 },
        )
      : fc.constant(undefined);
    return fc
      .record({
        params: fc.record(Object.fromEntries(names.map((name) => [name, param(name)]))),
        query,
        body,
        token: forged,
      })
      .map((made) => {
        const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(made.params[name] ?? "x"),
        );
        const search = Object.entries(Object(made.query) as Readonly<Record<string, unknown>>)
          .map(([name, value]) => [name, name === "after" ? made.token : String(value)] as const)
          .filter(([, value]) => !/\p{Surrogate}/u.test(value))
          .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
        return { path: search.length > 0 ? `${path}?${search.join("&")}` : path, body: made.body };
      });
  }

  test.each(operations)("anything sent to %s is answered, or refused with a code", async (operation) => {
    const { body, query, path }: Endpoint = endpoints[operation];
    const slow = ["addAccount", "changeAccount", "signIn", "exportJournal"].includes(operation);
    const numRuns = slow ? 5 : body || query ? 30 : path.includes("{") ? 10 : 1;
    await fc.assert(
      fc.asyncProperty(request(operation), async (sent) => {
        const reply = await ask(operation, sent);
        if (reply.status >= 400) {
          expect(reply.headers.get("content-type"), reply.text).toContain("application/problem+json");
          expect(reply.at("code"), reply.text).toMatch(/^[a-z][A-Za-z]+$/);
          expect(String(reply.at("title")).length, reply.text).toBeGreaterThan(3);
        }
        expect(reply.status, `${reply.text}\n${running.faults.join("\n")}`).toBeLessThan(500);
      }),
      { numRuns },
    );
  });
});
