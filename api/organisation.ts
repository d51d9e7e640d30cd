/** What the organisation looks like today: perangkat daerah, and who holds which jabatan by which mandate. */
import { z } from "zod";
import { postView } from "./common.ts";

export const unitView = z.strictObject({
  unitId: z.string(),
  name: z.string(),
  shortName: z.string(),
  kind: z.string(),
  parentId: z.string().nullable(),
  /** The biro that coordinates it, where there is one. */
  coordinatedBy: z.string().nullable(),
});

/** GET /api/v1/organisation */
export const organisation = z.strictObject({ units: z.array(unitView), posts: z.array(postView) });
