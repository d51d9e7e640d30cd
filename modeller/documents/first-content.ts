/** What a new document begins with: the smallest that the checks accept or nearly so, ready to be worked on. */
import type { DocumentKind } from "../../api/index.ts";

interface Names {
  readonly start: string;
  readonly end: string;
}

export function firstContent(kind: DocumentKind, id: string, title: string, names: Names): string {
  const makers: Readonly<Record<DocumentKind, () => string>> = {
    processes: () => firstProcess(id, title, names),
    "rule-sets": () => json(firstRuleSet(id, title)),
    forms: () => json(firstForm(id, title)),
    organisation: () =>
      json({ id, name: title, zone: "WIB", units: [], posts: [], persons: [], holdings: [] }),
    calendars: () => json({ id, title, zone: "WIB", holidays: [], periods: [] }),
  };
  return makers[kind]();
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function firstRuleSet(id: string, title: string) {
  return {
    id,
    title,
    purpose: "routing",
    facts: { type: "object", properties: { nilai: { type: "number" } }, required: ["nilai"] },
    hitPolicy: "first",
    effectiveBy: "submission",
    rules: [
      {
        name: "contoh",
        conditions: { all: [{ fact: "nilai", operator: "greaterThanInclusive", value: 100 }] },
        event: { type: "SEKDA" },
      },
    ],
    otherwise: { type: "MANUAL" },
    tests: [{ name: "contoh", facts: { nilai: 100 }, expect: { type: "SEKDA" } }],
  };
}

function firstForm(id: string, title: string) {
  return {
    id,
    title: { id: title, en: title },
    schema: { type: "object", properties: {}, required: [] },
    sections: [],
    words: {},
    widgets: {},
    documents: [],
  };
}

function firstProcess(id: string, title: string, names: Names): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:poros="urn:poros:bpmn:1" id="Definitions_${id}" targetNamespace="urn:poros:library">
  <bpmn:process id="${id}" name="${escaped(title)}" isExecutable="true">
    <bpmn:extensionElements>
      <poros:submission post="operator" prefix="${prefixOf(title)}" title="${escaped(JSON.stringify(title))}" />
    </bpmn:extensionElements>
    <bpmn:startEvent id="mulai" name="${escaped(names.start)}">
      <bpmn:outgoing>alur_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="alur_1" sourceRef="mulai" targetRef="selesai" />
    <bpmn:endEvent id="selesai" name="${escaped(names.end)}">
      <bpmn:incoming>alur_1</bpmn:incoming>
    </bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_${id}">
    <bpmndi:BPMNPlane id="Plane_${id}" bpmnElement="${id}">
      <bpmndi:BPMNShape id="mulai_di" bpmnElement="mulai">
        <dc:Bounds x="180" y="180" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="178" y="223" width="40" height="18" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="selesai_di" bpmnElement="selesai">
        <dc:Bounds x="460" y="180" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="453" y="223" width="50" height="18" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="alur_1_di" bpmnElement="alur_1">
        <di:waypoint x="216" y="198" />
        <di:waypoint x="460" y="198" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

/** Initials of the title: `Koordinasi lintas sektor` numbers its cases KLS/2027/0001. */
function prefixOf(title: string): string {
  const initials = title
    .split(/[^A-Za-z]+/)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join("")
    .slice(0, 5);
  return initials.length < 2 ? "BRK" : initials;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
