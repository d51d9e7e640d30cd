import type { Node } from "../node.ts";
import type { Reading } from "../reading.ts";
import { activityRules } from "./activities.ts";
import { collaborationRules } from "./collaboration.ts";
import { dataRules } from "./data.ts";
import { eventRules } from "./events.ts";
import { flowRules } from "./flows.ts";
import { formatRules } from "./formats.ts";
import { gatewayRules } from "./gateways.ts";
import { linkRules } from "./links.ts";
import { referenceRules } from "./references.ts";
import { walk } from "./walk.ts";

/** What the specification demands of a diagram beyond what its schema says; each breach is an `invalid` problem. */
export function checkRules(reading: Reading, definitions: Node, strict: boolean): void {
  const at = walk(reading, definitions, strict);
  referenceRules(at);
  flowRules(at);
  eventRules(at);
  linkRules(at);
  gatewayRules(at);
  activityRules(at);
  dataRules(at);
  collaborationRules(at);
  formatRules(at);
}
