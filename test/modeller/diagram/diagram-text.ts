/** Small diagrams for the modeller's tests, and bare bpmn-moddle to edit them without a canvas. */
import { porosModdle } from "../../../engine/index.ts";
import { BpmnModdle } from "../../../modeller/bpmn-moddle.ts";
import {
  type Create,
  type Edit,
  isModdleObject,
  listOf,
  type ModdleObject,
} from "../../../modeller/diagram/moddle.ts";

export function diagram(inner: string, roots = ""): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:test">
  ${roots}
  <bpmn:process id="p" name="Proses" isExecutable="true">${inner}</bpmn:process>
</bpmn:definitions>`;
}

export interface OpenFile {
  readonly root: ModdleObject;
  readonly create: Create;
  readonly find: (id: string) => ModdleObject;
  readonly apply: (edits: readonly Edit[]) => void;
  readonly xml: () => Promise<string>;
}

export async function openFile(xml: string): Promise<OpenFile> {
  const moddle = new BpmnModdle({ poros: porosModdle });
  const { rootElement: root } = await moddle.fromXML(xml);
  if (!isModdleObject(root)) throw new Error("not a diagram");
  let count = 0;
  const create: Create = (type, properties) => {
    // The canvas's own factory gives root objects an id too.
    const id = /^bpmn:(Message|Error)$/.test(type) ? { id: `akar${++count}` } : {};
    const made = moddle.create(type, { ...id, ...properties });
    if (!isModdleObject(made)) throw new Error(`no such type ${type}`);
    return made;
  };
  const all = (object: ModdleObject): readonly ModdleObject[] => [
    object,
    ...listOf(object, "flowElements").flatMap(all),
  ];
  return {
    root,
    create,
    find: (id) => {
      const found = listOf(root, "rootElements")
        .flatMap(all)
        .find((object) => object.id === id);
      if (found === undefined) throw new Error(`no element ${id}`);
      return found;
    },
    apply: (edits) => {
      for (const { target, set } of edits)
        for (const [name, value] of Object.entries(set)) target.set(name, value);
    },
    xml: async () => (await moddle.toXML(root, { format: true })).xml,
  };
}
