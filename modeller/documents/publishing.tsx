/**
 * Publishing takes two people: one proposes with a reason and a time, another reads what changed and agrees or
 * refuses. The author never is the second person; the server judges, the screen says it beforehand.
 */
import { useState } from "preact/hooks";
import type { WorkingDocument } from "../../api/index.ts";
import {
  api,
  Dialog,
  type Failure,
  FailureNote,
  fullInstant,
  Icon,
  Note,
  nowMs,
  place,
  session,
  shortInstant,
  toast,
} from "../../ui/index.ts";
import { findingWord } from "../problem-word.ts";
import { words } from "../words.ts";
import { FieldError } from "./new-document.tsx";
import { personName } from "./organisation.ts";
import { useProposed } from "./proposed.ts";
import { useVersion } from "./use-working-copy.ts";
import type { WorkingCopy } from "./working-copy.ts";

export interface Check {
  readonly text: string;
  readonly done: boolean;
}

export function Checklist({ checks }: { readonly checks: readonly Check[] }) {
  const said = words().publishing;
  return (
    <ul class="checklist">
      {checks.map((check) => (
        <li key={check.text}>
          <Icon name={check.done ? "circle-check" : "circle"} label={check.done ? said.done : said.notYet} />
          {check.text}
        </li>
      ))}
    </ul>
  );
}

const zoneHours: Readonly<Record<string, string>> = { WIB: "+07:00", WITA: "+08:00", WIT: "+09:00" };

/** What a proposal asks for, filled in by the author. */
export function ProposeDialog({
  copy,
  checks,
  again = null,
  reviewed,
  unsound = [],
  onClose,
}: {
  readonly copy: WorkingCopy;
  readonly checks: readonly Check[];
  /** An earlier version that is to be in force again, instead of the draft. */
  readonly again?: number | null;
  /** Of a rule set: under which content hash its analysis and impact were read. */
  readonly reviewed?: { readonly analysis: string; readonly impact: string } | null;
  /** What the soundness check found, in words: proposed all the same with a reason of its own. */
  readonly unsound?: readonly string[];
  readonly onClose: () => void;
}) {
  const said = words();
  const [reason, setReason] = useState("");
  const [override, setOverride] = useState("");
  const [fromDate, setFromDate] = useState(false);
  const [date, setDate] = useState("");
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const shown = copy.document.value;
  if (shown === null) return null;
  const reasonWrong = reason.trim().length < 3;
  // The server may have found what the page has not.
  const refusedAs = failure?.kind === "problem" && failure.code === "unsound" ? failure.faults : [];
  const findings = unsound.length > 0 ? unsound : refusedAs.map(({ message }) => message);
  const overrideWrong = findings.length > 0 && override.trim().length < 3;
  const dateWrong = fromDate && !/^\d{4}-\d{2}-\d{2}$/.test(date);

  const propose = async () => {
    setTried(true);
    if (reasonWrong || dateWrong || overrideWrong) return;
    const zone = zoneHours[session.value?.province.zone ?? "WIB"] ?? "+07:00";
    const answer = await api.post<WorkingDocument>(
      `/library/${copy.kind}/${encodeURIComponent(copy.id)}${again === null ? "" : `/versions/${again}`}/proposal`,
      {
        ...(again === null ? { draftVersion: shown.draftVersion } : {}),
        ...(reviewed == null ? {} : { reviewed }),
        reason: reason.trim(),
        ...(findings.length > 0 ? { override: { reason: override.trim() } } : {}),
        effectiveFromMs: fromDate ? Date.parse(`${date}T00:00:00${zone}`) : null,
      },
    );
    if (!answer.ok) {
      setFailure(answer.failure);
      return;
    }
    copy.accept(answer.value);
    toast(said.publishing.proposed);
    onClose();
  };

  return (
    <Dialog
      title={
        again === null ? said.publishing.proposeTitle(copy.title.value) : said.versions.againTitle(again)
      }
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button quiet" onClick={onClose}>
            {said.cancel}
          </button>
          <button type="button" class="button primary" onClick={propose}>
            <Icon name="send" />
            {said.publishing.propose}
          </button>
        </>
      }
    >
      <p>{said.publishing.proposeText}</p>
      {failure === null || refusedAs.length > 0 ? null : <ProposalFailure failure={failure} />}
      <Checklist checks={checks} />
      {findings.length === 0 ? null : (
        <OverrideField
          findings={findings}
          value={override}
          wrong={tried && overrideWrong}
          onInput={setOverride}
        />
      )}
      <label class="field">
        <span class="field-label">{said.publishing.reason}</span>
        <span class="field-hint">{said.publishing.reasonHint}</span>
        <textarea
          class="input"
          data-first
          value={reason}
          aria-invalid={tried && reasonWrong}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        {tried && reasonWrong ? <FieldError text={said.publishing.reasonShort} /> : null}
      </label>
      <fieldset class="field">
        <legend class="field-label">{said.publishing.effective}</legend>
        <label class="choice">
          <input type="radio" name="effective" checked={!fromDate} onChange={() => setFromDate(false)} />
          {said.publishing.atOnce}
        </label>
        <label class="choice">
          <input type="radio" name="effective" checked={fromDate} onChange={() => setFromDate(true)} />
          {said.publishing.fromDate}
        </label>
        {fromDate ? (
          <>
            <input
              class="input"
              type="date"
              aria-label={said.publishing.date}
              aria-invalid={tried && dateWrong}
              value={date}
              min={new Date(nowMs()).toISOString().slice(0, 10)}
              onInput={(event) => setDate(event.currentTarget.value)}
            />
            {tried && dateWrong ? <FieldError text={said.publishing.dateMissing} /> : null}
          </>
        ) : null}
      </fieldset>
      <p class="field-hint">
        <strong>{said.publishing.second}.</strong> {said.publishing.secondHint}
      </p>
    </Dialog>
  );
}

/** Why an unsound diagram is proposed all the same. */
function OverrideField({
  findings,
  value,
  wrong,
  onInput,
}: {
  readonly findings: readonly string[];
  readonly value: string;
  readonly wrong: boolean;
  readonly onInput: (text: string) => void;
}) {
  const said = words().publishing;
  return (
    <>
      <Note kind="warn">
        <strong>{said.unsound}.</strong> {said.unsoundText}
        <ul class="faults">
          {findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      </Note>
      <label class="field">
        <span class="field-label">{said.overrideReason}</span>
        <textarea
          class="input"
          value={value}
          aria-invalid={wrong}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        {wrong ? <FieldError text={said.overrideShort} /> : null}
      </label>
    </>
  );
}

/** Blocked says why, and stays reachable for the keyboard. */
export function PublishButton({
  copy,
  errors,
  blocked = null,
  unsound = 0,
  onPropose,
}: {
  readonly copy: WorkingCopy;
  readonly errors: number;
  /** What else must be done first, in words. */
  readonly blocked?: string | null;
  /** Findings that do not block, but ask for a reason. */
  readonly unsound?: number;
  readonly onPropose: () => void;
}) {
  const said = words().editor;
  const waiting = copy.document.value?.proposal != null;
  const inForce = copy.document.value?.versions.find((version) => version.inForce)?.version ?? null;
  const unchanged = useVersion(copy, inForce) === copy.content.value;
  const why =
    errors > 0
      ? said.blockedBy(errors)
      : waiting
        ? said.alreadyProposed
        : copy.dirty.value
          ? said.unsaved
          : unchanged
            ? said.nothingToPublish
            : blocked;
  return (
    <span class="publish">
      <button
        type="button"
        class={why === null ? "button primary" : "button"}
        aria-disabled={why !== null}
        aria-describedby={why === null ? undefined : "sebab-terhalang"}
        onClick={() => {
          if (why === null) onPropose();
        }}
      >
        <Icon name={why === null ? "send" : "lock"} />
        {said.publish}
      </button>
      {why === null && unsound > 0 ? <span class="publish-why late">{said.needsReason(unsound)}</span> : null}
      {why === null ? null : (
        <span class={errors > 0 ? "publish-why late" : "publish-why"} id="sebab-terhalang">
          {why}
        </span>
      )}
    </span>
  );
}

/** A refusal may list what is wrong with the document. */
function ProposalFailure({ failure }: { readonly failure: Failure }) {
  return (
    <>
      <FailureNote failure={failure} />
      {failure.kind === "problem" && failure.faults.length > 0 ? (
        <ul class="faults">
          {failure.faults.slice(0, 8).map((fault) => (
            <li key={`${fault.at}${fault.code}${fault.message}`}>{fault.message}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** A waiting proposal: to its author a note, to a second person the two acts. */
export function ProposalPanel({
  copy,
  onCompare,
}: {
  readonly copy: WorkingCopy;
  readonly onCompare: () => void;
}) {
  const said = words();
  const [asking, setAsking] = useState<"approve" | "reject" | null>(null);
  const proposed = useProposed(copy);
  const proposal = copy.document.value?.proposal;
  if (proposal == null) return null;
  const where = place();
  return (
    <section class="proposal" aria-label={said.publishing.proposal}>
      <div>
        <h2>
          <Icon name="hourglass" />
          {said.publishing.proposal}
        </h2>
        <p class="small muted">
          {said.publishing.by(personName(proposal.by), shortInstant(proposal.atMs, where))} ·{" "}
          {said.publishing.effectiveIs}{" "}
          {proposal.effectiveFromMs === null
            ? said.publishing.atOnce.toLowerCase()
            : said.publishing.from(fullInstant(proposal.effectiveFromMs, where))}
          {" · "}
          {said.publishing.hash} <code class="hash">{proposal.hash.slice(0, 12)}</code>
        </p>
        <p class="quote written">{proposal.reason}</p>
        {proposal.review === null ? null : (
          <p class="small">
            {said.ruleWork.reviewLine(
              proposal.review.gaps,
              proposal.review.overlaps,
              String(proposal.review.moved),
              String(proposal.review.examined),
            )}
          </p>
        )}
        {proposal.override === null ? null : (
          <Note kind="warn">
            <strong>{said.publishing.overridden(proposal.override.findings.length)}.</strong>
            <p class="quote written">{proposal.override.reason}</p>
            <ul class="faults">
              {proposal.override.findings.map(({ code, elementId }) => (
                <li key={`${code}@${elementId}`}>
                  {said.publishing.foundAt(findingWord(code), elementId ?? copy.id)}
                </li>
              ))}
            </ul>
          </Note>
        )}
        {proposed === "other" ? <Note kind="warn">{said.publishing.differs}</Note> : null}
        {proposal.mayApprove ? null : <p class="small muted">{said.publishing.notYours}</p>}
      </div>
      <div class="proposal-acts">
        <button type="button" class="button" onClick={onCompare}>
          <Icon name="file-diff" />
          {said.publishing.see}
        </button>
        {proposal.mayApprove ? (
          <>
            <button type="button" class="button" onClick={() => setAsking("reject")}>
              {said.publishing.reject}
            </button>
            <button type="button" class="button primary" onClick={() => setAsking("approve")}>
              <Icon name="check" />
              {said.publishing.approve}
            </button>
          </>
        ) : null}
      </div>
      {asking === null ? null : <DecideDialog copy={copy} act={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}

function DecideDialog({
  copy,
  act,
  onClose,
}: {
  readonly copy: WorkingCopy;
  readonly act: "approve" | "reject";
  readonly onClose: () => void;
}) {
  const said = words();
  const [failure, setFailure] = useState<Failure | null>(null);
  const proposal = copy.document.value?.proposal;
  if (proposal == null) return null;
  const path = `/library/${copy.kind}/${encodeURIComponent(copy.id)}/proposal/${encodeURIComponent(proposal.proposalId)}`;
  const decide = async () => {
    if (act === "approve") {
      const answer = await api.post<{ version: number }>(`${path}/approve`, { hash: proposal.hash });
      if (!answer.ok) return setFailure(answer.failure);
      toast(said.publishing.published(answer.value.version));
    } else {
      const answer = await api.post<WorkingDocument>(`${path}/reject`, undefined);
      if (!answer.ok) return setFailure(answer.failure);
      toast(said.publishing.rejected);
    }
    onClose();
    await copy.refresh();
  };
  const approving = act === "approve";
  return (
    <Dialog
      title={approving ? said.publishing.approveTitle(copy.title.value) : said.publishing.rejectTitle}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button quiet" data-first onClick={onClose}>
            {said.cancel}
          </button>
          <button type="button" class="button primary" onClick={() => void decide()}>
            {approving ? said.publishing.approve : said.publishing.reject}
          </button>
        </>
      }
    >
      <p>{approving ? said.publishing.approveText : said.publishing.rejectText}</p>
      {failure === null ? null : <ProposalFailure failure={failure} />}
    </Dialog>
  );
}

/** Puts an earlier version in force at once: two people agreed on it before, so one act is enough. */
export function RollBackDialog({
  copy,
  version,
  onClose,
}: {
  readonly copy: WorkingCopy;
  readonly version: number;
  readonly onClose: () => void;
}) {
  const said = words();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const wrong = reason.trim().length < 3;
  const rollBack = async () => {
    setTried(true);
    if (wrong) return;
    const path = `/library/${copy.kind}/${encodeURIComponent(copy.id)}/versions/${version}/rollback`;
    const answer = await api.post<{ version: number }>(path, { reason: reason.trim() });
    if (!answer.ok) return setFailure(answer.failure);
    toast(said.ruleWork.rolledBack(version));
    onClose();
    await copy.refresh();
  };
  return (
    <Dialog
      title={said.ruleWork.rollBackTitle(version)}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button quiet" onClick={onClose}>
            {said.cancel}
          </button>
          <button type="button" class="button primary" onClick={() => void rollBack()}>
            <Icon name="history" />
            {said.ruleWork.rollBack}
          </button>
        </>
      }
    >
      <p>{said.ruleWork.rollBackText}</p>
      {failure === null ? null : <ProposalFailure failure={failure} />}
      <label class="field">
        <span class="field-label">{said.publishing.reason}</span>
        <textarea
          class="input"
          data-first
          value={reason}
          aria-invalid={tried && wrong}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        {tried && wrong ? <FieldError text={said.publishing.reasonShort} /> : null}
      </label>
    </Dialog>
  );
}
