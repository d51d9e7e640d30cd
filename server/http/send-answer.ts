/** Sending what a handler answered: checked against its schema where asked, compressed where it pays. */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Request, Response } from "express";
import type { Endpoint } from "../../api/index.ts";
import type { Answer } from "./call.ts";
import { refuse } from "./refused.ts";
import { sendRefused } from "./send.ts";
import { encodingFor } from "./static-app.ts";

export interface Sending {
  readonly request: Request;
  readonly response: Response;
  /** Check the body against the endpoint's schema before it leaves. */
  readonly verify: boolean;
  readonly onFault: (error: unknown) => void;
}

export async function sendAnswer(
  endpoint: Endpoint,
  result: Answer<unknown>,
  sending: Sending,
): Promise<void> {
  const { response, onFault } = sending;
  if (result.kind === "held") return;
  for (const [name, value] of Object.entries(result.headers)) response.setHeader(name, value);
  if (result.kind === "stream") {
    const known = response.getHeader("content-type");
    response.setHeader("content-type", known ?? endpoint.answers ?? "application/octet-stream");
    result.body.on("error", (error) => {
      onFault(error);
      response.destroy();
    });
    response.on("close", () => result.body.destroy());
    result.body.pipe(response);
    return;
  }
  if (endpoint.response === null) {
    response.status(204).end();
    return;
  }
  const checked = sending.verify ? endpoint.response.safeParse(result.body) : null;
  if (checked?.success === false) {
    onFault(checked.error);
    sendRefused(response, refuse("internal"));
    return;
  }
  const text = endpoint.answers === undefined ? JSON.stringify(result.body) : String(result.body);
  response.status(endpoint.status ?? 200);
  response.setHeader("content-type", `${endpoint.answers ?? "application/json"}; charset=utf-8`);
  await sendText(sending, text);
}

/** Below this, compressing saves no packet. */
const worthPacking = 1_400;

/** Officials are on slow links: a case page shrinks to a fifth. */
async function sendText({ request, response }: Sending, text: string): Promise<void> {
  response.setHeader("vary", "accept-encoding, accept-language, cookie");
  const encoding = text.length < worthPacking ? null : encodingFor(request.headers["accept-encoding"]);
  const bytes = Buffer.from(text);
  if (encoding === null) {
    response.end(bytes);
    return;
  }
  response.setHeader("content-encoding", encoding);
  response.end(
    encoding === "br"
      ? await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : await promisify(gzip)(bytes, { level: 5 }),
  );
}
