/** Time left, said by shape and word: the chip, and the meter with its two marks. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { DeadlineView } from "../api/index.ts";
import { deadlinePhrase, usedShare } from "./deadline.ts";
import { fullInstant, number, shortInstant } from "./format.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";
import { nowMs, place } from "./session.ts";
import { uiWords } from "./words.ts";

const icons: Readonly<Record<DeadlineView["state"], IconName>> = {
  late: "alarm-clock",
  soon: "clock-alert",
  calm: "clock",
  stopped: "circle-pause",
  done: "check",
};

export function DeadlineChip({ deadline }: { deadline: DeadlineView }) {
  return (
    <span class={`chip chip-${deadline.state}`}>
      <Icon name={icons[deadline.state]} />
      {deadlinePhrase(deadline, nowMs(), place())}
    </span>
  );
}

/** Fill, ticks at 50 and 80 %, and the same in words; stopped periods below, with what they waited for. */
export function DeadlineMeter({ deadline, zoned = true }: { deadline: DeadlineView; zoned?: boolean }) {
  const words = uiWords();
  const here = place();
  const share = Math.min(usedShare(deadline), 1);
  const percent = `${number(Math.floor(usedShare(deadline) * 100), here.language, 0)}%`;
  const due = fullInstant(deadline.dueAtMs, here);
  return (
    <div class="meter">
      <p class="small">
        <span class="muted">{words.deadline}</span>{" "}
        <strong>{zoned ? due : due.replace(` ${here.zone}`, "")}</strong>
      </p>
      <Track share={share} state={deadline.state} />
      <p class="meter-words">
        <span>{words.used(percent)}</span>
        <span class="at-50">{words.markReminder}</span>
        <span class="at-80">{words.markWarning}</span>
      </p>
      {deadline.pauses.map((pause) => (
        <p class="note" key={pause.fromMs}>
          <Icon name="circle-pause" />
          <span>
            {words.pausedFor(pause.reason)}{" "}
            {pause.toMs === null
              ? words.pausedSince(shortInstant(pause.fromMs, here))
              : words.pausedBetween(shortInstant(pause.fromMs, here), shortInstant(pause.toMs, here))}
          </span>
        </p>
      ))}
    </div>
  );
}

/** The words beside it say the same. */
function Track({ share, state }: { share: number; state: DeadlineView["state"] }) {
  const fill = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (fill.current !== null) fill.current.style.width = `${share * 100}%`;
  }, [share]);
  return (
    <div class={`track track-${state}`} aria-hidden="true">
      <span class="track-fill" ref={fill} />
      <span class="tick tick-50" />
      <span class="tick tick-80" />
    </div>
  );
}
