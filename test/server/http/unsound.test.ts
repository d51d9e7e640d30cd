/** A diagram that can get stuck: told where, not proposed without a reason, and the reason is kept and shown. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { libraryStream } from "../../../server/journal/index.ts";
import { type Client, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let analyst: Client;
let second: Client;
beforeAll(async () => {
  running = await startServer();
  analyst = await running.as("perancang");
  second = await running.as("perancangLain");
});
afterAll(() => running.stop());

const wrap = (id: string, body: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">
<bpmn:process id="${id}" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="UJI" title="&#34;Uji&#34;" /></bpmn:extensionElements>
${body}
</bpmn:process></bpmn:definitions>`;
const flow = (id: string, from: string, to: string) =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;
const condition = `<bpmn:conditionExpression>berkas.unit = "dinkes"</bpmn:conditionExpression>`;

/** One of two ways is chosen, and the join waits for both. */
const stuck = (id: string) =>
  wrap(
    id,
    `<bpmn:startEvent id="mulai" /><bpmn:exclusiveGateway id="pilih" default="kanan" />
<bpmn:task id="kiri1" /><bpmn:task id="kanan1" /><bpmn:parallelGateway id="gabung" name="Gabung" /><bpmn:endEvent id="selesai" />
${flow("f1", "mulai", "pilih")}<bpmn:sequenceFlow id="kiri" sourceRef="pilih" targetRef="kiri1">${condition}</bpmn:sequenceFlow>
${flow("kanan", "pilih", "kanan1")}${flow("f2", "kiri1", "gabung")}${flow("f3", "kanan1", "gabung")}${flow("f4", "gabung", "selesai")}`,
  );

async function added(id: string, content: string) {
  const reply = await analyst.send("POST", "/api/v1/library/processes", { id, title: "Uji", content });
  expect(reply.status, reply.text).toBe(201);
  return { draftVersion: reply.at("draftVersion"), reason: "Mohon diterbitkan.", effectiveFromMs: null };
}

test("a join that waits for a way not chosen is found, with its place, in the reader's language", async () => {
  const path = "/api/v1/library/processes/macet/check";
  const reply = await analyst.send("POST", path, { content: stuck("macet") });
  expect(reply.at("publishable")).toBe(false);
  expect(reply.at("problems/0")).toMatchObject({ code: "deadlock", severity: "error", elementId: "gabung" });
  expect(reply.at("problems/0/message")).toContain("“Gabung”");
  const english = await analyst.send("POST", `${path}?lang=en`, { content: stuck("macet") });
  expect(english.at("problems/0/message")).toContain("can stop for ever before “Gabung”");
});

test("proposed without a reason it is refused with its findings; with one it waits for the second person, who reads it", async () => {
  const path = "/api/v1/library/processes/macet";
  const proposal = await added("macet", stuck("macet"));
  const refused = await analyst.send("POST", `${path}/proposal`, proposal);
  expect([refused.status, refused.at("code"), refused.at("problems/0/elementId")]).toEqual([
    422,
    "unsound",
    "gabung",
  ]);
  expect((await analyst.get(path)).at("proposal")).toBe(null);

  const why = "Jalur kanan belum dipakai tahun ini.";
  const empty = await analyst.send("POST", `${path}/proposal`, { ...proposal, override: { reason: "" } });
  expect([empty.status, empty.at("code")]).toEqual([422, "invalidBody"]);
  const proposed = await analyst.send("POST", `${path}/proposal`, { ...proposal, override: { reason: why } });
  expect(proposed.status, proposed.text).toBe(201);
  const seen = (await second.get(path)).at("proposal") as { proposalId: string; hash: string };
  expect(seen).toMatchObject({ override: { reason: why, findings: [{ code: "deadlock" }, {}, {}] } });

  const { proposalId, hash } = seen;
  const approved = await second.send("POST", `${path}/proposal/${proposalId}/approve`, { hash });
  expect(approved.status, approved.text).toBe(200);
  const { store, config } = running.server;
  const entries = await store.journal.entries(config.tenant, libraryStream("processes", "macet"), 1);
  expect(entries.map(({ events }) => events[0])).toMatchObject([
    { type: "PublicationProposed", override: { reason: why } },
    { type: "Published", override: { reason: why } },
  ]);
});

test("an earlier unsound version is proposed again only with a reason of its own", async () => {
  const again = "/api/v1/library/processes/macet/versions/1/proposal";
  const body = { reason: "Kembali ke semula.", effectiveFromMs: null };
  expect((await analyst.send("POST", again, body)).at("code")).toBe("unsound");
  const proposed = await analyst.send("POST", again, { ...body, override: { reason: "Sudah disepakati." } });
  expect([proposed.status, proposed.at("proposal/override/reason")]).toEqual([201, "Sudah disepakati."]);
});

test("a reason overrides nothing else: a form that is not there forbids proposing", async () => {
  const content = stuck("macet-dua").replace(
    '<bpmn:task id="kiri1" />',
    '<bpmn:userTask id="kiri1"><bpmn:extensionElements><poros:addressee post="kepala" unit="setda" /><poros:form ref="tidak-ada" /></bpmn:extensionElements></bpmn:userTask>',
  );
  const proposal = await added("macet-dua", content);
  const reply = await analyst.send("POST", "/api/v1/library/processes/macet-dua/proposal", {
    ...proposal,
    override: { reason: "Tetap saja." },
  });
  expect([reply.status, reply.at("code")]).toEqual([422, "notPublishable"]);
});

test("a sound diagram is proposed without a word about it", async () => {
  const content = stuck("lancar").replace(/parallelGateway/g, "exclusiveGateway");
  const proposed = await analyst.send(
    "POST",
    "/api/v1/library/processes/lancar/proposal",
    await added("lancar", content),
  );
  expect([proposed.status, proposed.at("proposal/override")]).toEqual([201, null]);
});

test("a diagram too wide to be seen whole gets a warning, and may be proposed", async () => {
  const branches = Array.from({ length: 8 }, (_, branch) => branch);
  const steps = branches.flatMap((branch) =>
    [0, 1, 2].map((step) => ({ branch, step, id: `t${branch}x${step}` })),
  );
  const body = steps.map(
    ({ branch, step, id }) => `<bpmn:receiveTask id="${id}" messageRef="m" />
<bpmn:boundaryEvent id="b${id}" attachedToRef="${id}"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:endEvent id="e${id}"><bpmn:terminateEventDefinition /></bpmn:endEvent>${flow(`fb${id}`, `b${id}`, `e${id}`)}
${flow(`f${id}`, step === 0 ? "pisah" : `t${branch}x${step - 1}`, id)}${step === 2 ? flow(`j${id}`, id, "gabung") : ""}`,
  );
  const content = wrap(
    "luas",
    `<bpmn:startEvent id="mulai" /><bpmn:parallelGateway id="pisah" /><bpmn:parallelGateway id="gabung" /><bpmn:endEvent id="selesai" />
${flow("f1", "mulai", "pisah")}${flow("f2", "gabung", "selesai")}${body.join("")}`,
  ).replace("<bpmn:process", '<bpmn:message id="m" name="kabar" /><bpmn:process');
  const proposal = await added("luas", content);
  const checked = await analyst.send("POST", "/api/v1/library/processes/luas/check", { content });
  expect(checked.at("problems")).toMatchObject([{ code: "notAllSeen", severity: "warning" }]);
  expect(checked.at("publishable")).toBe(true);
  const proposed = await analyst.send("POST", "/api/v1/library/processes/luas/proposal", proposal);
  expect([proposed.status, proposed.at("proposal/override")]).toEqual([201, null]);
});
