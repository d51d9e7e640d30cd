/**
 * The bar above a document: where it is, its name, which draft, when it was saved, and what can be done. The
 * saved state is words, never only an icon.
 */
import type { ComponentChildren } from "preact";
import { clockTime, FailureNote, Icon, Note, place, shortInstant } from "../../ui/index.ts";
import { words } from "../words.ts";
import { listPath } from "./kind.ts";
import { personName } from "./organisation.ts";
import type { WorkingCopy } from "./working-copy.ts";

export function DocumentBar({
  copy,
  detail,
  readOnlyVersion,
  children,
}: {
  readonly copy: WorkingCopy;
  /** What else the second line says: hit policy, unit. */
  readonly detail?: string;
  readonly readOnlyVersion?: number | null;
  readonly children: ComponentChildren;
}) {
  const said = words();
  const shown = copy.document.value;
  return (
    <header class="doc-bar">
      <div class="doc-bar-name">
        <nav class="crumbs small" aria-label={said.list.title[copy.kind]}>
          <a href={listPath(copy.kind)}>{said.list.title[copy.kind]}</a>
          <Icon name="chevron-right" small />
          <span class="muted">{copy.id}</span>
        </nav>
        <div class="doc-bar-title">
          <h1>{copy.title.value === "" ? copy.id : copy.title.value}</h1>
          {shown === null ? null : <DraftChip copy={copy} readOnlyVersion={readOnlyVersion ?? null} />}
          {shown === null || readOnlyVersion != null ? null : <SavedState copy={copy} />}
          {detail === undefined ? null : <span class="small muted">{detail}</span>}
        </div>
      </div>
      <div class="doc-bar-acts">{children}</div>
    </header>
  );
}

function DraftChip({
  copy,
  readOnlyVersion,
}: {
  readonly copy: WorkingCopy;
  readonly readOnlyVersion: number | null;
}) {
  const said = words().editor;
  const shown = copy.document.value;
  if (shown === null) return null;
  if (readOnlyVersion !== null)
    return (
      <span class="chip chip-stopped">
        <Icon name="lock" small />
        {said.version(readOnlyVersion)}
      </span>
    );
  const text = shown.basedOn === null ? said.draftNew : said.draftOf(shown.basedOn);
  return (
    <span class="chip chip-here">
      <Icon name="pen-line" small />
      {text}
    </span>
  );
}

function SavedState({ copy }: { readonly copy: WorkingCopy }) {
  const said = words().editor;
  const shown = copy.document.value;
  if (shown === null) return null;
  const saved = said.saved(clockTime(shown.savedAtMs, place()));
  return (
    <span class="saved small muted" role="status">
      <Icon name={copy.dirty.value ? "pencil" : "cloud-check"} small />
      {copy.saving.value
        ? said.saving
        : copy.dirty.value
          ? `${said.unsaved}, ${said.keptLocally}`
          : `${saved} ${said.savedBy(personName(shown.savedBy))}`}
    </span>
  );
}

/** Saving failed, somebody saved in between, or unsaved work was found: each says what is safe and what to do. */
export function CopyNotes({
  copy,
  onCompare,
}: {
  readonly copy: WorkingCopy;
  readonly onCompare: () => void;
}) {
  const said = words().editor;
  const theirs = copy.conflict.value;
  const kept = copy.recovered.value;
  const failure = copy.failure.value;
  if (theirs === null && kept === null && failure === null) return null;
  return (
    <div class="doc-notes">
      {theirs === null ? null : (
        <Note kind="info" title={said.conflict.title}>
          {said.conflict.by(personName(theirs.savedBy), clockTime(theirs.savedAtMs, place()))}{" "}
          {said.conflict.kept}
          <span class="note-acts">
            <button type="button" class="link" onClick={onCompare}>
              {said.conflict.see}
            </button>
            <button type="button" class="button" onClick={copy.takeTheirs}>
              {said.conflict.take}
            </button>
            <button type="button" class="button" onClick={() => void copy.keepMine()}>
              {said.conflict.keep}
            </button>
          </span>
        </Note>
      )}
      {kept === null ? null : (
        <Note kind="warn" title={said.recovered.title}>
          {said.recovered.text(shortInstant(kept.atMs, place()))}
          <span class="note-acts">
            <button type="button" class="button" onClick={copy.restore}>
              {said.recovered.restore}
            </button>
            <button type="button" class="button quiet" onClick={copy.dropRecovered}>
              {said.recovered.drop}
            </button>
          </span>
        </Note>
      )}
      {failure === null ? null : (
        <div>
          <FailureNote
            failure={failure}
            onRetry={() => void (copy.document.value === null ? copy.load() : copy.save())}
          />
          {copy.document.value === null ? null : <p class="small muted">{said.saveSafe}</p>}
        </div>
      )}
    </div>
  );
}

/** A button that opens a short menu of rarer acts: a native popover, which Escape and a press elsewhere close. */
export function MoreMenu({ children }: { readonly children: ComponentChildren }) {
  const said = words().editor;
  return (
    <div class="more">
      <button
        type="button"
        class="button icon-only"
        aria-label={said.more}
        title={said.more}
        popovertarget="lainnya"
      >
        <Icon name="ellipsis" />
      </button>
      <div class="menu more-list" id="lainnya" popover="auto">
        {children}
      </div>
    </div>
  );
}

/** Gives the text to the browser as a file to keep. */
export function download(name: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
