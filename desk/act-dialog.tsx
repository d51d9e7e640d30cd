/**
 * The question before an act that is no outcome: body the consequence, the verb its button. While it is being sent it is
 * not sent again, and what went wrong stands in it.
 */
import type { ComponentChildren } from "preact";
import { Dialog, type Failure, FailureNote, uiWords } from "../ui/index.ts";

export function ActDialog({
  title,
  verb,
  danger = false,
  back = uiWords().cancel,
  busy,
  failure,
  onAct,
  onClose,
  children,
}: {
  readonly title: string;
  readonly verb: string;
  readonly danger?: boolean;
  /** What leads back without the act. */
  readonly back?: string;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly onAct: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const kind = danger ? "button danger" : "button primary";
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button quiet" data-first onClick={onClose}>
            {back}
          </button>
          <button
            type="button"
            class={busy ? `${kind} busy` : kind}
            aria-disabled={busy}
            onClick={() => {
              if (!busy) void onAct();
            }}
          >
            {verb}
          </button>
        </>
      }
    >
      {children}
      {failure === null ? null : <FailureNote failure={failure} />}
    </Dialog>
  );
}
