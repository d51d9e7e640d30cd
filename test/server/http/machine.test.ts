/** What a machine must not be able to do: bring what nobody drew, answer late, touch the server's own work. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSecret, secretHash } from "../../../server/auth/index.ts";
import { machineValues as values } from "./machine-process.ts";
import { uploads } from "./report.ts";
import { type Client, mondayMs, type ServerUnderTest, startServer } from "./server-under-test.ts";

/** A worker's task that reads `agenda`, beside work of the server's own whose handler this server does not have. */
const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">
<bpmn:process id="uji-pekerja" name="Uji pekerja" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="PKJ" title="&#34;Uji pekerja&#34;" /></bpmn:extensionElements>
<bpmn:startEvent id="mulai"><bpmn:extensionElements><poros:form ref="laporan-pertanggungjawaban" /></bpmn:extensionElements><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
<bpmn:parallelGateway id="bagi"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing><bpmn:outgoing>f3</bpmn:outgoing></bpmn:parallelGateway>
<bpmn:serviceTask id="catat" name="Catat di SRIKANDI"><bpmn:extensionElements><poros:work topic="srikandi" attempts="5" /><poros:output target="nomorAgenda" source="string(agenda.nomor)" /></bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing></bpmn:serviceTask>
<bpmn:serviceTask id="arsip" name="Arsipkan"><bpmn:extensionElements><poros:work handler="belum-ada" /></bpmn:extensionElements><bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>f5</bpmn:outgoing></bpmn:serviceTask>
<bpmn:endEvent id="selesai"><bpmn:incoming>f4</bpmn:incoming><bpmn:incoming>f5</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f1" sourceRef="mulai" targetRef="bagi" /><bpmn:sequenceFlow id="f2" sourceRef="bagi" targetRef="catat" /><bpmn:sequenceFlow id="f3" sourceRef="bagi" targetRef="arsip" /><bpmn:sequenceFlow id="f4" sourceRef="catat" targetRef="selesai" /><bpmn:sequenceFlow id="f5" sourceRef="arsip" targetRef="selesai" />
</bpmn:process></bpmn:definitions>`;

let running: ServerUnderTest;
let operator: Client;
let machine: Client;
let auditor: Client;
let bearer: Record<string, string>;
beforeAll(async () => {
  running = await startServer();
  const secret = newSecret();
  await running.server.store.people.createCredential("provinsi", {
    secretHash: secretHash(secret),
    kind: "machine",
    name: "serba-bisa",
    scopes: ["*"],
    createdAtMs: mondayMs,
    expiresAtMs: null,
  });
  bearer = { authorization: `Bearer ${secret}` };
  const document = { kind: "processes", id: "uji-pekerja", title: "Uji pekerja", content: diagram } as const;
  await running.server.library.install({ ...document, atMs: mondayMs - 1 });
  operator = await running.as("pemohon");
  auditor = await running.as("auditor");
  machine = running.client();
});
afterAll(() => running.stop());

async function submit(): Promise<string> {
  const reply = await operator.send("POST", "/api/v1/cases", {
    processId: "uji-pekerja",
    version: 1,
    postId: "dinkes-operator",
    values,
    attachments: await uploads(operator, ["suratPengantar", "laporan"]),
  });
  expect(reply.status, reply.text).toBe(201);
  return String(reply.at("caseId"));
}

interface Job {
  readonly jobId: string;
  readonly caseId: string;
  readonly topic: string;
  readonly fence: number;
}
const send = (path: string, body: unknown) => machine.send("POST", `/api/v1/jobs/${path}`, body, bearer);
async function claim(topics: readonly string[]): Promise<readonly Job[]> {
  const reply = await send("claim", { topics, worker: "w", max: 100, leaseSeconds: 600 });
  expect(reply.status, reply.text).toBe(200);
  return reply.at("jobs") as readonly Job[];
}
async function jobOf(caseId: string): Promise<Job> {
  const job = (await claim(["srikandi"])).find((one) => one.caseId === caseId);
  if (!job) throw new Error(`${caseId} has no job`);
  return job;
}
const entriesOf = async (caseId: string) =>
  (await auditor.get(`/api/v1/cases/${caseId}/journal`)).at("total");

describe("a job is completed", () => {
  test.each([
    ["a name that no output reads", { agenda: { nomor: "A-1" }, bonus: 1 }, "/variables/bonus"],
    ["the case's own field", { agenda: { nomor: "A-1" }, anggaran: "1" }, "/variables/anggaran"],
    ["what Poros says of the case", { berkas: { unit: "setda" } }, "/variables/berkas"],
    ["a part of a name that is read", { agen: 1 }, "/variables/agen"],
    ["an empty name", { "": 1 }, "/variables/"],
    ["a name with a slash", { "a/b~c": 1 }, "/variables/a~1b~0c"],
  ])(
    "with %s: refused with 422 and its place, nothing changed, the job still held",
    async (_what, variables, at) => {
      const caseId = await submit();
      const { jobId, fence } = await jobOf(caseId);
      const before = await entriesOf(caseId);
      const reply = await send(`${jobId}/complete`, { fence, variables });
      expect([reply.status, reply.at("code")]).toEqual([422, "undeclaredVariables"]);
      expect((reply.at("faults") as readonly { at: string }[]).map((fault) => fault.at)).toEqual([at]);
      expect(await entriesOf(caseId)).toBe(before);
      const done = await send(`${jobId}/complete`, { fence, variables: { agenda: { nomor: "A-1" } } });
      expect(done.status, done.text).toBe(204);
      const stored = await running.server.store.cases.load("provinsi", caseId, { all: true });
      const state = JSON.parse(stored?.state ?? "") as { engine: { variables: { case: object } } };
      expect(state.engine.variables.case).toMatchObject({ nomorAgenda: "A-1", anggaran: values.anggaran });
      expect(state.engine.variables.case).not.toHaveProperty("bonus");
    },
  );

  test("after it was given back as failed, with the same fence: refused with 409, and a second fail too", async () => {
    const caseId = await submit();
    const { jobId, fence } = await jobOf(caseId);
    const failure = { fence, message: "Mati.", errorCode: null, retryAfterSeconds: 0 };
    expect((await send(`${jobId}/fail`, failure)).status).toBe(204);
    const before = await entriesOf(caseId);
    const late = await send(`${jobId}/complete`, { fence, variables: { agenda: { nomor: "A-1" } } });
    expect([late.status, late.at("code")]).toEqual([409, "staleClaim"]);
    expect((await send(`${jobId}/fail`, failure)).status).toBe(409);
    expect((await send(`${jobId}/fail`, { ...failure, errorCode: "Batal" })).status).toBe(409);
    expect(await entriesOf(caseId)).toBe(before);
    const again = await jobOf(caseId);
    expect(again).toMatchObject({ attempt: 2 });
    const body = { fence: again.fence, variables: { agenda: { nomor: "A-1" } } };
    expect((await send(`${jobId}/complete`, body)).status).toBe(204);
  });
});

describe("the server's own work, for a machine that may do everything", () => {
  test("is not claimed by *, nor by its handler's name, and looks like no job when its id is guessed", async () => {
    const caseId = await submit();
    const own = JSON.parse(
      (await running.server.store.cases.load("provinsi", caseId, { all: true }))?.state ?? "",
    ) as { engine: { marking: { waits: readonly { id: string; elementId: string; kind: string }[] } } };
    const requestId = own.engine.marking.waits.find(({ elementId }) => elementId === "arsip")?.id ?? "";
    const claimed = await claim(["*", "belum-ada"]);
    expect(claimed.filter((job) => job.caseId === caseId).map(({ topic }) => topic)).toEqual(["srikandi"]);
    expect(await claim(["belum-ada"])).toEqual([]);
    const stored = await running.server.store.work.job("provinsi", caseId, requestId);
    expect(stored?.row).toMatchObject({ kind: "handler", name: "belum-ada" });
    const told = async (id: string, path: string, body: object) => {
      const reply = await send(`${caseId}.${id}/${path}`, { fence: stored?.fence, ...body });
      return { status: reply.status, body: { ...(reply.body as object), requestId: "" } };
    };
    const before = await entriesOf(caseId);
    for (const [path, body] of [
      ["complete", { variables: {} }],
      ["fail", { message: "x", errorCode: "Batal", retryAfterSeconds: null }],
    ] as const) {
      const reply = await told(requestId, path, body);
      expect(reply.status).toBe(404);
      expect(reply).toEqual(await told("s999", path, body));
    }
    expect(await entriesOf(caseId)).toBe(before);
    expect(await running.server.store.work.job("provinsi", caseId, requestId)).toEqual(stored);
  });
});
