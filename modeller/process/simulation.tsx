/**
 * Plays the run that shows a problem: forward, back, by itself, or by hand on the slider. The bar stands under the
 * canvas, where the run is drawn; on a phone the same run is read as a list of steps.
 */
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "../../ui/index.ts";
import { words } from "../words.ts";
import { type NameOf, stepWord } from "./finding-words.ts";
import type { ShownFinding } from "./soundness.ts";

export interface Playing {
  /** `code@element` of the problem: its number changes when others are mended. */
  readonly key: string;
  readonly step: number;
  /** Goes on by itself. */
  readonly moving: boolean;
}

const betweenStepsMs = 900;

export function SimulationBar({
  number,
  finding,
  playing,
  nameOf,
  onPlaying,
}: {
  readonly number: number;
  readonly finding: ShownFinding;
  readonly playing: Playing;
  readonly nameOf: NameOf;
  readonly onPlaying: (next: Playing | null) => void;
}) {
  const said = words().simulation;
  const last = finding.steps.length - 1;
  const { step, moving } = playing;
  const forward = useRef<HTMLButtonElement>(null);
  const go = (to: number) => onPlaying({ ...playing, step: Math.min(last, Math.max(0, to)), moving: false });
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    // Space on this button steps, as it does everywhere else while the bar is open.
    forward.current?.focus();
  }, [playing.key]);
  useEffect(() => {
    if (!moving) return;
    const timer = setTimeout(
      () => onPlaying({ ...playing, step: Math.min(last, step + 1), moving: step + 1 < last }),
      betweenStepsMs,
    );
    return () => clearTimeout(timer);
  }, [moving, step, playing.key]);
  useStepKeys({ onStep: () => go(step + 1), onClose: () => onPlaying(null) });
  const scene = finding.steps[step];
  const happened = scene === undefined ? "" : stepWord(scene, nameOf);
  const button = (icon: IconName, label: string, act: () => void, possible = true) => (
    <button
      type="button"
      class="button icon-only quiet"
      aria-label={label}
      title={label}
      aria-disabled={!possible}
      {...(icon === "step-forward" ? { ref: forward } : {})}
      onClick={() => {
        if (possible) act();
      }}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <section class="simulation" aria-label={said.title(number)}>
      <Icon name="flask-conical" />
      <div class="simulation-words">
        <h2>{said.title(number)}</h2>
        <p class="small" role="status">
          {said.step(step + 1, last + 1)}: {happened}
        </p>
      </div>
      <div class="simulation-acts">
        {button("skip-back", said.first, () => go(0), step > 0)}
        {button("step-back", said.back, () => go(step - 1), step > 0)}
        {moving
          ? button("circle-pause", said.pause, () => onPlaying({ ...playing, moving: false }))
          : button("play", said.play, () =>
              onPlaying({ ...playing, step: step === last ? 0 : step, moving: true }),
            )}
        {button("step-forward", said.forward, () => go(step + 1), step < last)}
      </div>
      <input
        type="range"
        min={1}
        max={last + 1}
        value={step + 1}
        aria-label={said.slider}
        aria-valuetext={`${said.step(step + 1, last + 1)}: ${happened}`}
        onInput={(event) => go(Number(event.currentTarget.value) - 1)}
      />
      {button("x", said.close, () => onPlaying(null))}
    </section>
  );
}

/** Space steps and Esc closes, wherever the keyboard is, except where Space means something of its own. */
function useStepKeys(acts: { readonly onStep: () => void; readonly onClose: () => void }): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector("dialog[open], .djs-popup, .djs-direct-editing-parent") !== null) return;
      const target = event.target instanceof Element ? event.target : null;
      if (event.key === "Escape") latest.current.onClose();
      else if (
        event.key === " " &&
        target?.closest("a, button, input, textarea, select, [contenteditable]") == null
      )
        latest.current.onStep();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the canvas, which takes Space for its hand.
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, []);
}

/** The run as a list, for those who have no canvas before them. */
export function RunList({ finding, nameOf }: { readonly finding: ShownFinding; readonly nameOf: NameOf }) {
  const said = words().finding;
  return (
    <ol class="run-list" aria-label={words().simulation.steps}>
      {finding.steps.map((scene, index) => (
        <li key={index}>{stepWord(scene, nameOf)}</li>
      ))}
      <li class="run-stuck">
        <Icon name="circle-alert" small />
        <strong>{said[finding.kind].mark}</strong>: {nameOf(finding.elementIds[0] ?? "")}
      </li>
    </ol>
  );
}
