/** The library's contract, with drafts in files and in the database. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Library, openLibrary } from "../../../server/library/index.ts";
import type { Store } from "../../../server/store/index.ts";
import { freshPlace, type Place } from "../store/stores.ts";

const TENANT = "jabar";
const T0 = Date.UTC(2027, 0, 4, 1, 0);
const author = { by: "perancang-1", postId: "perancang", atMs: T0 };
const second = { by: "perancang-2", postId: "perancang", atMs: T0 + 1_000 };
const rule = (n: number) => `{\n  "id": "eskalasi",\n  "otherwise": ${n}\n}\n`;

describe.each([
  { drafts: "files", dialect: "sqlite" },
  { drafts: "database", dialect: "sqlite" },
  { drafts: "database", dialect: "postgres" },
] as const)("a library with drafts in $drafts on $dialect", ({ drafts, dialect }) => {
  let place: Place;
  let store: Store;
  let folder: string;
  let library: Library;
  const open = (on: Store = store) =>
    openLibrary({ store: on, tenant: TENANT, folder: drafts === "files" ? folder : null });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "poros-library-"));
    place = await freshPlace(dialect);
    store = await place.open();
    library = await open();
  });
  afterEach(async () => {
    await library.close();
    await store.close();
    await place.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const save = (content: string, expectedVersion: number, by = author) =>
    library.save({ ...by, kind: "rule-sets", id: "eskalasi", title: "Eskalasi", content, expectedVersion });

  async function proposed(content = rule(1), expectedVersion = 0, effectiveFromMs: number | null = null) {
    const saved = await save(content, expectedVersion);
    if (!saved.ok) throw new Error(saved.refusal.message);
    const { draftVersion } = saved.value;
    const proposal = await library.propose({
      ...author,
      kind: "rule-sets",
      id: "eskalasi",
      draftVersion,
      reason: "SE Sekda 4/2027",
      effectiveFromMs,
    });
    if (!proposal.ok) throw new Error(proposal.refusal.message);
    return proposal.value;
  }

  async function published(content = rule(1), expectedVersion = 0, effectiveFromMs: number | null = null) {
    const { proposalId, hash } = await proposed(content, expectedVersion, effectiveFromMs);
    const approved = await library.approve({ ...second, proposalId, hash });
    if (!approved.ok) throw new Error(approved.refusal.message);
    return approved.value;
  }

  it("keeps a draft exactly as it was written", async () => {
    const content = '{ "b":1,\r\n\t"a": "é \u{1f600}" }';
    expect((await save(content, 0)).ok).toBe(true);
    expect(await library.read("rule-sets", "eskalasi")).toEqual({
      kind: "rule-sets",
      id: "eskalasi",
      title: "Eskalasi",
      content,
      draftVersion: 1,
      savedAtMs: T0,
      savedBy: "perancang-1",
      basedOn: null,
    });
  });

  it("refuses a draft saved over a version that its author did not see", async () => {
    await save(rule(1), 0);
    expect((await save(rule(2), 1)).ok).toBe(true);
    expect(await save(rule(3), 1)).toMatchObject({ ok: false, refusal: { code: "draftChanged" } });
    expect(await save(rule(3), 0)).toMatchObject({ ok: false, refusal: { code: "documentExists" } });
    expect((await library.read("rule-sets", "eskalasi"))?.content).toBe(rule(2));
  });

  it("takes one of two drafts that are saved at the same time", async () => {
    await save(rule(1), 0);
    const both = await Promise.all([save(rule(2), 1), save(rule(3), 1)]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect((await library.read("rule-sets", "eskalasi"))?.draftVersion).toBe(2);
  });

  it.each(["../escape", "a/b", "", ".", "__proto__", "A", "x".repeat(80)])(
    "refuses the id %j, which is no file's name here",
    async (id) => {
      const saved = await library.save({
        ...author,
        kind: "forms",
        id,
        title: "x",
        content: "{}",
        expectedVersion: 0,
      });
      expect(saved.ok).toBe(false);
      expect(await library.read("forms", id)).toBeNull();
    },
  );

  it("publishes when a second person approves, and says so in the journal", async () => {
    const publication = await published();
    expect(publication).toMatchObject({
      version: 1,
      seq: 1,
      author: "perancang-1",
      approver: "perancang-2",
      effectiveFromMs: second.atMs,
    });
    expect(library.inForce("rule-sets", "eskalasi", T0)).toBeNull();
    expect(library.inForce("rule-sets", "eskalasi", second.atMs)?.version).toBe(1);
    expect((await library.version("rule-sets", "eskalasi", 1))?.content).toBe(rule(1));
    expect((await library.byHash("rule-sets", publication.hash))?.version).toBe(1);
    const journal = await store.journal.entries(TENANT, "library/rule-sets/eskalasi");
    expect(journal.map(({ command }) => command.type)).toEqual(["ProposePublication", "ApprovePublication"]);
    expect((await library.read("rule-sets", "eskalasi"))?.basedOn).toBe(1);
    expect(await library.list("rule-sets", second.atMs)).toMatchObject([
      { id: "eskalasi", changed: false, proposed: false, inForce: { version: 1 } },
    ]);
  });

  it("refuses approval by the author", async () => {
    const { proposalId, hash } = await proposed();
    const own = await library.approve({ ...author, proposalId, hash });
    expect(own).toMatchObject({ ok: false, refusal: { code: "ownProposal" } });
    expect(library.inForce("rule-sets", "eskalasi", T0 * 2)).toBeNull();
  });

  it("refuses approval of a text that the second person did not see", async () => {
    const { proposalId } = await proposed();
    const other = await library.approve({ ...second, proposalId, hash: "0".repeat(64) });
    expect(other).toMatchObject({ ok: false, refusal: { code: "contentChanged" } });
  });

  it("approves once, though two people approve at the same time", async () => {
    const { proposalId, hash } = await proposed();
    const both = await Promise.all(
      ["perancang-2", "perancang-3"].map((by) => library.approve({ ...second, by, proposalId, hash })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "proposalClosed" } });
    expect(library.publications("rule-sets", "eskalasi")).toHaveLength(1);
  });

  it("a proposal that was rejected cannot be approved", async () => {
    const { proposalId, hash } = await proposed();
    expect((await library.reject({ ...second, proposalId, reason: "belum" })).ok).toBe(true);
    expect(await library.approve({ ...second, proposalId, hash })).toMatchObject({
      refusal: { code: "proposalClosed" },
    });
    expect(await library.proposal("rule-sets", "eskalasi")).toBeNull();
  });

  it("a proposal holds the text that was proposed, though the draft goes on", async () => {
    const { proposalId, hash } = await proposed();
    await save(rule(9), 1);
    expect((await library.approve({ ...second, proposalId, hash })).ok).toBe(true);
    expect((await library.version("rule-sets", "eskalasi", 1))?.content).toBe(rule(1));
    expect((await library.list("rule-sets", T0 * 2))[0]?.changed).toBe(true);
  });

  it("another's open proposal is not replaced; one's own is", async () => {
    await proposed();
    const propose = (by: string) =>
      library.propose({
        ...author,
        by,
        kind: "rule-sets",
        id: "eskalasi",
        draftVersion: 1,
        reason: "lagi",
        effectiveFromMs: null,
      });
    expect(await propose("perancang-2")).toMatchObject({ ok: false, refusal: { code: "proposalOpen" } });
    expect((await propose("perancang-1")).ok).toBe(true);
    expect(await library.proposals()).toHaveLength(1);
  });

  it("publishing the very same content again gives the same version and writes nothing", async () => {
    const first = await published();
    const again = await published(rule(1), 1);
    expect(again).toEqual(first);
    expect(library.publications("rule-sets", "eskalasi")).toHaveLength(1);
  });

  it("a version that takes effect from a date is in force from that instant and not before", async () => {
    await published();
    await published(rule(2), 1, T0 + 50_000);
    const at = (atMs: number) => library.inForce("rule-sets", "eskalasi", atMs)?.version;
    expect([at(T0 + 2_000), at(T0 + 49_999), at(T0 + 50_000)]).toEqual([1, 1, 2]);
  });

  it("rolling back publishes an earlier version again, under its own number", async () => {
    await published();
    await published(rule(2), 1);
    const later = { ...author, atMs: T0 + 9_000 };
    const again = await library.proposeAgain({
      ...later,
      kind: "rule-sets",
      id: "eskalasi",
      version: 1,
      reason: "kembali",
      effectiveFromMs: null,
    });
    if (!again.ok) throw new Error(again.refusal.message);
    const { proposalId, hash } = again.value;
    const rolled = await library.approve({ ...second, atMs: T0 + 10_000, proposalId, hash });
    expect(rolled).toMatchObject({ ok: true, value: { version: 1, seq: 3 } });
    const at = (atMs: number) => library.inForce("rule-sets", "eskalasi", atMs)?.version;
    expect([at(T0 + 9_999), at(T0 + 10_000)]).toEqual([2, 1]);
  });

  it("installs what ships once, and leaves alone what is there", async () => {
    const shipped = { kind: "forms", id: "paraf", title: "Paraf", content: "{}", atMs: T0 } as const;
    const first = await library.install({ ...shipped, effectiveFromMs: 0 });
    const again = await library.install({ ...shipped, content: '{"other":1}' });
    expect(again).toEqual(first);
    expect(library.inForce("forms", "paraf", 1)?.version).toBe(1);
    expect((await library.read("forms", "paraf"))?.draftVersion).toBe(1);
  });

  it("keeps its drafts and what is in force when it is opened again", async () => {
    await published();
    await save(rule(5), 1);
    await library.close();
    library = await open();
    expect((await library.read("rule-sets", "eskalasi"))?.content).toBe(rule(5));
    expect(library.inForce("rule-sets", "eskalasi", T0 * 2)?.version).toBe(1);
  });

  it("what another node publishes is in force here within a second, without a restart", async () => {
    const node = await open();
    const changed = new Promise((resolve) => node.onChange(resolve));
    await published();
    expect(await changed).toEqual({ kind: "rule-sets", id: "eskalasi" });
    expect(node.inForce("rule-sets", "eskalasi", T0 * 2)?.version).toBe(1);
    await node.close();
  });

  if (drafts === "files") {
    it("lies in readable files: the document as written, and beside it who saved it", async () => {
      await published();
      const at = join(folder, "library/rule-sets");
      expect(readdirSync(at).toSorted()).toEqual(["eskalasi.json", "eskalasi.meta.json"]);
      expect(readFileSync(join(at, "eskalasi.json"), "utf8")).toBe(rule(1));
      expect(JSON.parse(readFileSync(join(at, "eskalasi.meta.json"), "utf8"))).toMatchObject({
        title: "Eskalasi",
        draftVersion: 1,
      });
      expect(readFileSync(join(folder, "library/published/rule-sets/eskalasi/1.json"), "utf8")).toBe(rule(1));
    });

    it("takes a document edited by hand as a later draft, and one whose note is torn as well", async () => {
      await save(rule(1), 0);
      const at = join(folder, "library/rule-sets/eskalasi.json");
      appendFileSync(at, "\n");
      expect(await library.read("rule-sets", "eskalasi")).toMatchObject({
        content: `${rule(1)}\n`,
        draftVersion: 2,
        savedBy: "berkas",
      });
      expect((await save(rule(2), 1)).ok).toBe(false);
      expect((await save(rule(2), 2)).ok).toBe(true);
      writeFileSync(join(folder, "library/rule-sets/eskalasi.meta.json"), '{"title":');
      expect(await library.read("rule-sets", "eskalasi")).toMatchObject({
        content: rule(2),
        draftVersion: 1,
      });
    });

    it("writes a published file again that was lost or changed, when it opens", async () => {
      await published();
      const file = join(folder, "library/published/rule-sets/eskalasi/1.json");
      writeFileSync(file, "changed by hand");
      await library.close();
      library = await open();
      expect(readFileSync(file, "utf8")).toBe(rule(1));
    });

    it("removes what a crash left half written, and lists no such document", async () => {
      await save(rule(1), 0);
      writeFileSync(join(folder, "library/rule-sets/eskalasi.json.0a1b2c.writing"), "half");
      expect((await library.list("rule-sets", T0)).map(({ id }) => id)).toEqual(["eskalasi"]);
      expect(readdirSync(join(folder, "library/rule-sets"))).toHaveLength(2);
    });

    it("keeps the old draft when the disk refuses the new one, in memory too", async () => {
      await save(rule(1), 0);
      rmSync(join(folder, "library/rule-sets"), { recursive: true });
      writeFileSync(join(folder, "library/rule-sets"), "in the way");
      await expect(save(rule(2), 0)).rejects.toThrow();
      rmSync(join(folder, "library/rule-sets"));
      expect(await library.read("rule-sets", "eskalasi")).toBeNull();
      expect((await save(rule(3), 0)).ok).toBe(true);
    });
  }
});
