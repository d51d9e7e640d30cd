/** What happened, newest first as given: act, who as what, when, in whose words. State has a shape and a word. */
import type { TimelineEntry } from "../api/index.ts";
import { shortInstant } from "./format.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";
import { isolated } from "./isolate.ts";
import { Mandate } from "./post-name.tsx";
import { place } from "./session.ts";
import { uiWords } from "./words.ts";

const icons: Readonly<Record<TimelineEntry["state"], IconName>> = {
  now: "circle-dot",
  done: "check",
  returned: "corner-up-left",
  stopped: "circle-pause",
  noted: "info",
  fault: "triangle-alert",
};

export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const words = uiWords();
  return (
    <ol class="timeline">
      {entries.map((entry) => (
        <li class={`moment moment-${entry.state}`} key={`${entry.atMs} ${entry.text}`}>
          <span class="moment-mark">
            <Icon name={icons[entry.state]} small />
          </span>
          <div>
            <span class="visually-hidden">{words.timelineStates[entry.state]}: </span>
            <strong>{entry.text}</strong>
            <p class="small muted">
              <Who entry={entry} />
              <time dateTime={new Date(entry.atMs).toISOString()}>{shortInstant(entry.atMs, place())}</time>
            </p>
            {entry.quote === null || entry.quote === "" ? null : (
              <blockquote class="quote written">{entry.quote}</blockquote>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Who({ entry }: { entry: TimelineEntry }) {
  if (entry.who === null && entry.post === null) return null;
  return (
    <>
      {entry.who === null ? null : isolated(entry.who)}
      {entry.who !== null && entry.post !== null ? ", " : null}
      {entry.post === null ? null : (
        <>
          <Mandate mandate={entry.mandate} />
          {isolated(entry.post)}
        </>
      )}
      {" · "}
    </>
  );
}
