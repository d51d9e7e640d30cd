import { expect, test } from "vitest";
import { chain, extended, story } from "../story.ts";

test("a send task throws its message with key and payload and goes on", async () => {
  const given = await story(
    `<startEvent id="start"/><sendTask id="tell" messageRef="Notice">${extended(
      `<poros:correlation key="nomor"/><poros:input target="isi" source="teks"/>`,
    )}</sendTask><endEvent id="end"/>${chain("start tell end")}`,
  );
  given.start({ nomor: "VLP/1", teks: "halo" });
  expect(given.history.find(({ type }) => type === "MessageThrown")).toMatchObject({
    name: "notice",
    correlationKey: "VLP/1",
    payload: { isi: "halo" },
  });
  expect(given.told().at(-1)).toBe("CaseEnded completed");
});

test("a receive task waits for its message and takes the payload", async () => {
  const given = await story(
    `<startEvent id="start"/><receiveTask id="hear" messageRef="Reply">${extended(
      `<poros:correlation key="nomor"/>`,
    )}</receiveTask><endEvent id="end"/>${chain("start hear end")}`,
  );
  given.start({ nomor: 12 });
  expect(given.wait("message", "hear")).toMatchObject({ name: "reply", correlationKey: "12" });
  expect(given.deliver("hear", { jawab: "ya" }).slice(0, 2)).toEqual([
    "MessageReceived hear",
    'VariablesSet case {"jawab":"ya"}',
  ]);
  expect(given.told().at(-1)).toBe("CaseEnded completed");
});

test("a correlation key that is neither text nor number is an incident", async () => {
  const given = await story(
    `<startEvent id="start"/><receiveTask id="hear" messageRef="Reply">${extended(
      `<poros:correlation key="nomor"/>`,
    )}</receiveTask>${chain("start hear")}`,
  );
  given.start({ nomor: true });
  expect(given.open()).toEqual(["incident hear invalidCorrelationKey"]);
});
