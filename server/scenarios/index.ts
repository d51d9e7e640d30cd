/** Scenarios: an analyst's tests of a process, played through casework. */
export { contextOf } from "./documents.ts";
export { scenario, scenarioSchema } from "./format.ts";
export { playScenario } from "./play.ts";
