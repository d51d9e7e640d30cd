/** RFC 9457: a refusal as the document that crosses the wire, in the reader's language. */
import type { ProblemDocument } from "../../api/index.ts";
import { type Refused, statusFor } from "./refused.ts";
import { type Language, say } from "./words.ts";

export const problemMediaType = "application/problem+json; charset=utf-8";

export function problemDocument(refused: Refused, language: Language, requestId: string): ProblemDocument {
  const detail = say(language, `${refused.code}.detail`, refused.params) ?? refused.message;
  const faults = refused.faults.map((fault) => ({
    at: fault.at,
    code: fault.code,
    message:
      fault.message === fault.code
        ? (say(language, `${fault.code}.detail`, { at: fault.at, ...refused.params }) ?? fault.message)
        : fault.message,
  }));
  return {
    type: `/api/v1/problems/${refused.code}`,
    title: say(language, refused.code) ?? say(language, "refused") ?? refused.code,
    status: statusFor(refused.code),
    code: refused.code,
    ...(detail === null ? {} : { detail }),
    ...(faults.length === 0 ? {} : { faults }),
    requestId,
    ...refused.more,
  };
}
