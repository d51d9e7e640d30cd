/**
 * What the server does not do, as a value: a stable code, what the words need, and for input where each fault
 * is. This is the one place where a code meets an HTTP status; a code that is not listed here is a refusal of
 * casework or of the engine, which is about the content of the request: 422.
 */
export interface Fault {
  /** JSON pointer into the body, or the name of a parameter. */
  readonly at: string;
  readonly code: string;
  readonly message: string;
}

export interface Refused {
  readonly kind: "refused";
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly faults: readonly Fault[];
  /** Further members of the problem document: `current` with the page as it is now. */
  readonly more: Readonly<Record<string, unknown>>;
  /** A sentence from below (engine, casework, library) that is shown when the words have none for the code. */
  readonly message: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const statusOf: Readonly<Record<string, number>> = {
  badJson: 400,
  bodyMissing: 400,
  badMultipart: 400,
  badUrl: 400,
  repeatedParameter: 400,
  invalidQuery: 400,
  idempotencyKeyMissing: 400,
  notSignedIn: 401,
  wrongCredentials: 401,
  unknownCredential: 401,
  foreignOrigin: 403,
  csrfMissing: 403,
  forbidden: 403,
  notYourTask: 403,
  wrongToken: 403,
  ownProposal: 403,
  ownVersion: 403,
  notAddressed: 403,
  notHolder: 403,
  rankTooLow: 403,
  notFound: 404,
  caseNotFound: 404,
  processNotFound: 404,
  documentNotFound: 404,
  proposalNotFound: 404,
  versionNotFound: 404,
  methodNotAllowed: 405,
  bodyTooSlow: 408,
  conflict: 409,
  changedMeanwhile: 409,
  exists: 409,
  versionConflict: 409,
  taskNotOpen: 409,
  caseEnded: 409,
  incidentNotOpen: 409,
  processVersionChanged: 409,
  notInForce: 409,
  staleClaim: 409,
  documentExists: 409,
  draftChanged: 409,
  proposalOpen: 409,
  proposalClosed: 409,
  contentChanged: 409,
  versionInForce: 409,
  formChanged: 409,
  stale: 412,
  bodyTooLarge: 413,
  contentTooLarge: 413,
  valueTooLarge: 413,
  fileTooLarge: 413,
  urlTooLong: 414,
  wrongMediaType: 415,
  contentMismatch: 415,
  ifMatchMissing: 428,
  tooManyAttempts: 429,
  tooManyStreams: 429,
  internal: 500,
  storeUnavailable: 503,
  tooManyRaces: 503,
  stopping: 503,
  storeFull: 507,
};

/** The codes that have a status of their own; a test asks that words exist for each. */
export const codesWithStatus: readonly string[] = Object.keys(statusOf);

export function statusFor(code: string): number {
  return Object.hasOwn(statusOf, code) ? (statusOf[code] ?? 422) : 422;
}

export function refuse(code: string, rest: Partial<Omit<Refused, "kind" | "code">> = {}): Refused {
  return {
    kind: "refused",
    code,
    params: rest.params ?? {},
    faults: rest.faults ?? [],
    more: rest.more ?? {},
    message: rest.message ?? null,
    headers: rest.headers ?? {},
  };
}

/** Tells a refusal from any other value. */
export function isRefused(value: unknown): value is Refused {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "refused";
}
