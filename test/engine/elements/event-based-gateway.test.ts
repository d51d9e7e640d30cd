import { expect, test } from "vitest";
import { startTriggers } from "../../../engine/index.ts";
import { chain, processOf, story } from "../story.ts";

const events = `<intermediateCatchEvent id="late"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>
<receiveTask id="answer" messageRef="Reply"/><userTask id="escalate"/><userTask id="read"/>`;
const gate = `<startEvent id="start"/><eventBasedGateway id="gate"/>${events}${chain("start gate late escalate", "gate answer read")}`;

test("the first event behind the gateway is taken and the others are no longer awaited", async () => {
  const given = await story(gate);
  given.start();
  expect(given.open()).toEqual(["timer late", "message answer"]);
  expect(given.deliver("answer", { isi: 1 }).slice(2)).toEqual([
    "TimerCancelled late",
    "ElementLeft gate gate-answer",
    "ElementEntered answer",
    "ElementLeft answer answer-read",
    "ElementEntered read",
    "TaskOpened read",
  ]);
});

test("the timer behind the gateway wins when nobody answers", async () => {
  const given = await story(gate);
  given.start();
  given.fire("late");
  expect(given.open()).toEqual(["task escalate"]);
});

const starting = (
  type: string,
) => `<eventBasedGateway id="gate" instantiate="true" eventGatewayType="${type}"/>
<intermediateCatchEvent id="one"><messageEventDefinition messageRef="Reply"/></intermediateCatchEvent>
<intermediateCatchEvent id="two"><messageEventDefinition messageRef="Notice"/></intermediateCatchEvent>
<userTask id="a"/><userTask id="b"/>${chain("gate one a", "gate two b")}`;

test("a gateway that starts cases starts one by each of its events", async () => {
  const { triggers } = startTriggers(await processOf(starting("Exclusive")), 0);
  expect(triggers).toEqual([
    { kind: "message", elementId: "one", trigger: 0, name: "reply" },
    { kind: "message", elementId: "two", trigger: 0, name: "notice" },
  ]);
  const given = await story(starting("Exclusive"));
  given.start({}, "two");
  expect(given.open()).toEqual(["task b"]);
});

test("a parallel gateway that starts cases waits for its other events in the same case", async () => {
  const given = await story(starting("Parallel"));
  given.start({}, "two");
  expect(given.open()).toEqual(["task b", "message one"]);
  given.deliver("one");
  expect(given.open()).toEqual(["task b", "task a"]);
});

test("a receive task that starts cases has received its message", async () => {
  const given = await story(
    `<receiveTask id="hear" messageRef="Notice" instantiate="true"/><userTask id="a"/>${chain("hear a")}`,
  );
  given.start({ isi: 1 }, "hear");
  expect(given.open()).toEqual(["task a"]);
});
