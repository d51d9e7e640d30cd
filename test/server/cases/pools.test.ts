/** Messages between the processes of two pools, on both databases. */
import { describe, expect, it } from "vitest";
import { dataOf } from "../../../casework/index.ts";
import type { Variables } from "../../../engine/index.ts";
import { dialects } from "../store/stores.ts";
import { openTasks } from "./province.ts";
import {
  begin,
  casesOf,
  end,
  event,
  fileOf,
  input,
  onMessage,
  processOf,
  provinceOn,
  start,
  task,
} from "./relations.ts";

describe.each(dialects)("on %s", (dialect) => {
  const province = (contents: Readonly<Record<string, string>>) => provinceOn(dialect, contents);

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
