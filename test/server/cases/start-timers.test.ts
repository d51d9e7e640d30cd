/** Start events with a timer, on both databases: armed by what is in force, each time once. */
import { describe, expect, it } from "vitest";
import { dialects } from "../store/stores.ts";
import { openTasks, type Province, TENANT, wib } from "./province.ts";
import { casesOf, end, event, install, MINUTE, processOf, provinceOn, publish, task } from "./relations.ts";

describe.each(dialects)("on %s", (dialect) => {
  const province = (contents: Readonly<Record<string, string>>) => provinceOn(dialect, contents);

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
});
