/**
 * Every role against every route over the wire, with ids of another unit's case: who may not is told so, and whose
 * unit has no part in the case is told exactly what an unknown id is told.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Endpoint, endpoints, type Operation } from "../../../api/index.ts";
import { judge, type Person } from "../../../server/policy/index.ts";
import { submitReport } from "../http/report.ts";
import {
  type Client,
  type PersonName,
  people,
  type Reply,
  type ServerUnderTest,
  startServer,
} from "../http/server-under-test.ts";

/** None of these has a part in the case of Dinas Kesehatan. */
const strangers: readonly PersonName[] = ["pemohonLain", "pejabatLain", "perancang", "auditor", "admin"];

let running: ServerUnderTest;
let clients: ReadonlyMap<PersonName, Client>;
let foreign: Readonly<Record<string, string>>;
const unknown: Readonly<Record<string, string>> = {
  caseId: "00000000-0000-4000-8000-000000000000",
  taskId: "00000000-0000-4000-8000-000000000000.t1",
  fileId: "00000000-0000-4000-8000-000000000000",
  incidentId: "i1",
};

beforeAll(async () => {
  running = await startServer();
  const operator = await running.as("pemohon");
  const submitted = await submitReport(operator);
  expect(submitted.status, submitted.text).toBe(201);
  const page = await operator.get(`/api/v1/cases/${submitted.at("caseId")}`);
  foreign = {
    caseId: String(submitted.at("caseId")),
    taskId: String(page.at("here/0/taskId")),
    fileId: String(page.at("attachments/0/fileId")),
    incidentId: "i1",
  };
  const made = new Map<PersonName, Client>();
  for (const name of strangers) made.set(name, await running.as(name));
  clients = made;
});
afterAll(() => running.stop());

const bodies: Partial<Record<Operation, unknown>> = {
  actOnTask: { version: 1, outcome: "lengkap", values: {}, comment: null, attachments: [] },
  declareInterest: { reason: "Saudara kandung." },
  saveTaskDraft: { values: {}, comment: "" },
  cancelCase: { reason: "Tidak perlu lagi.", version: 1 },
  resolveIncident: { variables: {}, note: "Selesai dengan tangan." },
};

async function ask(
  client: Client,
  operation: Operation,
  ids: Readonly<Record<string, string>>,
): Promise<Reply> {
  const { method, path }: Endpoint = endpoints[operation];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "x");
  if (method === "get") return await client.get(filled);
  return await client.send(method.toUpperCase(), filled, bodies[operation] ?? {});
}

const subjectOf = (name: PersonName): Person => ({
  kind: "person",
  username: people[name].username,
  personId: people[name].personId,
  name: "",
  roles: people[name].roles,
  posts: [],
});

const persons = (Object.entries(endpoints) as [Operation, Endpoint][]).filter(
  ([operation, { caller }]) => caller === "person" && !["signOut", "followEvents"].includes(operation),
);
const aboutCases = persons.filter(([, { path }]) => /\{(caseId|taskId|fileId)\}/.test(path));

describe.each(strangers)("%s", (name) => {
  test("is refused with 403 on every route that the role does not have, and on no other", async () => {
    const client = clients.get(name) ?? running.client();
    for (const [operation] of persons) {
      const reply = await ask(client, operation, unknown);
      const allowed = judge(subjectOf(name), operation).allowed;
      expect(reply.at("code") === "forbidden" && reply.status === 403, `${operation}: ${reply.status}`).toBe(
        !allowed,
      );
    }
  });

  test("learns nothing about a case of another unit", async () => {
    const client = clients.get(name) ?? running.client();
    for (const [operation] of aboutCases) {
      const verdict = judge(subjectOf(name), operation);
      if (verdict.allowed && verdict.sight.all) continue;
      const [theirs, none] = [await ask(client, operation, foreign), await ask(client, operation, unknown)];
      const told = (reply: Reply) => ({
        status: reply.status,
        body: { ...(reply.body as object), requestId: "" },
      });
      expect(told(theirs), operation).toEqual(told(none));
      expect(theirs.status, operation).toBe(verdict.allowed ? 404 : 403);
    }
  });

  test("finds no case of another unit in a list", async () => {
    const client = clients.get(name) ?? running.client();
    for (const path of [
      "/api/v1/cases",
      "/api/v1/cases?q=Kesehatan",
      "/api/v1/inbox",
      "/api/v1/inbox?view=copies",
    ]) {
      const reply = await client.get(path);
      const verdict = judge(subjectOf(name), path.includes("inbox") ? "readInbox" : "listCases");
      const sees = verdict.allowed && verdict.sight.all;
      expect(reply.text.includes(foreign.caseId ?? "-"), path).toBe(sees);
    }
  });
});

describe("nobody", () => {
  test("is refused with 401 on every route of persons and machines, whatever the id", async () => {
    const client = running.client();
    for (const [operation, { caller }] of Object.entries(endpoints) as [Operation, Endpoint][]) {
      if (caller === "anybody") continue;
      for (const ids of [foreign, unknown]) {
        expect((await ask(client, operation, ids)).status, operation).toBe(401);
      }
    }
  });
});

describe("who has part in the case", () => {
  test("sees it: the unit that submitted, and the post that was asked; the next post only once it is asked", async () => {
    const reviewer = await running.as("petugas");
    const kabag = await running.as("kabag");
    expect((await reviewer.get(`/api/v1/cases/${foreign.caseId}`)).status).toBe(200);
    expect((await kabag.get(`/api/v1/cases/${foreign.caseId}`)).status).toBe(404);
  });
});
