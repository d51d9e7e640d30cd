/** A BPMN type in the reader's words: `BoundaryEvent/Timer` is “Peristiwa tepi: waktu”. */
import { words } from "./words.ts";

export function kindWord(kind: string): string {
  const said = words();
  const [own = kind, definition] = kind.split("/");
  const name = said.kind[own] ?? own;
  return definition === undefined ? name : `${name}: ${said.definition[definition] ?? definition}`;
}
