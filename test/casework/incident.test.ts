import { expect, test } from "vitest";
import { act, hasOpenDecisions, type RuleSetInForce, sayIncident } from "../../casework/index.ts";
import { doIt, open, type Run, submitted, wib } from "./case-run.ts";
import { contextOf, line, processFrom, roundsRuleSet, ruleTask, toPost, userTask } from "./small-process.ts";

const admin = { kind: "system", name: "test" } as const;
const work = userTask("kerja", toPost("pemeriksa", "biroPembina"));

async function runOf(body: string, ruleSets = new Map<string, RuleSetInForce[]>()): Promise<Run> {
  const context = contextOf(await processFrom(body), { ruleSets });
  return submitted(context, "op-dinkes", "2027-02-15 09:00", {});
}

function incidentsOf(run: Run) {
  return Object.values(run.file.incidents).map(
    ({ incidentId, elementId, code }) => `${incidentId} ${elementId} ${code}`,
  );
}

async function settle(run: Run, command: "RetryIncident" | "ResolveIncident", variables = {}): Promise<void> {
  const incidentId = Object.keys(run.file.incidents)[0] ?? "";
  const atMs = wib("2027-02-15 11:00");
  const inner =
    command === "RetryIncident"
      ? { type: command, atMs, incidentId }
      : { type: command, atMs, incidentId, variables };
  await doIt(run, { type: "Forward", atMs, actor: admin, command: inner });
}

test("a rule set of which no version is in force is an incident; once published, a retry goes on", async () => {
  const ruleSets = new Map<string, RuleSetInForce[]>();
  const run = await runOf(line(ruleTask("putuskan", "putaran"), work), ruleSets);
  expect(incidentsOf(run)).toEqual(["k1 putuskan ruleSetMissing"]);
  expect(open(run)).toEqual([]);
  const [incident] = Object.values(run.file.incidents);
  expect(incident && sayIncident(incident, "id").text).toBe("Tidak ada versi aturan putaran yang berlaku.");
  ruleSets.set("putaran", [roundsRuleSet("putaran", 2)]);
  await settle(run, "RetryIncident");
  expect(incidentsOf(run)).toEqual([]);
  expect(open(run)).toEqual(["kerja -> pemeriksa-kesra"]);
});

test("an outcome that the diagram does not expect is an incident that names it", async () => {
  const task = ruleTask("putuskan", "putaran", '<poros:outcome value="CUKUP" />');
  const run = await runOf(line(task, work), new Map([["putaran", [roundsRuleSet("putaran", 2)]]]));
  expect(incidentsOf(run)).toEqual(["k1 putuskan unknownOutcome"]);
  await settle(run, "ResolveIncident", { type: "CUKUP", alasan: "Diputuskan Kabag" });
  expect(open(run)).toEqual(["kerja -> pemeriksa-kesra"]);
});

test("a decision given by hand without an outcome is refused, and the incident stays", async () => {
  const run = await runOf(line(ruleTask("putuskan", "putaran"), work));
  const atMs = wib("2027-02-15 11:00");
  const acted = await act(run.context, run.file, {
    type: "Forward",
    atMs,
    actor: admin,
    command: { type: "ResolveIncident", atMs, incidentId: "k1", variables: {} },
  });
  expect(acted.ok ? "taken" : acted.refusal.code).toBe("outcomeMissing");
  expect(incidentsOf(run)).toEqual(["k1 putuskan ruleSetMissing"]);
});

test("a task for a post that the unit does not have is an incident; naming a post by hand addresses it", async () => {
  const run = await runOf(line(userTask("kerja", toPost("bendahara", "pemrakarsa"))));
  expect(incidentsOf(run)).toEqual(["k1 kerja unknownPost"]);
  expect(open(run)).toEqual(["kerja -> null"]);
  await settle(run, "ResolveIncident", { postId: "kadinkes" });
  expect(open(run)).toEqual(["kerja -> kadinkes"]);
  expect(Object.values(run.file.tasks)[0]?.reason?.key).toBe("address.byHand");
});

test("an expression for the unit that fails is an incident, not a task for nobody", async () => {
  const run = await runOf(line(userTask("kerja", toPost("pemeriksa", "=rute.unit"))));
  expect(incidentsOf(run)).toEqual(["k1 kerja expressionFailed"]);
});

test("more decisions than one act may cause stay open and are answered by the next", async () => {
  const tasks = Array.from({ length: 30 }, (_, index) => ruleTask(`putusan${index}`, "putaran"));
  const run = await runOf(line(...tasks, work), new Map([["putaran", [roundsRuleSet("putaran", 2)]]]));
  expect(open(run)).toEqual([]);
  expect(hasOpenDecisions(run.file)).toBe(true);
  await doIt(run, { type: "AnswerDecisions", atMs: wib("2027-02-15 09:01"), actor: admin });
  expect(hasOpenDecisions(run.file)).toBe(false);
  expect(open(run)).toEqual(["kerja -> pemeriksa-kesra"]);
});

test("cancelling a case closes its incidents", async () => {
  const run = await runOf(line(ruleTask("putuskan", "putaran"), work));
  const atMs = wib("2027-02-15 11:00");
  await doIt(run, {
    type: "Forward",
    atMs,
    actor: admin,
    command: { type: "CancelCase", atMs, reason: "Salah" },
  });
  expect(run.file.incidents).toEqual({});
  expect(run.file.decisions).toEqual({});
});
