import { chain, conditional, extended } from "../story.ts";
import type { Block, Boundary, Leaf } from "./block.ts";

/**
 * Draws a tree of blocks as a BPMN process. Gateways and conditions choose by variables named after them, so that a
 * run can be steered.
 */
export function diagramOf(root: Block): { readonly body: string; readonly choices: readonly string[] } {
  const pen: Pen = { choices: [], count: 0 };
  const built = draw(pen, root);
  const body = `<startEvent id="start"/><endEvent id="finish"/>${built.xml}${chain(`start ${built.first}`, `${built.last} finish`)}`;
  return { body, choices: pen.choices };
}

interface Pen {
  readonly choices: string[];
  count: number;
}

interface Built {
  readonly xml: string;
  readonly first: string;
  readonly last: string;
}

const next = (pen: Pen, kind: string) => `${kind}${++pen.count}`;

function draw(pen: Pen, part: Block): Built {
  const all = (blocks: readonly Block[]) => blocks.map((block) => draw(pen, block));
  switch (part.kind) {
    case "sequence":
      return sequence(all(part.blocks));
    case "exclusive":
    case "parallel":
    case "inclusive":
      return branching(pen, part.kind, all(part.branches));
    case "loop":
      return goingRound(pen, draw(pen, part.body));
    case "scope":
      return scoped(pen, draw(pen, part.body), part.boundary);
    case "instances":
      return looped(pen, draw(pen, part.body), instances(part.sequential, part.count));
    case "standardLoop":
      return looped(
        pen,
        draw(pen, part.body),
        `<standardLoopCharacteristics loopMaximum="${part.maximum}"/>`,
      );
    case "watched":
      return watched(pen, draw(pen, part.body), draw(pen, part.handler), part.interrupting);
    case "events":
      return eventBased(pen, all(part.branches));
    case "discriminator":
      return discriminated(pen, all(part.branches), part.wanted);
    case "undone":
      return undone(pen, draw(pen, part.body), draw(pen, part.handler), part.all);
    case "transaction":
      return transacted(pen, draw(pen, part.body), draw(pen, part.handler));
    case "adHoc":
      return adHoc(pen, all(part.bodies), part.sequential);
    default:
      return leaf(pen, part.kind);
  }
}

const timer = (duration: string) =>
  `<timerEventDefinition><timeDuration>${duration}</timeDuration></timerEventDefinition>`;
const message = `<messageEventDefinition messageRef="Reply"/>`;
const alarm = `<signalEventDefinition signalRef="Alarm"/>`;
const formal = (element: string, source: string) =>
  `<${element} xsi:type="tFormalExpression">${source}</${element}>`;
const instances = (sequential: boolean, count: number) =>
  `<multiInstanceLoopCharacteristics isSequential="${sequential}">${formal("loopCardinality", `${count}`)}</multiInstanceLoopCharacteristics>`;

function leaf(pen: Pen, kind: Leaf): Built {
  const id = next(pen, kind);
  if (kind === "link") {
    const there = next(pen, "there");
    const xml = `<intermediateThrowEvent id="${id}"><linkEventDefinition name="${id}"/></intermediateThrowEvent>
      <intermediateCatchEvent id="${there}"><linkEventDefinition name="${id}"/></intermediateCatchEvent>`;
    return { xml, first: id, last: there };
  }
  if (kind === "condition") pen.choices.push(id);
  return { xml: leafXml(kind, id), first: id, last: id };
}

function leafXml(kind: Exclude<Leaf, "link">, id: string): string {
  const caught = (definitions: string, attributes = "") =>
    `<intermediateCatchEvent id="${id}"${attributes}>${definitions}</intermediateCatchEvent>`;
  const xml = {
    task: `<task id="${id}"/>`,
    user: `<userTask id="${id}"/>`,
    service: `<serviceTask id="${id}">${extended(`<poros:work topic="work"/>`)}</serviceTask>`,
    rule: `<businessRuleTask id="${id}">${extended(`<poros:decision ruleSet="r"/><poros:result variable="${id}"/>`)}</businessRuleTask>`,
    script: `<scriptTask id="${id}">${extended(`<poros:result variable="${id}"/>`)}<script>1 + 1</script></scriptTask>`,
    message: `<receiveTask id="${id}" messageRef="Reply"/>`,
    timer: caught(timer("PT1H")),
    send: `<sendTask id="${id}" messageRef="Notice"/>`,
    signal: caught(alarm),
    condition: caught(`<conditionalEventDefinition>${formal("condition", id)}</conditionalEventDefinition>`),
    throwSignal: `<intermediateThrowEvent id="${id}">${alarm}</intermediateThrowEvent>`,
    throwMessage: `<intermediateThrowEvent id="${id}">${message}</intermediateThrowEvent>`,
    call: `<callActivity id="${id}" calledElement="other"/>`,
    multiple: caught(message + alarm),
    parallelMultiple: caught(message + timer("PT4H"), ' parallelMultiple="true"'),
  };
  return xml[kind];
}

function sequence(parts: readonly Built[]): Built {
  const links = parts.slice(1).map((part, n) => chain(`${parts[n]?.last} ${part.first}`));
  const first = parts[0]?.first ?? "";
  const last = parts.at(-1)?.last ?? "";
  return { xml: parts.map(({ xml }) => xml).join("") + links.join(""), first, last };
}

function branching(pen: Pen, kind: "exclusive" | "parallel" | "inclusive", parts: readonly Built[]): Built {
  const split = next(pen, kind);
  const join = next(pen, kind);
  const flows = parts.map(({ first }, n) => {
    if (kind === "parallel" || n === parts.length - 1) return chain(`${split} ${first}`);
    const choice = `${split}_${n}`;
    pen.choices.push(choice);
    return conditional(split, first, choice);
  });
  const otherwise = kind === "parallel" ? "" : ` default="${split}-${parts.at(-1)?.first}"`;
  const branches = parts.map((part) => part.xml + chain(`${part.last} ${join}`));
  const xml = `<${kind}Gateway id="${split}"${otherwise}/><${kind}Gateway id="${join}"/>${branches.join("")}${flows.join("")}`;
  return { xml, first: split, last: join };
}

/** Round and round through a user task, so that no loop is without a wait. */
function goingRound(pen: Pen, body: Built): Built {
  const enter = next(pen, "merge");
  const pause = next(pen, "pause");
  const again = next(pen, "again");
  const exit = next(pen, "done");
  pen.choices.push(again);
  const xml = `<exclusiveGateway id="${enter}"/><userTask id="${pause}"/><exclusiveGateway id="${again}" default="${again}-${exit}"/>
    <task id="${exit}"/>${body.xml}${chain(`${enter} ${body.first}`, `${body.last} ${pause} ${again} ${exit}`)}${conditional(again, enter, again)}`;
  return { xml, first: enter, last: exit };
}

/** The same with everything between a start and an end event, for the inside of a scope. */
function inside(pen: Pen, body: Built, thrown = "", start = "", definition = ""): string {
  const first = start === "" ? next(pen, "start") : start;
  const end = next(pen, "end");
  return `<startEvent id="${first}"${definition === "" ? "/>" : `${definition}</startEvent>`}<endEvent id="${end}">${thrown}</endEvent>${body.xml}${chain(`${first} ${body.first}`, `${body.last} ${end}`)}`;
}

function looped(pen: Pen, body: Built, loop: string): Built {
  const id = next(pen, "loop");
  return { xml: `<subProcess id="${id}">${loop}${inside(pen, body)}</subProcess>`, first: id, last: id };
}

const thrownBy: { readonly [boundary in Boundary]?: string } = {
  error: `<errorEventDefinition errorRef="Broken"/>`,
  escalation: `<escalationEventDefinition escalationRef="Higher"/>`,
  signal: alarm,
};

function scoped(pen: Pen, body: Built, boundary: Boundary): Built {
  const id = next(pen, "scope");
  const thrown = thrownBy[boundary] ?? "";
  const scope = `<subProcess id="${id}">${inside(pen, body, thrown)}</subProcess>`;
  if (boundary === "none") return { xml: scope, first: id, last: id };
  const watch = next(pen, "watch");
  const definition = boundary === "message" ? message : thrown === "" ? timer("PT2H") : thrown;
  const attributes = boundary === "warning" ? ` cancelActivity="false"` : "";
  const watching = `<boundaryEvent id="${watch}" attachedToRef="${id}"${attributes}>${definition}</boundaryEvent>`;
  if (boundary === "warning") {
    const warned = next(pen, "end");
    const xml = `${scope}${watching}<endEvent id="${warned}"/>${chain(`${watch} ${warned}`)}`;
    return { xml, first: id, last: id };
  }
  const merge = next(pen, "merge");
  const xml = `${scope}${watching}<exclusiveGateway id="${merge}"/>${chain(`${id} ${merge}`, `${watch} ${merge}`)}`;
  return { xml, first: id, last: merge };
}

function watched(pen: Pen, body: Built, handler: Built, interrupting: boolean): Built {
  const id = next(pen, "scope");
  const start = next(pen, "start");
  const handling = inside(pen, handler, "", start, ` isInterrupting="${interrupting}">${message}`);
  const xml = `<subProcess id="${id}">${inside(pen, body)}<subProcess id="${next(pen, "handler")}" triggeredByEvent="true">${handling}</subProcess></subProcess>`;
  return { xml, first: id, last: id };
}

function eventBased(pen: Pen, parts: readonly Built[]): Built {
  const gate = next(pen, "gate");
  const merge = next(pen, "merge");
  const definitions = [timer("PT3H"), message, alarm];
  const branches = parts.map((part, n) => {
    const event = next(pen, "event");
    const caught = `<intermediateCatchEvent id="${event}">${definitions[n] ?? message}</intermediateCatchEvent>`;
    return `${caught}${part.xml}${chain(`${gate} ${event} ${part.first}`, `${part.last} ${merge}`)}`;
  });
  const xml = `<eventBasedGateway id="${gate}"/><exclusiveGateway id="${merge}"/>${branches.join("")}`;
  return { xml, first: gate, last: merge };
}

function discriminated(pen: Pen, parts: readonly Built[], wanted: number): Built {
  const split = next(pen, "split");
  const join = next(pen, "complex");
  const branches = parts.map((part) => part.xml + chain(`${split} ${part.first}`, `${part.last} ${join}`));
  const condition = formal("activationCondition", `activationCount &gt;= ${wanted}`);
  const xml = `<parallelGateway id="${split}"/><complexGateway id="${join}">${condition}</complexGateway>${branches.join("")}`;
  return { xml, first: split, last: join };
}

/** A step that has a handler which undoes it. */
function undoable(pen: Pen, body: Built, handler: Built): { readonly id: string; readonly xml: string } {
  const id = next(pen, "step");
  const boundary = next(pen, "undo");
  const undo = next(pen, "handler");
  const xml = `<subProcess id="${id}">${inside(pen, body)}</subProcess>
    <boundaryEvent id="${boundary}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent>
    <subProcess id="${undo}" isForCompensation="true">${inside(pen, handler)}</subProcess>
    <association id="${boundary}-${undo}" sourceRef="${boundary}" targetRef="${undo}" associationDirection="One"/>`;
  return { id, xml };
}

/** A step that completes, and then is undone by its handler, alone or with all that has completed here. */
function undone(pen: Pen, body: Built, handler: Built, all: boolean): Built {
  const around = next(pen, "scope");
  const start = next(pen, "start");
  const step = undoable(pen, body, handler);
  const back = next(pen, "back");
  const end = next(pen, "end");
  const reference = all ? "" : ` activityRef="${step.id}"`;
  const xml = `<subProcess id="${around}"><startEvent id="${start}"/>${step.xml}
    <intermediateThrowEvent id="${back}"><compensateEventDefinition${reference}/></intermediateThrowEvent>
    <endEvent id="${end}"/>${chain(`${start} ${step.id} ${back} ${end}`)}</subProcess>`;
  return { xml, first: around, last: around };
}

/** Ends by a cancel or not, as a variable says; what had completed is undone. */
function transacted(pen: Pen, body: Built, handler: Built): Built {
  const id = next(pen, "transaction");
  const start = next(pen, "start");
  const step = undoable(pen, body, handler);
  const gate = next(pen, "gate");
  const cancel = next(pen, "cancel");
  const end = next(pen, "end");
  const caught = next(pen, "caught");
  const merge = next(pen, "merge");
  pen.choices.push(gate);
  const xml = `<transaction id="${id}"><startEvent id="${start}"/>${step.xml}
    <exclusiveGateway id="${gate}" default="${gate}-${end}"/><endEvent id="${cancel}"><cancelEventDefinition/></endEvent>
    <endEvent id="${end}"/>${chain(`${start} ${step.id} ${gate} ${end}`)}${conditional(gate, cancel, gate)}</transaction>
    <boundaryEvent id="${caught}" attachedToRef="${id}"><cancelEventDefinition/></boundaryEvent>
    <exclusiveGateway id="${merge}"/>${chain(`${id} ${merge}`, `${caught} ${merge}`)}`;
  return { xml, first: id, last: merge };
}

function adHoc(pen: Pen, parts: readonly Built[], sequential: boolean): Built {
  const id = next(pen, "adHoc");
  const steps = parts.map(
    (part) => `<subProcess id="${next(pen, "step")}">${inside(pen, part)}</subProcess>`,
  );
  const xml = `<adHocSubProcess id="${id}" ordering="${sequential ? "Sequential" : "Parallel"}">${steps.join("")}</adHocSubProcess>`;
  return { xml, first: id, last: id };
}
