/** Every key that a screen knows, said once. */
import { Dialog } from "./dialog.tsx";
import { uiWords } from "./words.ts";

export interface KeyLine {
  readonly keys: readonly string[];
  readonly text: string;
}

export function KeysDialog({ lines, onClose }: { lines: readonly KeyLine[]; onClose: () => void }) {
  const words = uiWords();
  return (
    <Dialog
      title={words.keysTitle}
      onClose={onClose}
      actions={
        <button type="button" class="button" data-first onClick={onClose}>
          {words.close}
        </button>
      }
    >
      <dl class="keys">
        {lines.map((line) => (
          <KeyRow key={line.text} line={line} />
        ))}
      </dl>
    </Dialog>
  );
}

function KeyRow({ line }: { line: KeyLine }) {
  return (
    <>
      <dt>
        {line.keys.map((key) => (
          <kbd class="kbd" key={key}>
            {key}
          </kbd>
        ))}
      </dt>
      <dd>{line.text}</dd>
    </>
  );
}
