import fc from "fast-check";
import { chain, conditional, extended } from "../story.ts";

/**
 * Random processes, block in block, each block with one way in and one way out: sound by construction. Gateways
 * choose by variables named after them, so that a run can be steered.
 */
export type Block =
  | { readonly kind: "task" | "user" | "service" | "rule" | "script" | "message" | "timer" | "send" }
  | { readonly kind: "sequence"; readonly blocks: readonly Block[] }
  | { readonly kind: "exclusive" | "parallel" | "inclusive"; readonly branches: readonly Block[] }
  | { readonly kind: "loop"; readonly body: Block }
  | {
      readonly kind: "scope";
      readonly body: Block;
      readonly boundary: "none" | "timer" | "message" | "warning";
    };

const leaf = fc.constantFrom(
  ...(["task", "user", "service", "rule", "script", "message", "timer", "send"] as const).map(
    (kind): Block => ({ kind }),
  ),
);

export const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constant("sequence" as const),
      blocks: fc.array(tie("block"), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constantFrom("exclusive" as const, "parallel" as const, "inclusive" as const),
      branches: fc.array(tie("block"), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("loop" as const), body: tie("block") }),
    fc.record({
      kind: fc.constant("scope" as const),
      body: tie("block"),
      boundary: fc.constantFrom("none" as const, "timer" as const, "message" as const, "warning" as const),
    }),
  ),
})).block;

interface Built {
  readonly xml: string;
  readonly first: string;
  readonly last: string;
}

/** A whole process's body, and the names of the variables that its gateways read. */
export function diagramOf(root: Block): { readonly body: string; readonly choices: readonly string[] } {
  const choices: string[] = [];
  let count = 0;
  const next = (kind: string) => `${kind}${++count}`;

  function build(part: Block): Built {
    switch (part.kind) {
      case "sequence":
        return sequence(part.blocks.map(build));
      case "exclusive":
      case "parallel":
      case "inclusive":
        return branching(part.kind, part.branches.map(build));
      case "loop":
        return looping(build(part.body));
      case "scope":
        return scoped(build(part.body), part.boundary);
      default:
        return activity(part.kind);
    }
  }

  function activity(
    kind: "task" | "user" | "service" | "rule" | "script" | "message" | "timer" | "send",
  ): Built {
    const id = next(kind);
    const xml = {
      task: `<task id="${id}"/>`,
      user: `<userTask id="${id}"/>`,
      service: `<serviceTask id="${id}">${extended(`<poros:work topic="work"/>`)}</serviceTask>`,
      rule: `<businessRuleTask id="${id}">${extended(`<poros:decision ruleSet="r"/><poros:result variable="${id}"/>`)}</businessRuleTask>`,
      script: `<scriptTask id="${id}">${extended(`<poros:result variable="${id}"/>`)}<script>1 + 1</script></scriptTask>`,
      message: `<receiveTask id="${id}" messageRef="Reply"/>`,
      timer: `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>`,
      send: `<sendTask id="${id}" messageRef="Notice"/>`,
    }[kind];
    return { xml, first: id, last: id };
  }

  function sequence(parts: readonly Built[]): Built {
    const links = parts.slice(1).map((part, n) => chain(`${parts[n]?.last} ${part.first}`));
    const first = parts[0]?.first ?? "";
    const last = parts.at(-1)?.last ?? "";
    return { xml: parts.map(({ xml }) => xml).join("") + links.join(""), first, last };
  }

  function branching(kind: "exclusive" | "parallel" | "inclusive", parts: readonly Built[]): Built {
    const split = next(kind);
    const join = next(kind);
    const flows = parts.map(({ first }, n) => {
      if (kind === "parallel" || n === parts.length - 1) return chain(`${split} ${first}`);
      const choice = `${split}_${n}`;
      choices.push(choice);
      return conditional(split, first, choice);
    });
    const otherwise = kind === "parallel" ? "" : ` default="${split}-${parts.at(-1)?.first}"`;
    const xml = `<${kind}Gateway id="${split}"${otherwise}/><${kind}Gateway id="${join}"/>${parts
      .map((part) => part.xml + chain(`${part.last} ${join}`))
      .join("")}${flows.join("")}`;
    return { xml, first: split, last: join };
  }

  /** Round and round through a user task, so that no loop is without a wait. */
  function looping(body: Built): Built {
    const enter = next("merge");
    const pause = next("pause");
    const again = next("again");
    const exit = next("done");
    choices.push(again);
    const xml = `<exclusiveGateway id="${enter}"/><userTask id="${pause}"/><exclusiveGateway id="${again}" default="${again}-${exit}"/>
      <task id="${exit}"/>${body.xml}${chain(`${enter} ${body.first}`, `${body.last} ${pause} ${again} ${exit}`)}${conditional(again, enter, again)}`;
    return { xml, first: enter, last: exit };
  }

  function scoped(body: Built, boundary: "none" | "timer" | "message" | "warning"): Built {
    const id = next("scope");
    const start = next("start");
    const end = next("end");
    const inside = `<subProcess id="${id}"><startEvent id="${start}"/><endEvent id="${end}"/>${body.xml}${chain(`${start} ${body.first}`, `${body.last} ${end}`)}</subProcess>`;
    if (boundary === "none") return { xml: inside, first: id, last: id };
    const watch = next("watch");
    const merge = next("merge");
    const definition =
      boundary === "message"
        ? `<messageEventDefinition messageRef="Notice"/>`
        : `<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>`;
    const attributes = boundary === "warning" ? ` cancelActivity="false"` : "";
    const watching = `<boundaryEvent id="${watch}" attachedToRef="${id}"${attributes}>${definition}</boundaryEvent>`;
    if (boundary === "warning") {
      const warned = next("end");
      const xml = `${inside}${watching}<endEvent id="${warned}"/>${chain(`${watch} ${warned}`)}`;
      return { xml, first: id, last: id };
    }
    const xml = `${inside}${watching}<exclusiveGateway id="${merge}"/>${chain(`${id} ${merge}`, `${watch} ${merge}`)}`;
    return { xml, first: id, last: merge };
  }

  const built = build(root);
  const body = `<startEvent id="start"/><endEvent id="finish"/>${built.xml}${chain(`start ${built.first}`, `${built.last} finish`)}`;
  return { body, choices };
}
