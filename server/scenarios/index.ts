/** Scenarios: an analyst's tests of a process, played through casework. */
export { contextOf } from "./documents.ts";
export { type Scenario, scenario, scenarioSchema } from "./format.ts";
export { type Played, playScenario } from "./play.ts";
