/** A handler for every operation; one that is missing does not compile. */
import type { Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { accountHandlers } from "./accounts.ts";
import { caseHandlers } from "./cases.ts";
import { eventHandlers } from "./events.ts";
import { fileHandlers } from "./files.ts";
import { inboxHandlers } from "./inbox.ts";
import { incidentHandlers } from "./incidents.ts";
import { journalHandlers } from "./journal.ts";
import { libraryHandlers } from "./library.ts";
import { machineHandlers } from "./machine.ts";
import { metaHandlers } from "./meta.ts";
import { migrationHandlers } from "./migration.ts";
import { organisationHandlers } from "./organisation.ts";
import { publishingHandlers } from "./publishing.ts";
import { ruleWorkHandlers } from "./rule-work.ts";
import { sessionHandlers } from "./session.ts";
import { submissionHandlers } from "./submission.ts";

export function createHandlers(parts: Parts, about: { readonly version: string }): Handlers {
  return {
    ...sessionHandlers(parts),
    ...accountHandlers(parts),
    ...inboxHandlers(parts),
    ...submissionHandlers(parts),
    ...caseHandlers(parts),
    ...journalHandlers(parts),
    ...fileHandlers(parts),
    ...incidentHandlers(parts),
    ...libraryHandlers(parts),
    ...ruleWorkHandlers(parts),
    ...publishingHandlers(parts),
    ...migrationHandlers(parts),
    ...organisationHandlers(parts),
    ...eventHandlers(parts),
    ...machineHandlers(parts),
    ...metaHandlers(parts, about),
  };
}
