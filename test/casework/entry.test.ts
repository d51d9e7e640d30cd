import { expect, test } from "vitest";
import { type CaseEntry, evolveCase, reExecute } from "../../casework/index.ts";
import { shippedContext } from "../library/province-library.ts";
import { asJournalled, complete, submitted } from "./case-run.ts";

const context = await shippedContext();
const checked = { dokumenLengkap: 11, dokumenDiminta: 11 };

async function history(): Promise<CaseEntry[]> {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  await complete(run, "periksaKelengkapan", "2027-02-15 14:00", "lengkap", checked);
  return run.entries;
}

/** As it comes out of a store: text and back. */
function changed(entries: readonly CaseEntry[], change: (text: string) => string): CaseEntry[] {
  return JSON.parse(change(JSON.stringify(entries)));
}

test("a history read back from text re-executes, and its file folds to the same", async () => {
  const entries = await history();
  const read = changed(entries, (text) => text);
  expect(reExecute(context.process, read)).toEqual({ ok: true });
  const fold = (list: readonly CaseEntry[]) =>
    list.reduce<ReturnType<typeof evolveCase> | null>(
      (file, entry) => evolveCase(context.process, file, entry.events, entry.atMs),
      null,
    );
  expect(fold(read)).toEqual(fold(entries));
});

test("an outcome changed in the record is found, with the entry and the event", async () => {
  const entries = changed(await history(), (text) =>
    text.replaceAll('"TaskCompleted","taskId":"t', '"TaskCompleted","taskId":"x'),
  );
  expect(reExecute(context.process, entries)).toMatchObject({
    ok: false,
    entry: 1,
    event: 0,
    code: "differs",
  });
});

test("a recorded decision that was changed to another outcome is found", async () => {
  const entries = changed(await history(), (text) => {
    const at = text.indexOf('"type":"DecisionRecorded"');
    return text.slice(0, at) + text.slice(at).replace('"unit":"biro-kesra"', '"unit":"biro-ekon"');
  });
  expect(reExecute(context.process, entries)).toMatchObject({ ok: false, entry: 0, code: "differs" });
});

test("an event left out, and a command that the engine refuses, are found", async () => {
  const entries = await history();
  const shorter = entries.map((entry, index) =>
    index === 1 ? { ...entry, events: entry.events.filter((event) => event.type !== "ElementLeft") } : entry,
  );
  expect(reExecute(context.process, shorter)).toMatchObject({ ok: false, entry: 1, code: "differs" });
  const twice = [...entries, entries[1] as CaseEntry];
  expect(reExecute(context.process, twice)).toMatchObject({ ok: false, entry: 2, code: "refused" });
});

test("a history under another meaning is said to be so, not called a forgery", async () => {
  const entries = changed(await history(), (text) => text.replaceAll('"semantics":1', '"semantics":0'));
  expect(reExecute(context.process, entries)).toMatchObject({ ok: false, entry: 0, code: "semantics" });
});

test("an entry that leaves out what its events hold re-executes like the whole one, and is smaller", async () => {
  const entries = await history();
  const journalled = entries.map(asJournalled);
  expect(reExecute(context.process, journalled)).toEqual({ ok: true });
  expect(JSON.stringify(journalled).length).toBeLessThan(JSON.stringify(entries).length * 0.9);
  expect(journalled[0]?.executed.map((command) => Object.keys(command).sort())).toEqual([
    ["atMs", "caseId", "startEventId", "type"],
    ["atMs", "requestId", "type"],
  ]);
});

test("in an entry that leaves out what its events hold, a changed or missing decision is found", async () => {
  const journalled = (await history()).map(asJournalled);
  const other = changed(journalled, (text) => {
    const at = text.indexOf('"type":"DecisionRecorded"');
    return text.slice(0, at) + text.slice(at).replace('"unit":"biro-kesra"', '"unit":"biro-ekon"');
  });
  expect(reExecute(context.process, other)).toMatchObject({ ok: false, entry: 0, code: "differs" });
  const without = journalled.map((entry) => ({
    ...entry,
    events: entry.events.filter(({ type }) => type !== "DecisionRecorded"),
  }));
  expect(reExecute(context.process, without)).toMatchObject({ ok: false, entry: 0, code: "differs" });
});
