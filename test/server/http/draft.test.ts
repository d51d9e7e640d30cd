/** What may lie unfinished in a draft: saved, told as a problem, and not to be proposed. And what is not even kept. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusedOnSave } from "../../../server/views/draft-safety.ts";
import { type Client, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let analyst: Client;
beforeAll(async () => {
  running = await startServer();
  analyst = await running.as("perancang");
});
afterAll(() => running.stop());

const wrap = (id: string, inner: string, root = "") => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">${root}
<bpmn:process id="${id}" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="UJI" title="&#34;Uji&#34;" /></bpmn:extensionElements>
<bpmn:startEvent id="a" />${inner}<bpmn:endEvent id="z" />
<bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b" /><bpmn:sequenceFlow id="f2" sourceRef="b" targetRef="z" />
</bpmn:process></bpmn:definitions>`;

let count = 0;
const nextId = () => `draf-${++count}`;

describe("a draft keeps", () => {
  test.each<[string, (id: string) => string, string]>([
    [
      "a timer without a time",
      (id) =>
        wrap(
          id,
          `<bpmn:intermediateCatchEvent id="b"><bpmn:timerEventDefinition id="w" /></bpmn:intermediateCatchEvent>`,
        ),
      "timerWithoutTime",
    ],
    [
      "an empty script",
      (id) => wrap(id, `<bpmn:scriptTask id="b"><bpmn:script /></bpmn:scriptTask>`),
      "scriptMissing",
    ],
    ["a task without a post", (id) => wrap(id, `<bpmn:userTask id="b" name="Periksa" />`), "noAddressee"],
    [
      "a rule task without a rule set",
      (id) => wrap(id, `<bpmn:businessRuleTask id="b" />`),
      "ruleSetMissing",
    ],
    [
      "an expression that is half written",
      (id) => wrap(id, `<bpmn:scriptTask id="b"><bpmn:script>=1 +</bpmn:script></bpmn:scriptTask>`),
      "invalidExpression",
    ],
    [
      "an event that waits for nothing yet",
      (id) => wrap(id, `<bpmn:intermediateCatchEvent id="b" />`),
      "eventWithoutDefinition",
    ],
    [
      "a way out of a gateway without its condition",
      (id) =>
        wrap(
          id,
          `<bpmn:exclusiveGateway id="b" /><bpmn:task id="c" /><bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="c" />`,
        ),
      "conditionMissing",
    ],
    [
      "a process that is not called what the document is",
      () => wrap("lain", `<bpmn:task id="b" />`),
      "otherId",
    ],
    [
      "two processes",
      (id) =>
        wrap(id, `<bpmn:task id="b" />`).replace(
          "</bpmn:definitions>",
          `<bpmn:process id="dua" isExecutable="true"><bpmn:startEvent id="s" /></bpmn:process></bpmn:definitions>`,
        ),
      "oneProcess",
    ],
  ])("%s; it is told, and not proposed", async (_what, make, code) => {
    const id = nextId();
    const content = make(id);
    const added = await analyst.send("POST", "/api/v1/library/processes", { id, title: "Draf", content });
    expect(added.status, added.text).toBe(201);
    const path = `/api/v1/library/processes/${id}`;
    const saved = await analyst.send("PUT", path, { title: "Draf", content }, { "if-match": '"1"' });
    expect([saved.status, saved.at("content")]).toEqual([200, content]);
    const checked = await analyst.send("POST", `${path}/check`, { content });
    const codes = (checked.at("problems") as readonly { code: string }[]).map((problem) => problem.code);
    expect([codes, checked.at("publishable")]).toEqual([expect.arrayContaining([code]), false]);
    const proposed = await analyst.send("POST", `${path}/proposal`, {
      draftVersion: saved.at("draftVersion"),
      reason: "Mohon diterbitkan.",
      effectiveFromMs: null,
      override: { reason: "Tetap saja." },
    });
    expect([proposed.status, proposed.at("code")]).toEqual([422, "notPublishable"]);
  });
});

describe("a draft does not take", () => {
  const task = `<bpmn:task id="b" />`;
  test.each<[string, (id: string) => string, string, string]>([
    ["nothing", () => " ", "emptyFile", "line 1"],
    ["a DOCTYPE", (id) => `<!DOCTYPE x>${wrap(id, task)}`, "entityDeclared", "line 1"],
    ["an unknown entity", (id) => wrap(id, `<bpmn:task id="b" name="&tahun;" />`), "unknownEntity", "line 5"],
    ["half a file", (id) => wrap(id, task).slice(0, -40), "notWellFormed", ""],
    ["another language of XML", () => "<html></html>", "notBpmn", "line 1"],
    ["the same id twice", (id) => wrap(id, `${task}<bpmn:task id="b" />`), "duplicateId", "b"],
    [
      "an id that programs take for their own",
      (id) => wrap(id, `${task}<bpmn:task id="constructor" />`),
      "forbiddenId",
      "constructor",
    ],
    [
      "an id of 1,000 letters",
      (id) => wrap(id, `${task}<bpmn:task id="${"x".repeat(1_000)}" />`),
      "idTooLong",
      "",
    ],
    [
      "a flow to what does not exist",
      (id) => wrap(id, `${task}<bpmn:sequenceFlow id="f9" sourceRef="b" targetRef="tiada" />`),
      "danglingReference",
      "f9",
    ],
    ["what BPMN does not have", (id) => wrap(id, `${task}<bpmn:teleport id="t" />`), "unknownContent", ""],
    [
      "two loops of one task",
      (id) =>
        wrap(
          id,
          `<bpmn:task id="b"><bpmn:standardLoopCharacteristics /><bpmn:standardLoopCharacteristics /></bpmn:task>`,
        ),
      "twoLoops",
      "",
    ],
  ])("%s: 422 with the place, and the draft stays what it was", async (_what, make, code, place) => {
    const id = nextId();
    const kept = wrap(id, task);
    const added = await analyst.send("POST", "/api/v1/library/processes", {
      id,
      title: "Draf",
      content: kept,
    });
    expect(added.status, added.text).toBe(201);
    const path = `/api/v1/library/processes/${id}`;
    const saved = await analyst.send(
      "PUT",
      path,
      { title: "Draf", content: make(id) },
      { "if-match": '"1"' },
    );
    expect([saved.status, saved.at("code")]).toEqual([422, "contentInvalid"]);
    expect(Object.hasOwn(refusedOnSave, code)).toBe(true);
    const faults = saved.at("faults") as readonly { code: string; at: string; message: string }[];
    const fault = faults.find((one) => one.code === code);
    expect(fault?.at, saved.text).toContain(place);
    expect(fault?.message.length).toBeGreaterThan(10);
    expect((await analyst.get(path)).at("content")).toBe(kept);
  });

  test("every reason names a problem that reading a diagram can find", () => {
    const sources = ["text", "read", "reading"].map((name) =>
      readFileSync(join(import.meta.dirname, `../../../engine/read/${name}.ts`), "utf8"),
    );
    for (const code of Object.keys(refusedOnSave)) expect(sources.join(), code).toContain(`"${code}"`);
  });
});
