/** The door of the pumps. */
export type { ServiceCall, ServiceHandler, ServiceHandlers, ServiceResult } from "./handler.ts";
export { createPumps, type PumpEvent, type Pumps, type PumpsOptions } from "./pumps.ts";
