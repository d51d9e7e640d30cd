declare module "bpmn-moddle" {
  /** The reader of BPMN 2.0 XML; what it returns is looked at through `node.ts` alone. */
  export class BpmnModdle {
    constructor(packages: { readonly [prefix: string]: unknown });
    readonly registry: {
      readonly typeMap: {
        readonly [type: string]: { readonly properties: readonly { readonly name: string }[] } | undefined;
      };
    };
    fromXML(xml: string): Promise<{
      readonly rootElement: unknown;
      readonly elementsById: { readonly [id: string]: unknown };
      readonly warnings: readonly {
        readonly message: string;
        readonly element?: unknown;
        readonly property?: string;
        readonly value?: unknown;
      }[];
    }>;
  }
}
