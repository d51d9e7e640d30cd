/** How this server runs, from the environment; nothing else reads it. A wrong value ends the start with its name. */
import { isIP } from "node:net";

export interface Config {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly dataDir: string;
  /** PostgreSQL; null means the embedded store under `dataDir`. */
  readonly databaseUrl: string | null;
  /** `https://poros.example.go.id`, where people reach it; null means the address it listens on. */
  readonly publicOrigin: string | null;
  /** Addresses of proxies whose X-Forwarded-For is believed; empty believes none. */
  readonly trustedProxies: readonly string[];
  readonly tenant: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** Check each reply against its schema before it is sent; on outside of production. */
  readonly verifyReplies: boolean;
}

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigReading {
  const problems: string[] = [];
  const port = Number(env.PORT ?? "8080");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push(`PORT is ${env.PORT}; a whole number from 0 to 65535 is expected.`);
  }
  const publicOrigin = env.PUBLIC_ORIGIN || null;
  if (publicOrigin !== null && !isOrigin(publicOrigin)) {
    problems.push(
      `PUBLIC_ORIGIN is ${publicOrigin}; expected is an origin such as https://poros.example.go.id.`,
    );
  }
  const databaseUrl = env.DATABASE_URL || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    problems.push("DATABASE_URL must begin with postgres:// or postgresql://.");
  }
  const tenant = env.TENANT || "provinsi";
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(tenant)) {
    problems.push(`TENANT is ${tenant}; small letters, digits and hyphens are expected.`);
  }
  const logLevel = levels.find((level) => level === (env.LOG_LEVEL || "info"));
  if (!logLevel) problems.push(`LOG_LEVEL is ${env.LOG_LEVEL}; expected is one of ${levels.join(", ")}.`);
  const trustedProxies = (env.TRUSTED_PROXIES ?? "").split(",").flatMap((part) => part.trim() || []);
  const unknown = trustedProxies.find((part) => isIP(part.split("/")[0] ?? "") === 0);
  if (unknown !== undefined)
    problems.push(`TRUSTED_PROXIES holds ${unknown}; addresses or networks are expected.`);
  if (problems.length > 0 || !logLevel) return { ok: false, problems };
  return {
    ok: true,
    config: {
      host: env.HOST || "127.0.0.1",
      port,
      dataDir: env.DATA_DIR || "./data",
      databaseUrl,
      publicOrigin,
      trustedProxies,
      tenant,
      logLevel,
      verifyReplies: env.NODE_ENV !== "production",
    },
  };
}

const levels = ["debug", "info", "warn", "error", "silent"] as const;

function isOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return (url.protocol === "http:" || url.protocol === "https:") && url.origin === text;
  } catch {
    return false;
  }
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
