/**
 * `poros.edit`: a group of property edits as one step of bpmn-js's command stack. What it does is done by
 * bpmn-js's own commands before it, so undoing it undoes them all.
 */
import type { Element } from "bpmn-js/lib/model/Types";
import type CommandStack from "diagram-js/lib/command/CommandStack";
import type { Edit, ModdleObject } from "./moddle.ts";

export interface EditGroup {
  readonly edits: readonly {
    /** The drawn element of the edit's target, or the root where the target is not drawn. */
    readonly element: Element;
    /** The element whose panel asked; redrawn when the target itself is not drawn. */
    readonly anchor: Element;
    readonly edit: Edit;
  }[];
}

interface Modeling {
  readonly updateProperties: (element: Element, properties: Record<string, unknown>) => void;
  readonly updateModdleProperties: (
    element: Element,
    target: ModdleObject,
    properties: Record<string, unknown>,
  ) => void;
}

class EditHandler {
  static readonly $inject = ["modeling"];
  private readonly modeling: Modeling;

  constructor(modeling: Modeling) {
    this.modeling = modeling;
  }

  preExecute(group: EditGroup): void {
    for (const { element, anchor, edit } of group.edits) {
      if (element.businessObject === edit.target) this.modeling.updateProperties(element, { ...edit.set });
      else this.modeling.updateModdleProperties(anchor, edit.target, { ...edit.set });
    }
  }

  execute(): Element[] {
    return [];
  }

  revert(): Element[] {
    return [];
  }
}

class EditCommand {
  static readonly $inject = ["commandStack"];
  constructor(commandStack: CommandStack) {
    commandStack.registerHandler("poros.edit", EditHandler);
  }
}

export const editModule = { __init__: ["porosEdit"], porosEdit: ["type", EditCommand] };
