import { describe, expect, test } from "vitest";
import { limits, type Problem, readProcess } from "../../engine/index.ts";
import { chain, conditional, definitions, extended } from "./story.ts";

async function problemsOf(xml: string): Promise<readonly Problem[]> {
  const result = await readProcess(xml);
  return result.ok ? [] : result.problems;
}

const codes = async (xml: string) => (await problemsOf(xml)).map(({ code }) => code);
const process = (body: string, attributes = 'isExecutable="true"') =>
  definitions(`<process id="process" ${attributes}>${body}</process>`);
const plain = `<startEvent id="start"/><endEvent id="end"/>${chain("start end")}`;

describe("text that no parser sees", () => {
  test("a file with DOCTYPE is refused", async () => {
    const xml = `<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY a "b">]>\n<definitions/>`;
    expect(await problemsOf(xml)).toMatchObject([{ code: "entityDeclared", kind: "invalid", line: 2 }]);
  });

  test("an entity that nobody declared is refused", async () => {
    expect(await problemsOf(process(`${plain}\n<task id="t" name="&lol;"/>`))).toMatchObject([
      { code: "unknownEntity", line: 5 },
    ]);
  });

  test("an empty file is refused", async () => {
    expect(await codes("")).toEqual(["emptyFile"]);
    expect(await codes(" \n ")).toEqual(["emptyFile"]);
  });

  test("a truncated file is refused with the line of what is still open", async () => {
    const xml = process(plain);
    expect(await problemsOf(xml.slice(0, xml.indexOf("</process>")))).toMatchObject([
      { code: "notWellFormed", line: 4 },
    ]);
    expect(await codes(xml.slice(0, xml.indexOf("<endEvent") + 5))).toEqual(["notWellFormed"]);
  });

  test("an HTML page is refused", async () => {
    expect(await codes("<html><body>404</body></html>")).toEqual(["notBpmn"]);
    expect(await codes("<!doctype html><html></html>")).toEqual(["notWellFormed"]);
    expect(await codes("plain words")).toEqual(["notBpmn"]);
  });

  test("UTF-16 is refused, read as bytes or declared", async () => {
    const wide = [...process(plain)].join("\0");
    expect(await codes(wide)).toEqual(["wrongEncoding"]);
    expect(await codes(process(plain).replace("UTF-8", "UTF-16"))).toEqual(["wrongEncoding"]);
  });

  test("a byte order mark of UTF-8 is accepted", async () => {
    expect(await codes(`\ufeff${process(plain)}`)).toEqual([]);
  });

  test("NUL, written or escaped, is refused with its line", async () => {
    expect(await problemsOf(process(`${plain}\n<task id="t" name="a\0b"/>`))).toMatchObject([
      { code: "controlCharacter", line: 5 },
    ]);
    expect(await codes(process(`<task id="t" name="a&#0;b"/>`))).toEqual(["controlCharacter"]);
    expect(await codes(process(`<task id="t" name="a&#x1;b"/>`))).toEqual(["controlCharacter"]);
  });

  test("right-to-left and markup in a name stay text", async () => {
    const result = await readProcess(
      process(`<task id="t" name="&lt;b&gt;\u202ejudul"/><startEvent id="s"/>${chain("s t")}`),
    );
    expect(result.ok && result.processes[0]?.elements[0]?.name).toBe("<b>\u202ejudul");
  });

  test("sub-processes nested deeper than the limit are refused", async () => {
    const nest = (depth: number) =>
      `${Array.from({ length: depth }, (_, n) => `<subProcess id="s${n}">`).join("")}<task id="t"/>${"</subProcess>".repeat(depth)}`;
    expect(await codes(process(nest(limits.nesting)))).toEqual([]);
    expect(await codes(process(nest(limits.nesting + 1)))).toEqual(["tooDeep"]);
    expect(await codes(process(nest(20_000)))).toEqual(["tooDeep"]);
  });

  test("more flow elements than the limit are refused", async () => {
    const tasks = (count: number) => Array.from({ length: count }, (_, n) => `<task id="t${n}"/>`).join("");
    expect(await problemsOf(process(tasks(limits.elements + 1)))).toMatchObject([
      { code: "tooManyElements", params: { limit: limits.elements, count: limits.elements + 1 } },
    ]);
  });

  test("a file of more than the allowed characters is refused", async () => {
    expect(await codes(process(`<!--${"x".repeat(limits.xmlLength)}-->${plain}`))).toEqual(["tooLarge"]);
  });

  test("text that makes naive patterns slow is looked at in a straight line", async () => {
    expect(await codes(`<${"a".repeat(200_000)}`)).toEqual(["notWellFormed"]);
    expect(await codes(`<definitions ${'a="'.repeat(100_000)}`)).toEqual(["notWellFormed"]);
    expect(await codes("<".repeat(200_000))).toEqual(["notWellFormed"]);
  });
});

describe("references and ids", () => {
  test("an id that occurs twice is named with both lines", async () => {
    expect(await problemsOf(process(`${plain}\n<task id="end"/>`))).toMatchObject([
      { code: "duplicateId", elementId: "end", line: 5, params: { id: "end", earlierLine: 4 } },
    ]);
  });

  test("an id typed in two Unicode forms is one id", async () => {
    expect(await codes(process(`<task id="caf\u00e9"/><task id="cafe\u0301"/>`))).toEqual(["duplicateId"]);
  });

  test("ids inside the extensions of other tools may repeat each other, but none of the diagram's", async () => {
    const extension = (id: string) =>
      `<task id="${id}"><extensionElements><other:field xmlns:other="urn:other" id="nama"/></extensionElements></task>`;
    expect(await codes(process(extension("a") + extension("b")))).toEqual([]);
    expect(await codes(process(extension("nama")))).toEqual(["duplicateId"]);
  });

  test("a flow to nowhere is a dangling reference of that flow", async () => {
    const problems = await problemsOf(process(`<startEvent id="start"/>${chain("start nowhere")}`));
    expect(problems).toMatchObject([
      { code: "danglingReference", elementId: "start-nowhere", params: { reference: "nowhere" } },
      { code: "flowWithoutEnd", elementId: "start-nowhere" },
    ]);
  });

  test("an id that reaches into an object's prototype is refused", async () => {
    expect(await codes(process(`${plain}<task id="__proto__"/>`))).toContain("forbiddenId");
    expect(await codes(process(`${plain}<task id="constructor"/>`))).toContain("forbiddenId");
    expect({}).not.toHaveProperty("polluted");
  });

  test("incoming and outgoing that the file leaves out are found from the flows", async () => {
    const result = await readProcess(process(plain));
    const element = result.ok ? result.processes[0]?.elements[1] : undefined;
    expect(element).toMatchObject({ id: "end", incoming: [0], outgoing: [] });
  });

  test("a flow that leads out of a sub-process is invalid", async () => {
    const body = `<subProcess id="sub"><task id="in"/></subProcess><task id="out"/>${chain("in out")}`;
    expect(await problemsOf(process(body))).toMatchObject([
      { code: "flowCrossesScope", kind: "invalid", elementId: "in-out" },
    ]);
  });

  test("a default flow that leaves another element is invalid", async () => {
    const body = `<task id="a" default="b-c"/><task id="b"/><task id="c"/>${chain("a c", "b c")}`;
    expect(await codes(process(body))).toEqual(["defaultNotOutgoing"]);
  });

  test("a boundary event on a gateway is invalid", async () => {
    const body = `<exclusiveGateway id="g"/><boundaryEvent id="b" attachedToRef="g"><errorEventDefinition/></boundaryEvent>`;
    expect(await codes(process(body))).toContain("boundaryNotAttached");
  });
});

describe("what is not executed", () => {
  test.each([
    ["a choreography task", `<choreographyTask id="x"><participantRef>p</participantRef></choreographyTask>`],
    ["an element of no specification", `<teleport id="x"/>`],
  ])("%s is a problem, never skipped", async (_, element) => {
    expect(await problemsOf(process(plain + element))).not.toEqual([]);
  });

  test("a process that is not marked executable is not executable", async () => {
    expect(await problemsOf(process(plain, ""))).toMatchObject([
      { code: "notExecutable", kind: "notExecutable", elementId: "process" },
    ]);
  });

  test("an exclusive gateway with a flow that is neither conditional nor default is not executable", async () => {
    const body = `<exclusiveGateway id="g"/><task id="a"/><task id="b"/>${chain("g b")}${conditional("g", "a", "x > 1")}`;
    expect(await problemsOf(process(body))).toMatchObject([
      { code: "conditionMissing", kind: "notExecutable", elementId: "g-b" },
    ]);
  });
});

describe("expressions, times and our own attributes", () => {
  test("an expression that does not parse is located", async () => {
    const body = `<task id="a"/><task id="b"/>${conditional("a", "b", "x >")}`;
    const [problem] = await problemsOf(process(body));
    expect(problem).toMatchObject({ code: "invalidExpression", kind: "notExecutable", elementId: "a-b" });
    expect(problem?.params).toHaveProperty("column");
  });

  test("a date that does not exist is refused when it is read", async () => {
    const body = `<intermediateCatchEvent id="t"><timerEventDefinition><timeDate>2027-02-30T00:00:00Z</timeDate></timerEventDefinition></intermediateCatchEvent>`;
    expect(await problemsOf(process(body))).toMatchObject([{ code: "invalidDate", elementId: "t" }]);
  });

  test("a timer without a time is invalid", async () => {
    const body = `<intermediateCatchEvent id="t"><timerEventDefinition/></intermediateCatchEvent>`;
    expect(await codes(process(body))).toEqual(["timerWithoutTime"]);
  });

  test("a number of days that is no number is named", async () => {
    const body = `<userTask id="a">${extended(`<poros:deadline amount="tiga" unit="hariKerja"/>`)}</userTask>`;
    expect(await problemsOf(process(body))).toMatchObject([
      { code: "invalidInteger", elementId: "a", params: { property: "amount" } },
    ]);
  });

  test("a mapping into __proto__ is refused", async () => {
    const body = `<userTask id="a">${extended(`<poros:input target="__proto__" source="1"/>`)}</userTask>`;
    expect(await codes(process(body))).toEqual(["invalidVariableName"]);
  });

  test("an attribute that BPMN does not have is a problem", async () => {
    expect(await problemsOf(process(`<task id="a" colour="red"/>`))).toMatchObject([
      { code: "unknownAttribute", elementId: "a" },
    ]);
  });

  test("what casework needs stands in the element", async () => {
    const body = `<laneSet id="ls"><lane id="biro" name="Biro"><flowNodeRef>a</flowNodeRef></lane></laneSet><userTask id="a" name="Periksa"><documentation>Teliti</documentation>${extended(
      `<poros:addressee post="kabag" unit="=unit"/><poros:authority minEchelon="III.a"/><poros:deadline amount="3" unit="hariKerja" ruleSet="eskalasi"/>
       <poros:stopsClock reason="perbaikan"/><poros:form ref="periksa"/><poros:legalBasis text="PP 18/2016"/>
       <poros:outcome value="ya" label="Ya" labelEn="Yes" style="primary"/>`,
    )}</userTask>`;
    const result = await readProcess(
      process(
        `${extended(`<poros:submission post="operator" prefix="VLP" title="judul"/><poros:deadline amount="10" unit="hariKerja"/>`)}${body}`,
      ),
    );
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const [first] = result.processes;
    expect(first).toMatchObject({
      submission: { post: "operator", prefix: "VLP" },
      deadline: { amount: 10, unit: "hariKerja", ruleSet: null },
      lanes: [{ id: "biro", name: "Biro", parent: -1, elements: [0] }],
    });
    expect(first?.elements[0]).toMatchObject({
      documentation: "Teliti",
      addressee: { post: "kabag" },
      authority: { minEchelon: "III.a" },
      deadline: { amount: 3, unit: "hariKerja", ruleSet: "eskalasi" },
      stopsClock: { reason: "perbaikan" },
      form: "periksa",
      legalBasis: ["PP 18/2016"],
      outcomes: [{ value: "ya", label: "Ya", labelEn: "Yes", style: "primary" }],
      lane: 0,
    });
  });
});
