/** What the desk and the modeller may use. Style sheets come with it. */
import "./styles.ts";

export { AccountMenu, LanguageSwitch, PostLines } from "./account-menu.tsx";
export { type Heard, listen, live } from "./changes.ts";
export {
  api,
  csrfToken,
  type Failure,
  type Fault,
  newKey,
  online,
  problemOf,
  query,
  type Result,
  type SendOptions,
} from "./client.ts";
export { type DateEntry, readDate } from "./date-entry.ts";
export {
  type DueGroup,
  deadlineDetail,
  deadlinePhrase,
  dueGroup,
  lengthPhrase,
  usedShare,
} from "./deadline.ts";
export { DeadlineChip, DeadlineMeter } from "./deadline-chip.tsx";
export { DiagramViewer } from "./diagram-viewer.tsx";
export { Dialog } from "./dialog.tsx";
export { dropDraft, type KeptDraft, keepDraft, readKeptDraft } from "./drafts.ts";
export { kindName, kindNames } from "./file-kind.ts";
export { FormView, type FormViewProps, useFirstFault } from "./form.tsx";
export {
  checkValues,
  type Field,
  fieldsOf,
  pointerOf,
  pointerOfSlot,
  say,
  sendable,
  type Values,
} from "./form-fields.ts";
export * from "./format.ts";
export { Icon } from "./icon.tsx";
export { type IconName, iconNames } from "./icon-names.ts";
export { isolated } from "./isolate.ts";
export { keyName, useKey } from "./keyboard.ts";
export { type KeyLine, KeysDialog } from "./keys-dialog.tsx";
export { defineWords, type Language, language, speak } from "./language.ts";
export { type MoneyEntry, readMoney } from "./money-entry.ts";
export { FailureNote, failureText, Note } from "./note.tsx";
export { Mandate, PostName } from "./post-name.tsx";
export { applyPreferences, type Density, density, letterKeys, type Theme, theme } from "./preferences.ts";
export { Segmented } from "./segmented.tsx";
export {
  hasRole,
  loadSession,
  nowMs,
  place,
  session,
  sessionEnded,
  setUp,
  signIn,
  signOut,
} from "./session.ts";
export { type NavigationItem, Shell, type ShellProps, type ShellSearch } from "./shell.tsx";
export { Timeline } from "./timeline.tsx";
export { Announcer, announce, Toasts, toast, toastFailure } from "./toast.tsx";
export { type Attached, attach, extraSlot, missingDocuments, type Slot, UploadList } from "./upload-list.tsx";
export { uiWords } from "./words.ts";
