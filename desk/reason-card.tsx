/**
 * Why a rule chose what it chose: the answer in one sentence, what was met, what nearly applied and by what it
 * was short, which rule of how many, version, date, hash, legal basis. Printed alone if wanted.
 */
import { useRef } from "preact/hooks";
import type { CasePage, ReasonCard } from "../api/index.ts";
import { Icon, isolated, place, plainDate, shortInstant } from "../ui/index.ts";
import { printOnly } from "./print-only.ts";
import { deskWords } from "./words.ts";

export function Reasons({ page }: { page: CasePage }) {
  const words = deskWords();
  const card = useRef<HTMLElement>(null);
  const [latest, ...earlier] = [...page.reasons].sort((one, other) => other.atMs - one.atMs);
  return (
    <section class="card card-pad reasons" aria-labelledby="mengapa" ref={card}>
      <div class="card-head">
        <h2 id="mengapa">{words.whyHere}</h2>
        {latest === undefined ? null : (
          <button type="button" class="button quiet" onClick={() => printOnly(card.current)}>
            <Icon name="printer" small />
            {words.print}
          </button>
        )}
      </div>
      <p class="only-print">
        {page.number} · {isolated(page.title)}
      </p>
      {latest === undefined ? (
        <p class="small muted">{words.noReasons}</p>
      ) : (
        <Reason reason={latest} page={page} />
      )}
      {earlier.length === 0 ? null : (
        <details class="more-reasons">
          <summary class="link small">{words.otherDecisions(earlier.length)}</summary>
          {earlier.map((reason) => (
            <Reason key={`${reason.atMs} ${reason.ruleSet.id}`} reason={reason} page={page} />
          ))}
        </details>
      )}
    </section>
  );
}

function Reason({ reason, page }: { reason: ReasonCard; page: CasePage }) {
  const words = deskWords();
  const { ruleSet, rule } = reason;
  const step = page.outline.find((line) => line.elementId === reason.elementId)?.text;
  return (
    <div class="reason">
      <p class="reason-answer">{reason.answer}</p>
      <ul class="reason-facts small">
        {reason.met.map((line) => (
          <li key={line}>
            <Icon name="check" small />
            <span>{line}</span>
          </li>
        ))}
        {reason.nearly.map((line) => (
          <li class="muted" key={line}>
            <Icon name="minus" small />
            <span>{line}</span>
          </li>
        ))}
      </ul>
      <p class="small">
        <strong class="reason-rule">
          {rule === null
            ? words.ruleOtherwise(ruleSet.title)
            : words.ruleOf(ruleSet.title, rule.index, rule.of)}
        </strong>
        {rule === null ? null : <span class="muted"> “{isolated(rule.name)}”</span>}
        <br />
        <span class="muted">
          {ruleSet.effectiveFromMs > 0
            ? words.ruleVersion(ruleSet.version, plainDate(ruleSet.effectiveFromMs, place()))
            : words.ruleVersionOnly(ruleSet.version)}
        </span>{" "}
        <span class="hash" title={ruleSet.hash}>
          {ruleSet.hash.slice(0, 4)} {ruleSet.hash.slice(4, 8)}
        </span>
        <br />
        <span class="muted">
          {words.decidedAt(shortInstant(reason.atMs, place()))}
          {step === undefined ? null : ` · ${isolated(step)}`}
        </span>
      </p>
      {reason.legalBasis.length === 0 ? null : (
        <div class="small">
          <span class="label">{words.legalBasis}</span>
          <ul>
            {reason.legalBasis.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
