/** Sending a refusal: the problem document, its status and its headers. */
import type { Response } from "express";
import type { RequestLocals } from "./pipeline.ts";
import { problemDocument, problemMediaType } from "./problem-document.ts";
import { type Refused, statusFor } from "./refused.ts";

export function sendRefused(response: Response, refused: Refused): void {
  const { requestId, language } = response.locals as RequestLocals;
  if (response.headersSent) {
    // The answer has begun: breaking it off is the only honest sign left.
    response.destroy();
    return;
  }
  const document = problemDocument(
    { ...refused, params: { ...refused.params, requestId } },
    language,
    requestId,
  );
  response.status(statusFor(refused.code));
  for (const [name, value] of Object.entries(refused.headers)) response.setHeader(name, value);
  response.setHeader("content-type", problemMediaType);
  response.setHeader("cache-control", "no-store");
  response.setHeader("content-language", language);
  response.end(JSON.stringify(document));
}
