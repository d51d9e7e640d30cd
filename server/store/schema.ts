/**
 * The tables, as Kysely knows them. Every key begins with `tenant`. Journal bodies and states are text, never a
 * JSON column, which would reorder keys and break hashes. Instants are epoch milliseconds; flags are 0 or 1.
 */

/** Stands in `due_at_ms` where there is no due instant, so that ordering and paging need no null. */
export const NEVER_MS = 8_640_000_000_000_000;

export interface Tables {
  schema_version: { version: number };
  cases: CaseColumns;
  journal: JournalColumns;
  heads: { tenant: string; stream: string; seq: number; hash: string };
  tasks: TaskColumns;
  timers: TimerColumns;
  deadlines: DeadlineColumns;
  subscriptions: SubscriptionColumns;
  jobs: JobColumns;
  messages: MessageColumns;
  notices: NoticeColumns;
  incidents: IncidentColumns;
  decisions: DecisionColumns;
  case_posts: { tenant: string; post_id: string; case_id: string };
  counters: { tenant: string; prefix: string; year: number; last: number };
  answers: AnswerColumns;
  accounts: AccountColumns;
  sessions: SessionColumns;
  credentials: CredentialColumns;
  drafts: DraftColumns;
  reads: ReadColumns;
  files: FileColumns;
  file_bytes: { tenant: string; sha256: string; bytes: Uint8Array };
  versions: VersionColumns;
  publications: PublicationColumns;
  proposals: ProposalColumns;
  documents: { tenant: string; kind: string; id: string; body: string };
  library_changes: { tenant: string; count: number };
}

export interface CaseColumns {
  tenant: string;
  case_id: string;
  number: string;
  title: string;
  /** Number and title in lower case, for searching. */
  search: string;
  process_id: string;
  process_version: number;
  process_hash: string;
  unit_id: string;
  submitted_by_person: string;
  submitted_by_post: string;
  parent_id: string | null;
  parent_call: string | null;
  state_name: string;
  version: number;
  content_version: number;
  open_incidents: number;
  submitted_at_ms: number;
  ended_at_ms: number | null;
  due_at_ms: number;
  head: string;
  state: string;
}

interface JournalColumns {
  tenant: string;
  stream: string;
  seq: number;
  at_ms: number;
  prev_hash: string;
  hash: string;
  body: string;
}

export interface TaskColumns {
  tenant: string;
  case_id: string;
  task_id: string;
  element_id: string;
  post_id: string;
  unit_id: string;
  state: string;
  version: number;
  opened_at_ms: number;
  closed_at_ms: number | null;
  due_at_ms: number;
  mark: number;
  acted_by: string | null;
}

interface LeaseColumns {
  lease_until_ms: number;
  fence: number;
}

export interface TimerColumns extends LeaseColumns {
  tenant: string;
  case_id: string;
  timer_id: string;
  element_id: string;
  occurrence: number;
  due_at_ms: number;
  attempts: number;
}

export interface DeadlineColumns extends LeaseColumns {
  tenant: string;
  case_id: string;
  deadline_id: string;
  task_id: string | null;
  state: string;
  anchor_ms: number;
  deadline_ms: number;
  minutes: number;
  used_minutes: number;
  clock: string;
  marks: string;
  pauses: string;
  next_mark: number | null;
  /** When the next mark is due; NEVER_MS when there is none. */
  due_at_ms: number;
  closed_at_ms: number | null;
  attempts: number;
}

export interface SubscriptionColumns {
  tenant: string;
  kind: string;
  case_id: string;
  subscription_id: string;
  element_id: string;
  name: string;
  correlation_key: string | null;
}

export interface JobColumns extends LeaseColumns {
  tenant: string;
  case_id: string;
  request_id: string;
  element_id: string;
  kind: string;
  name: string;
  inputs: string;
  attempts: number;
  max_attempts: number;
  backoff: string | null;
  due_at_ms: number;
  worker: string | null;
}

export interface MessageColumns extends LeaseColumns {
  tenant: string;
  case_id: string;
  message_id: string;
  element_id: string;
  name: string;
  correlation_key: string | null;
  payload: string;
  attempts: number;
  due_at_ms: number;
  thrown_at_ms: number;
}

export interface NoticeColumns {
  tenant: string;
  case_id: string;
  notice_id: string;
  post_id: string;
  kind: string;
  task_id: string | null;
  at_ms: number;
}

export interface IncidentColumns {
  tenant: string;
  case_id: string;
  incident_id: string;
  element_id: string;
  code: string;
  message: string;
  details: string;
  raised_at_ms: number;
  closed_at_ms: number | null;
  closed_by: string | null;
}

export interface DecisionColumns {
  tenant: string;
  rule_set: string;
  at_ms: number;
  case_id: string;
  decision_id: string;
  hash: string;
  facts: string;
  outcome: string;
}

interface AnswerColumns {
  tenant: string;
  scope: string;
  key: string;
  body_hash: string;
  /** Of a case's command: the commit that answered. */
  case_id: string | null;
  version: number | null;
  /** Of another request: what was answered. */
  answer: string | null;
  at_ms: number;
}

export interface AccountColumns {
  tenant: string;
  username: string;
  person_id: string;
  password_hash: string;
  roles: string;
  disabled: number;
  failed_attempts: number;
  locked_until_ms: number | null;
  created_at_ms: number;
  generation: number;
}

export interface SessionColumns {
  tenant: string;
  session_hash: string;
  username: string;
  person_id: string;
  csrf: string;
  created_at_ms: number;
  seen_at_ms: number;
  expires_at_ms: number;
  generation: number;
}

export interface CredentialColumns {
  tenant: string;
  secret_hash: string;
  kind: string;
  name: string;
  scopes: string;
  created_at_ms: number;
  expires_at_ms: number | null;
}

interface DraftColumns {
  tenant: string;
  person_id: string;
  kind: string;
  about: string;
  fields: string;
  comment: string;
  saved_at_ms: number;
}

interface ReadColumns {
  tenant: string;
  person_id: string;
  case_id: string;
  task_id: string;
  version: number;
  at_ms: number;
}

export interface FileColumns {
  tenant: string;
  file_id: string;
  name: string;
  media_type: string;
  bytes: number;
  sha256: string;
  slot: string;
  uploaded_by: string;
  uploaded_at_ms: number;
  case_id: string | null;
}

interface VersionColumns {
  tenant: string;
  kind: string;
  id: string;
  version: number;
  hash: string;
  title: string;
  content: string;
}

export interface PublicationColumns {
  tenant: string;
  kind: string;
  id: string;
  seq: number;
  version: number;
  hash: string;
  title: string;
  effective_from_ms: number;
  published_at_ms: number;
  author: string;
  approver: string;
  reason: string;
}

export interface ProposalColumns {
  tenant: string;
  proposal_id: string;
  kind: string;
  id: string;
  hash: string;
  title: string;
  content: string;
  author: string;
  at_ms: number;
  effective_from_ms: number | null;
  reason: string;
  state: string;
  review: string | null;
  /** `PublicationOverride` as JSON. */
  override: string | null;
}
