/** Uraian: the process in words, one numbered line per step, as the engine reads it. Choosing a line selects it. */
import { type OutlineLine, outlineOf } from "../../casework/index.ts";
import type { ExecutableProcess } from "../../engine/index.ts";
import type { Organisation } from "../../organisation/index.ts";
import { language, Note } from "../../ui/index.ts";
import { words } from "../words.ts";

export function Outline({
  process,
  organisation,
  selectedId,
  onSelect,
}: {
  /** Null while the engine cannot read the diagram. */
  readonly process: ExecutableProcess | null;
  /** Names the posts; null until it has arrived. */
  readonly organisation: Organisation | null;
  readonly selectedId: string | null;
  readonly onSelect: (elementId: string) => void;
}) {
  const said = words().outline;
  return (
    <section class="page-part outline" aria-label={said.title}>
      <h2>{said.title}</h2>
      <p class="muted">{said.lead}</p>
      {process === null ? (
        <Note kind="warn">{said.unreadable}</Note>
      ) : organisation === null ? (
        <span class="bar w-50" />
      ) : (
        <ol class="outline-lines">
          {numbered(outlineOf(process, organisation, language.value)).map(({ line, number }, index) => (
            <li key={`${line.elementId}${index}`} data-depth={Math.min(line.depth, 6)}>
              <button
                type="button"
                aria-pressed={line.elementId === selectedId}
                onClick={() => onSelect(line.elementId)}
              >
                <span class="outline-number">{number}</span>
                <span>{line.text}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** `2.1` is the first line inside the second. */
function numbered(lines: readonly OutlineLine[]) {
  const counts: number[] = [];
  return lines.map((line) => {
    counts.length = line.depth + 1;
    counts[line.depth] = (counts[line.depth] ?? 0) + 1;
    return { line, number: Array.from(counts, (count) => count ?? 1).join(".") };
  });
}
