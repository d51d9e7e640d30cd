/** The door of the pumps. */
export type { ServiceCall, ServiceHandlers } from "./handler.ts";
export { createPumps, type PumpEvent, type Pumps } from "./pumps.ts";
