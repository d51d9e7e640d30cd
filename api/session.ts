/**
 * Signing in and who I am. The session is a cookie; `csrf` goes back in `X-Csrf-Token` with every change.
 * POST /api/v1/session {username, password} signs in and answers the session; GET /api/v1/session answers it
 * again (401 when nobody is signed in); DELETE /api/v1/session signs out (204).
 */
import { z } from "zod";
import { postView } from "./common.ts";

export const role = z.enum(["pemohon", "petugas", "pejabat", "perancang", "auditor", "admin"]);
export type Role = z.infer<typeof role>;

export const signIn = z.strictObject({ username: z.string().max(100), password: z.string().max(200) });

export const session = z.strictObject({
  personId: z.string(),
  name: z.string(),
  /** pemohon, petugas, pejabat, perancang, auditor, admin. */
  roles: z.array(z.string()),
  /** Posts held today, each as held. */
  posts: z.array(postView),
  csrf: z.string(),
  province: z.strictObject({ name: z.string(), zone: z.enum(["WIB", "WITA", "WIT"]) }),
  /** Bytes of one uploaded file, at most. */
  fileBytes: z.number(),
  nowMs: z.number(),
});
export type Session = z.infer<typeof session>;

/** POST /api/v1/setup: the one-time token of `poros account token` makes the first administrator; 404 without one. */
export const setUp = z.strictObject({
  token: z.string().max(200),
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/),
  password: z.string().min(12).max(200),
});

/** GET /api/v1/accounts, POST /api/v1/accounts, PATCH /api/v1/accounts/{username}: administrators only. */
export const accountRow = z.strictObject({
  username: z.string(),
  personId: z.string(),
  name: z.string(),
  roles: z.array(role),
  disabled: z.boolean(),
});
export type AccountRow = z.infer<typeof accountRow>;
export const accounts = z.strictObject({ items: z.array(accountRow) });
export const newAccount = z.strictObject({
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/),
  /** A holder in the organisation, so that the account acts as the posts that this person holds. */
  personId: z.string().min(1).max(100),
  roles: z.array(role).max(6),
  password: z.string().min(12).max(200),
});
export const changeAccount = z.strictObject({
  roles: z.array(role).max(6).optional(),
  disabled: z.boolean().optional(),
  password: z.string().min(12).max(200).optional(),
});
