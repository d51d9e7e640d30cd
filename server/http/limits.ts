/**
 * Every limit of the HTTP side, named once. Passing one is a refusal that names it, never a hang. A test hands
 * `createServer` smaller ones; nothing else changes them.
 */
export interface HttpLimits {
  /** Bytes of a JSON body. */
  readonly jsonBytes: number;
  /** Bytes of a JSON body that carries a document: a diagram, a rule set. The document's own cap is 2 MB. */
  readonly documentBytes: number;
  /** Bytes of one document: BPMN XML or JSON text. */
  readonly contentBytes: number;
  /** Bytes of one value of a form or of a variable, as JSON. */
  readonly valueBytes: number;
  /** Nesting of a JSON body. */
  readonly jsonDepth: number;
  /** Bytes of one uploaded file: 20 MB as screens write it, by 1,024. The browser learns it with the session. */
  readonly fileBytes: number;
  /** Characters of an uploaded file's name that are kept. */
  readonly fileNameCharacters: number;
  /** Milliseconds in which a body must have arrived. */
  readonly bodyMs: number;
  /** Milliseconds in which an upload must have arrived: 20 MB on a slow link. */
  readonly uploadMs: number;
  /** Milliseconds in which the headers must have arrived. */
  readonly headersMs: number;
  /** Characters of a URL. */
  readonly urlCharacters: number;
  readonly pageSize: number;
  readonly pageSizeMost: number;
  /** Wrong passwords for one name, from anywhere, within the window. */
  readonly wrongPasswordsPerName: number;
  /** Wrong passwords from one address, for any name, within the window. */
  readonly wrongPasswordsPerAddress: number;
  readonly wrongPasswordWindowMs: number;
  /** Passwords that are being hashed at one time; further ones wait. */
  readonly hashesAtOnce: number;
  /** A session ends after this much silence, and after this much in all. */
  readonly sessionIdleMs: number;
  readonly sessionMs: number;
  /** Open event streams of one person. */
  readonly eventStreamsPerPerson: number;
  readonly heartbeatMs: number;
  /** Milliseconds that a stopping server lets running requests finish. */
  readonly drainMs: number;
}

export const httpLimits: HttpLimits = {
  jsonBytes: 2_500_000,
  documentBytes: 5_000_000,
  contentBytes: 2_000_000,
  valueBytes: 1_000_000,
  jsonDepth: 64,
  fileBytes: 20 * 1_024 * 1_024,
  fileNameCharacters: 200,
  bodyMs: 20_000,
  uploadMs: 300_000,
  headersMs: 10_000,
  urlCharacters: 4_000,
  pageSize: 50,
  pageSizeMost: 200,
  wrongPasswordsPerName: 20,
  wrongPasswordsPerAddress: 100,
  wrongPasswordWindowMs: 15 * 60_000,
  hashesAtOnce: 2,
  sessionIdleMs: 2 * 3_600_000,
  sessionMs: 12 * 3_600_000,
  eventStreamsPerPerson: 10,
  heartbeatMs: 20_000,
  drainMs: 15_000,
};
