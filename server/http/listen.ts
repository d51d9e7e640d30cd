/**
 * Listening and stopping. A stopping server takes no new connections, answers what it has begun within the limit,
 * closes event streams, and only then lets go.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpLimits } from "./limits.ts";

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Resolves when no connection is left. */
  stop(): Promise<void>;
}

export async function listen(
  listener: RequestListener,
  at: { readonly host: string; readonly port: number },
  limits: HttpLimits,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      // The pipeline gives bodies their own, shorter time and a proper answer; this is the outer bound.
      requestTimeout: limits.uploadMs + limits.headersMs,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
      keepAliveTimeout: 5_000,
    },
    listener,
  );
  server.maxRequestsPerSocket = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at.port, at.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const name = at.host.includes(":") ? `[${at.host}]` : at.host;
  return { url: `http://${name}:${port}`, port, stop: () => stop(server, limits.drainMs) };
}

async function stop(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const last = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(last);
}
