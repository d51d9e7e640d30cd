/** The store's contract, on both databases: what a commit keeps, what it refuses, what it never loses. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../../server/store/index.ts";
import {
  bodiesOf,
  commitOf,
  deadline,
  decision,
  everything,
  firstCommit,
  incident,
  job,
  message,
  nextCommit,
  notice,
  numberedStart,
  T0,
  TENANT,
  task,
  timer,
} from "./commits.ts";
import { dialects, freshPlace, type Place } from "./stores.ts";

describe.each(dialects)("a store on %s", (dialect) => {
  let place: Place;
  let store: Store;
  beforeAll(async () => {
    place = await freshPlace(dialect);
    store = await place.open();
  });
  afterAll(async () => {
    await store?.close();
    await place?.remove();
  });

  const key = (name: string, bodyHash = "body") => ({ scope: "person-1 act", key: name, bodyHash });

  describe("committing", () => {
    it("keeps a case, its state as text, its task and its journal entry together", async () => {
      const state = { z: 1, a: [true, null, "é"], n: "9007199254740993" };
      const committed = await store.commit(
        firstCommit("c1", { state, changes: { tasks: [task("c1", "t1")], posts: ["kabag-kesra"] } }),
      );
      expect(committed).toEqual({ kind: "committed", caseId: "c1", version: 1 });
      const stored = await store.cases.load(TENANT, "c1", everything);
      expect(stored?.state).toBe(JSON.stringify(state));
      expect(stored?.row).toMatchObject({ caseId: "c1", version: 1, state: "running", dueAtMs: null });
      expect(await store.cases.tasks(TENANT, "c1")).toEqual([task("c1", "t1")]);
      expect((await bodiesOf(store, "c1")).map(({ seq }) => seq)).toEqual([1]);
    });

    it("refuses a commit on a version that another has taken, and changes nothing", async () => {
      await store.commit(firstCommit("c2"));
      const stored = await store.cases.load(TENANT, "c2", everything);
      if (stored === null) throw new Error("c2 is not there");
      const mine = commitOf("c2", stored.row, { changes: { tasks: [task("c2", "mine")] } });
      const yours = commitOf("c2", stored.row, { changes: { tasks: [task("c2", "yours")] }, atMs: T0 + 99 });
      expect(await store.commit(mine)).toMatchObject({ kind: "committed", version: 2 });
      expect(await store.commit(yours)).toEqual({ kind: "versionTaken" });
      expect((await store.cases.tasks(TENANT, "c2")).map(({ taskId }) => taskId)).toEqual(["mine"]);
      expect(await bodiesOf(store, "c2")).toHaveLength(2);
    });

    it("takes one of two commits that arrive together on the same version, and refuses the other", async () => {
      await store.commit(firstCommit("c3"));
      const stored = await store.cases.load(TENANT, "c3", everything);
      if (stored === null) throw new Error("c3 is not there");
      const both = [1, 2].map((at) => commitOf("c3", stored.row, { atMs: T0 + at }));
      const results = await Promise.all(both.map((commit) => store.commit(commit)));
      expect(results.map(({ kind }) => kind).toSorted()).toEqual(["committed", "versionTaken"]);
      expect(await bodiesOf(store, "c3")).toHaveLength(2);
    });

    it("writes the neighbours of a refused commit in the same group", async () => {
      await store.commit(firstCommit("c4"));
      const stale = commitOf("c4", null, {});
      const results = await Promise.all([
        store.commit(firstCommit("c4a")),
        store.commit(stale),
        store.commit(firstCommit("c4b")),
      ]);
      expect(results.map(({ kind }) => kind)).toEqual(["committed", "versionTaken", "committed"]);
    });

    it("writes the neighbours of a commit that the database itself rejects, and rejects that one alone", async () => {
      const poison = firstCommit("c5", { row: { unitId: "dinas\u0000kesehatan" } });
      const results = await Promise.allSettled([
        store.commit(firstCommit("c5a")),
        store.commit(poison),
        store.commit(firstCommit("c5b")),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await store.cases.load(TENANT, "c5", everything)).toBeNull();
    });

    it("keeps a title with a NUL and half a surrogate pair as replacement characters", async () => {
      await store.commit(firstCommit("c6", { row: { title: "a\u0000b\ud800c" } }));
      expect((await store.cases.load(TENANT, "c6", everything))?.row.title).toBe("a\ufffdb\ufffdc");
    });

    it("writes five hundred commits that arrive together, every one whole", async () => {
      const ids = Array.from({ length: 500 }, (_, at) => `many-${at}`);
      const results = await Promise.all(
        ids.map((id) =>
          store.commit(firstCommit(id, { changes: { tasks: [task(id, "t1"), task(id, "t2")] } })),
        ),
      );
      expect(results.every(({ kind }) => kind === "committed")).toBe(true);
      for (const id of ["many-0", "many-250", "many-499"]) {
        expect(await store.cases.tasks(TENANT, id)).toHaveLength(2);
        expect(await bodiesOf(store, id)).toHaveLength(1);
      }
    });

    it("keeps the cases of two tenants with the same id apart", async () => {
      await store.commit(firstCommit("same", { row: { title: "Jabar" } }));
      await store.commit(firstCommit("same", { tenant: "kalbar", row: { title: "Kalbar" } }));
      expect((await store.cases.load(TENANT, "same", everything))?.row.title).toBe("Jabar");
      expect((await store.cases.load("kalbar", "same", everything))?.row.title).toBe("Kalbar");
    });
  });

  describe("idempotency keys", () => {
    it("the same key and body sent twice get the first answer, and there is one effect", async () => {
      const first = await store.commit(firstCommit("k1", { idempotency: key("k1") }));
      expect(first.kind).toBe("committed");
      const again = await store.commit(firstCommit("k1-again", { idempotency: key("k1") }));
      expect(again).toEqual({ kind: "repeated", caseId: "k1", version: 1 });
      expect(await store.cases.load(TENANT, "k1-again", everything)).toBeNull();
      expect(await store.answers.find(TENANT, key("k1"))).toEqual({ kind: "case", caseId: "k1", version: 1 });
    });

    it("the same key with another body is refused", async () => {
      await store.commit(firstCommit("k2", { idempotency: key("k2") }));
      const other = await store.commit(firstCommit("k2-other", { idempotency: key("k2", "another body") }));
      expect(other).toEqual({ kind: "keyReused" });
      expect(await store.answers.find(TENANT, key("k2", "another body"))).toEqual({ kind: "keyReused" });
    });

    it("the same key sent twice at once has one effect", async () => {
      const results = await Promise.all(
        ["k3a", "k3b"].map((id) => store.commitNumbered(numberedStart(id, { idempotency: key("k3") }))),
      );
      expect(results.map(({ kind }) => kind).toSorted()).toEqual(["committed", "repeated"]);
    });

    it("a commit that lost its version gives its key back", async () => {
      await store.commit(firstCommit("k4"));
      const stale = commitOf("k4", null, { idempotency: key("k4") });
      expect((await store.commit(stale)).kind).toBe("versionTaken");
      expect(await store.answers.find(TENANT, key("k4"))).toBeNull();
      const retried = await nextCommit(store, "k4", { idempotency: key("k4") });
      expect((await store.commit(retried)).kind).toBe("committed");
    });

    it("answers of other requests are kept once", async () => {
      expect(await store.answers.keep(TENANT, key("text"), "first", T0)).toBe(true);
      expect(await store.answers.keep(TENANT, key("text"), "second", T0)).toBe(false);
      expect(await store.answers.find(TENANT, key("text"))).toEqual({ kind: "text", answer: "first" });
    });
  });

  describe("numbers of cases", () => {
    const start = (id: string, year: number, refuse = false) =>
      store.commitNumbered({ ...numberedStart(id, { refuse }), prefix: "NUM", year });

    it("are given without gaps, also past starts that are refused", async () => {
      const results = await Promise.all(
        Array.from({ length: 40 }, (_, at) => start(`n${at}`, 2027, at % 4 === 1)),
      );
      expect(results.filter(({ kind }) => kind === "notBuilt")).toHaveLength(10);
      const numbers: string[] = [];
      for (const result of results) {
        if (result.kind !== "committed") continue;
        numbers.push((await store.cases.load(TENANT, result.caseId, everything))?.row.number ?? "");
      }
      expect(numbers.toSorted()).toEqual(
        Array.from({ length: 30 }, (_, at) => `NUM/2027/${String(at + 1).padStart(4, "0")}`),
      );
    });

    it("begin again every year", async () => {
      await start("n-next-year", 2028);
      expect((await store.cases.load(TENANT, "n-next-year", everything))?.row.number).toBe("NUM/2028/0001");
    });
  });

  describe("claiming work", () => {
    it("gives a timer to one claimant, and again after the lease with a higher fence", async () => {
      await store.commit(
        firstCommit("w1", { changes: { timers: { opened: [timer("w1", "tm1", T0)], closed: [] } } }),
      );
      const claim = { nowMs: T0, leaseMs: 1_000, max: 10 };
      const both = await Promise.all([store.work.timers(TENANT, claim), store.work.timers(TENANT, claim)]);
      expect(both.flat()).toHaveLength(1);
      const first = both.flat()[0];
      expect(first?.row).toEqual(timer("w1", "tm1", T0));
      expect(await store.work.timers(TENANT, { ...claim, nowMs: T0 + 999 })).toEqual([]);
      const second = (await store.work.timers(TENANT, { ...claim, nowMs: T0 + 1_000 }))[0];
      expect(second?.fence).toBe((first?.fence ?? 0) + 1);
    });

    it("refuses the commit of a claimant whose lease was taken over, and takes the holder's", async () => {
      await store.commit(
        firstCommit("w2", { changes: { timers: { opened: [timer("w2", "tm1", T0 + 10_000)], closed: [] } } }),
      );
      const claim = (nowMs: number) => store.work.timers(TENANT, { nowMs, leaseMs: 10, max: 100 });
      const mine = (await claim(T0 + 10_000)).find(({ row }) => row.caseId === "w2");
      const yours = (await claim(T0 + 10_010)).find(({ row }) => row.caseId === "w2");
      const settle = (fence: number) =>
        nextCommit(store, "w2", {
          changes: { timers: { opened: [], closed: ["tm1"] } },
          settles: { work: "timer", caseId: "w2", id: "tm1", fence },
        });
      expect(await store.commit(await settle(mine?.fence ?? -1))).toEqual({ kind: "staleClaim" });
      expect((await store.commit(await settle(yours?.fence ?? -1))).kind).toBe("committed");
      expect((await claim(T0 + 99_000)).filter(({ row }) => row.caseId === "w2")).toEqual([]);
    });

    it("gives a thousand due timers out in batches, each to one claimant", async () => {
      const opened = Array.from({ length: 1_000 }, (_, at) => timer("w3", `tm${at}`, T0 + 20_000));
      await store.commit(firstCommit("w3", { changes: { timers: { opened, closed: [] } } }));
      const seen = new Set<string>();
      let batches = 0;
      while (true) {
        const claim = { nowMs: T0 + 20_000, leaseMs: 60_000, max: 100 };
        const claimed = await Promise.all([
          store.work.timers(TENANT, claim),
          store.work.timers(TENANT, claim),
        ]);
        const mine = claimed.flat().filter(({ row }) => row.caseId === "w3");
        if (mine.length === 0) break;
        batches += 1;
        for (const { row } of mine) {
          expect(seen.has(row.timerId)).toBe(false);
          seen.add(row.timerId);
        }
      }
      expect(seen.size).toBe(1_000);
      expect(batches).toBeGreaterThan(4);
    });

    it("gives jobs of the topics asked for, takes them back, and counts attempts", async () => {
      const jobs = [job("w4", "r1"), job("w4", "r2", { name: "surat" })];
      await store.commit(firstCommit("w4", { changes: { jobs: { opened: jobs, closed: [] } } }));
      const ask = { nowMs: T0, leaseMs: 5_000, max: 10, kind: "topic", worker: "w" } as const;
      const [claimed, ...others] = await store.work.jobs(TENANT, { ...ask, names: ["surat"] });
      expect(others).toEqual([]);
      expect(claimed?.row).toEqual(job("w4", "r2", { name: "surat" }));
      const claim = { work: "job", caseId: "w4", id: "r2", fence: claimed?.fence ?? -1 } as const;
      expect(await store.work.release(TENANT, { ...claim, fence: 99 }, { dueAtMs: T0, attempts: 1 })).toBe(
        false,
      );
      expect(await store.work.release(TENANT, claim, { dueAtMs: T0 + 7, attempts: 1 })).toBe(true);
      expect(await store.work.jobs(TENANT, { ...ask, names: ["surat"], nowMs: T0 + 6 })).toEqual([]);
      const again = await store.work.jobs(TENANT, { ...ask, names: ["surat"], nowMs: T0 + 7 });
      expect(again[0]?.row.attempts).toBe(1);
      expect(await store.work.drop(TENANT, claim)).toBe(false);
    });

    it("refuses the commit of a claimant who gave the work back, though nobody has claimed it since", async () => {
      const opened = [job("w4b", "r1", { name: "kembali" })];
      await store.commit(firstCommit("w4b", { changes: { jobs: { opened, closed: [] } } }));
      const ask = {
        nowMs: T0,
        leaseMs: 5_000,
        max: 1,
        kind: "topic",
        worker: "w",
        names: ["kembali"],
      } as const;
      const [claimed] = await store.work.jobs(TENANT, ask);
      const claim = { work: "job", caseId: "w4b", id: "r1", fence: claimed?.fence ?? -1 } as const;
      expect(await store.work.release(TENANT, claim, { dueAtMs: T0, attempts: 1 })).toBe(true);
      expect(await store.work.release(TENANT, claim, { dueAtMs: T0, attempts: 2 })).toBe(false);
      const late = await nextCommit(store, "w4b", {
        changes: { jobs: { opened: [], closed: ["r1"] } },
        settles: claim,
      });
      expect(await store.commit(late)).toEqual({ kind: "staleClaim" });
      expect((await store.work.jobs(TENANT, ask))[0]?.row.attempts).toBe(1);
    });

    it("passes the next mark of a deadline, and none while its clock stands still", async () => {
      await store.commit(firstCommit("w5", { changes: { deadlines: [deadline("w5", "d1")] } }));
      const claim = { nowMs: T0 + 5_000, leaseMs: 10, max: 10 };
      const due = await store.work.deadlines(TENANT, claim);
      expect(due.map(({ row }) => row.next)).toEqual([{ mark: 50, atMs: T0 + 5_000 }]);
      const paused = deadline("w5", "d1", {
        state: "paused",
        next: null,
        pauses: [{ fromMs: T0 + 5_001, toMs: null, reason: "perbaikan" }],
      });
      await store.commit(await nextCommit(store, "w5", { changes: { deadlines: [paused] } }));
      expect(await store.work.deadlines(TENANT, { ...claim, nowMs: T0 + 90_000 })).toEqual([]);
      expect(await store.cases.deadlines(TENANT, "w5")).toEqual([paused]);
    });

    it("takes a delivered message out in the transaction that delivered it", async () => {
      await store.commit(firstCommit("w6", { changes: { messages: [message("w6", "m1")] } }));
      const [claimed] = await store.work.messages(TENANT, { nowMs: T0, leaseMs: 1_000, max: 10 });
      const settles = { work: "message", caseId: "w6", id: "m1", fence: claimed?.fence ?? -1 } as const;
      const delivered = await store.commit(firstCommit("w6-receiver", { settles }));
      expect(delivered.kind).toBe("committed");
      expect((await store.commit(firstCommit("w6-twice", { settles }))).kind).toBe("staleClaim");
      expect((await store.work.depth(TENANT)).message).toBe(0);
    });

    it("finds who waits for a message by name and key", async () => {
      const waits = (caseId: string, correlationKey: string | null) =>
        store.commit(
          firstCommit(caseId, {
            changes: {
              subscriptions: {
                opened: [
                  {
                    caseId,
                    kind: "message",
                    subscriptionId: "s1",
                    elementId: "e",
                    name: "jawaban",
                    correlationKey,
                  },
                ],
                closed: [],
              },
            },
          }),
        );
      await waits("w7a", "LHP-1");
      await waits("w7b", "LHP-2");
      await waits("w7c", null);
      const found = async (k: string | null) =>
        (await store.cases.waitingFor(TENANT, "jawaban", k)).map(({ caseId }) => caseId);
      expect(await found("LHP-2")).toEqual(["w7b"]);
      expect(await found(null)).toEqual(["w7c"]);
      expect(await found("LHP-3")).toEqual([]);
    });
  });

  describe("what cases ask of each other", () => {
    const relay = (caseId: string, requestId: string) =>
      job(caseId, requestId, { kind: "relay", name: "signal" });
    const claim = (nowMs: number) =>
      store.work.jobs(TENANT, {
        nowMs,
        leaseMs: 1_000,
        max: 10,
        kind: "relay",
        names: ["*"],
        worker: "server",
      });

    it("is given out one by one in the order asked, and goes with the commit of another case", async () => {
      await store.commit(
        firstCommit("r1", {
          changes: { jobs: { opened: [relay("r1", "0002.1"), relay("r1", "0002.2")], closed: [] } },
        }),
      );
      const [first, ...others] = await claim(T0);
      expect(first?.row.requestId).toBe("0002.1");
      expect(others).toEqual([]);
      expect(await claim(T0)).toEqual([]);
      const settles = { work: "job", caseId: "r1", id: "0002.1", fence: first?.fence ?? -1 } as const;
      const started = await store.commitNumbered(numberedStart("r1-child", { settles }));
      expect(started.kind).toBe("committed");
      const again = await store.commitNumbered(numberedStart("r1-twice", { settles }));
      expect(again.kind).toBe("staleClaim");
      const [second] = await claim(T0);
      expect(second?.row.requestId).toBe("0002.2");
      // Given back with a later time it still stands before what came after it.
      const later = { work: "job", caseId: "r1", id: "0002.2", fence: second?.fence ?? -1 } as const;
      expect(await store.work.release(TENANT, later, { dueAtMs: T0 + 5_000, attempts: 1 })).toBe(true);
      await store.commit(
        await nextCommit(store, "r1", { changes: { jobs: { opened: [relay("r1", "0003.1")], closed: [] } } }),
      );
      expect(await claim(T0)).toEqual([]);
      expect((await claim(T0 + 5_000)).map(({ row }) => row.requestId)).toEqual(["0002.2"]);
    });

    it("a job that a commit settles and opens again stays, with its fence", async () => {
      const pending = job("r2", "decisions", { kind: "handler", name: "rest" });
      const jobs = { opened: [pending], closed: [] };
      await store.commit(firstCommit("r2", { changes: { jobs } }));
      const [claimed] = await store.work.jobs(TENANT, {
        nowMs: T0,
        leaseMs: 1_000,
        max: 10,
        kind: "handler",
        names: ["rest"],
        worker: "server",
      });
      const settles = { work: "job", caseId: "r2", id: "decisions", fence: claimed?.fence ?? -1 } as const;
      expect((await store.commit(await nextCommit(store, "r2", { settles, changes: { jobs } }))).kind).toBe(
        "committed",
      );
      expect((await store.work.job(TENANT, "r2", "decisions"))?.fence).toBe(claimed?.fence);
    });

    it("finds the children of a case within the sight, and the one that answers a call", async () => {
      await store.commit(firstCommit("f1"));
      await store.commit(
        firstCommit("f1-a", {
          row: { parentId: "f1", parentCall: "p1", submittedAtMs: T0, unitId: "dinkes" },
        }),
      );
      await store.commit(
        firstCommit("f1-b", { row: { parentId: "f1", submittedAtMs: T0 + 1, unitId: "disdik" } }),
      );
      const seen = async (units: readonly string[]) =>
        (await store.cases.childrenOf(TENANT, "f1", { all: false, units, posts: [] })).map(
          ({ caseId }) => caseId,
        );
      expect((await store.cases.childrenOf(TENANT, "f1", everything)).map(({ caseId }) => caseId)).toEqual([
        "f1-a",
        "f1-b",
      ]);
      expect(await seen(["disdik"])).toEqual(["f1-b"]);
      expect(await seen([])).toEqual([]);
      expect(await store.cases.calledBy(TENANT, "f1", "p1")).toMatchObject({
        caseId: "f1-a",
        parentId: "f1",
        parentCall: "p1",
      });
      expect(await store.cases.calledBy(TENANT, "f1", "p2")).toBeNull();
      // A later commit of the child keeps its parent.
      await store.commit(await nextCommit(store, "f1-a"));
      expect(await store.cases.calledBy(TENANT, "f1", "p1")).toMatchObject({ version: 2 });
    });

    it("finds who waits for a signal, page by page, and nobody who waits for a message of that name", async () => {
      const waits = (caseId: string, kind: "message" | "signal", ids: readonly string[]) =>
        store.commit(
          firstCommit(caseId, {
            changes: {
              subscriptions: {
                opened: ids.map((subscriptionId) => ({
                  caseId,
                  kind,
                  subscriptionId,
                  elementId: "e",
                  name: "hentikan",
                  correlationKey: null,
                })),
                closed: [],
              },
            },
          }),
        );
      await waits("h1", "signal", ["s1", "s2"]);
      await waits("h2", "message", ["s1"]);
      await waits("h3", "signal", ["s1"]);
      expect(await store.cases.hearing(TENANT, "hentikan", "", 10)).toEqual(["h1", "h3"]);
      expect(await store.cases.hearing(TENANT, "hentikan", "", 1)).toEqual(["h1"]);
      expect(await store.cases.hearing(TENANT, "hentikan", "h1", 1)).toEqual(["h3"]);
      expect(await store.cases.hearing("kalbar", "hentikan", "", 10)).toEqual([]);
      expect((await store.cases.waitingFor(TENANT, "hentikan", null)).map(({ caseId }) => caseId)).toEqual([
        "h2",
      ]);
    });

    it("a name and a key longer than a row of an index are kept, and found by all of their characters", async () => {
      // Not to be compressed: an index row of repeats would fit.
      const noise = (length: number) =>
        Array.from({ length }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7_919) % 20_000))).join("");
      const [name, long] = [noise(3_000), noise(60_000)];
      const opened = [
        {
          caseId: "l1",
          kind: "message",
          subscriptionId: "s1",
          elementId: "e",
          name,
          correlationKey: `${long}1`,
        },
        { caseId: "l1", kind: "signal", subscriptionId: "s2", elementId: "e", name, correlationKey: null },
      ] as const;
      await store.commit(firstCommit("l1", { changes: { subscriptions: { opened, closed: [] } } }));
      expect(await store.cases.waitingFor(TENANT, name, `${long}1`)).toHaveLength(1);
      expect(await store.cases.waitingFor(TENANT, name, `${long}2`)).toEqual([]);
      expect(await store.cases.waitingFor(TENANT, `${name}.`, `${long}1`)).toEqual([]);
      expect(await store.cases.hearing(TENANT, name, "", 10)).toEqual(["l1"]);
    });

    it("timers of no case are armed once, claimed like others, kept when they are spent, and taken out", async () => {
      const owner = "process:rutin";
      const arm = (dueAtMs: number) =>
        store.work.setTimers(TENANT, owner, { opened: [timer(owner, "1.0", dueAtMs)], closed: [] });
      await arm(T0 - 1_000_000);
      await arm(T0);
      expect(await store.work.timersOf(TENANT, owner)).toMatchObject([{ dueAtMs: T0 - 1_000_000 }]);
      const due = await store.work.timers(TENANT, { nowMs: T0 - 1_000_000, leaseMs: 1_000, max: 10 });
      const mine = due.find(({ row }) => row.caseId === owner);
      const settles = { work: "timer", caseId: owner, id: "1.0", fence: mine?.fence ?? -1 } as const;
      const spent = { ...timer(owner, "1.0", 0), occurrence: 2, dueAtMs: null };
      const changes = { timers: { opened: [spent], closed: [] } };
      expect((await store.commit(firstCommit("rutin-1", { settles, changes }))).kind).toBe("committed");
      expect(await store.work.timersOf(TENANT, owner)).toMatchObject([{ occurrence: 2, dueAtMs: null }]);
      await arm(T0);
      expect(await store.work.timersOf(TENANT, owner)).toMatchObject([{ occurrence: 2, dueAtMs: null }]);
      await store.work.setTimers(TENANT, owner, { opened: [timer(owner, "2.0", T0)], closed: ["1.0"] });
      expect((await store.work.timersOf(TENANT, owner)).map(({ timerId }) => timerId)).toEqual(["2.0"]);
    });
  });

  describe("what rules decided", () => {
    const TEN = "decisions";
    const commit = (id: string, making: Parameters<typeof firstCommit>[1]) =>
      store.commit(firstCommit(id, { ...making, tenant: TEN }));
    beforeAll(async () => {
      await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          commit(`d${String(at).padStart(2, "0")}`, {
            row: { unitId: at % 2 === 0 ? "dinkes" : "dinsos", state: at < 10 ? "running" : "completed" },
            changes: {
              decisions: [
                decision(`d${String(at).padStart(2, "0")}`, "1.1", T0 + at),
                decision(`d${String(at).padStart(2, "0")}`, "1.2", T0 + at, { ruleSet: "lain" }),
              ],
            },
          }),
        ),
      );
    });

    it("is found by rule set, newest first, each once however it is paged", async () => {
      const seen: string[] = [];
      let before = null;
      for (;;) {
        const rows: Awaited<ReturnType<Store["decisions"]["newest"]>> = await store.decisions.newest(
          TEN,
          "rute-verifikasi",
          before,
          7,
        );
        seen.push(...rows.map(({ caseId }) => caseId));
        const last = rows.at(-1);
        if (last === undefined) break;
        before = last;
      }
      expect(seen).toEqual(Array.from({ length: 40 }, (_, at) => `d${String(39 - at).padStart(2, "0")}`));
      expect(await store.decisions.count(TEN, "rute-verifikasi")).toBe(40);
      expect(await store.decisions.count(TENANT, "rute-verifikasi")).toBe(0);
    });

    it("comes back with its facts and its outcome as they were", async () => {
      const facts = { laporan: { jenis: "SPJ\u0000\ud800", nilai: "500000000000" }, daftar: [1, null, true] };
      const outcome = { type: "SEKDA", params: { unit: "setda", alasan: "Nilai besar" } };
      await commit("kept", {
        changes: { decisions: [decision("kept", "1.1", T0, { ruleSet: "utuh", facts, outcome })] },
      });
      const [row] = await store.decisions.newest(TEN, "utuh", null, 10);
      expect(row).toEqual(decision("kept", "1.1", T0, { ruleSet: "utuh", facts, outcome }));
    });

    it("shows the cases that may be seen, and tells of all which run", async () => {
      const sight = { all: false, units: ["dinkes"], posts: [] } as const;
      const ids = ["d00", "d01", "d02", "d20"];
      const { running, visible } = await store.decisions.casesOf(TEN, ids, sight);
      expect(running.toSorted()).toEqual(["d00", "d01", "d02"]);
      expect(visible.map(({ caseId }) => caseId).toSorted()).toEqual(["d00", "d02", "d20"]);
      const offered = await store.decisions.newestVisible(TEN, "rute-verifikasi", sight, 3);
      expect(offered.map((one) => one.case.caseId)).toEqual(["d38", "d36", "d34"]);
    });

    it("leaves nothing of a commit that lost its version", async () => {
      const lost = firstCommit("d00", {
        tenant: TEN,
        changes: { decisions: [decision("d00", "1.1", T0, { ruleSet: "hilang" })] },
      });
      expect((await store.commit(lost)).kind).toBe("versionTaken");
      expect(await store.decisions.count(TEN, "hilang")).toBe(0);
    });
  });

  describe("what the views ask", () => {
    const TEN = "views";
    const commit = (id: string, making: Parameters<typeof firstCommit>[1]) =>
      store.commit(firstCommit(id, { ...making, tenant: TEN }));
    beforeAll(async () => {
      for (let at = 0; at < 25; at += 1) {
        const id = `v${String(at).padStart(2, "0")}`;
        await commit(id, {
          row: {
            title: at === 7 ? "LPPD 100% Dinas_Sosial" : `LKjIP ${at}`,
            unitId: at % 2 === 0 ? "dinkes" : "dinsos",
            submittedAtMs: T0 + at,
            dueAtMs: at % 3 === 0 ? null : T0 + 100 - at,
            openIncidents: at === 3 ? 1 : 0,
            submittedByPost: at === 5 ? "kabag-kesra" : "post-operator",
          },
          changes: {
            tasks: [
              task(id, "t1", {
                postId: at === 5 ? "karo-kesra" : "kabag-kesra",
                openedAtMs: T0 + at,
                dueAtMs: at % 3 === 0 ? null : T0 + 100 - at,
                mark: at === 20 ? 100 : 0,
              }),
              task(id, "t0", { state: "done", closedAtMs: T0, actedByPerson: "p" }),
            ],
            deadlines: [deadline(id, "d1"), deadline(id, "d2", { taskId: "t1" })],
            incidents: at === 3 ? [incident(id, "i1")] : [],
            notices: [notice(id, "n1", { atMs: T0 + at })],
            posts: ["kabag-kesra", ...(at === 4 ? ["asisten-1"] : [])],
          },
        });
      }
    });
    const asked = {
      posts: ["kabag-kesra"],
      personId: "person-kabag",
      view: "all",
      post: null,
      q: null,
      sort: "opened",
      after: null,
      size: 10,
      nowMs: T0 + 90,
    } as const;

    it("the inbox pages by key through every open task of my posts, once each, in order", async () => {
      for (const sort of ["opened", "due", "priority"] as const) {
        const seen: string[] = [];
        let after: string | null = null;
        do {
          const page = await store.cases.inbox(TEN, { ...asked, sort, after, size: 7 });
          if (page === null) throw new Error("no page");
          expect(page.total).toBe(24);
          seen.push(...page.items.map((item) => item.task.caseId));
          after = page.next;
        } while (after !== null);
        expect(seen).toHaveLength(24);
        expect(new Set(seen).size).toBe(24);
        if (sort === "opened") expect(seen[0]).toBe("v24");
        if (sort === "due") expect(seen[0]).toBe("v23");
        if (sort === "priority") expect(seen.slice(0, 2)).toEqual(["v20", "v23"]);
      }
    });

    it("a task that is opened between two pages is neither shown twice nor hides another", async () => {
      const first = await store.cases.inbox(TEN, { ...asked, size: 20 });
      await commit("v99", { changes: { tasks: [task("v99", "t1", { openedAtMs: T0 + 999 })] } });
      const second = await store.cases.inbox(TEN, { ...asked, after: first?.next ?? null, size: 20 });
      const ids = [first, second].flatMap((page) => page?.items.map((item) => item.task.caseId) ?? []);
      expect(new Set(ids).size).toBe(24);
      await store.commit(
        await nextCommit(store, "v99", {
          tenant: TEN,
          changes: { tasks: [task("v99", "t1", { state: "done" })] },
        }),
      );
    });

    it("the inbox brings case, deadline and whether I have read the task", async () => {
      const page = await store.cases.inbox(TEN, asked);
      expect(page?.items[0]).toMatchObject({
        task: { taskId: "t1", unitId: "kesra" },
        case: { caseId: "v24", unitId: "dinkes" },
        deadline: { deadlineId: "d2", taskId: "t1" },
        unread: true,
      });
      const read = { personId: "person-kabag", caseId: "v24", taskId: "t1", version: 1, atMs: T0 };
      await store.people.markRead(TEN, read);
      await store.people.markRead(TEN, { ...read, version: 0 });
      expect((await store.cases.inbox(TEN, asked))?.items[0]?.unread).toBe(false);
      const unread = await store.cases.inbox(TEN, { ...asked, view: "unread" });
      expect(unread?.total).toBe(23);
    });

    it("the inbox finds words, taking percent signs and underscores as they are", async () => {
      const find = async (q: string) =>
        (await store.cases.inbox(TEN, { ...asked, q }))?.items.map((item) => item.task.caseId);
      expect(await find("lppd 100%")).toEqual(["v07"]);
      expect(await find("dinas_sos")).toEqual(["v07"]);
      expect(await find("%%")).toEqual([]);
      expect(await find("'; drop table cases; --")).toEqual([]);
    });

    it("counts what is late, unread, waiting for others and copied", async () => {
      const who = { posts: ["kabag-kesra"], personId: "person-kabag", nowMs: T0 + 90 };
      expect(await store.cases.inboxCounts(TEN, who)).toEqual({
        all: 24,
        late: 9,
        unread: 23,
        waiting: 1,
        copies: 0,
        byPost: { "kabag-kesra": 24 },
      });
      const late = await store.cases.inbox(TEN, { ...asked, view: "late", size: 100 });
      expect(late?.total).toBe(9);
      const waiting = await store.cases.inbox(TEN, { ...asked, view: "waiting" });
      expect(waiting?.items.map((item) => item.task.caseId)).toEqual(["v05"]);
      const copies = await store.cases.inboxCounts(TEN, { ...who, posts: ["karo-kesra"] });
      expect(copies).toMatchObject({ all: 1, copies: 25 });
    });

    it("counts the open tasks of each post over all cases, and how many are late", async () => {
      const work = await store.cases.openWork(TEN, T0 + 90);
      expect(work.find(({ postId }) => postId === "kabag-kesra")).toEqual({
        postId: "kabag-kesra",
        open: 24,
        late: 9,
      });
      expect(work.find(({ postId }) => postId === "karo-kesra")).toMatchObject({ open: 1 });
      expect(await store.cases.openWork("lain", T0 + 90)).toEqual([]);
    });

    it("a person without a post has an empty inbox", async () => {
      expect(await store.cases.inbox(TEN, { ...asked, posts: [] })).toEqual({
        items: [],
        total: 0,
        next: null,
      });
      expect((await store.cases.inboxCounts(TEN, { posts: [], personId: "p", nowMs: T0 })).all).toBe(0);
    });

    it("lists only cases that may be seen, and hides the others as if they were not there", async () => {
      const list = {
        state: null,
        processId: null,
        q: null,
        sort: "submitted",
        after: null,
        size: 100,
      } as const;
      const count = async (visibility: Parameters<Store["cases"]["load"]>[2]) =>
        (await store.cases.list(TEN, { ...list, visibility }))?.total;
      expect(await count(everything)).toBe(26);
      expect(await count({ all: false, units: ["dinsos"], posts: [] })).toBe(12);
      expect(await count({ all: false, units: [], posts: ["asisten-1"] })).toBe(1);
      expect(await count({ all: false, units: ["dinsos"], posts: ["asisten-1"] })).toBe(13);
      expect(await count({ all: false, units: [], posts: [] })).toBe(0);
      const asisten = { all: false, units: [], posts: ["asisten-1"] } as const;
      expect((await store.cases.load(TEN, "v04", asisten))?.row.caseId).toBe("v04");
      expect(await store.cases.load(TEN, "v06", asisten)).toBeNull();
      expect(await store.cases.task(TEN, "v06", "t1", asisten)).toBeNull();
      expect((await store.cases.task(TEN, "v04", "t1", asisten))?.taskId).toBe("t1");
    });

    it("lists cases by state, process and words, in three orders, with where they are", async () => {
      const list = {
        visibility: everything,
        state: null,
        processId: null,
        q: null,
        sort: "due",
        after: null,
        size: 5,
      } as const;
      const page = await store.cases.list(TEN, list);
      expect(page?.items[0]).toMatchObject({ case: { caseId: "v23" }, deadline: { deadlineId: "d1" } });
      expect(page?.items[0]?.tasks.map(({ taskId }) => taskId)).toEqual(["t1"]);
      const incidents = await store.cases.list(TEN, { ...list, state: "incident" });
      expect(incidents?.items.map((item) => item.case.caseId)).toEqual(["v03"]);
      expect((await store.cases.list(TEN, { ...list, processId: "other" }))?.total).toBe(0);
      for (const sort of ["submitted", "due", "number"] as const) {
        const seen = new Set<string>();
        let after: string | null = null;
        do {
          const next = await store.cases.list(TEN, { ...list, sort, after });
          for (const item of next?.items ?? []) seen.add(item.case.caseId);
          after = next?.next ?? null;
        } while (after !== null);
        expect(seen.size).toBe(26);
      }
    });

    it("refuses a page token that is not its own", async () => {
      const forged = ['["a",{"b":1}]', '["a","b","c"]', '[1e300,"b","c"]', "[1,2,3]", '[1,"b\\u0000","c"]'];
      const tokens = forged.map((key) => Buffer.from(key).toString("base64url"));
      for (const after of ["x", "W10", "__proto__", ...tokens]) {
        for (const sort of ["due", "opened", "priority"] as const) {
          expect(await store.cases.inbox(TEN, { ...asked, sort, after }), after).toBeNull();
        }
      }
    });

    it("lists open incidents with their case, and none after they are closed", async () => {
      const ask = { visibility: everything, q: null, after: null, size: 10 } as const;
      const page = await store.cases.incidents(TEN, ask);
      expect(page?.items).toMatchObject([{ incident: { incidentId: "i1", details: { attempts: 3 } } }]);
      const closed = incident("v03", "i1", { closedAtMs: T0 + 1, closedBy: "retry" });
      await store.commit(await nextCommit(store, "v03", { tenant: TEN, changes: { incidents: [closed] } }));
      expect((await store.cases.incidents(TEN, ask))?.total).toBe(0);
      expect(await store.cases.incidentsOf(TEN, "v03")).toEqual([closed]);
    });

    it("pages notices to posts, newest first", async () => {
      const ask = { posts: ["karo-kesra"], kind: "copy", q: null, after: null, size: 20 } as const;
      const first = await store.cases.notices(TEN, ask);
      const second = await store.cases.notices(TEN, { ...ask, after: first?.next ?? null });
      expect(first?.items[0]?.notice.caseId).toBe("v24");
      expect([first?.items.length, second?.items.length, second?.next]).toEqual([20, 5, null]);
    });

    it("counts running cases by process", async () => {
      expect(await store.cases.runningByProcess(TEN)).toEqual({ "verifikasi-laporan": 26 });
    });
  });

  describe("people", () => {
    const account = {
      username: "siti",
      personId: "person-siti",
      passwordHash: "$argon2id$v=19$...",
      roles: ["pejabat", "auditor"],
      disabled: false,
      failedAttempts: 0,
      lockedUntilMs: null,
      createdAtMs: T0,
      generation: 1,
    };
    const session = {
      sessionHash: "sh",
      username: "siti",
      personId: "person-siti",
      csrf: "c",
      createdAtMs: T0,
      seenAtMs: T0,
      expiresAtMs: T0 + 1_000,
      generation: 1,
    };

    it("one account for a name and for a person", async () => {
      expect(await store.people.createAccount(TENANT, account)).toBe(true);
      expect(await store.people.createAccount(TENANT, account)).toBe(false);
      expect(await store.people.createAccount(TENANT, { ...account, username: "siti2" })).toBe(false);
      expect(await store.people.account(TENANT, "siti")).toEqual(account);
      expect(await store.people.account("kalbar", "siti")).toBeNull();
    });

    it("an account changed on an old reading is refused", async () => {
      const disabled = { ...account, disabled: true, generation: 2 };
      expect(await store.people.updateAccount(TENANT, disabled, 1)).toBe(true);
      expect(await store.people.updateAccount(TENANT, account, 1)).toBe(false);
      expect((await store.people.accountOf(TENANT, "person-siti"))?.disabled).toBe(true);
    });

    it("wrong passwords are counted and forgotten", async () => {
      expect(await store.people.countFailure(TENANT, "siti", { lockedUntilMs: null })).toBe(1);
      expect(await store.people.countFailure(TENANT, "siti", { lockedUntilMs: T0 + 5 })).toBe(2);
      expect((await store.people.account(TENANT, "siti"))?.lockedUntilMs).toBe(T0 + 5);
      expect(await store.people.countFailure(TENANT, "siti", null)).toBe(0);
      expect(await store.people.countFailure(TENANT, "nobody", { lockedUntilMs: null })).toBe(0);
    });

    it("a session that was ended is gone", async () => {
      await store.people.createSession(TENANT, session);
      await store.people.touchSession(TENANT, "sh", T0 + 1, T0 + 2_000);
      expect(await store.people.session(TENANT, "sh")).toMatchObject({
        seenAtMs: T0 + 1,
        expiresAtMs: T0 + 2_000,
      });
      await store.people.endSession(TENANT, "sh");
      expect(await store.people.session(TENANT, "sh")).toBeNull();
      await store.people.createSession(TENANT, session);
      await store.people.endExpired(TENANT, T0 + 1_000);
      expect(await store.people.session(TENANT, "sh")).toBeNull();
    });

    it("a one-time secret works once, also when it is shown twice at the same time", async () => {
      const credential = {
        secretHash: "setup",
        kind: "setup",
        name: "first administrator",
        scopes: ["*"],
        createdAtMs: T0,
        expiresAtMs: null,
      } as const;
      await store.people.createCredential(TENANT, credential);
      expect(await store.people.credential(TENANT, "setup")).toEqual(credential);
      const taken = await Promise.all([1, 2].map(() => store.people.takeCredential(TENANT, "setup")));
      expect(taken.toSorted()).toEqual([false, true]);
    });

    it("a draft is replaced, kept apart by person, and dropped", async () => {
      const draft = {
        personId: "p1",
        kind: "task",
        about: "c1/t1",
        values: { nilai: "1", "": null },
        comment: "a",
        savedAtMs: T0,
      } as const;
      await store.people.saveDraft(TENANT, draft);
      await store.people.saveDraft(TENANT, { ...draft, comment: "b" });
      expect(await store.people.draft(TENANT, "p1", "task", "c1/t1")).toEqual({ ...draft, comment: "b" });
      expect(await store.people.draft(TENANT, "p2", "task", "c1/t1")).toBeNull();
      await store.people.dropDraft(TENANT, "p1", "task", "c1/t1");
      expect(await store.people.draft(TENANT, "p1", "task", "c1/t1")).toBeNull();
    });
  });

  it("an uploaded file belongs to nobody until a commit takes it up", async () => {
    const file = {
      fileId: "f1",
      name: "surat \u202e.pdf",
      mediaType: "application/pdf",
      bytes: 3,
      sha256: "s",
      slot: "suratPengantar",
      uploadedBy: "p",
      uploadedAtMs: T0,
      caseId: null,
    };
    await store.files.addFile(TENANT, file);
    expect((await store.files.orphans(TENANT, T0 + 1)).map(({ fileId }) => fileId)).toEqual(["f1"]);
    await store.commit(firstCommit("with-file", { changes: { files: ["f1"] } }));
    expect(await store.files.orphans(TENANT, T0 + 1)).toEqual([]);
    expect(await store.files.filesOf(TENANT, "with-file")).toEqual([{ ...file, caseId: "with-file" }]);
    await store.files.dropFile(TENANT, "f1");
    expect(await store.files.file(TENANT, "f1")).not.toBeNull();
  });

  it("entries appended to the access stream at the same time form one chain", async () => {
    const append = (n: number) =>
      store.journal.append(TENANT, "access", {
        atMs: T0 + n,
        actor: { kind: "system", name: "http" },
        command: { type: "SignIn" },
        events: [],
      });
    await Promise.all(Array.from({ length: 20 }, (_, n) => append(n)));
    const entries = await store.journal.entries(TENANT, "access");
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    for (const [at, entry] of entries.entries()) {
      if (at > 0) expect(entry.prevHash).toBe(entries[at - 1]?.hash);
    }
    expect(await store.journal.heads(TENANT, "access", "", 10)).toMatchObject([
      { stream: "access", seq: 20 },
    ]);
  });

  it("opened again, it has everything", async () => {
    await store.close();
    store = await place.open();
    expect((await store.cases.load(TENANT, "c1", everything))?.row.version).toBe(1);
    await store.ping();
  });

  it("opened read only beside a running server it reads, and refuses to write", async () => {
    const reader = await place.openToRead();
    try {
      expect((await reader.cases.load(TENANT, "c1", everything))?.row.caseId).toBe("c1");
      await expect(reader.commit(firstCommit("never"))).rejects.toMatchObject({ code: "storeReadOnly" });
      await expect(reader.answers.forget(TENANT, T0 * 2)).rejects.toThrow(/read/i);
    } finally {
      await reader.close();
    }
  });

  it("a store that a newer Poros wrote is refused by name, for writing and for reading", async () => {
    const other = await freshPlace(dialect);
    const made = await other.open();
    await made.close();
    await setSchemaVersion(other, 99);
    try {
      await expect(openStore(other.options)).rejects.toMatchObject({ code: "storeNewer" });
      await expect(other.openToRead()).rejects.toMatchObject({ code: "storeNewer" });
    } finally {
      await other.remove();
    }
  });
});

async function setSchemaVersion(place: Place, version: number): Promise<void> {
  if (place.options.kind === "postgres") {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: place.options.url });
    await client.connect();
    await client.query("update schema_version set version = $1", [version]);
    await client.end();
    return;
  }
  const { default: Database } = await import("libsql");
  const database = new Database(`${place.options.folder}/poros.db`);
  database.prepare("update schema_version set version = ?").run([version]);
  database.close();
}
