import { expect, test } from "vitest";
import { openTasks } from "../../../engine/index.ts";
import { chain, extended, story } from "../story.ts";

const decisionTask = `<startEvent id="start"/><userTask id="periksa" name="Periksa berkas">${extended(
  `<poros:outcome value="lengkap"/><poros:outcome value="kurang"/><poros:result variable="hasil"/>`,
)}</userTask><endEvent id="end"/>${chain("start periksa end")}`;

test("a user task opens, and leaves when it is completed", async () => {
  const given = await story(decisionTask);
  expect(given.start().slice(-2)).toEqual(["ElementEntered periksa", "TaskOpened periksa"]);
  expect(given.complete("periksa", { catatan: "baik" }, "lengkap")).toEqual([
    "TaskCompleted periksa",
    'VariablesSet case {"catatan":"baik","hasil":"lengkap"}',
    "ElementLeft periksa periksa-end",
    "ElementEntered end",
    "ElementLeft end",
    "CaseEnded completed",
  ]);
});

test("a task that was completed is refused the second time", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a"/><userTask id="b"/>${chain("start a b")}`,
  );
  given.start();
  const taskId = given.wait("task", "a").id;
  given.complete("a");
  const refusal = given.refused({ type: "CompleteTask", taskId, variables: {}, atMs: 0 });
  expect(refusal).toMatchObject({ code: "taskNotOpen", at: taskId });
});

test("an outcome that the task does not list is refused with the ones it does", async () => {
  const given = await story(decisionTask);
  given.start();
  const taskId = given.wait("task", "periksa").id;
  const refusal = given.refused({ type: "CompleteTask", taskId, outcome: "ya", variables: {}, atMs: 0 });
  expect(refusal.code).toBe("unknownOutcome");
  expect(refusal.message).toContain("lengkap, kurang");
  expect(given.refused({ type: "CompleteTask", taskId, variables: {}, atMs: 0 }).code).toBe("outcomeMissing");
});

test("input mappings are the task's own variables and output mappings go to the case", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a">${extended(
      `<poros:input target="batas" source="nilai * 2"/><poros:output target="total" source="batas + tambahan"/>`,
    )}</userTask><userTask id="b"/>${chain("start a b")}`,
  );
  given.start({ nilai: 5, tambahan: 0 });
  expect(openTasks(given.state())[0]?.inputs).toEqual({ batas: 10 });
  expect(given.state().variables).toEqual({ case: { nilai: 5, tambahan: 0 }, a2: { batas: 10 } });
  given.complete("a", { tambahan: 3, batas: 20 });
  expect(given.state().variables).toEqual({ case: { nilai: 5, tambahan: 3, total: 23 } });
});

test("a failing input mapping is an incident that names the variable, and a retry tries again", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a">${extended(
      `<poros:input target="batas" source="nilai * 2"/>`,
    )}</userTask><endEvent id="end"/>${chain("start a end")}`,
  );
  given.start({ nilai: "lima" });
  expect(given.open()).toEqual(["incident a expressionFailed"]);
  const incident = given.wait("incident", "a");
  given.send({ type: "SetVariables", variables: { nilai: 5 }, atMs: 0 });
  given.send({ type: "RetryIncident", incidentId: incident.id, atMs: 0 });
  expect(given.told()).toEqual(["IncidentClosed a retry", 'VariablesSet a2 {"batas":10}', "TaskOpened a"]);
});

test("in whatever order its values come, what a task keeps to itself is told before what the case gets", async () => {
  const given = await story(
    `<startEvent id="start"/><userTask id="a">${extended(`<poros:input target="catatan" source="null"/>`)}</userTask><userTask id="b"/>${chain("start a b")}`,
  );
  given.start({ anggaran: 1 });
  given.complete("a", { anggaran: 2, catatan: "cukup", tindakan: "kirim" });
  const told = given.history.flatMap((event) => (event.type === "VariablesSet" ? [event.variables] : []));
  expect(told.slice(-2)).toEqual([{ catatan: "cukup" }, { anggaran: 2, tindakan: "kirim" }]);
});
