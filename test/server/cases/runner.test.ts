/** Cases run end to end on both databases, without HTTP: submitted, acted upon, raced for, repeated. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaseEntry, type CaseFile, evolveCase, reExecute } from "../../../casework/index.ts";
import type { CommitNotice } from "../../../server/cases/index.ts";
import { caseStream, exportJournal, verifyExport } from "../../../server/journal/index.ts";
import { dialects, freshPlace, type Place } from "../store/stores.ts";
import {
  actRequest,
  doTask,
  everything,
  key,
  openProvince,
  openTask,
  openTasks,
  PROCESS,
  type Province,
  submit,
  submitted,
  TENANT,
  taken,
  wib,
} from "./province.ts";

describe.each(dialects)("running cases on %s", (dialect) => {
  let place: Place;
  let province: Province;
  beforeAll(async () => {
    place = await freshPlace(dialect);
    province = await openProvince(place);
  });
  afterAll(async () => {
    await province?.close();
    await place?.remove();
  });

  it("a submitted report gets a number, is routed by rule and waits for the biro's pemeriksa", async () => {
    const answer = await submitted(province);
    expect(answer.number).toMatch(/^VLP\/2027\/\d{4}$/);
    expect(answer.version).toBe(1);
    const task = await openTask(province, answer.caseId, "periksaKelengkapan");
    expect(task.postId).toContain("kesra");
    expect(task.dueAtMs).toBeGreaterThan(province.clock.nowMs());
    const stored = await province.runner.load(answer.caseId, everything);
    expect(stored?.row).toMatchObject({
      number: answer.number,
      state: "running",
      unitId: "dinkes",
      openIncidents: 0,
    });
    expect(stored?.row.title).toContain("LKjIP 2026");
    expect(await province.store.cases.deadlines(TENANT, answer.caseId)).toHaveLength(2);
  });

  it("a case goes all the way to the archive, and its history executes again to the same file", async () => {
    const { caseId } = await submitted(province);
    await doTask(province, caseId, "periksaKelengkapan", "lengkap");
    await doTask(province, caseId, "periksaAdministrasi", "benar");
    for (const step of ["parafKabag", "parafKaro", "parafAsisten"])
      await doTask(province, caseId, step, "paraf");
    await doTask(province, caseId, "sekdaMenyetujui", "setujui");
    await province.pumps.drain();
    const stored = await province.runner.load(caseId, everything);
    expect(stored?.row).toMatchObject({ state: "completed", openIncidents: 0 });
    expect(await openTasks(province, caseId)).toEqual([]);
    const deadlines = await province.store.cases.deadlines(TENANT, caseId);
    expect(deadlines.every(({ state, next }) => state === "closed" && next === null)).toBe(true);

    const history = await province.store.journal.entries(TENANT, caseStream(caseId));
    const entries = history.map(
      (entry): CaseEntry => ({
        atMs: entry.atMs,
        command: entry.command as CaseEntry["command"],
        executed: entry.executed ?? [],
        events: entry.events as CaseEntry["events"],
      }),
    );
    const context = await province.documents.caseContext(PROCESS, 1, province.clock.nowMs());
    if (context === null || stored === null) throw new Error("the process is not there");
    expect(reExecute(context.process, entries)).toEqual({ ok: true });
    let file: CaseFile | null = null;
    for (const entry of entries) file = evolveCase(context.process, file, entry.events, entry.atMs);
    expect(file).toEqual(JSON.parse(stored.state));
    const lines = exportJournal(province.store.journal, TENANT, { prefix: caseStream(caseId), atMs: 0 });
    expect((await verifyExport(lines)).ok).toBe(true);
  });

  it("two people complete the same task at once: one is taken, the other told what changed, one next task", async () => {
    const { caseId } = await submitted(province);
    const request = await actRequest(province, caseId, "periksaKelengkapan", "lengkap");
    const answers = await Promise.all([province.runner.act(request), province.runner.act(request)]);
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ ok: false, refusal: { code: "changedMeanwhile" } });
    expect((await openTasks(province, caseId)).map(({ elementId }) => elementId)).toEqual([
      "periksaAdministrasi",
    ]);
  });

  it("two nodes act on the same task at once: one is taken, the other told what changed and by whom", async () => {
    if (dialect === "sqlite") return await expectSecondServerRefused(place);
    const other = await province.anotherNode(await place.open());
    const { caseId } = await submitted(province);
    const request = await actRequest(province, caseId, "periksaKelengkapan", "lengkap");
    await other.runner.load(caseId, everything);
    const answers = await Promise.all([province.runner.act(request), other.runner.act(request)]);
    expect(answers.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const refused = answers.find(({ ok }) => !ok);
    expect(refused).toMatchObject({ refusal: { code: "changedMeanwhile" } });
    expect(refused !== undefined && "since" in refused ? refused.since : []).toMatchObject([
      { seq: 2, actor: { personId: request.actor.personId } },
    ]);
    // A node that knows an old version of the case decides again on what is there.
    await doTask(province, caseId, "periksaAdministrasi", "benar");
    await doTask(other, caseId, "parafKabag", "paraf");
    await doTask(province, caseId, "parafKaro", "paraf");
    await other.library.close();
    await other.store.close();
  });

  it("an act on a file that has changed since is refused with what happened since", async () => {
    const { caseId } = await submitted(province);
    const seen = await actRequest(province, caseId, "periksaKelengkapan", "kurang");
    await doTask(province, caseId, "periksaKelengkapan", "lengkap");
    const answer = await province.runner.act(seen);
    expect(answer).toMatchObject({ ok: false, refusal: { code: "changedMeanwhile" } });
    expect(answer.ok ? [] : answer.since?.map(({ seq }) => seq)).toEqual([2]);
  });

  it("a reminder in between does not hinder the act on what was seen", async () => {
    const { caseId } = await submitted(province);
    const seen = await actRequest(province, caseId, "periksaKelengkapan", "lengkap");
    const [, taskDeadline] = await province.store.cases.deadlines(TENANT, caseId);
    const before = province.clock.nowMs();
    province.clock.set((taskDeadline?.next?.atMs ?? 0) + 1);
    await province.pumps.drain();
    expect((await openTask(province, caseId, "periksaKelengkapan")).mark).toBe(50);
    expect((await province.runner.load(caseId, everything))?.row.version).toBeGreaterThan(1);
    taken(await province.runner.act(seen));
    province.clock.set(before);
  });

  it("a submission sent twice with one key makes one case and gives the same answer", async () => {
    const first = taken(await submit(province, { idempotency: key("submit-1") }));
    const second = taken(await submit(province, { idempotency: key("submit-1") }));
    expect({ ...second, repeated: false }).toEqual(first);
    expect(second.repeated).toBe(true);
    const other = await submit(province, { idempotency: key("submit-1", "another body") });
    expect(other).toMatchObject({ ok: false, refusal: { code: "idempotencyKeyReused" } });
  });

  it("an act sent twice with one key has one effect and gives the same answer", async () => {
    const { caseId } = await submitted(province);
    const request = await actRequest(province, caseId, "periksaKelengkapan", "lengkap", {
      idempotency: key(`act ${caseId}`),
    });
    const answers = await Promise.all([1, 2, 3].map(() => province.runner.act(request)));
    expect(answers.map((answer) => taken(answer).version)).toEqual([2, 2, 2]);
    expect(answers.filter((answer) => taken(answer).repeated)).toHaveLength(2);
    expect((await province.runner.load(caseId, everything))?.row.version).toBe(2);
  });

  it("a form with a field that it does not declare is refused with its place, and uses up no number", async () => {
    const before = await submitted(province);
    const refused = await submit(province, { values: { jenisLaporan: "LKjIP", opd: "x" } });
    expect(refused).toMatchObject({ ok: false, refusal: { code: "invalidForm" } });
    const after = await submitted(province);
    const count = (number: string) => Number(number.split("/")[2]);
    expect(count(after.number)).toBe(count(before.number) + 1);
  });

  it("a submission on a version that is no longer in force is refused", async () => {
    const answer = await province.runner.submit({
      actor: (await actRequestActor(province)).actor,
      processId: PROCESS,
      processVersion: 99,
      values: {},
      attachments: [],
      idempotency: null,
    });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "processVersionChanged" } });
  });

  it("sixty-four submissions at once are all taken, with sixty-four numbers in a row", async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, () => submit(province)));
    const numbers = answers
      .map((answer) => Number(taken(answer).number.split("/")[2]))
      .toSorted((a, b) => a - b);
    expect(numbers.at(-1)).toBe((numbers[0] ?? 0) + 63);
    expect(new Set(numbers).size).toBe(64);
  });

  it("whoever listens is told of a commit after it is stored, with the posts whose inbox changed", async () => {
    const notices: CommitNotice[] = [];
    const stop = province.runner.onCommit((notice) => notices.push(notice));
    const { caseId } = await submitted(province);
    stop();
    await doTask(province, caseId, "periksaKelengkapan", "lengkap");
    expect(notices.map(({ caseId: id, version }) => ({ id, version }))).toEqual([{ id: caseId, version: 1 }]);
    const task = (await province.store.cases.tasks(TENANT, caseId))[0];
    expect(notices[0]?.posts).toEqual([task?.postId]);
  });

  it("a cancelled case has no open task, deadline or timer left, and takes no more acts", async () => {
    const { caseId } = await submitted(province);
    const request = await actRequest(province, caseId, "periksaKelengkapan", "lengkap");
    const cancelled = await province.runner.cancel({
      actor: request.actor,
      caseId,
      idempotency: null,
      reason: "Salah kirim",
      seenVersion: 1,
    });
    expect(taken(cancelled).version).toBe(2);
    expect((await province.runner.load(caseId, everything))?.row.state).toBe("cancelled");
    expect(await openTasks(province, caseId)).toEqual([]);
    const late = await province.runner.act({ ...request, seenVersion: 2 });
    expect(late).toMatchObject({ ok: false, refusal: { code: "caseEnded" } });
  });

  it("a case that is not there is refused by name", async () => {
    const request = await actRequest(
      province,
      (await submitted(province)).caseId,
      "periksaKelengkapan",
      "lengkap",
    );
    const answer = await province.runner.act({ ...request, caseId: "no-such-case" });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "caseNotFound" } });
  });

  it("a deadline that passes reminds, warns and hands the task to the superior, each once", async () => {
    const { caseId } = await submitted(province);
    const before = province.clock.nowMs();
    const task = await openTask(province, caseId, "periksaKelengkapan");
    province.clock.set(wib("2027-03-30 10:00"));
    await province.pumps.drain();
    await province.pumps.drain();
    const after = await openTask(province, caseId, "periksaKelengkapan");
    expect(after.postId).not.toBe(task.postId);
    const passed = (await province.store.journal.entries(TENANT, caseStream(caseId))).flatMap(({ events }) =>
      events.flatMap((event) =>
        event.type === "DeadlinePassed" && "mark" in event && "deadlineId" in event
          ? [`${String(event.deadlineId)} ${String(event.mark)}`]
          : [],
      ),
    );
    expect(new Set(passed).size).toBe(passed.length);
    expect(passed.length).toBeGreaterThanOrEqual(4);
    province.clock.set(before);
  });
});

describe.each(dialects)("a new calendar on %s", (dialect) => {
  it("moves open deadlines when its day has come, journalled, and leaves cases alone that it does not touch", async () => {
    const place = await freshPlace(dialect);
    const province = await openProvince(place);
    try {
      const { clock, library, store } = province;
      const { caseId } = await submitted(province);
      await province.pumps.drain();
      const due = async () => (await openTask(province, caseId, "periksaKelengkapan")).dueAtMs ?? 0;
      const before = await due();
      expect((await province.runner.load(caseId, everything))?.row.version).toBe(1);
      await publishHoliday(province, "2027-02-22");
      await province.pumps.drain();
      expect(await due()).toBe(wib("2027-02-24 09:00"));
      expect(before).toBe(wib("2027-02-23 10:00"));
      const [, moved] = await store.journal.entries(TENANT, caseStream(caseId));
      expect(moved?.command.type).toBe("RecalculateDeadlines");
      expect(moved?.events.every(({ type }) => type === "DeadlineMoved")).toBe(true);
      await province.pumps.drain();
      expect(await store.journal.entries(TENANT, caseStream(caseId))).toHaveLength(2);
      expect(library.allInForce("calendars", clock.nowMs())[0]?.version).toBe(2);
    } finally {
      await province.close();
      await place.remove();
    }
  });
});

/** A day off by a decree that comes late. */
async function publishHoliday(province: Province, day: string): Promise<void> {
  const { clock, library } = province;
  const [inForce] = library.allInForce("calendars", clock.nowMs());
  const draft = inForce && (await library.read("calendars", inForce.id));
  if (!draft) throw new Error("there is no calendar");
  const document: { holidays: object[] } = JSON.parse(draft.content);
  document.holidays.push({ day, name: "Cuti bersama", kind: "cutiBersama" });
  const by = { by: "perancang-1", postId: "p", atMs: clock.nowMs() };
  const about = { kind: "calendars", id: draft.id } as const;
  const content = JSON.stringify(document);
  const saved = await library.save({
    ...by,
    ...about,
    title: draft.title,
    content,
    expectedVersion: draft.draftVersion,
  });
  if (!saved.ok) throw new Error(saved.refusal.message);
  const { draftVersion } = saved.value;
  const proposal = await library.propose({
    ...by,
    ...about,
    draftVersion,
    reason: "SKB",
    effectiveFromMs: null,
  });
  if (!proposal.ok) throw new Error(proposal.refusal.message);
  const { proposalId, hash } = proposal.value;
  const approved = await library.approve({ ...by, by: "perancang-2", proposalId, hash });
  if (!approved.ok) throw new Error(approved.refusal.message);
}

async function actRequestActor(province: Province) {
  const { caseId } = await submitted(province);
  return await actRequest(province, caseId, "periksaKelengkapan", "lengkap");
}

/** On the embedded store there is no second node. */
async function expectSecondServerRefused(place: Place): Promise<void> {
  await expect(place.open()).rejects.toMatchObject({ code: "storeInUse" });
}
