/**
 * bpmn-moddle by the name that it exports. Its published types speak of an older line, so the little of it
 * that the modeller uses is declared here.
 */
import { BpmnModdle } from "bpmn-moddle";

declare module "bpmn-moddle" {
  class BpmnModdle {
    constructor(packages: Readonly<Record<string, object>>);
    fromXML(xml: string): Promise<{ readonly rootElement: unknown; readonly warnings: readonly object[] }>;
    toXML(root: unknown, options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
    create(type: string, properties: object): unknown;
  }
}

export { BpmnModdle };
