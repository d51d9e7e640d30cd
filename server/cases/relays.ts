/**
 * What a case asks of other cases, carried out: signals to all that wait for them, calls as cases of their own, their
 * ends back to the caller. A relay is only a place in the journal: the event there says what is asked. Each answer is
 * one commit that takes the relay out of the store, or carries a key of its own, so that doing it again changes nothing.
 */
import { type CaseEvent, type CaseFile, type CaseRefusal, dataOf } from "../../casework/index.ts";
import { type Command, openCalls } from "../../engine/index.ts";
import { caseStream, sha256Hex } from "../journal/index.ts";
import type { Library } from "../library/index.ts";
import type { Claim, JobRow, Leased, Store } from "../store/index.ts";
import type { Contexts } from "./contexts.ts";
import type { Answer, CaseRunner, Relayed } from "./port.ts";
import type { Run } from "./runner.ts";
import { causeOf, type Starts } from "./starts.ts";

interface Parts {
  readonly store: Store;
  readonly tenant: string;
  readonly library: Library;
  readonly contexts: Contexts;
  readonly clock: { nowMs(): number };
  readonly run: Run;
  readonly starts: Starts;
}

type CallEvent = Extract<CaseEvent, { type: "CallRequested" }>;

/** One relay on its way. */
interface Asked {
  /** The case that asks, as it is now. */
  readonly file: CaseFile;
  readonly claim: Claim;
  readonly atMs: number;
}

const RECEIVERS_AT_ONCE = 64;

const everything = { all: true } as const;

/** The parent is past it: nobody waits for the answer. */
const NOT_AWAITED: readonly string[] = ["callNotOpen", "caseEnded", "caseNotFound"];

export function relayCommands(parts: Parts): Pick<CaseRunner, "relay"> {
  const { store, tenant, library, contexts, run, starts, clock } = parts;

  async function relay({ row, fence }: Leased<JobRow>): Promise<Relayed> {
    const claim: Claim = { work: "job", caseId: row.caseId, id: row.requestId, fence };
    const stored = await store.cases.load(tenant, row.caseId, everything);
    const event = await eventAt(row);
    if (stored === null || event === undefined)
      throw new Error(`${row.caseId} has no event ${row.requestId}`);
    // What the store keeps is the file that casework gave it.
    const file = JSON.parse(stored.state) as CaseFile;
    const asked: Asked = { file, claim, atMs: clock.nowMs() };
    switch (event.type) {
      case "SignalThrown":
        return await broadcast(asked, event);
      case "CallRequested":
        return await call(asked, event);
      case "CallCancelled":
        return await cancelCalled(asked, event.callId);
      case "EscalationRaised":
        return await answerCaller(asked, (callId, atMs) => ({
          type: "EscalateCall",
          atMs,
          callId,
          escalationCode: event.escalationCode,
          variables: {},
        }));
      case "CaseEnded":
        return await answerCaller(asked, (callId, atMs) => answerOf(file, event, callId, atMs));
      default:
        throw new Error(`${event.type} is not relayed`);
    }
  }

  async function eventAt({ caseId, requestId }: JobRow): Promise<CaseEvent | undefined> {
    const [seq = 0, at = 0] = requestId.split(".").map(Number);
    const [entry] = await store.journal.entries(tenant, caseStream(caseId), seq);
    // A case's stream holds nothing but the events of its acts.
    return (entry?.events as readonly CaseEvent[] | undefined)?.[at];
  }

  async function over(claim: Claim): Promise<Relayed> {
    await store.work.drop(tenant, claim);
    return { again: false, refused: [] };
  }

  /** To every other case that waits for it, and to every process that it starts, each once. */
  async function broadcast(
    { file, claim, atMs }: Asked,
    { name, payload, signalId }: Extract<CaseEvent, { type: "SignalThrown" }>,
  ): Promise<Relayed> {
    const actor = { kind: "system", name: "signals" } as const;
    const { caseId: thrower, number } = file;
    const from = { caseId: thrower, number };
    const key = (of: string) => ({
      scope: "signal",
      key: `${thrower} ${signalId} ${of}`,
      bodyHash: sha256Hex(name),
    });
    let after = "";
    for (;;) {
      const waiting = await store.cases.hearing(tenant, name, after, RECEIVERS_AT_ONCE);
      const answers = await Promise.all(
        waiting
          .filter((caseId) => caseId !== thrower)
          .map((caseId) =>
            run({
              caseId,
              idempotency: key(caseId),
              settles: null,
              note: null,
              command: (_, nowMs) => ({ type: "HearSignal", atMs: nowMs, actor, name, payload, from }),
            }),
          ),
      );
      if (answers.some((answer) => !answer.ok && answer.refusal.code === "tooManyRaces"))
        return { again: true, refused: [] };
      const last = waiting.at(-1);
      if (last === undefined) break;
      after = last;
    }
    const cause = causeOf(file, atMs);
    const knock = {
      kind: "signal",
      name,
      from: cause,
      actor,
      values: payload,
      idempotency: key(""),
    } as const;
    const { refused } = await starts.knock(knock);
    await over(claim);
    return { again: false, refused };
  }

  async function call(asked: Asked, event: CallEvent): Promise<Relayed> {
    const { file, claim, atMs } = asked;
    const { callId, processId, depth, inputs } = event;
    const isOpen = file.status === "running" && openCalls(file.engine).some(({ id }) => id === callId);
    if (!isOpen) return await over(claim);
    const version = versionFor(library, file, event, atMs);
    if (typeof version !== "number") return await failCall(asked, callId, version);
    const context = await contexts.caseContext(processId, version, atMs);
    if (context === null) return await failCall(asked, callId, missing("calledProcessMissing", processId));
    const from = causeOf(file, atMs);
    const { submittedBy } = file;
    const answer = await starts.start(
      context,
      {
        submission: {
          actor: { kind: "system", name: "calls" },
          values: inputs,
          attachments: [],
          begun: { kind: "call", from, callId, depth, submittedBy },
        },
        idempotency: { scope: "call", key: `${file.caseId} ${callId}`, bodyHash: sha256Hex(processId) },
        settles: claim,
      },
      atMs,
    );
    if (answer.ok) return answer.repeated ? await over(claim) : { again: false, refused: [] };
    const { code, message } = answer.refusal;
    if (code === "staleClaim") return { again: false, refused: [] };
    if (code === "tooManyRaces") return { again: true, refused: [] };
    return await failCall(asked, callId, { code: "calledNotStarted", message: `${processId}: ${message}` });
  }

  async function cancelCalled({ file, claim }: Asked, callId: string): Promise<Relayed> {
    const called = await store.cases.calledBy(tenant, file.caseId, callId);
    if (called === null || called.state !== "running") return await over(claim);
    const reason = file.number;
    return await settle(claim, called.caseId, (atMs) => ({ type: "CancelCase", atMs, reason }));
  }

  async function answerCaller(
    asked: Asked,
    command: (callId: string, atMs: number) => CallAnswer,
  ): Promise<Relayed> {
    const { file, claim } = asked;
    const { origin } = file;
    if (!origin?.from || origin.callId === null) return await over(claim);
    const { callId } = origin;
    const { caseId } = origin.from;
    return await settle(
      claim,
      caseId,
      (atMs) => command(callId, atMs),
      (refusal) => ({
        code: "calledNotTaken",
        message: refusal.message,
        callId,
      }),
    );
  }

  const failCall = (
    { claim, file }: Asked,
    callId: string,
    { code, message }: Pick<CaseRefusal, "code" | "message">,
  ) => settle(claim, file.caseId, (atMs) => ({ type: "FailCall", atMs, callId, code, message }));

  /** One command to one case, whose commit takes the relay out. What it refuses for good becomes an incident, if one is given. */
  async function settle(
    claim: Claim,
    caseId: string,
    command: (atMs: number) => RelayedCommand,
    incident?: (refusal: CaseRefusal) => {
      readonly code: string;
      readonly message: string;
      readonly callId: string;
    },
  ): Promise<Relayed> {
    const actor = { kind: "system", name: "calls" } as const;
    const answer: Answer = await run({
      caseId,
      idempotency: null,
      settles: claim,
      note: null,
      command: (_, atMs) => ({ type: "Forward", atMs, actor, command: command(atMs) }),
    });
    if (answer.ok || answer.refusal.code === "staleClaim") return { again: false, refused: [] };
    const { refusal } = answer;
    if (NOT_AWAITED.includes(refusal.code)) return await over(claim);
    if (refusal.code === "tooManyRaces" || incident === undefined) return { again: true, refused: [refusal] };
    const failed = incident(refusal);
    return await settle(claim, caseId, (atMs) => ({ type: "FailCall", atMs, ...failed }));
  }

  return { relay };
}

type CallAnswer = Extract<
  Command,
  { readonly type: "CompleteCall" | "FailCall" | "ThrowCallError" | "EscalateCall" }
>;
type RelayedCommand = CallAnswer | Extract<Command, { readonly type: "CancelCase" }>;

/** What a called case's end is to its caller. A terminate end event ends it as any other end does. */
function answerOf(
  file: CaseFile,
  { how, reason }: Extract<CaseEvent, { type: "CaseEnded" }>,
  callId: string,
  atMs: number,
): CallAnswer {
  const variables = dataOf(file);
  switch (how) {
    case "completed":
    case "terminated":
      return { type: "CompleteCall", atMs, callId, variables };
    case "error":
      return {
        type: "ThrowCallError",
        atMs,
        callId,
        errorCode: reason,
        message: `${file.number} ended with the error ${reason ?? ""}.`,
        variables,
      };
    case "cancelled":
      return {
        type: "FailCall",
        atMs,
        callId,
        code: "calledCancelled",
        message: `${file.number} was cancelled: ${reason ?? ""}`,
      };
  }
}

/** The version that a call means, or why there is none. */
function versionFor(
  library: Library,
  caller: CaseFile,
  { processId, binding }: CallEvent,
  atMs: number,
): number | Pick<CaseRefusal, "code" | "message"> {
  const published = library.publications("processes", processId);
  if (binding.kind === "version") {
    const wanted = Number(binding.version);
    if (published.some(({ version }) => version === wanted)) return wanted;
    return missing(published.length === 0 ? "calledProcessMissing" : "calledVersionMissing", processId);
  }
  const inForce = (instantMs: number) => library.inForce("processes", processId, instantMs)?.version;
  const version = binding.kind === "latest" ? inForce(atMs) : inForce(cameIntoForce(library, caller));
  return version ?? missing("calledProcessMissing", processId);
}

/** When the version that the case runs came into force before the case began. */
function cameIntoForce(library: Library, { process, submittedAtMs }: CaseFile): number {
  const ofVersion = library
    .publications("processes", process.id)
    .filter(({ version }) => version === process.version);
  const newest = ofVersion.find(({ publishedAtMs }) => publishedAtMs <= submittedAtMs) ?? ofVersion.at(-1);
  return newest === undefined ? submittedAtMs : Math.max(newest.publishedAtMs, newest.effectiveFromMs);
}

function missing(code: string, processId: string): Pick<CaseRefusal, "code" | "message"> {
  const what =
    code === "calledVersionMissing" ? "has no published version of that number" : "is not published";
  return { code, message: `The called process ${processId} ${what}.` };
}
