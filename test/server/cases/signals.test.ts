/** What a signal reaches beyond the case that throws it, on both databases. */
import { describe, expect, it } from "vitest";
import { dataOf } from "../../../casework/index.ts";
import { dialects } from "../store/stores.ts";
import { everything, openTasks, TENANT } from "./province.ts";
import {
  begin,
  boundary,
  casesOf,
  end,
  entriesOf,
  event,
  fileOf,
  input,
  MINUTE,
  onMessage,
  onSignal,
  processOf,
  provinceOn,
  script,
  start,
  task,
} from "./relations.ts";

describe.each(dialects)("on %s", (dialect) => {
  const province = (contents: Readonly<Record<string, string>>) => provinceOn(dialect, contents);

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
});
