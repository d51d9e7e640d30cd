import { describe, expect, it } from "vitest";
import { readProcess } from "../../../engine/index.ts";
import {
  readCondition,
  readReference,
  readTimer,
  setCondition,
  setDefault,
  setReference,
  setScript,
  setTimer,
} from "../../../modeller/diagram/event.ts";
import {
  type Attributes,
  extensionsOf,
  setDocumentation,
  setExtension,
  setExtensions,
  textOf,
} from "../../../modeller/diagram/moddle.ts";
import { makeStep, steps } from "../../../modeller/diagram/steps.ts";
import { diagram, openFile } from "./diagram-text.ts";

const task = diagram('<bpmn:userTask id="t" name="Periksa" />');
const nothingKnown = { forms: [], ruleSets: [] };

describe("a property edited and written", () => {
  const single: readonly (readonly [string, Attributes, string])[] = [
    [
      "poros:Addressee",
      { post: "kabag", unit: "biroPembina" },
      '<poros:addressee post="kabag" unit="biroPembina" />',
    ],
    [
      "poros:Deadline",
      { amount: 3, unit: "hariKerja", ruleSet: "eskalasi-tenggat" },
      '<poros:deadline amount="3" unit="hariKerja" ruleSet="eskalasi-tenggat" />',
    ],
    ["poros:Authority", { minEchelon: "II.b" }, '<poros:authority minEchelon="II.b" />'],
    ["poros:StopsClock", { reason: "Menunggu" }, '<poros:stopsClock reason="Menunggu" />'],
    ["poros:Form", { ref: "paraf" }, '<poros:form ref="paraf" />'],
    [
      "poros:Work",
      { topic: "kirim", attempts: 3, backoff: "PT30S" },
      '<poros:work topic="kirim" attempts="3" backoff="PT30S" />',
    ],
    ["poros:Result", { variable: "hasil" }, '<poros:result variable="hasil" />'],
    ["poros:Correlation", { key: "berkas.nomor" }, '<poros:correlation key="berkas.nomor" />'],
  ];
  it.each(single)("%s comes back from the file as it was set", async (type, attributes, written) => {
    const file = await openFile(task);
    file.apply(setExtension(file.find("t"), type, attributes, file.create));
    const xml = await file.xml();
    expect(xml).toContain(written);
    const again = await openFile(xml);
    const [extension] = extensionsOf(again.find("t"), type);
    for (const [name, value] of Object.entries(attributes))
      expect(textOf(extension ?? null, name)).toBe(String(value));
  });

  it("replaces the rows of one kind where they stood and leaves the others", async () => {
    const file = await openFile(
      diagram(`<bpmn:userTask id="t"><bpmn:extensionElements>
        <poros:form ref="a" /><poros:outcome value="x" /><poros:outcome value="y" /><poros:result variable="v" />
      </bpmn:extensionElements></bpmn:userTask>`),
    );
    file.apply(
      setExtensions(
        file.find("t"),
        "poros:Outcome",
        [{ value: "y" }, { value: "z", label: "Z" }],
        file.create,
      ),
    );
    const xml = await file.xml();
    expect(xml.match(/<poros:\w+[^>]*>/g)).toEqual([
      '<poros:form ref="a" />',
      '<poros:outcome value="y" />',
      '<poros:outcome value="z" label="Z" />',
      '<poros:result variable="v" />',
    ]);
  });

  it("takes the empty holder away with the last extension", async () => {
    const file = await openFile(
      diagram(
        '<bpmn:userTask id="t"><bpmn:extensionElements><poros:form ref="a" /></bpmn:extensionElements></bpmn:userTask>',
      ),
    );
    file.apply(setExtension(file.find("t"), "poros:Form", null, file.create));
    expect(await file.xml()).not.toContain("extensionElements");
  });

  it("writes an explanation, and takes it away when it is emptied", async () => {
    const file = await openFile(task);
    file.apply(setDocumentation(file.find("t"), "Lihat <lampiran> & matriks", file.create));
    const xml = await file.xml();
    const again = await openFile(xml);
    expect(textOf(extensionText(again.find("t").get("documentation")), "text")).toBe(
      "Lihat <lampiran> & matriks",
    );
    file.apply(setDocumentation(file.find("t"), " ", file.create));
    expect(await file.xml()).not.toContain("documentation");
  });

  it("sets a timer of each kind and leaves none of the former kind behind", async () => {
    const file = await openFile(
      diagram(
        '<bpmn:intermediateCatchEvent id="e"><bpmn:timerEventDefinition id="td"><bpmn:timeDate>2027-01-01T00:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
      ),
    );
    file.apply(setTimer(file.find("e"), "timeDuration", "P3D", file.create));
    const xml = await file.xml();
    expect(xml).toContain("P3D</bpmn:timeDuration>");
    expect(xml).not.toContain("timeDate");
    expect(readTimer((await openFile(xml)).find("e"))).toEqual({ kind: "timeDuration", text: "P3D" });
  });

  it("names a message once for two events, and keeps it apart from another", async () => {
    const event = (id: string) =>
      `<bpmn:intermediateCatchEvent id="${id}"><bpmn:messageEventDefinition id="${id}d" /></bpmn:intermediateCatchEvent>`;
    const file = await openFile(diagram(event("a") + event("b") + event("c")));
    file.apply(setReference(file.find("a"), "message", "Bukti diterima", file.create));
    file.apply(setReference(file.find("b"), "message", "Bukti diterima", file.create));
    file.apply(setReference(file.find("c"), "message", "Bantuan ditolak", file.create));
    const xml = await file.xml();
    expect(xml.match(/<bpmn:message /g)).toHaveLength(2);
    const again = await openFile(xml);
    expect(readReference(again.find("b"), "message")).toBe("Bukti diterima");
    expect(readReference(again.find("c"), "message")).toBe("Bantuan ditolak");
  });

  it("makes a flow the default of its gateway and takes its condition away", async () => {
    const file = await openFile(
      diagram(`<bpmn:exclusiveGateway id="g"><bpmn:outgoing>f</bpmn:outgoing></bpmn:exclusiveGateway>
        <bpmn:task id="t"><bpmn:incoming>f</bpmn:incoming></bpmn:task>
        <bpmn:sequenceFlow id="f" sourceRef="g" targetRef="t" />`),
    );
    file.apply(setCondition(file.find("f"), ' hasil = "benar" ', file.create));
    expect(readCondition((await openFile(await file.xml())).find("f"))).toBe('hasil = "benar"');
    file.apply(setDefault(file.find("f"), true));
    const xml = await file.xml();
    expect(xml).toContain('default="f"');
    expect(xml).not.toContain("conditionExpression");
  });

  it("marks a script as FEEL", async () => {
    const file = await openFile(diagram('<bpmn:scriptTask id="s" />'));
    file.apply(setScript(file.find("s"), "nilai * 2"));
    expect(await file.xml()).toContain('scriptFormat="feel"');
  });
});

describe("a step of the secretariat put into a diagram", () => {
  it.each(steps.map((step) => [step.id, step] as const))(
    "%s can be read by the engine as it is",
    async (_, step) => {
      const file = await openFile(diagram('<bpmn:startEvent id="s" /><bpmn:endEvent id="e" />'));
      const choices = {
        forms: [{ id: "paraf" }],
        ruleSets: [
          { id: "rute", purpose: "routing", outcomes: ["BIRO", "SEKDA"] },
          { id: "kuorum", purpose: "quorum", outcomes: ["CUKUP", "KURANG"] },
        ],
      };
      const made = makeStep(step, "id", choices, file.create);
      made.set("id", "langkah");
      const flow = (id: string, sourceRef: unknown, targetRef: unknown) =>
        file.create("bpmn:SequenceFlow", { id, sourceRef, targetRef });
      const elements = [file.find("s"), made, file.find("e")];
      file.apply([
        {
          target: file.find("p"),
          set: { flowElements: [...elements, flow("f1", elements[0], made), flow("f2", made, elements[2])] },
        },
      ]);
      const read = await readProcess(await file.xml());
      expect(read.ok ? [] : read.problems).toEqual([]);
    },
  );

  it("names a form and a rule set only where there is one", async () => {
    const file = await openFile(task);
    const paraf = steps.find((step) => step.id === "paraf");
    const kuorum = steps.find((step) => step.id === "kuorum");
    if (paraf === undefined || kuorum === undefined) throw new Error("steps are missing");
    expect(extensionsOf(makeStep(paraf, "id", nothingKnown, file.create), "poros:Form")).toEqual([]);
    expect(extensionsOf(makeStep(kuorum, "id", nothingKnown, file.create), "poros:Decision")).toEqual([]);
  });
});

function extensionText(list: unknown) {
  const [first] = Array.isArray(list) ? list : [];
  return first ?? null;
}
