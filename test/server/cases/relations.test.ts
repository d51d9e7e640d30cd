/** What cases ask of each other, on both databases: signals, calls, messages between pools, starts by timers. */
import { afterEach, describe, expect, it } from "vitest";
import { type CaseFile, dataOf } from "../../../casework/index.ts";
import type { Variables } from "../../../engine/index.ts";
import { caseStream } from "../../../server/journal/index.ts";
import type { CaseRow } from "../../../server/store/index.ts";
import { dialects, freshPlace } from "../store/stores.ts";
import {
  doTask,
  everything,
  openProvince,
  openTasks,
  type Province,
  submitted,
  TENANT,
  wib,
} from "./province.ts";

const MINUTE = 60_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A process of the elements given, joined one after another; what stands at a border or beside them comes last. */
function processOf(
  id: string,
  elements: readonly string[],
  more: { readonly beside?: string; readonly submission?: string; readonly definitions?: string } = {},
): string {
  const ids = elements.map((xml) => /id="([^"]+)"/.exec(xml)?.[1] ?? "");
  const flows = ids
    .slice(1)
    .map(
      (target, at) => `<bpmn:sequenceFlow id="${id}-f${at}" sourceRef="${ids[at]}" targetRef="${target}" />`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:poros="urn:poros:bpmn:1" id="d-${id}" targetNamespace="urn:poros:test">
  <bpmn:signal id="sinyal" name="darurat" /><bpmn:message id="pesan" name="permintaan" />
  <bpmn:message id="pesan2" name="jawaban" /><bpmn:error id="galat" errorCode="DITOLAK" />
  <bpmn:escalation id="eskalasi" escalationCode="TERLAMBAT" />${more.definitions ?? ""}
  <bpmn:process id="${id}" name="Proses ${id}" isExecutable="true">
    <bpmn:extensionElements>${more.submission ?? `<poros:submission post="operator" prefix="${id.toUpperCase()}" />`}</bpmn:extensionElements>
    ${[...elements, more.beside ?? "", ...flows].join("\n")}
  </bpmn:process>
</bpmn:definitions>`;
}

const extended = (xml: string) => `<bpmn:extensionElements>${xml}</bpmn:extensionElements>`;
const event = (kind: string, id: string, definition: string, extension = "") =>
  `<bpmn:${kind} id="${id}" name="${id}">${extended(extension)}${definition}</bpmn:${kind}>`;
const start = '<bpmn:startEvent id="mulai" />';
const end = '<bpmn:endEvent id="akhir" />';
const onSignal = '<bpmn:signalEventDefinition signalRef="sinyal" />';
const onMessage = (ref = "pesan") => `<bpmn:messageEventDefinition messageRef="${ref}" />`;
const task = (id: string, extension = "") =>
  `<bpmn:userTask id="${id}" name="${id}">${extended(`<poros:addressee post="kepala" unit="pemrakarsa" /><poros:outcome value="ya" />${extension}`)}</bpmn:userTask>`;
const call = (called: string, extension = "") =>
  `<bpmn:callActivity id="panggil" name="Panggil" calledElement="${called}">${extended(extension)}</bpmn:callActivity>`;
const input = (target: string, source: string) => `<poros:input target="${target}" source="${source}" />`;
const output = (target: string, source: string) => `<poros:output target="${target}" source="${source}" />`;
const script = (id: string, expression: string, variable: string) =>
  `<bpmn:scriptTask id="${id}" scriptFormat="feel">${extended(`<poros:result variable="${variable}" />`)}<bpmn:script>${expression}</bpmn:script></bpmn:scriptTask>`;
const boundary = (id: string, definition: string, interrupting = true) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="panggil" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent>`;

describe.each(dialects)("on %s", (dialect) => {
  async function province(contents: Readonly<Record<string, string>>): Promise<Province> {
    const place = await freshPlace(dialect);
    closing.push(place.remove);
    const here = await openProvince(place);
    closing.push(() => here.close());
    for (const [id, content] of Object.entries(contents)) await install(here, id, content);
    return here;
  }

  async function install(
    here: Province,
    id: string,
    content: string,
    effectiveFromMs?: number,
  ): Promise<void> {
    const atMs = here.clock.nowMs();
    const when = effectiveFromMs === undefined ? {} : { effectiveFromMs };
    await here.library.install({ kind: "processes", id, title: `Proses ${id}`, content, atMs, ...when });
  }

  /** Publishes a new version as two people do. */
  async function publish(here: Province, id: string, content: string, effectiveFromMs: number | null = null) {
    const atMs = here.clock.nowMs();
    const by = { by: "analis", postId: "kabag-organisasi", atMs };
    const kind = "processes";
    const draft = await here.library.read(kind, id);
    const expectedVersion = draft?.draftVersion ?? 0;
    const saved = await here.library.save({
      ...by,
      kind,
      id,
      title: `Proses ${id}`,
      content,
      expectedVersion,
    });
    if (!saved.ok) throw new Error(saved.refusal.message);
    const { draftVersion } = saved.value;
    const proposed = await here.library.propose({
      ...by,
      kind,
      id,
      draftVersion,
      reason: "uji",
      effectiveFromMs,
    });
    if (!proposed.ok) throw new Error(proposed.refusal.message);
    const { proposalId, hash } = proposed.value;
    const approved = await here.library.approve({ ...by, by: "penyetuju", proposalId, hash });
    if (!approved.ok) throw new Error(approved.refusal.message);
  }

  const begin = async (here: Province, processId: string, postId = "dinkes-operator") =>
    (await submitted(here, { processId, values: {}, postId })).caseId;

  async function fileOf(here: Province, caseId: string): Promise<CaseFile> {
    const stored = await here.runner.load(caseId, everything);
    if (stored === null) throw new Error(`no case ${caseId}`);
    return JSON.parse(stored.state) as CaseFile;
  }

  async function casesOf(here: Province, processId: string): Promise<readonly CaseRow[]> {
    const query = {
      visibility: everything,
      state: null,
      processId,
      q: null,
      sort: "submitted",
      after: null,
      size: 50,
    } as const;
    return (await here.store.cases.list(TENANT, query))?.items.map((item) => item.case).toReversed() ?? [];
  }

  async function childOf(here: Province, caseId: string): Promise<CaseRow> {
    const children = await here.store.cases.childrenOf(TENANT, caseId, everything);
    expect(children).toHaveLength(1);
    const [child] = children;
    if (child === undefined) throw new Error("no child");
    return child;
  }

  const incidentsOf = async (here: Province, caseId: string) =>
    Object.values((await fileOf(here, caseId)).incidents);
  const entriesOf = async (here: Province, caseId: string) =>
    await here.store.journal.entries(TENANT, caseStream(caseId));

  describe("a signal", () => {
    const processes = {
      siar: processOf("siar", [
        start,
        event("intermediateThrowEvent", "siarkan", onSignal, input("tingkat", "3")),
        end,
      ]),
      dengar: processOf("dengar", [
        start,
        event("intermediateCatchEvent", "tunggu", onSignal),
        task("sesudah"),
        end,
      ]),
      jaga: processOf("jaga", [start, task("panggil"), end], {
        beside: `${boundary("sela", onSignal, false)}<bpmn:sequenceFlow id="s" sourceRef="sela" targetRef="catat" />${script("catat", "tingkat + 1", "hasil")}`,
      }),
      siaga: processOf("siaga", [event("startEvent", "bunyi", onSignal), task("tangani"), end], {
        submission: '<poros:submission post="operator" prefix="SIAGA" unit="bpbd" />',
      }),
    };

    it("thrown in one case is heard by every other that waits for it, and starts the process that begins by it", async () => {
      const here = await province(processes);
      const waiting = [await begin(here, "dengar"), await begin(here, "dengar", "disdik-operator")];
      const watching = await begin(here, "jaga");
      const thrower = await begin(here, "siar");
      await Promise.all([here.pumps.drain(), here.pumps.drain()]);
      for (const caseId of waiting) {
        expect((await openTasks(here, caseId)).map(({ elementId }) => elementId)).toEqual(["sesudah"]);
        expect(dataOf(await fileOf(here, caseId))).toMatchObject({ tingkat: 3 });
        expect(await entriesOf(here, caseId)).toHaveLength(2);
      }
      expect(dataOf(await fileOf(here, watching))).toMatchObject({ hasil: 4 });
      const [begun, ...others] = await casesOf(here, "siaga");
      expect(others).toEqual([]);
      expect(begun).toMatchObject({
        unitId: "bpbd",
        number: "SIAGA/2027/0001",
        parentId: thrower,
        parentCall: null,
      });
      const file = await fileOf(here, begun?.caseId ?? "");
      expect(dataOf(file)).toMatchObject({ tingkat: 3, berkas: { unit: "bpbd" } });
      expect(file.submittedBy).toEqual({ kind: "system", name: "signals" });
      // The boundary event that does not interrupt hears the next one too; who heard it before is not woken again.
      await begin(here, "siar");
      await here.pumps.drain();
      expect(await casesOf(here, "siaga")).toHaveLength(2);
      expect((await entriesOf(here, watching)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect((await here.store.work.depth(TENANT)).job).toBe(0);
      expect(here.pumpEvents).toEqual([]);
    });

    it("whose broadcast broke off half way is finished by another pump, and nobody hears it twice", async () => {
      const here = await province(processes);
      const watching = [await begin(here, "jaga"), await begin(here, "jaga")];
      await begin(here, "siar");
      const claim = { leaseMs: MINUTE, max: 10, kind: "relay", names: ["*"], worker: "dies" } as const;
      const [relay] = await here.store.work.jobs(TENANT, { ...claim, nowMs: here.clock.nowMs() });
      if (relay === undefined) throw new Error("nothing to relay");
      // It does everything, but dies before the relay is taken out.
      const drop = here.store.work.drop;
      Object.assign(here.store.work, { drop: async () => false });
      await here.runner.relay(relay);
      Object.assign(here.store.work, { drop });
      here.clock.pass(2 * MINUTE);
      await here.pumps.drain();
      for (const caseId of watching) expect(await entriesOf(here, caseId)).toHaveLength(2);
      expect(await casesOf(here, "siaga")).toHaveLength(1);
      expect((await here.store.work.depth(TENANT)).job).toBe(0);
    });

    it("by which processes start each other without end stops after fifty cases, and is told", async () => {
      const here = await province({
        putar: processOf(
          "putar",
          [event("startEvent", "bunyi", onSignal), event("endEvent", "lagi", onSignal)],
          {
            submission: '<poros:submission post="operator" prefix="PUTAR" unit="bpbd" />',
          },
        ),
        siar: processes.siar,
      });
      await begin(here, "siar");
      await here.pumps.drain();
      expect(
        (
          await here.store.cases.list(TENANT, {
            visibility: everything,
            state: null,
            processId: "putar",
            q: null,
            sort: "number",
            after: null,
            size: 1,
          })
        )?.total,
      ).toBe(50);
      expect(here.pumpEvents).toMatchObject([{ type: "refused", pump: "relay", code: "chainTooLong" }]);
    });

    it("from a confidential case starts one that is no less confidential", async () => {
      const here = await province({
        ...processes,
        rahasia: processOf("rahasia", [
          event("startEvent", "masuk", onMessage()),
          event("endEvent", "siarkan", onSignal),
        ]),
      });
      await here.runner.deliver({
        actor: { kind: "machine", name: "srikandi" },
        name: "permintaan",
        correlationKey: null,
        payload: { unit: "dinkes", sifat: "Rahasia" },
        idempotency: null,
      });
      await here.pumps.drain();
      const [begun] = await casesOf(here, "siaga");
      expect((await fileOf(here, begun?.caseId ?? "")).access).toBe("Rahasia");
    });
  });

  describe("a call", () => {
    const called = processOf("anak", [
      start,
      task("kerjakan", `${output("nilai", "nilai * 2")}${output("rahasia", "1")}`),
      end,
    ]);
    const mapped = call("anak", `${input("nilai", "21")}${output("jawaban", "nilai")}`);

    it("runs as a case of its own with what is mapped in, and its end goes on with what is mapped out", async () => {
      const here = await province({
        anak: called,
        induk: processOf("induk", [start, mapped, task("sesudah"), end]),
      });
      const parent = await begin(here, "induk");
      await here.pumps.drain();
      const child = await childOf(here, parent);
      const { submittedBy, submittedAtMs: _, ...parentFile } = await fileOf(here, parent);
      expect(child).toMatchObject({
        number: "ANAK/2027/0001",
        unitId: parentFile.unitId,
        parentId: parent,
        state: "running",
      });
      // Who answers for the caller answers for what it calls.
      const file = await fileOf(here, child.caseId);
      expect(file.submittedBy).toEqual(submittedBy);
      expect(file.origin).toMatchObject({
        kind: "call",
        from: { caseId: parent, number: parentFile.number },
      });
      expect(Object.keys(dataOf(file)).toSorted()).toEqual(["berkas", "nilai"]);
      expect(await openTasks(here, parent)).toEqual([]);
      await doTask(here, child.caseId, "kerjakan", "ya");
      await here.pumps.drain();
      expect((await openTasks(here, parent)).map(({ elementId }) => elementId)).toEqual(["sesudah"]);
      const data = dataOf(await fileOf(here, parent));
      expect(data.jawaban).toBe(42);
      expect(data).not.toHaveProperty("rahasia");
      expect((await here.store.work.depth(TENANT)).job).toBe(0);
    });

    it("that nothing holds up begins and ends by itself, once, though the pumps race", async () => {
      const here = await province({
        anak: processOf("anak", [start, script("hitung", "nilai + 1", "nilai"), end]),
        induk: processOf("induk", [start, mapped, end]),
      });
      const parents = await Promise.all(Array.from({ length: 20 }, () => begin(here, "induk")));
      await Promise.all([here.pumps.drain(), here.pumps.drain(), here.pumps.drain()]);
      for (const parent of parents) {
        await childOf(here, parent);
        const file = await fileOf(here, parent);
        expect(file.status).toBe("completed");
        expect(dataOf(file).jawaban).toBe(22);
        expect(await entriesOf(here, parent)).toHaveLength(2);
      }
      expect(await casesOf(here, "anak")).toHaveLength(20);
    });

    it("whose case ends with an error goes on at the error boundary event, and without one is an incident", async () => {
      const fails = processOf("anak", [
        start,
        event("endEvent", "gagal", '<bpmn:errorEventDefinition errorRef="galat" />'),
      ]);
      const caught = `${boundary("tangkap", '<bpmn:errorEventDefinition errorRef="galat" />')}<bpmn:sequenceFlow id="e" sourceRef="tangkap" targetRef="perbaiki" />${task("perbaiki")}`;
      const here = await province({
        anak: fails,
        tahan: processOf("tahan", [start, call("anak"), end], { beside: caught }),
        biarkan: processOf("biarkan", [start, call("anak"), end]),
      });
      const [held, left] = [await begin(here, "tahan"), await begin(here, "biarkan")];
      await here.pumps.drain();
      expect((await childOf(here, held)).state).toBe("error");
      expect((await openTasks(here, held)).map(({ elementId }) => elementId)).toEqual(["perbaiki"]);
      expect(await incidentsOf(here, left)).toMatchObject([
        { code: "uncaughtError", details: { errorCode: "DITOLAK" } },
      ]);
    });

    it("whose case escalates and then ends reaches the escalation boundary event, then goes on", async () => {
      const escalates = processOf("anak", [
        start,
        event(
          "intermediateThrowEvent",
          "naik",
          '<bpmn:escalationEventDefinition escalationRef="eskalasi" />',
        ),
        end,
      ]);
      const beside = `${boundary("dengar", '<bpmn:escalationEventDefinition escalationRef="eskalasi" />', false)}<bpmn:sequenceFlow id="e" sourceRef="dengar" targetRef="tegur" />${task("tegur")}`;
      const here = await province({
        anak: escalates,
        induk: processOf("induk", [start, call("anak"), task("sesudah"), end], { beside }),
      });
      const parent = await begin(here, "induk");
      await here.pumps.drain();
      expect((await openTasks(here, parent)).map(({ elementId }) => elementId).toSorted()).toEqual([
        "sesudah",
        "tegur",
      ]);
    });

    it("goes with its caller: cancelling the caller cancels the called case, and the one that it calls", async () => {
      const here = await province({
        anak: called,
        tengah: processOf("tengah", [start, call("anak"), end]),
        induk: processOf("induk", [start, call("tengah"), end]),
      });
      const parent = await begin(here, "induk");
      await here.pumps.drain();
      const middle = await childOf(here, parent);
      const child = await childOf(here, middle.caseId);
      const actor = { kind: "system", name: "uji" } as const;
      const cancelled = { actor, caseId: parent, reason: "dicabut", seenVersion: null, idempotency: null };
      expect((await here.runner.cancel(cancelled)).ok).toBe(true);
      await here.pumps.drain();
      for (const { caseId } of [middle, child]) expect((await fileOf(here, caseId)).status).toBe("cancelled");
      expect(await openTasks(here, child.caseId)).toEqual([]);
      expect(here.pumpEvents).toEqual([]);
      expect((await here.store.work.depth(TENANT)).job).toBe(0);
    });

    it("whose caller is cancelled before the case began starts none", async () => {
      const here = await province({ anak: called, induk: processOf("induk", [start, mapped, end]) });
      const parent = await begin(here, "induk");
      const actor = { kind: "system", name: "uji" } as const;
      await here.runner.cancel({
        actor,
        caseId: parent,
        reason: "dicabut",
        seenVersion: null,
        idempotency: null,
      });
      await here.pumps.drain();
      expect(await casesOf(here, "anak")).toEqual([]);
      expect((await here.store.work.depth(TENANT)).job).toBe(0);
    });

    it("whose case somebody cancels is an incident of the caller, which a retry calls anew", async () => {
      const here = await province({ anak: called, induk: processOf("induk", [start, mapped, end]) });
      const parent = await begin(here, "induk");
      await here.pumps.drain();
      const child = await childOf(here, parent);
      const actor = { kind: "system", name: "uji" } as const;
      await here.runner.cancel({
        actor,
        caseId: child.caseId,
        reason: "salah",
        seenVersion: null,
        idempotency: null,
      });
      await here.pumps.drain();
      const [incident] = await incidentsOf(here, parent);
      expect(incident).toMatchObject({
        code: "callFailed",
        details: { reason: "calledCancelled", process: "anak" },
      });
      const incidentId = incident?.incidentId ?? "";
      await here.runner.retryIncident({ actor, caseId: parent, incidentId, idempotency: null });
      await here.pumps.drain();
      const children = await here.store.cases.childrenOf(TENANT, parent, everything);
      expect(children.map(({ state }) => state)).toEqual(["cancelled", "running"]);
    });

    it("of a process that is not published, of no such version, or that cannot begin plainly, is an incident that names it", async () => {
      const here = await province({
        anak: called,
        bersinyal: processOf("bersinyal", [event("startEvent", "bunyi", onSignal), end], {
          submission: '<poros:submission post="operator" prefix="BS" unit="bpbd" />',
        }),
        hantu: processOf("hantu", [start, call("tidak-ada"), end]),
        versi: processOf("versi", [start, call("anak", '<poros:call binding="version" version="9" />'), end]),
        janggal: processOf("janggal", [start, call("bersinyal"), end]),
      });
      const reasons: unknown[] = [];
      for (const processId of ["hantu", "versi", "janggal"]) {
        const caseId = await begin(here, processId);
        await here.pumps.drain();
        const [incident] = await incidentsOf(here, caseId);
        reasons.push(incident?.details);
      }
      expect(reasons).toEqual([
        { reason: "calledProcessMissing", process: "tidak-ada" },
        { reason: "calledVersionMissing", process: "anak" },
        { reason: "calledNotStarted", process: "bersinyal" },
      ]);
    });

    it("of itself ends at depth twenty with an incident, in the innermost of twenty-one cases", async () => {
      const here = await province({ cermin: processOf("cermin", [start, call("cermin"), end]) });
      await begin(here, "cermin");
      await here.pumps.drain();
      const cases = await casesOf(here, "cermin");
      expect(cases).toHaveLength(21);
      const stuck = cases.filter(({ openIncidents }) => openIncidents > 0);
      expect(stuck).toHaveLength(1);
      const incidents = await incidentsOf(here, stuck[0]?.caseId ?? "");
      expect(incidents).toMatchObject([{ code: "callDepth", details: { limit: 20, process: "cermin" } }]);
    });

    it("takes the version that it is bound to: the newest, one by number, or the one in force with its caller", async () => {
      const result = (value: number) =>
        processOf("anak", [start, script("beri", String(value), "nilai"), end]);
      const bound = (id: string, binding: string) =>
        processOf(id, [start, call("anak", `${binding}${output("jawaban", "nilai")}`), end]);
      const here = await province({
        anak: result(1),
        terbaru: bound("terbaru", ""),
        bernomor: bound("bernomor", '<poros:call binding="version" version="1" />'),
        bersama: bound("bersama", '<poros:call binding="deployment" />'),
      });
      here.clock.pass(MINUTE);
      await publish(here, "anak", result(2));
      const answers: Record<string, unknown> = {};
      for (const processId of ["terbaru", "bernomor", "bersama"]) {
        const caseId = await begin(here, processId);
        await here.pumps.drain();
        answers[processId] = dataOf(await fileOf(here, caseId)).jawaban;
      }
      expect(answers).toEqual({ terbaru: 2, bernomor: 1, bersama: 1 });
    });
  });

  describe("a start event with a timer", () => {
    const timed = (kind: "timeCycle" | "timeDate" | "timeDuration", text: string) =>
      processOf(
        "rutin",
        [
          event(
            "startEvent",
            "jadwal",
            `<bpmn:timerEventDefinition><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${kind}></bpmn:timerEventDefinition>`,
          ),
          task("kerjakan"),
          end,
        ],
        {
          submission:
            '<poros:submission post="operator" prefix="RUTIN" unit="dinkes" title="&#34;Rekap &#34; + berkas.diajukanPada" />',
        },
      );
    const begun = async (here: Province) =>
      (await casesOf(here, "rutin")).map(({ title, submittedAtMs }) => [title, submittedAtMs]);

    it("starts a case each time, once, by the version in force, and by the new one from its date on", async () => {
      const here = await province({ rutin: timed("timeCycle", "R/2027-02-23T08:00:00+07:00/P1D") });
      await here.pumps.drain();
      expect(await begun(here)).toEqual([]);
      here.clock.set(wib("2027-02-23 08:00"));
      await Promise.all([here.pumps.drain(), here.pumps.drain()]);
      expect(await begun(here)).toEqual([["Rekap 2027-02-23", wib("2027-02-23 08:00")]]);
      const [first] = await casesOf(here, "rutin");
      expect(first).toMatchObject({
        unitId: "dinkes",
        number: "RUTIN/2027/0001",
        processVersion: 1,
        submittedByPerson: "",
      });
      expect((await openTasks(here, first?.caseId ?? "")).map(({ postId }) => postId)).toEqual([
        "dinkes-kepala",
      ]);
      // The server stood still for two days: one case, not two.
      here.clock.set(wib("2027-02-25 09:00"));
      await here.pumps.drain();
      expect(await begun(here)).toHaveLength(2);
      // From noon of the 26th another schedule is in force: the old one starts the morning's, the new one the afternoon's.
      await publish(
        here,
        "rutin",
        timed("timeCycle", "R/2027-02-26T15:00:00+07:00/P1D"),
        wib("2027-02-26 12:00"),
      );
      here.clock.set(wib("2027-02-26 08:00"));
      await here.pumps.drain();
      expect(await begun(here)).toHaveLength(3);
      for (const time of ["2027-02-26 12:30", "2027-02-26 14:59"]) {
        here.clock.set(wib(time));
        await here.pumps.drain();
      }
      expect(await begun(here)).toHaveLength(3);
      here.clock.set(wib("2027-02-26 15:00"));
      await here.pumps.drain();
      expect((await casesOf(here, "rutin")).map(({ processVersion }) => processVersion)).toEqual([
        1, 1, 1, 2,
      ]);
      here.clock.set(wib("2027-02-27 08:30"));
      await here.pumps.drain();
      expect(await begun(here)).toHaveLength(4);
      expect(here.pumpEvents).toEqual([]);
    });

    it("of a date or a duration starts one case; a date before the version came into force starts none", async () => {
      const here = await province({ rutin: timed("timeDuration", "PT2H") });
      await here.pumps.drain();
      here.clock.pass(119 * MINUTE);
      await here.pumps.drain();
      expect(await begun(here)).toEqual([]);
      for (let round = 0; round < 3; round += 1) {
        here.clock.pass(MINUTE);
        await here.pumps.drain();
      }
      expect(await begun(here)).toHaveLength(1);
      await publish(here, "rutin", timed("timeDate", "2027-02-22T10:00:00+07:00"));
      await here.pumps.drain();
      here.clock.pass(600 * MINUTE);
      await here.pumps.drain();
      expect(await begun(here)).toHaveLength(1);
      await publish(here, "rutin", timed("timeDate", "2027-03-01T08:00:00+07:00"));
      await here.pumps.drain();
      here.clock.set(wib("2027-03-01 08:00"));
      await here.pumps.drain();
      here.clock.set(wib("2027-03-02 08:00"));
      await here.pumps.drain();
      expect((await begun(here)).at(-1)).toEqual(["Rekap 2027-03-01", wib("2027-03-01 08:00")]);
      expect(await begun(here)).toHaveLength(2);
    });

    it("of a version that is not in force yet starts nothing before its date", async () => {
      const here = await province({});
      await install(here, "rutin", timed("timeCycle", "R/PT1H"), wib("2027-02-23 08:00"));
      here.clock.set(wib("2027-02-23 07:59"));
      await here.pumps.drain();
      expect(await here.store.work.timersOf(TENANT, "process:rutin")).toEqual([]);
      here.clock.set(wib("2027-02-23 08:30"));
      await here.pumps.drain();
      expect(await begun(here)).toEqual([]);
      here.clock.set(wib("2027-02-23 09:00"));
      await here.pumps.drain();
      expect(await begun(here)).toHaveLength(1);
    });
  });

  describe("messages between two pools", () => {
    const correlation = (key: string) => `<poros:correlation key="${key}" />`;
    const asks = processOf("pemohon", [
      start,
      event(
        "intermediateThrowEvent",
        "minta",
        onMessage(),
        `${input("nomorAsal", "berkas.nomor")}${input("isi", "&#34;data&#34;")}`,
      ),
      event("intermediateCatchEvent", "tunggu", onMessage("pesan2"), correlation("berkas.nomor")),
      task("baca"),
      end,
    ]);
    const answers = processOf("penyedia", [
      event("startEvent", "masuk", onMessage()),
      event(
        "intermediateThrowEvent",
        "balas",
        onMessage("pesan2"),
        `${correlation("nomorAsal")}${input("balasan", "isi + &#34; untuk &#34; + nomorAsal")}`,
      ),
      end,
    ]);

    it("start the other pool's process and come back by their key to the case that asked", async () => {
      const here = await province({ pemohon: asks, penyedia: answers });
      const askers = [await begin(here, "pemohon"), await begin(here, "pemohon", "disdik-operator")];
      await here.pumps.drain();
      for (const [at, caseId] of askers.entries()) {
        const { number, unitId, status } = await fileOf(here, caseId);
        expect(status).toBe("running");
        expect(dataOf(await fileOf(here, caseId)).balasan).toBe(`data untuk ${number}`);
        expect((await openTasks(here, caseId)).map(({ elementId }) => elementId)).toEqual(["baca"]);
        // Nobody said whose it is: it is the unit's that asked.
        expect((await casesOf(here, "penyedia"))[at]).toMatchObject({
          unitId,
          parentId: caseId,
          state: "completed",
        });
      }
    });

    it("with a key longer than a row of an index are awaited and delivered", async () => {
      const long = "string join(for i in 1..4000 return string(i * 7919) + &#34;-&#34;, &#34;&#34;)";
      const here = await province({
        panjang: processOf("panjang", [
          start,
          event("intermediateCatchEvent", "tunggu", onMessage("pesan2"), correlation(long)),
          end,
        ]),
        kirim: processOf("kirim", [
          start,
          event("endEvent", "balas", onMessage("pesan2"), correlation(long)),
        ]),
      });
      const waiting = await begin(here, "panjang");
      await begin(here, "kirim");
      await here.pumps.drain();
      expect((await fileOf(here, waiting)).status).toBe("completed");
    });

    it("reach the gateway that starts cases by whichever comes first, and a start event that needs both by either", async () => {
      const gateway = (id: string) =>
        `<bpmn:eventBasedGateway id="${id}" instantiate="true" />${event("intermediateCatchEvent", "satu", onMessage())}${event("intermediateCatchEvent", "dua", onMessage("pesan2"))}
         <bpmn:sequenceFlow id="g1" sourceRef="${id}" targetRef="satu" /><bpmn:sequenceFlow id="g2" sourceRef="${id}" targetRef="dua" />
         <bpmn:sequenceFlow id="g3" sourceRef="satu" targetRef="akhir" /><bpmn:sequenceFlow id="g4" sourceRef="dua" targetRef="kerja" />${task("kerja")}`;
      const both = `<bpmn:startEvent id="keduanya" parallelMultiple="true">${onMessage()}${onMessage("pesan2")}</bpmn:startEvent>`;
      const here = await province({
        gerbang: processOf("gerbang", [end], { beside: gateway("pilih") }),
        lengkap: processOf("lengkap", [both, end]),
      });
      const send = async (name: string, payload: Variables) => {
        const actor = { kind: "machine", name: "srikandi" } as const;
        return await here.runner.deliver({ actor, name, correlationKey: null, payload, idempotency: null });
      };
      expect(await send("jawaban", { unit: "dinkes", isi: 1 })).toMatchObject({
        delivered: [],
        started: [{}, {}].map(() => expect.any(String)),
      });
      const [chosen] = await casesOf(here, "gerbang");
      expect((await openTasks(here, chosen?.caseId ?? "")).map(({ elementId }) => elementId)).toEqual([
        "kerja",
      ]);
      const [half] = await casesOf(here, "lengkap");
      expect(half?.state).toBe("running");
      // The other half is what it waits for, so that message completes it and starts nothing.
      expect(await send("permintaan", { isi: 2 })).toMatchObject({ delivered: [half?.caseId], started: [] });
      expect((await fileOf(here, half?.caseId ?? "")).status).toBe("completed");
    });
  });
});
