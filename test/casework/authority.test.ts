import { expect, test } from "vitest";
import { act, type CaseContext, type CaseFile, maySubmitAs, type TaskRow } from "../../casework/index.ts";
import { shippedContext } from "../library/province-library.ts";
import { holder, reportAttachments, reportValues, submitted, taskOf, wib } from "./case-run.ts";

const context = await shippedContext();
const checked = { dokumenLengkap: 11, dokumenDiminta: 11 };

async function tried(
  file: CaseFile,
  task: TaskRow,
  actor: { kind: "person"; personId: string; postId: string; mandate: "definitif" | "Plt" | "Plh" | "Pj" },
  at: string,
  within: CaseContext = context,
): Promise<string> {
  const acted = await act(within, file, {
    type: "ActOnTask",
    atMs: wib(at),
    actor,
    taskId: task.taskId,
    outcome: "lengkap",
    values: checked,
    comment: null,
    attachments: [],
  });
  return acted.ok ? "taken" : acted.refusal.code;
}

test("the holder of another post is refused, also one of higher rank", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const task = taskOf(run, "periksaKelengkapan");
  const atMs = wib("2027-02-15 10:00");
  expect(await tried(run.file, task, holder(context, "sekda", atMs), "2027-02-15 10:00")).toBe(
    "notAddressed",
  );
});

test("a person who names a post that he does not hold is refused", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const actor = {
    kind: "person",
    personId: "yusuf-maulana",
    postId: "pemeriksa-kesra",
    mandate: "definitif",
  } as const;
  expect(await tried(run.file, taskOf(run, "periksaKelengkapan"), actor, "2027-02-15 10:00")).toBe(
    "notHolder",
  );
});

test("the Plt Karo Kesra acts on the last day of the mandate and is refused on the next", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-04-20 09:00");
  const task = { ...taskOf(run, "periksaKelengkapan"), postId: "karo-kesra" };
  const file = { ...run.file, tasks: { [task.taskId]: task } };
  const ratna = {
    kind: "person",
    personId: "ratna-widyastuti",
    postId: "karo-kesra",
    mandate: "definitif",
  } as const;
  expect(await tried(file, task, ratna, "2027-04-30 15:00")).toBe("taken");
  expect(await tried(file, task, ratna, "2027-05-03 08:00")).toBe("notHolder");
});

test("what is recorded is the mandate that is true, not the one that was sent", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const task = { ...taskOf(run, "periksaKelengkapan"), postId: "karo-kesra" };
  const acted = await act(
    context,
    { ...run.file, tasks: { [task.taskId]: task } },
    {
      type: "ActOnTask",
      atMs: wib("2027-02-15 10:00"),
      actor: { kind: "person", personId: "ratna-widyastuti", postId: "karo-kesra", mandate: "definitif" },
      taskId: task.taskId,
      outcome: "lengkap",
      values: checked,
      comment: null,
      attachments: [],
    },
  );
  const event = acted.ok ? acted.events.find((each) => each.type === "TaskActed") : undefined;
  expect(event?.type === "TaskActed" && event.by).toEqual({
    kind: "person",
    personId: "ratna-widyastuti",
    postId: "karo-kesra",
    mandate: "Plt",
  });
});

test("a post below the echelon that the step asks for is refused", async () => {
  const run = await submitted(context, "inspektorat-operator", "2027-02-15 09:00", {
    ...reportValues,
    jenisLaporan: "LHP",
  });
  const task = { ...taskOf(run, "sekdaMenyetujui"), postId: "asisten-1" };
  const file = { ...run.file, tasks: { [task.taskId]: task } };
  const asisten = holder(context, "asisten-1", wib("2027-02-15 10:00"));
  expect(await tried(file, task, asisten, "2027-02-15 10:00")).toBe("rankTooLow");
});

test("who submitted a report may not check it, though he holds the post: the rule set refuses", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const file: CaseFile = {
    ...run.file,
    submittedBy: {
      kind: "person",
      personId: "siti-nurhaliza-putri",
      postId: "dinkes-operator",
      mandate: "definitif",
    },
  };
  const siti = holder(context, "pemeriksa-kesra", wib("2027-02-15 10:00"));
  expect(await tried(file, taskOf(run, "periksaKelengkapan"), siti, "2027-02-15 10:00")).toBe(
    "forbiddenByRule",
  );
});

test("a machine may not act on a person's task", async () => {
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const acted = await act(context, run.file, {
    type: "ActOnTask",
    atMs: wib("2027-02-15 10:00"),
    actor: { kind: "machine", name: "sipd" },
    taskId: taskOf(run, "periksaKelengkapan").taskId,
    outcome: "lengkap",
    values: checked,
    comment: null,
    attachments: [],
  });
  expect(acted.ok ? "taken" : acted.refusal.code).toBe("personNeeded");
});

test("a head may not submit where the operator does; the operator's posts are listed", async () => {
  const atMs = wib("2027-02-15 09:00");
  const acted = await act(context, null, {
    type: "SubmitCase",
    atMs,
    actor: holder(context, "dinkes-kepala", atMs),
    caseId: "kasus-2",
    number: "VLP/2027/0413",
    values: reportValues,
    attachments: reportAttachments,
  });
  expect(acted.ok ? "taken" : acted.refusal.code).toBe("mayNotSubmit");
  expect(maySubmitAs(context, "yusuf-maulana", atMs)).toEqual(["dinkes-operator"]);
  expect(maySubmitAs(context, "ratna-widyastuti", atMs)).toEqual([]);
});
