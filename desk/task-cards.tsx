/** What one reads before deciding: summary, attachments, time, what others wrote, what changed meanwhile. */
import type { ComponentChildren } from "preact";
import type { TaskPage } from "../api/index.ts";
import { DeadlineMeter, Icon, lengthPhrase, Note, place, Timeline, useKey } from "../ui/index.ts";
import { AttachmentList } from "./attachment-list.tsx";
import { deskWords } from "./words.ts";

export function ChangedNote({ lines, onSeen }: { lines: readonly string[]; onSeen: () => void }) {
  const words = deskWords();
  return (
    <Note kind="info" title={words.changedTitle}>
      {lines.length === 0 ? (
        words.changedNothing
      ) : (
        <>
          {words.changedHelp}
          <ul class="changes">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}{" "}
      <button type="button" class="link" onClick={onSeen}>
        {words.seen}
      </button>
    </Note>
  );
}

export function TaskReading({ page }: { page: TaskPage }) {
  const words = deskWords();
  useKey("l", () => document.getElementById("lampiran")?.focus());
  return (
    <div class="task-reading">
      <section class="card card-pad area-summary" aria-labelledby="ringkasan">
        <div class="card-head">
          <h2 id="ringkasan">{words.summary}</h2>
        </div>
        <Facts facts={page.summary} />
      </section>
      <section class="card card-pad area-files" aria-labelledby="lampiran">
        <div class="card-head">
          <h2 id="lampiran" tabIndex={-1}>
            {words.attachments}
          </h2>
        </div>
        <AttachmentList files={page.attachments} />
      </section>
    </div>
  );
}

export function Facts({ facts }: { facts: TaskPage["summary"] }) {
  return (
    <dl class="facts">
      {facts.map(({ label, value }) => (
        <FactRow key={label} label={label} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd class="written">{value}</dd>
    </>
  );
}

export function TaskAside({ page, children }: { page: TaskPage; children: ComponentChildren }) {
  const words = deskWords();
  return (
    <div class="task-aside">
      {page.deadline === null ? null : (
        <section class="card card-pad area-time" aria-labelledby="waktu">
          <div class="card-head">
            <h2 id="waktu">{words.yourTime}</h2>
            <span class="small muted">{lengthPhrase(page.deadline, place())}</span>
          </div>
          <DeadlineMeter deadline={page.deadline} />
        </section>
      )}
      <section class="card card-pad area-before" aria-labelledby="sebelum">
        <div class="card-head">
          <h2 id="sebelum">{words.beforeYou}</h2>
          <a class="button quiet" href={`/berkas/${page.caseId}`}>
            <Icon name="history" small />
            {words.fullHistory}
          </a>
        </div>
        <Timeline entries={page.before.filter((entry) => entry.state !== "now")} />
      </section>
      {children}
    </div>
  );
}
