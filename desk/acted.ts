/** What an act answers: where the case is now, in words. */
export interface Acted {
  readonly caseId: string;
  readonly text: string;
}
