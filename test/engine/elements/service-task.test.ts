import { expect, test } from "vitest";
import { chain, extended, story } from "../story.ts";

const service = (extra = "") =>
  `<startEvent id="start"/><serviceTask id="kirim">${extended(
    `<poros:work handler="arsip" attempts="3" backoff="PT10S"/><poros:input target="nomor" source="agenda"/>`,
  )}</serviceTask>${extra}<endEvent id="end"/>${chain("start kirim end")}`;

test("a service task asks for its work with its inputs and goes on when it is done", async () => {
  const given = await story(service());
  given.start({ agenda: "A-1" });
  expect(given.wait("service", "kirim")).toMatchObject({
    work: { kind: "handler", name: "arsip" },
    inputs: { nomor: "A-1" },
  });
  expect(given.serve("kirim", { arsip: "R-9" }).at(-1)).toBe("CaseEnded completed");
  expect(given.variables()).toEqual({ agenda: "A-1", arsip: "R-9" });
});

test("a failed service is an incident; a retry asks for the work again", async () => {
  const given = await story(service());
  given.start({ agenda: "A-1" });
  const { id: requestId } = given.wait("service", "kirim");
  given.send({ type: "FailService", requestId, code: "timeout", message: "No answer", atMs: 0 });
  expect(given.told()).toEqual(["ServiceFailed kirim", "IncidentRaised kirim serviceFailed"]);
  expect(given.refused({ type: "CompleteService", requestId, variables: {}, atMs: 0 }).code).toBe(
    "serviceNotOpen",
  );
  const { id: incidentId } = given.wait("incident", "kirim");
  expect(given.send({ type: "RetryIncident", incidentId, atMs: 0 })).toEqual([
    "IncidentClosed kirim retry",
    "ServiceRequested kirim",
  ]);
});

test("an incident that a person resolves completes the element with what they give", async () => {
  const given = await story(service());
  given.start({ agenda: "A-1" });
  const { id: requestId } = given.wait("service", "kirim");
  given.send({ type: "FailService", requestId, code: "timeout", message: "No answer", atMs: 0 });
  const { id: incidentId } = given.wait("incident", "kirim");
  given.send({ type: "ResolveIncident", incidentId, variables: { arsip: "manual" }, atMs: 0 });
  expect(given.told()).toEqual([
    "IncidentClosed kirim resolve",
    'VariablesSet case {"arsip":"manual"}',
    "ElementLeft kirim kirim-end",
    "ElementEntered end",
    "ElementLeft end",
    "CaseEnded completed",
  ]);
});

test("a business error from a service goes to the boundary event with its code", async () => {
  const given = await story(
    service(
      `<boundaryEvent id="rusak" attachedToRef="kirim"><errorEventDefinition errorRef="Broken"/></boundaryEvent>
       <userTask id="mend"/>${chain("rusak mend")}`,
    ),
  );
  given.start({ agenda: "A-1" });
  const { id: requestId } = given.wait("service", "kirim");
  given.send({
    type: "ThrowServiceError",
    requestId,
    errorCode: "broken",
    message: "Rusak",
    variables: { sebab: "api" },
    atMs: 0,
  });
  expect(given.open()).toEqual(["task mend"]);
  expect(given.variables()).toEqual({ agenda: "A-1", sebab: "api" });
});

test("a business error from a service that nobody catches is an incident", async () => {
  const given = await story(service());
  given.start({ agenda: "A-1" });
  const { id: requestId } = given.wait("service", "kirim");
  const error = {
    type: "ThrowServiceError",
    requestId,
    errorCode: "x",
    message: "X",
    variables: {},
    atMs: 0,
  };
  given.send({ ...error, type: "ThrowServiceError" });
  expect(given.open()).toEqual(["incident kirim uncaughtError"]);
});

test("while a service's incident is open its boundary timer goes on", async () => {
  const given = await story(
    service(
      `<boundaryEvent id="tenggat" attachedToRef="kirim"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
       <userTask id="asisten"/>${chain("tenggat asisten")}`,
    ),
  );
  given.start({ agenda: "A-1" });
  const { id: requestId } = given.wait("service", "kirim");
  given.send({ type: "FailService", requestId, code: "timeout", message: "No answer", atMs: 0 });
  expect(given.open()).toEqual(["timer tenggat", "incident kirim serviceFailed"]);
  expect(given.fire("tenggat")).toContain("IncidentClosed kirim cancel");
  expect(given.open()).toEqual(["task asisten"]);
});
