/**
 * Published documents, read. A version never changes, so what was read from it is kept by its hash; which version
 * is in force at an instant is asked of the library each time.
 */
import {
  type CaseContext,
  type CheckWith,
  type Form,
  type RuleSetInForce,
  readForm,
} from "../../casework/index.ts";
import { type ExecutableProcess, readProcess } from "../../engine/index.ts";
import {
  type Calendar,
  type Organisation,
  readCalendar,
  readOrganisation,
} from "../../organisation/index.ts";
import { readRuleSet } from "../../rules/index.ts";
import type { DocumentKind, Library, Publication } from "../library/index.ts";

export interface Documents {
  /** The organisation in force; null while none was published. */
  organisation(atMs: number): Promise<Organisation | null>;
  calendar(atMs: number): Promise<Calendar | null>;
  /** A published version of a process; null for one that there is not. */
  process(id: string, version: number): Promise<ExecutableProcess | null>;
  /** What casework is told about the world: this version of the process, and all else as in force at the instant. */
  caseContext(processId: string, version: number, atMs: number): Promise<CaseContext | null>;
  /** What a diagram may name: forms and rule sets in force. */
  checkAgainst(atMs: number): Promise<Pick<CheckWith, "hasForm" | "ruleSet">>;
  /** The published processes that a diagram calls by name. */
  calledBy(process: ExecutableProcess, atMs: number): Promise<CheckWith["process"]>;
}

export function createDocuments(library: Library): Documents {
  const organisations = createParsed<Organisation>(library, "organisation", ({ content }) => {
    const reading = readOrganisation(JSON.parse(content));
    return reading.ok ? reading.organisation : null;
  });
  const calendars = createParsed<Calendar>(library, "calendars", ({ content, version }) => {
    const reading = readCalendar(JSON.parse(content), String(version));
    return reading.ok ? reading.calendar : null;
  });
  const forms = createParsed<Form>(library, "forms", ({ content }) => {
    const reading = readForm(JSON.parse(content));
    return reading.ok ? reading.form : null;
  });
  const ruleSets = createParsed<RuleSetInForce["ruleSet"]>(library, "rule-sets", ({ content }) => {
    const reading = readRuleSet(content);
    return reading.ok ? reading.ruleSet : null;
  });
  const processes = createParsed<ExecutableProcess>(library, "processes", async ({ content }) => {
    const reading = await readProcess(content);
    return reading.ok ? (reading.processes[0] ?? null) : null;
  });

  const first = async <T>(kind: DocumentKind, atMs: number, parsed: Parsed<T>): Promise<T | null> => {
    const publication = library.allInForce(kind, atMs)[0];
    return publication ? await parsed(publication) : null;
  };

  async function process(id: string, version: number): Promise<ExecutableProcess | null> {
    const publication = library.publications("processes", id).find((one) => one.version === version);
    return publication ? await processes(publication) : null;
  }

  /** Every version of every rule set: casework asks for the one of the submission as well as for today's. */
  async function ruleSetsByHash(atMs: number): Promise<ReadonlyMap<string, RuleSetInForce["ruleSet"]>> {
    const found = new Map<string, RuleSetInForce["ruleSet"]>();
    for (const { id } of library.allInForce("rule-sets", atMs)) {
      for (const publication of library.publications("rule-sets", id)) {
        const ruleSet = await ruleSets(publication);
        if (ruleSet) found.set(publication.hash, ruleSet);
      }
    }
    return found;
  }

  return {
    async checkAgainst(atMs) {
      const forms = new Set(library.allInForce("forms", atMs).map((publication) => publication.id));
      const byHash = await ruleSetsByHash(atMs);
      return {
        hasForm: (id) => forms.has(id),
        ruleSet: (id) => byHash.get(library.inForce("rule-sets", id, atMs)?.hash ?? ""),
      };
    },
    async calledBy({ elements }, atMs) {
      const called = new Map<string, ExecutableProcess>();
      for (const { call } of elements) {
        if (call === null || !("literal" in call.processId)) continue;
        const id = call.processId.literal;
        const asked = call.binding.kind === "version" ? Number(call.binding.version) : null;
        const version = asked ?? library.inForce("processes", id, atMs)?.version;
        const found = version === undefined ? null : await process(id, version);
        if (found) called.set(`${id} ${asked}`, found);
      }
      return (id, version) => called.get(`${id} ${version}`);
    },
    organisation: (atMs) => first("organisation", atMs, organisations),
    calendar: (atMs) => first("calendars", atMs, calendars),
    process,
    async caseContext(processId, version, atMs) {
      const publication = library.publications("processes", processId).find((one) => one.version === version);
      const compiled = publication && (await processes(publication));
      const organisation = await first("organisation", atMs, organisations);
      const calendar = await first("calendars", atMs, calendars);
      if (!publication || !compiled || !organisation || !calendar) return null;
      const formsInForce = new Map<string, Form>();
      for (const each of library.allInForce("forms", atMs)) {
        const form = await forms(each);
        if (form) formsInForce.set(each.id, form);
      }
      const byHash = await ruleSetsByHash(atMs);
      return {
        process: compiled,
        processRef: { id: processId, version, hash: publication.hash, title: publication.title },
        organisation,
        calendar,
        form: (id) => formsInForce.get(id),
        ruleSets: {
          inForce(id, instantMs) {
            const inForce = library.inForce("rule-sets", id, instantMs);
            const ruleSet = inForce && byHash.get(inForce.hash);
            if (!inForce || !ruleSet) return undefined;
            const { version: ruleSetVersion, hash, effectiveFromMs } = inForce;
            return { ruleSet, version: ruleSetVersion, hash, effectiveFromMs };
          },
        },
      };
    },
  };
}

type Parsed<T> = (publication: Pick<Publication, "id" | "version" | "hash">) => Promise<T | null>;

/** More parsed documents of one kind than are in use at a time; beyond it the longest unused goes. */
const mostParsed = 500;

/** Reads a published version once. */
function createParsed<T>(
  library: Library,
  kind: DocumentKind,
  read: (version: { readonly content: string; readonly version: number }) => T | null | Promise<T | null>,
): Parsed<T> {
  const known = new Map<string, Promise<T | null>>();
  return (publication) => {
    const key = `${publication.id} ${publication.hash}`;
    const found = known.get(key);
    if (found) {
      known.delete(key);
      known.set(key, found);
      return found;
    }
    const made = library
      .version(kind, publication.id, publication.version)
      .then((version) => (version ? read(version) : null));
    known.set(key, made);
    made.catch(() => known.delete(key));
    const oldest = known.size > mostParsed ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return made;
  };
}
