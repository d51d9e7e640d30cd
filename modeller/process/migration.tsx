/**
 * Moving running cases to the version in force: first what it would do, case by case and in words; then, with a reason,
 * doing it for the chosen ones. Nothing moves before the person has seen the plan for the mapping that is sent.
 */
import { useEffect, useState } from "preact/hooks";
import type { Migrated, MigrationPlan, PublishedVersion } from "../../api/index.ts";
import { api, Dialog, type Failure, FailureNote, Icon, Note } from "../../ui/index.ts";
import { FieldError } from "../documents/new-document.tsx";
import type { WorkingCopy } from "../documents/working-copy.ts";
import { words } from "../words.ts";

type Mapping = Readonly<Record<string, string>>;

export function MigrationDialog({
  copy,
  version,
  onClose,
}: {
  readonly copy: WorkingCopy;
  readonly version: PublishedVersion;
  readonly onClose: () => void;
}) {
  const said = words();
  const path = `/library/processes/${encodeURIComponent(copy.id)}/migration`;
  const [mapping, setMapping] = useState<Mapping>({});
  const [plan, setPlan] = useState<MigrationPlan | null>(null);
  const [looking, setLooking] = useState(true);
  // A step that has its stand-in is no longer told as gone, and can still be given another one.
  const [gone, setGone] = useState<Readonly<Record<string, string>>>({});
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [done, setDone] = useState<Migrated | null>(null);

  useEffect(() => {
    let current = true;
    setLooking(true);
    void api.post<MigrationPlan>(`${path}/plan`, { version: version.version, mapping }).then((answer) => {
      if (!current) return;
      setLooking(false);
      if (answer.ok) {
        setPlan(answer.value);
        const named = answer.value.gone.map(({ elementId, name }) => [elementId, name] as const);
        setGone((before) => ({ ...before, ...Object.fromEntries(named) }));
      }
      setFailure(answer.ok ? null : answer.failure);
    });
    return () => {
      current = false;
    };
  }, [path, version.version, mapping]);

  const chosen = (plan?.movable ?? []).filter(({ caseId }) => !left.has(caseId));
  const reasonWrong = reason.trim().length < 3;
  const move = async () => {
    setTried(true);
    if (plan === null || looking || reasonWrong || chosen.length === 0) return;
    const answer = await api.post<Migrated>(path, {
      version: plan.version,
      hash: plan.hash,
      mapping,
      reason: reason.trim(),
      cases: chosen.map(({ caseId, version: seen }) => ({ caseId, version: seen })),
    });
    if (answer.ok) setDone(answer.value);
    else setFailure(answer.failure);
  };
  const choose = (caseId: string, wanted: boolean) => {
    const next = new Set(left);
    if (wanted) next.delete(caseId);
    else next.add(caseId);
    setLeft(next);
  };

  const nothing = plan !== null && plan.movable.length === 0;
  return (
    <Dialog
      wide
      title={said.migration.title(version.version)}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button quiet" data-first onClick={onClose}>
            {done === null ? said.cancel : said.migration.close}
          </button>
          {done !== null || plan === null || nothing ? null : (
            <button type="button" class="button primary" aria-disabled={chosen.length === 0} onClick={move}>
              <Icon name="arrow-right" />
              {said.migration.act(chosen.length)}
            </button>
          )}
        </>
      }
    >
      {failure === null ? null : <FailureNote failure={failure} />}
      {done !== null ? <Result done={done} /> : null}
      {done === null && looking ? <p role="status">{said.migration.looking}</p> : null}
      {done === null && plan !== null ? (
        <>
          <p>{said.migration.text}</p>
          <Gone gone={gone} plan={plan} mapping={mapping} onMapping={setMapping} />
          <Movable plan={plan} left={left} onChoose={choose} />
          <Impossible plan={plan} />
          {plan.further + plan.unseen === 0 ? null : (
            <p class="field-hint">{said.migration.others(plan.further, plan.unseen)}</p>
          )}
          {nothing ? null : (
            <label class="field">
              <span class="field-label">{said.migration.reason}</span>
              <span class="field-hint">{said.migration.reasonHint}</span>
              <textarea
                class="input"
                value={reason}
                aria-invalid={tried && reasonWrong}
                onInput={(event) => setReason(event.currentTarget.value)}
              />
              {tried && reasonWrong ? <FieldError text={said.publishing.reasonShort} /> : null}
            </label>
          )}
        </>
      ) : null}
    </Dialog>
  );
}

/** Steps that the new version does not have, each with the step that may stand for it. */
function Gone({
  gone,
  plan,
  mapping,
  onMapping,
}: {
  /** Names by id, of every plan so far. */
  readonly gone: Readonly<Record<string, string>>;
  readonly plan: MigrationPlan;
  readonly mapping: Mapping;
  readonly onMapping: (mapping: Mapping) => void;
}) {
  const said = words().migration;
  const asked = Object.entries(gone).filter(
    ([id]) => Object.hasOwn(mapping, id) || plan.gone.some(({ elementId }) => elementId === id),
  );
  return (
    <>
      {asked.map(([elementId, name]) => (
        <label class="field" key={elementId}>
          <span class="field-label">{said.standsFor(name)}</span>
          <select
            class="input"
            value={mapping[elementId] ?? ""}
            onChange={({ currentTarget: { value } }) => {
              const { [elementId]: _before, ...rest } = mapping;
              onMapping(value === "" ? rest : { ...rest, [elementId]: value });
            }}
          >
            <option value="">{said.noStep}</option>
            {plan.steps.map((step) => (
              <option key={step.elementId} value={step.elementId}>
                {step.name}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
}

function Movable({
  plan,
  left,
  onChoose,
}: {
  readonly plan: MigrationPlan;
  readonly left: ReadonlySet<string>;
  readonly onChoose: (caseId: string, wanted: boolean) => void;
}) {
  const said = words().migration;
  if (plan.movable.length === 0) return <p>{said.nothing}</p>;
  return (
    <fieldset class="field">
      <legend class="field-label">{said.movable(plan.movable.length)}</legend>
      {plan.movable.map((one) => (
        <label class="choice" key={one.caseId}>
          <input
            type="checkbox"
            checked={!left.has(one.caseId)}
            onChange={(event) => onChoose(one.caseId, event.currentTarget.checked)}
          />
          <span>
            <CaseName one={one} />
            {one.changes.map((change) => (
              <span class="case-change" key={change}>
                {change}
              </span>
            ))}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Impossible({ plan }: { readonly plan: MigrationPlan }) {
  const said = words().migration;
  if (plan.impossible.length === 0) return null;
  return (
    <Note kind="warn">
      <strong>{said.impossible(plan.impossible.length)}</strong>
      <ul class="faults">
        {plan.impossible.map((one) => (
          <li key={one.caseId}>
            <CaseName one={one} />
            <ul class="faults">
              {one.reasons.map(({ code, elementId, text }) => (
                <li key={`${code} ${elementId}`}>{text}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Note>
  );
}

function CaseName({ one }: { readonly one: Omit<MigrationPlan["movable"][number], "changes"> }) {
  const said = words().migration;
  return (
    <>
      <bdi>{one.title}</bdi>{" "}
      <span class="field-hint">
        {said.caseLine(one.number, one.fromVersion)}
        {one.where.length === 0 ? "" : ` · ${one.where.join(", ")}`}
      </span>
    </>
  );
}

function Result({ done }: { readonly done: Migrated }) {
  const said = words().migration;
  return (
    <>
      <p role="status">
        <Icon name="check" /> {said.moved(done.moved.length)}
      </p>
      {done.left.length === 0 ? null : (
        <Note kind="warn">
          <strong>{said.left(done.left.length)}</strong>
          <ul class="faults">
            {done.left.map(({ caseId, number, text }) => (
              <li key={caseId}>{number === null ? text : `${number}: ${text}`}</li>
            ))}
          </ul>
        </Note>
      )}
    </>
  );
}
