/**
 * Where a changing request comes from. A browser names its page's origin; one that is not ours is refused, and so
 * is a page of ours under a host name that is not ours (DNS rebinding). Programs that send no Origin pass here:
 * they hold no cookie of ours that another site could make them send.
 */
import type { IncomingHttpHeaders } from "node:http";
import { isLoopback } from "../config.ts";

export interface OriginRule {
  /** Null: whatever loopback name the server is reached by. */
  readonly publicOrigin: string | null;
  readonly host: string;
}

export function isForeign(rule: OriginRule, headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const origin = headers.origin;
  if (origin === undefined) return false;
  if (rule.publicOrigin !== null) return origin !== rule.publicOrigin;
  return origin !== `http://${headers.host ?? ""}`;
}

/** Whether the Host header names this server. */
export function isOurHost(rule: OriginRule, headers: IncomingHttpHeaders): boolean {
  const host = (headers.host ?? "").toLowerCase();
  if (rule.publicOrigin !== null && host === new URL(rule.publicOrigin).host) return true;
  const name = host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  // A monitor or a proxy on this machine may always speak to loopback.
  if (isLoopback(name)) return true;
  return rule.publicOrigin === null && !isLoopback(rule.host);
}
