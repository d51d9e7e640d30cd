import { expect, test } from "vitest";
import { chain, extended, story } from "../story.ts";

const rule = `<startEvent id="start"/><businessRuleTask id="arah">${extended(
  `<poros:decision ruleSet="routing"/><poros:result variable="rute"/><poros:outcome value="biro"/><poros:outcome value="sekda"/>
   <poros:input target="jumlah" source="nilai"/>`,
)}</businessRuleTask><endEvent id="end"/>${chain("start arah end")}`;

test("a rule task asks for a decision and keeps its outcome", async () => {
  const given = await story(rule);
  given.start({ nilai: 7 });
  expect(given.wait("decision", "arah")).toMatchObject({ ruleSet: "routing", inputs: { jumlah: 7 } });
  given.record("arah", "biro", { kode: "KESRA" });
  expect(given.variables()).toEqual({ nilai: 7, rute: { type: "biro", kode: "KESRA" } });
});

test("an outcome that the rule task does not expect is refused", async () => {
  const given = await story(rule);
  given.start({ nilai: 7 });
  const refusal = given.refused({
    type: "RecordDecision",
    requestId: given.wait("decision", "arah").id,
    outcome: { type: "gubernur", params: {} },
    facts: {},
    explanation: null,
    ruleSet: "routing",
    hash: "h",
    atMs: 0,
  });
  expect(refusal.code).toBe("unknownOutcome");
});
