/** The server's door: what runs it, in a process or in a test. */
export { createServer, type PorosServer, type ServerOptions } from "./app.ts";
export { type Config, type ConfigReading, readConfig } from "./config.ts";
export { installLibrary, seedDemonstration } from "./demo/index.ts";
export { type HttpLimits, httpLimits } from "./http/limits.ts";
export { serve } from "./serve.ts";
