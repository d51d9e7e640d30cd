/** What machines do, what fails, and who mends it: jobs, messages, incidents through the wire. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSecret, secretHash } from "../../../server/auth/index.ts";
import { machineProcess, machineValues as values } from "./machine-process.ts";
import { uploads } from "./report.ts";
import { type Client, mondayMs, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let operator: Client;
let admin: Client;
let machine: Client;
let bearer: Record<string, string>;

beforeAll(async () => {
  running = await startServer();
  const secret = newSecret();
  await running.server.store.people.createCredential("provinsi", {
    secretHash: secretHash(secret),
    kind: "machine",
    name: "srikandi",
    scopes: ["jobs:srikandi", "messages:jawaban"],
    createdAtMs: mondayMs,
    expiresAtMs: null,
  });
  bearer = { authorization: `Bearer ${secret}` };
  await running.server.library.install({ ...machineProcess, atMs: mondayMs - 1 });
  [operator, admin, machine] = [await running.as("pemohon"), await running.as("admin"), running.client()];
});
afterAll(() => running.stop());

async function submit(): Promise<string> {
  const page = await operator.get("/api/v1/processes/uji-mesin/submission?post=dinkes-operator");
  const reply = await operator.send("POST", "/api/v1/cases", {
    processId: "uji-mesin",
    version: page.at("version"),
    postId: "dinkes-operator",
    values,
    attachments: await uploads(operator, ["suratPengantar", "laporan"]),
  });
  expect(reply.status, reply.text).toBe(201);
  return String(reply.at("caseId"));
}

const claimOf = (topic: string) => ({ topics: [topic], worker: "w1", max: 10, leaseSeconds: 60 });
const claim = () => machine.send("POST", "/api/v1/jobs/claim", claimOf("srikandi"), bearer);

interface Job {
  readonly jobId: string;
  readonly caseId: string;
  readonly fence: number;
  readonly attempt: number;
}
const jobsOf = async () => (await claim()).at("jobs") as readonly Job[];

describe("work for a machine", () => {
  test("is claimed with a lease by one worker, completed once, and its message is delivered by name and key", async () => {
    const caseId = await submit();
    const [one, two] = await Promise.all([jobsOf(), jobsOf()]);
    const jobs = [...one, ...two];
    expect(jobs).toHaveLength(1);
    const job = jobs[0];
    expect(job).toMatchObject({
      caseId,
      topic: "srikandi",
      inputs: { surat: values.nomorSurat },
      attempt: 1,
    });
    const complete = (fence: number, body: object = { variables: {} }) =>
      machine.send("POST", `/api/v1/jobs/${job?.jobId}/complete`, { fence, ...body }, bearer);
    expect((await complete((job?.fence ?? 0) + 1)).status).toBe(409);
    expect((await complete(job?.fence ?? 0, { variables: { constructor: 1 } })).status).toBe(422);
    expect((await complete(job?.fence ?? 0)).status).toBe(204);
    expect((await complete(job?.fence ?? 0)).status).toBe(404);

    const send = (key: string, name = "jawaban", idempotency = `pesan-${key}`) =>
      machine.send(
        "POST",
        "/api/v1/messages",
        { name, correlationKey: key, payload: { setuju: true } },
        { ...bearer, "idempotency-key": idempotency },
      );
    expect((await send("lain")).body).toEqual({ delivered: 0, started: 0 });
    expect((await send(values.nomorSurat, "rahasia")).status).toBe(403);
    expect((await send(values.nomorSurat)).body).toEqual({ delivered: 1, started: 0 });
    expect((await operator.get(`/api/v1/cases/${caseId}`)).at("state")).toBe("completed");
  });

  test("that fails is tried again after its backoff, and then is an incident in words, retried by an administrator", async () => {
    const caseId = await submit();
    const fail = async () => {
      const [job] = await jobsOf();
      if (!job) return null;
      return await machine.send(
        "POST",
        `/api/v1/jobs/${job.jobId}/fail`,
        { fence: job.fence, message: "SRIKANDI tidak menjawab.", errorCode: null, retryAfterSeconds: null },
        bearer,
      );
    };
    expect((await fail())?.status).toBe(204);
    expect(await jobsOf()).toEqual([]);
    running.clock.set(mondayMs + 61_000);
    expect((await fail())?.status).toBe(204);
    const incidents = await admin.get("/api/v1/incidents");
    expect(incidents.at("total")).toBe(1);
    const row = incidents.at("items/0") as { incidentId: string; text: string; remedy: string };
    expect(row).toMatchObject({ caseId, code: "serviceFailed", elementName: "Kirim ke SRIKANDI" });
    expect(row.text).toContain("SRIKANDI tidak menjawab.");
    expect(row.remedy.length).toBeGreaterThan(20);
    expect((await operator.get("/api/v1/incidents")).status).toBe(403);
    expect((await operator.get(`/api/v1/cases/${caseId}`)).at("state")).toBe("incident");
    const path = `/api/v1/incidents/${caseId}/${row.incidentId}`;
    expect((await operator.send("POST", `${path}/retry`)).status).toBe(403);
    expect((await admin.send("POST", `${path}/retry`)).status).toBe(200);
    expect((await admin.send("POST", `${path}/retry`)).status).toBe(409);
    expect((await admin.get("/api/v1/incidents")).at("total")).toBe(0);
    expect(await jobsOf()).toHaveLength(1);
  });

  test("no branch whose condition holds is an incident that names the gateway; a person goes on by hand, or cancels", async () => {
    for (const ending of ["resolve", "cancel"]) {
      const caseId = await submit();
      const [job] = (await jobsOf()).filter((one) => one.caseId === caseId);
      await machine.send(
        "POST",
        `/api/v1/jobs/${job?.jobId}/complete`,
        { fence: job?.fence, variables: {} },
        bearer,
      );
      await machine.send(
        "POST",
        "/api/v1/messages",
        { name: "jawaban", correlationKey: values.nomorSurat, payload: { setuju: false } },
        bearer,
      );
      const row = (await admin.get("/api/v1/incidents")).at("items/0") as {
        incidentId: string;
        caseId: string;
      };
      expect(row).toMatchObject({ caseId, code: "noFlowTrue", elementName: "Setuju?" });
      if (ending === "resolve") {
        const body = { variables: { setuju: true }, note: "Disetujui lewat surat." };
        const path = `/api/v1/incidents/${caseId}/${row.incidentId}/resolve`;
        const reply = await admin.send("POST", path, body);
        expect(reply.status, reply.text).toBe(200);
      } else {
        const { version } = (await admin.get(`/api/v1/cases/${caseId}`)).body as { version: number };
        const reply = await admin.send("POST", `/api/v1/cases/${caseId}/cancel`, {
          reason: "Tidak dapat dilanjutkan.",
          version,
        });
        expect(reply.status, reply.text).toBe(200);
      }
      expect((await admin.get("/api/v1/incidents")).at("total")).toBe(0);
    }
  });

  test("of another topic is not there", async () => {
    const secret = newSecret();
    await running.server.store.people.createCredential("provinsi", {
      secretHash: secretHash(secret),
      kind: "machine",
      name: "lain",
      scopes: ["jobs:lain"],
      createdAtMs: mondayMs,
      expiresAtMs: null,
    });
    const caseId = await submit();
    const job = (await jobsOf()).find((one) => one.caseId === caseId);
    const other = { authorization: `Bearer ${secret}` };
    const told = async (jobId: string | undefined, path: string, body: object) => {
      const reply = await machine.send("POST", `/api/v1/jobs/${jobId}/${path}`, body, other);
      return { status: reply.status, body: { ...(reply.body as object), requestId: "" } };
    };
    const failure = { message: "Bukan milik saya.", errorCode: "Batal", retryAfterSeconds: 0 };
    for (const [path, more] of [
      ["complete", { variables: {} }],
      ["fail", failure],
    ] as const) {
      const body = { fence: job?.fence, ...more };
      const reply = await told(job?.jobId, path, body);
      expect(reply.status).toBe(404);
      expect(reply).toEqual(await told(`${caseId}.r999`, path, body));
    }
    expect(await machine.send("POST", "/api/v1/jobs/claim", claimOf("srikandi"), other)).toMatchObject({
      status: 403,
    });
    const done = await machine.send(
      "POST",
      `/api/v1/jobs/${job?.jobId}/complete`,
      { fence: job?.fence, variables: {} },
      bearer,
    );
    expect(done.status).toBe(204);
  });
});
