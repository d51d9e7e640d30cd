/** What moves cases without a person, on both databases: timers, messages, handlers, jobs of outside workers. */
import { afterEach, describe, expect, it } from "vitest";
import { createPumps, type ServiceHandlers } from "../../../server/pumps/index.ts";
import {
  everything,
  key,
  openProvince,
  openTasks,
  type Province,
  submit,
  submitted,
  TENANT,
  taken,
} from "../cases/province.ts";
import { dialects, freshPlace } from "../store/stores.ts";

const MINUTE = 60_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A process around the middle given, which anybody at an operator's desk may start. */
function processOf(id: string, middle: string, definitions = ""): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:poros="urn:poros:bpmn:1" id="d-${id}" targetNamespace="urn:poros:test">
  ${definitions}
  <bpmn:process id="${id}" name="${id}" isExecutable="true">
    <bpmn:extensionElements><poros:submission post="operator" prefix="${id.toUpperCase()}" /></bpmn:extensionElements>
    <bpmn:startEvent id="mulai"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="mulai" targetRef="tengah" />
    ${middle}
    <bpmn:sequenceFlow id="f2" sourceRef="tengah" targetRef="akhir" />
    <bpmn:endEvent id="akhir"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;
}
const flows = "<bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>";
const message = '<bpmn:message id="pesan" name="jawaban" />';
const service = (work: string) => `<bpmn:serviceTask id="tengah" name="Kerjakan">
  <bpmn:extensionElements><poros:work ${work} /></bpmn:extensionElements>${flows}</bpmn:serviceTask>`;

const processes: Readonly<Record<string, string>> = {
  tunggu: processOf(
    "tunggu",
    `<bpmn:intermediateCatchEvent id="tengah">${flows}<bpmn:timerEventDefinition>
      <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>
    </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
  ),
  terima: processOf(
    "terima",
    `<bpmn:intermediateCatchEvent id="tengah">${flows}
      <bpmn:messageEventDefinition messageRef="pesan" /></bpmn:intermediateCatchEvent>`,
    message,
  ),
  kirim: processOf(
    "kirim",
    `<bpmn:intermediateThrowEvent id="tengah">${flows}
      <bpmn:messageEventDefinition messageRef="pesan" /></bpmn:intermediateThrowEvent>`,
    message,
  ),
  undangan: processOf("undangan", `<bpmn:manualTask id="tengah">${flows}</bpmn:manualTask>`, message).replace(
    "<bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>",
    '<bpmn:outgoing>f1</bpmn:outgoing><bpmn:messageEventDefinition messageRef="pesan" /></bpmn:startEvent>',
  ),
  kerja: processOf("kerja", service('handler="hitung" attempts="3" backoff="PT1M"')),
  luar: processOf("luar", service('topic="arsip-luar" attempts="2"')),
};

async function province(
  dialect: (typeof dialects)[number],
  ids: readonly string[],
  handlers: ServiceHandlers = {},
): Promise<Province> {
  const place = await freshPlace(dialect);
  closing.push(place.remove);
  const made = await openProvince(place, handlers);
  closing.push(() => made.close());
  for (const id of ids) {
    const content = processes[id] ?? "";
    const { clock } = made;
    await made.library.install({
      kind: "processes",
      id,
      title: id,
      content,
      atMs: clock.nowMs(),
      effectiveFromMs: 0,
    });
  }
  return made;
}

const start = (of: Province, processId: string) => submitted(of, { processId, values: {} });
const stateOf = async (of: Province, caseId: string) => (await of.runner.load(caseId, everything))?.row.state;

describe.each(dialects)("on %s", (dialect) => {
  it("a timer fires when its time has come, once, and not before", async () => {
    const here = await province(dialect, ["tunggu"]);
    const { caseId } = await start(here, "tunggu");
    await here.pumps.drain();
    here.clock.pass(59 * MINUTE);
    await here.pumps.drain();
    expect(await stateOf(here, caseId)).toBe("running");
    here.clock.pass(MINUTE);
    await Promise.all([here.pumps.drain(), here.pumps.drain()]);
    expect(await stateOf(here, caseId)).toBe("completed");
    const entries = await here.store.journal.entries(TENANT, `case/${caseId}`);
    expect(entries).toHaveLength(2);
    expect((await here.store.work.depth(TENANT)).timer).toBe(0);
  });

  it("three hundred timers due together are all fired, and a started pump does it by itself", async () => {
    const here = await province(dialect, ["tunggu"]);
    const cases = await Promise.all(Array.from({ length: 300 }, () => start(here, "tunggu")));
    here.clock.pass(61 * MINUTE);
    here.pumps.start();
    const running = async () => (await here.store.cases.runningByProcess(TENANT)).tunggu ?? 0;
    while ((await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await here.pumps.stop();
    for (const { caseId } of cases) {
      expect(await here.store.journal.entries(TENANT, `case/${caseId}`)).toHaveLength(2);
    }
    expect(here.pumpEvents).toEqual([]);
  });

  it("a thrown message reaches the case that waits for it, once", async () => {
    const here = await province(dialect, ["terima", "kirim"]);
    const receiver = await start(here, "terima");
    const sender = await start(here, "kirim");
    expect(await stateOf(here, sender.caseId)).toBe("completed");
    await here.pumps.drain();
    expect(await stateOf(here, receiver.caseId)).toBe("completed");
    expect((await here.store.work.depth(TENANT)).message).toBe(0);
  });

  it("a message thrown before its receiver waits is kept and delivered; one that nobody wants is given up", async () => {
    const here = await province(dialect, ["terima", "kirim"]);
    await start(here, "kirim");
    await here.pumps.drain();
    const receiver = await start(here, "terima");
    here.clock.pass(2_000);
    await here.pumps.drain();
    expect(await stateOf(here, receiver.caseId)).toBe("completed");
    await start(here, "kirim");
    for (let minute = 0; minute < 8; minute += 1) {
      await here.pumps.drain();
      here.clock.pass(MINUTE);
    }
    expect(here.pumpEvents).toMatchObject([{ type: "undelivered", name: "jawaban" }]);
    expect((await here.store.work.depth(TENANT)).message).toBe(0);
  });

  it("a message from outside is delivered once, though it is sent twice with one key", async () => {
    const here = await province(dialect, ["terima"]);
    const { caseId } = await start(here, "terima");
    const sent = {
      actor: { kind: "machine", name: "srikandi" },
      name: "jawaban",
      correlationKey: null,
      payload: { nomor: "1" },
      idempotency: key("message-1"),
    } as const;
    const first = await here.runner.deliver(sent);
    expect(first).toEqual({ delivered: [caseId], started: [] });
    const other = await start(here, "terima");
    expect(await here.runner.deliver(sent)).toEqual(first);
    expect(await stateOf(here, other.caseId)).toBe("running");
    const changed = await here.runner.deliver({ ...sent, idempotency: key("message-1", "other body") });
    expect(changed).toMatchObject({ code: "idempotencyKeyReused" });
  });

  it("a message that no case waits for starts the process whose start event has its name, once", async () => {
    const here = await province(dialect, ["undangan", "kirim"]);
    await start(here, "kirim");
    await here.pumps.drain();
    await here.pumps.drain();
    const list = {
      visibility: everything,
      state: null,
      processId: "undangan",
      q: null,
      sort: "number",
      after: null,
      size: 10,
    } as const;
    const begun = await here.store.cases.list(TENANT, list);
    expect(begun?.items.map((item) => item.case.number)).toEqual(["UNDANGAN/2027/0001"]);
    const sent = {
      actor: { kind: "machine", name: "srikandi" },
      name: "jawaban",
      correlationKey: null,
      payload: { unit: "dinkes", nomor: "12" },
      idempotency: key("start-1"),
    } as const;
    const delivery = await here.runner.deliver(sent);
    expect(delivery).toMatchObject({ delivered: [], started: [expect.any(String)] });
    expect(await here.runner.deliver(sent)).toEqual(delivery);
    const cases = await here.store.cases.list(TENANT, list);
    expect(cases?.items[0]?.case).toMatchObject({ unitId: "dinkes", number: "UNDANGAN/2027/0002" });
    expect(cases?.total).toBe(2);
  });

  it("a handler that fails is tried again after its backoff with the same key, then succeeds", async () => {
    const calls: { attempt: number; idempotencyKey: string }[] = [];
    const here = await province(dialect, ["kerja"], {
      hitung: {
        title: { id: "Hitung", en: "Count" },
        async run({ attempt, idempotencyKey }) {
          calls.push({ attempt, idempotencyKey });
          if (attempt === 1) throw new Error("belum siap");
          return { ok: true, variables: { hasil: 3 } };
        },
      },
    });
    const { caseId } = await start(here, "kerja");
    await here.pumps.drain();
    await here.pumps.drain();
    expect(calls).toHaveLength(1);
    here.clock.pass(MINUTE);
    await here.pumps.drain();
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(await stateOf(here, caseId)).toBe("completed");
  });

  it("a handler that fails every time raises an incident that a person can see, retry and resolve", async () => {
    let works = false;
    const here = await province(dialect, ["kerja"], {
      hitung: {
        title: { id: "Hitung", en: "Count" },
        async run() {
          if (!works) throw new Error("the archive does not answer");
          return { ok: true, variables: {} };
        },
      },
    });
    const broken = [await start(here, "kerja"), await start(here, "kerja")];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await here.pumps.drain();
      here.clock.pass(2 * MINUTE);
    }
    const query = { visibility: everything, q: null, after: null, size: 10 } as const;
    const page = await here.store.cases.incidents(TENANT, query);
    expect(page?.total).toBe(2);
    expect(page?.items[0]?.incident.message).toContain("the archive does not answer");
    expect(page?.items[0]?.case.openIncidents).toBe(1);
    const actor = { kind: "system", name: "admin" } as const;
    const incidentOf = (caseId: string) =>
      page?.items.find((item) => item.case.caseId === caseId)?.incident.incidentId ?? "";
    works = true;
    const [first, second] = broken.map(({ caseId }) => caseId);
    if (first === undefined || second === undefined) throw new Error("two cases were started");
    taken(
      await here.runner.retryIncident({
        actor,
        caseId: first,
        incidentId: incidentOf(first),
        idempotency: null,
      }),
    );
    await here.pumps.drain();
    expect(await stateOf(here, first)).toBe("completed");
    taken(
      await here.runner.resolveIncident({
        actor,
        caseId: second,
        incidentId: incidentOf(second),
        variables: {},
        note: "Diarsipkan dengan tangan.",
        idempotency: null,
      }),
    );
    expect(await stateOf(here, second)).toBe("completed");
    const last = (await here.store.journal.entries(TENANT, `case/${second}`)).at(-1);
    expect(last?.command).toMatchObject({ note: "Diarsipkan dengan tangan." });
    expect((await here.store.cases.incidents(TENANT, query))?.total).toBe(0);
  });

  it("an outside worker claims, completes; one that lost its lease is refused", async () => {
    const here = await province(dialect, ["luar"]);
    const { caseId } = await start(here, "luar");
    const claim = (nowMs: number) =>
      here.store.work.jobs(TENANT, {
        nowMs,
        leaseMs: 5_000,
        max: 10,
        kind: "topic",
        names: ["arsip-luar"],
        worker: "w",
      });
    const [mine] = await claim(here.clock.nowMs());
    const [yours] = await claim(here.clock.nowMs() + 5_000);
    if (mine === undefined || yours === undefined) throw new Error("the job was not given");
    const job = (fence: number) => ({
      actor: { kind: "machine", name: "w" } as const,
      caseId,
      requestId: mine.row.requestId,
      fence,
    });
    const late = await here.runner.completeJob({ ...job(mine.fence), variables: {} });
    expect(late).toMatchObject({ ok: false, refusal: { code: "staleClaim" } });
    taken(await here.runner.completeJob({ ...job(yours.fence), variables: {} }));
    expect(await stateOf(here, caseId)).toBe("completed");
    const again = await here.runner.completeJob({ ...job(yours.fence), variables: {} });
    expect(again.ok).toBe(false);
  });

  it("an outside worker gives a job back until its attempts are used up, then there is an incident", async () => {
    const here = await province(dialect, ["luar"]);
    const { caseId } = await start(here, "luar");
    const failOnce = async () => {
      const [job] = await here.store.work.jobs(TENANT, {
        nowMs: here.clock.nowMs(),
        leaseMs: 5_000,
        max: 1,
        kind: "topic",
        names: ["*"],
        worker: "w",
      });
      if (job === undefined) throw new Error("the job was not given");
      return await here.runner.failJob({
        actor: { kind: "machine", name: "w" },
        caseId,
        requestId: job.row.requestId,
        fence: job.fence,
        message: "rusak",
        errorCode: null,
        retryAfterMs: 1_000,
      });
    };
    expect(await failOnce()).toEqual({ ok: true, given: "back" });
    here.clock.pass(1_000);
    expect(await failOnce()).toMatchObject({ ok: true, version: 2 });
    expect(await here.store.cases.incidentsOf(TENANT, caseId)).toMatchObject([{ closedAtMs: null }]);
  });

  it("a pump that is stopped finishes what it began and begins nothing new", async () => {
    let begun = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const here = await province(dialect, ["kerja"]);
    const { caseId } = await start(here, "kerja");
    const pumps = createPumps({
      tenant: TENANT,
      store: here.store,
      runner: here.runner,
      clock: here.clock,
      everyMs: 10,
      handlers: {
        hitung: {
          title: { id: "Hitung", en: "Count" },
          async run() {
            begun += 1;
            await finished;
            return { ok: true, variables: {} };
          },
        },
      },
    });
    pumps.start();
    while (begun === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = pumps.stop();
    const { caseId: later } = await start(here, "kerja");
    finish();
    await stopped;
    expect(await stateOf(here, caseId)).toBe("completed");
    expect(await stateOf(here, later)).toBe("running");
    expect(begun).toBe(1);
  });

  it("a running case keeps its process version when a new one is published, also through a later task", async () => {
    const here = await province(dialect, ["tunggu"]);
    const { caseId } = await start(here, "tunggu");
    const draft = await here.library.read("processes", "tunggu");
    const by = { by: "perancang-1", postId: "p", atMs: here.clock.nowMs() };
    const saved = await here.library.save({
      ...by,
      kind: "processes",
      id: "tunggu",
      title: "tunggu",
      content: (processes.terima ?? "").replaceAll('"terima"', '"tunggu"'),
      expectedVersion: draft?.draftVersion ?? 0,
    });
    if (!saved.ok) throw new Error(saved.refusal.message);
    const proposal = await here.library.propose({
      ...by,
      kind: "processes",
      id: "tunggu",
      draftVersion: saved.value.draftVersion,
      reason: "uji",
      effectiveFromMs: null,
    });
    if (!proposal.ok) throw new Error(proposal.refusal.message);
    const { proposalId, hash } = proposal.value;
    await here.library.approve({ ...by, by: "perancang-2", proposalId, hash });
    const old = await here.runner.submit({
      actor: { kind: "person", personId: "x", postId: "dinkes-operator", mandate: "definitif" },
      processId: "tunggu",
      processVersion: 1,
      values: {},
      attachments: [],
      idempotency: null,
    });
    expect(old).toMatchObject({ ok: false, refusal: { code: "processVersionChanged" } });
    const next = taken(await submit(here, { processId: "tunggu", values: {} }));
    expect((await here.runner.load(next.caseId, everything))?.row.processVersion).toBe(2);
    here.clock.pass(61 * MINUTE);
    await here.pumps.drain();
    expect(await stateOf(here, caseId)).toBe("completed");
    expect((await here.runner.load(caseId, everything))?.row.processVersion).toBe(1);
    expect(await stateOf(here, next.caseId)).toBe("running");
    expect(await openTasks(here, next.caseId)).toEqual([]);
  });
});
