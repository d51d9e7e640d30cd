/** Every published version: since when, by whom, why; open it, compare it, or put it in force again. */
import { useState } from "preact/hooks";
import type { PublishedVersion } from "../../api/index.ts";
import { fullInstant, hasRole, Icon, nowMs, place, session, shortInstant } from "../../ui/index.ts";
import { words } from "../words.ts";
import { versionPath } from "./kind.ts";
import { personName } from "./organisation.ts";
import { ProposeDialog, RollBackDialog } from "./publishing.tsx";
import type { WorkingCopy } from "./working-copy.ts";

export function Versions({
  copy,
  onCompare,
  onMove = null,
}: {
  readonly copy: WorkingCopy;
  readonly onCompare: (version: number) => void;
  /** Of a process, by who may: moves running cases to the version in force. */
  readonly onMove?: ((version: PublishedVersion) => void) | null;
}) {
  const said = words();
  const [asking, setAsking] = useState<number | null>(null);
  const [rolling, setRolling] = useState<number | null>(null);
  const mayPropose = hasRole("perancang") && copy.document.value?.proposal == null;
  /** Who wrote a version is no second person to it. */
  const mayRollBack = (version: PublishedVersion) =>
    hasRole("perancang") &&
    version.version !== current &&
    version.effectiveFromMs <= nowMs() &&
    version.author !== session.value?.personId;
  // As the server tells them: acts of publishing, newest first; a version that came back stands there twice.
  const versions = copy.document.value?.versions ?? [];
  const current = versions.find(({ inForce }) => inForce)?.version;
  return (
    <section class="page-part">
      <h2>{said.versions.title}</h2>
      {versions.length === 0 ? (
        <p class="muted">{said.versions.empty}</p>
      ) : (
        <ol class="versions">
          {versions.map((version) => (
            <Version
              key={`${version.version} ${version.publishedAtMs}`}
              copy={copy}
              version={version}
              onCompare={onCompare}
              onAgain={mayPropose && version.version !== current ? setAsking : null}
              onRollBack={mayRollBack(version) ? setRolling : null}
              onMove={version.inForce ? onMove : null}
            />
          ))}
        </ol>
      )}
      {asking === null ? null : (
        <ProposeDialog copy={copy} checks={[]} again={asking} onClose={() => setAsking(null)} />
      )}
      {rolling === null ? null : (
        <RollBackDialog copy={copy} version={rolling} onClose={() => setRolling(null)} />
      )}
    </section>
  );
}

function Version({
  copy,
  version,
  onCompare,
  onAgain,
  onRollBack,
  onMove,
}: {
  readonly copy: WorkingCopy;
  readonly version: PublishedVersion;
  readonly onCompare: (version: number) => void;
  readonly onAgain: ((version: number) => void) | null;
  readonly onRollBack: ((version: number) => void) | null;
  readonly onMove: ((version: PublishedVersion) => void) | null;
}) {
  const said = words();
  const where = place();
  const state = version.inForce
    ? said.versions.inForce
    : version.effectiveFromMs > nowMs()
      ? said.versions.future
      : said.versions.past;
  return (
    <li class="card card-pad version">
      <div class="version-head">
        <h3>
          {said.versions.version} {version.version}
        </h3>
        <span class={version.inForce ? "chip chip-done" : "chip chip-plain"}>
          <Icon name={version.inForce ? "check" : "history"} small />
          {state}
        </span>
        <code class="hash">{version.hash.slice(0, 12)}</code>
      </div>
      <p class="quote written">{version.reason}</p>
      <dl class="facts small">
        <dt>{said.versions.author}</dt>
        <dd>{personName(version.author)}</dd>
        <dt>{said.versions.approver}</dt>
        <dd>{personName(version.approver)}</dd>
        <dt>{said.versions.published}</dt>
        <dd>{shortInstant(version.publishedAtMs, where)}</dd>
        <dt>{said.versions.effective}</dt>
        <dd>
          {version.effectiveFromMs <= 0 ? said.versions.always : fullInstant(version.effectiveFromMs, where)}
        </dd>
      </dl>
      <div class="version-acts">
        <a class="button" href={versionPath(copy.kind, copy.id, version.version)}>
          <Icon name="eye" />
          {said.versions.open}
        </a>
        <button type="button" class="button" onClick={() => onCompare(version.version)}>
          <Icon name="git-compare" />
          {said.versions.compare}
        </button>
        {onAgain === null ? null : (
          <button type="button" class="button" onClick={() => onAgain(version.version)}>
            <Icon name="history" />
            {said.versions.propose}
          </button>
        )}
        {onMove === null ? null : (
          <button type="button" class="button" onClick={() => onMove(version)}>
            <Icon name="arrow-right" />
            {said.migration.open}
          </button>
        )}
        {onRollBack === null ? null : (
          <button type="button" class="button" onClick={() => onRollBack(version.version)}>
            <Icon name="undo" />
            {said.ruleWork.rollBack}
          </button>
        )}
      </div>
    </li>
  );
}
