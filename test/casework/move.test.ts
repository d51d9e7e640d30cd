import { expect, test } from "vitest";
import {
  act,
  type CaseContext,
  type CaseEntry,
  deadlineOf,
  evolveCase,
  type MoveCase,
  reExecute,
  story,
} from "../../casework/index.ts";
import type { ExecutableProcess } from "../../engine/index.ts";
import { shippedOrganisation } from "../library/province-library.ts";
import { asJournalled, holder, open, type Run, submitted, taskOf, wib } from "./case-run.ts";
import { contextOf, line, processFrom, toPost, userTask } from "./small-process.ts";

const days = (amount: number) => `<poros:deadline amount="${amount}" unit="hariKerja" />`;
const checking = toPost("kabag", "biro-org");
const signing = toPost("kepala", "biro-org");
const said = { nowMs: wib("2027-03-03 09:00"), language: "id" } as const;

/** The same process as another published version. */
async function version(number: number, body: string, extensions = ""): Promise<CaseContext> {
  const context = contextOf(await processFrom(body, { extensions }));
  const organisation = shippedOrganisation();
  return {
    ...context,
    organisation,
    processRef: { ...context.processRef, version: number, hash: `h${number}` },
  };
}

async function begun(body: string, extensions = ""): Promise<Run> {
  return await submitted(await version(1, body, extensions), "dinkes-operator", "2027-03-01 09:00", {}, []);
}

function command(to: CaseContext, at: string, more: Partial<MoveCase> = {}): MoveCase {
  const atMs = wib(at);
  const { version: number, hash } = to.processRef;
  const actor = holder(to, "karo-org", atMs);
  return {
    type: "MoveCase",
    atMs,
    actor,
    to: { version: number, hash },
    mapping: {},
    reason: "Langkah ditambah",
    ...more,
  };
}

/** Moves the case, and checks that its history folds and re-executes under both versions. */
async function moved(run: Run, to: CaseContext, asked: MoveCase): Promise<Run> {
  const before = JSON.stringify(run.file);
  const acted = await act(run.context, run.file, asked, to);
  if (!acted.ok) throw new Error(JSON.stringify(acted.refusal));
  expect(JSON.stringify(run.file)).toBe(before);
  expect(evolveCase(to.process, run.file, acted.events, asked.atMs)).toEqual(acted.file);
  const entry = { atMs: asked.atMs, command: asked, executed: acted.executed, events: acted.events };
  const entries = [...run.entries, entry];
  expect(reExecute(run.context.process, entries.map(asJournalled), only(to))).toEqual({ ok: true });
  return { context: to, file: acted.file, entries };
}

const only =
  (...contexts: readonly CaseContext[]) =>
  (ref: { readonly hash: string }): ExecutableProcess | undefined =>
    contexts.find(({ processRef }) => processRef.hash === ref.hash)?.process;

/** An act under the new version, whose history begins under the old one. */
async function completed(run: Run, from: CaseContext, elementId: string, at: string): Promise<Run> {
  const task = taskOf(run, elementId);
  const atMs = wib(at);
  const actor = holder(run.context, task.postId ?? "", atMs);
  const asked = {
    type: "ActOnTask",
    atMs,
    actor,
    taskId: task.taskId,
    outcome: null,
    values: {},
    comment: null,
    attachments: [],
  } as const;
  const acted = await act(run.context, run.file, asked);
  if (!acted.ok) throw new Error(JSON.stringify(acted.refusal));
  const entry: CaseEntry = { atMs, command: asked, executed: acted.executed, events: acted.events };
  const entries = [...run.entries, entry];
  expect(reExecute(from.process, entries, only(run.context))).toEqual({ ok: true });
  return { ...run, file: acted.file, entries };
}

test("an open task keeps its id, its holder and its deadline, and the new version says what comes next", async () => {
  const run = await begun(line(userTask("periksa", checking + days(3))));
  const to = await version(
    2,
    line(userTask("periksa", signing + days(9)), userTask("paraf", signing + days(2))),
  );
  const due = deadlineOf(run.file, taskOf(run, "periksa").taskId);
  const after = await moved(run, to, command(to, "2027-03-02 09:00"));
  expect(after.file.process).toEqual({ id: "contoh", version: 2, hash: "h2" });
  expect(after.file.tasks).toEqual(run.file.tasks);
  expect(deadlineOf(after.file, taskOf(after, "periksa").taskId)).toEqual(due);
  const next = await completed(after, run.context, "periksa", "2027-03-02 10:00");
  expect(open(next)).toEqual(["paraf -> karo-org"]);
});

test("a task under another name is found by the mapping, and without it nothing changes and the step is named", async () => {
  const run = await begun(line(userTask("periksa", checking)));
  const to = await version(2, line(userTask("telaah", signing)));
  const refused = await act(run.context, run.file, command(to, "2027-03-02 09:00"), to);
  expect(refused).toMatchObject({ ok: false, refusal: { code: "migrationImpossible", at: "periksa" } });
  const after = await moved(run, to, command(to, "2027-03-02 09:00", { mapping: { periksa: "telaah" } }));
  expect(open(after)).toEqual(["telaah -> kabag-org"]);
  await completed(after, run.context, "telaah", "2027-03-02 10:00");
});

test("a move without a reason, to the version that the case has, or to another text than was named, is refused", async () => {
  const run = await begun(line(userTask("periksa", checking)));
  const to = await version(2, line(userTask("periksa", checking)));
  const codeOf = async (context: CaseContext, more: Partial<MoveCase>) => {
    const acted = await act(run.context, run.file, command(context, "2027-03-02 09:00", more), context);
    return acted.ok ? null : acted.refusal.code;
  };
  expect(await codeOf(to, { reason: " " })).toBe("reasonMissing");
  expect(await codeOf(run.context, {})).toBe("sameVersion");
  expect(await codeOf(to, { to: { version: 2, hash: "other" } })).toBe("processVersionChanged");
});

test("what had no deadline gets the new version's from the move on, and a step that stops the clock stops it", async () => {
  const run = await begun(line(userTask("perbaiki", toPost("operator", "pemrakarsa"))));
  const stops = `<poros:stopsClock reason="Menunggu perbaikan" />`;
  const to = await version(
    2,
    line(userTask("perbaiki", toPost("operator", "pemrakarsa") + days(3) + stops)),
    days(12),
  );
  const atMs = wib("2027-03-02 09:00");
  const after = await moved(run, to, command(to, "2027-03-02 09:00"));
  expect(deadlineOf(after.file, taskOf(after, "perbaiki").taskId)).toMatchObject({ anchorMs: atMs });
  expect(deadlineOf(after.file, null)).toMatchObject({ anchorMs: atMs, countedFromMs: null });
});

test("the case's story tells each act by the version of its day, and says who moved it, when and why", async () => {
  const before = line(userTask("terima", checking), userTask("periksa", checking));
  const run = await begun(before.replace('name="terima"', 'name="Terima lama"'));
  const started = await completed(run, run.context, "terima", "2027-03-01 10:00");
  const to = await version(2, line(userTask("catat", checking), userTask("telaah", signing)));
  const after = await moved(started, to, command(to, "2027-03-02 09:00", { mapping: { periksa: "telaah" } }));
  const told = story(to, after.file, after.entries, { ...said, versions: only(run.context) });
  expect(told.here.map(({ text }) => text)).toEqual(["telaah menunggu Kepala Bagian Tata Laksana"]);
  const move = told.timeline.find(({ text }) => text.includes("versi"));
  expect(move).toMatchObject({
    text: "Berkas dipindahkan dari versi 1 ke versi 2 prosesnya",
    atMs: wib("2027-03-02 09:00"),
    quote: "Langkah ditambah",
  });
  expect(move?.who).not.toBeNull();
  expect(told.timeline.some(({ text }) => text.includes("Terima lama"))).toBe(true);
  expect(told.ledger.map(({ step }) => step)).toEqual(["Terima lama", "telaah", ""]);
  expect(told.path.elements).toMatchObject({ telaah: 1, terima: 1 });
  expect(told.outline.find(({ elementId }) => elementId === "telaah")).toMatchObject({
    state: "here",
    passes: 1,
  });
});

test("a history whose next version is not at hand, or was moved otherwise than it says, is found", async () => {
  const run = await begun(line(userTask("periksa", checking)));
  const to = await version(2, line(userTask("telaah", signing), userTask("paraf", signing)));
  const { entries } = await moved(
    run,
    to,
    command(to, "2027-03-02 09:00", { mapping: { periksa: "telaah" } }),
  );
  expect(reExecute(run.context.process, entries)).toMatchObject({ ok: false, entry: 1, code: "version" });
  const forged = JSON.parse(
    JSON.stringify(entries).replaceAll('{"periksa":"telaah"}', '{"periksa":"paraf"}'),
  );
  const recorded = forged[1].events.find(({ type }: { type: string }) => type === "CaseMigrated");
  recorded.elements = { periksa: "telaah" };
  expect(reExecute(run.context.process, forged, only(to))).toMatchObject({
    ok: false,
    entry: 1,
    code: "differs",
  });
});
