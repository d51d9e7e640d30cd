import type { Fault } from "./judge.ts";
import type { Model } from "./model.ts";

/** A fault in words: what goes wrong, where, and what would be right. */
export function messageOf(model: Model, fault: Fault): string {
  const names = fault.elementIds.map((id) => nameOf(model, id));
  const [first = ""] = names;
  switch (fault.kind) {
    case "deadlock":
      return `The case can stop for ever before ${list(names)}: it waits for a token that cannot come any more. Join with the kind of gateway that split, or let every branch come there.`;
    case "livelock":
      return `The case can go round for ever through ${list(names)} and never end. Give the circle a way out to an end event.`;
    case "lackOfSynchronisation":
      return `Two branches that run at the same time can both come to ${first}, and all that follows happens twice. Join them with a parallel or inclusive gateway first.`;
    case "improperCompletion":
      return `The end event ${first} can be reached twice in one case. Join the branches before it.`;
    case "deadElement":
      return names.length === 1
        ? `No run ever comes to ${first}. Connect it, or remove it.`
        : `No run ever comes to ${first}, and so not to ${list(names.slice(1))} behind it.`;
    case "unreachableEnd":
      return `No run ever comes to the end event ${first}.`;
  }
}

function nameOf({ process }: Model, id: string): string {
  const name = process.elements[process.elementIndex.get(id) ?? -1]?.name;
  return name ? `"${name}"` : id;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5);
  const more = names.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
