/** Signing in and who I am. The session is a cookie; `csrf` goes back in `X-Csrf-Token` with every change. */
import { z } from "zod";
import { postView } from "./common.ts";

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
  nowMs: z.number(),
});
export type Session = z.infer<typeof session>;
