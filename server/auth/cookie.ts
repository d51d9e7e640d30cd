/**
 * The session's cookie: HttpOnly, SameSite=Lax, and where the public origin is https also Secure under the
 * `__Host-` prefix, so that no sibling host can set it.
 */
export interface CookieStyle {
  readonly secure: boolean;
}

function cookieName(style: CookieStyle): string {
  return style.secure ? "__Host-poros" : "poros";
}

export function sessionCookie(style: CookieStyle, token: string, maxAgeMs: number): string {
  const age = Math.floor(maxAgeMs / 1000);
  const secure = style.secure ? "; Secure" : "";
  return `${cookieName(style)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`;
}

export function clearedCookie(style: CookieStyle): string {
  return sessionCookie(style, "", 0);
}

/** The session token in a `Cookie` header; null where there is none, or more than one. */
export function tokenIn(style: CookieStyle, header: string | undefined): string | null {
  const name = `${cookieName(style)}=`;
  const found = (header ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(name))
    .map((part) => part.slice(name.length));
  const token = found.length === 1 ? found[0] : undefined;
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : null;
}
