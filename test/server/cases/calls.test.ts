/** Calls as cases of their own, on both databases: mapped, answered, cancelled, refused, bound to a version. */
import { describe, expect, it } from "vitest";
import { dataOf } from "../../../casework/index.ts";
import { dialects } from "../store/stores.ts";
import { doTask, everything, openTasks, TENANT } from "./province.ts";
import {
  begin,
  boundary,
  call,
  casesOf,
  childOf,
  end,
  entriesOf,
  event,
  fileOf,
  incidentsOf,
  input,
  MINUTE,
  onSignal,
  output,
  processOf,
  provinceOn,
  publish,
  script,
  start,
  task,
} from "./relations.ts";

describe.each(dialects)("on %s", (dialect) => {
  const province = (contents: Readonly<Record<string, string>>) => provinceOn(dialect, contents);

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
});
