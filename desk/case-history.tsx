/** Riwayat: the last happenings, and all of them when asked. */
import { useState } from "preact/hooks";
import type { CasePage } from "../api/index.ts";
import { Timeline } from "../ui/index.ts";
import { deskWords } from "./words.ts";

const few = 6;

export function CaseHistory({ page, changed }: { page: CasePage; changed: number }) {
  const words = deskWords();
  const [all, setAll] = useState(false);
  const entries = all ? page.timeline : page.timeline.slice(0, few);
  return (
    <section
      key={changed}
      class={changed > 0 ? "card card-pad changed" : "card card-pad"}
      aria-labelledby="riwayat"
    >
      <div class="card-head">
        <h2 id="riwayat">{words.history}</h2>
        {page.timeline.length <= few ? null : (
          <button type="button" class="button quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? words.fewerEvents : words.allEvents(page.timeline.length)}
          </button>
        )}
      </div>
      <Timeline entries={entries} />
    </section>
  );
}
