/**
 * The one policy. Every operation has its entry here, or the server does not start; what no entry allows is
 * refused. A verdict also says what the caller may see (`Sight`), and every query takes one: nothing else can
 * make it, so no query can be asked without the policy having spoken. A case outside the sight is not there:
 * its id answers as an unknown id does.
 */
import type { Operation, Role } from "../../api/index.ts";
import type { Visibility } from "../store/index.ts";
import { isGranted, type Person, type Subject } from "./subject.ts";

declare const sighted: unique symbol;

/** Which cases, tasks and files a query may return, and to whom. */
export type Sight = { readonly [sighted]: true; readonly personId: string } & Visibility;

type SightScope =
  /** Nothing of a case is shown. */
  | "nothing"
  /** What is addressed to posts held today. */
  | "posts"
  /** Cases that the units of posts held today submitted or act in. */
  | "units"
  /** Every case of the province. */
  | "province";

type Rule =
  | { readonly who: "anybody" }
  | { readonly who: "loopback"; readonly orRole: Role }
  | { readonly who: "machine"; readonly grant: "jobs" | "messages" }
  /** Any of the roles; the widest sight of the roles held applies. */
  | { readonly who: "person"; readonly roles: Readonly<Partial<Record<Role, SightScope>>> };

const everyone: Rule = {
  who: "person",
  roles: {
    pemohon: "nothing",
    petugas: "nothing",
    pejabat: "nothing",
    perancang: "nothing",
    auditor: "nothing",
    admin: "nothing",
  },
};
/** Officials, by the posts they hold. */
const ownPosts: Rule = { who: "person", roles: { pemohon: "posts", petugas: "posts", pejabat: "posts" } };
const ownCases: Rule = {
  who: "person",
  roles: { pemohon: "units", petugas: "units", pejabat: "units", auditor: "province", admin: "province" },
};
const incidents: Rule = { who: "person", roles: { admin: "province" } };
const readers: Rule = {
  who: "person",
  roles: { perancang: "nothing", auditor: "nothing", admin: "nothing" },
};
const analysts: Rule = { who: "person", roles: { perancang: "nothing" } };
/** Analysts, who of cases see what their own units see, and of all others the count. */
const analystsCases: Rule = { who: "person", roles: { perancang: "units" } };
/** Whoever publishes processes moves the running cases that he may see, an administrator all of them. */
const movers: Rule = { who: "person", roles: { perancang: "units", admin: "province" } };
const administrators: Rule = { who: "person", roles: { admin: "nothing" } };

/** An operation without an entry does not compile, and `unruled` finds it again when the server starts. */
export const policy: Readonly<Record<Operation, Rule>> = {
  signIn: { who: "anybody" },
  setUp: { who: "anybody" },
  readSession: everyone,
  signOut: everyone,
  listAccounts: administrators,
  addAccount: administrators,
  changeAccount: administrators,

  /** Whoever holds a post may look into its inbox; acting needs the role for it. */
  readInbox: {
    who: "person",
    roles: {
      pemohon: "posts",
      petugas: "posts",
      pejabat: "posts",
      perancang: "posts",
      auditor: "posts",
      admin: "posts",
    },
  },
  readTask: ownCases,
  actOnTask: ownPosts,
  declareInterest: ownPosts,
  saveTaskDraft: ownPosts,

  listStartable: ownPosts,
  readSubmission: ownPosts,
  saveSubmissionDraft: ownPosts,
  submitCase: ownPosts,
  listCases: ownCases,
  readCase: ownCases,
  readCaseDiagram: ownCases,
  readCaseJournal: { who: "person", roles: { auditor: "province" } },
  cancelCase: {
    who: "person",
    roles: { pemohon: "units", petugas: "units", pejabat: "units", admin: "province" },
  },
  exportJournal: { who: "person", roles: { auditor: "province" } },

  uploadFile: ownPosts,
  downloadFile: ownCases,

  listIncidents: incidents,
  retryIncident: incidents,
  resolveIncident: incidents,

  listDocuments: readers,
  readDocument: readers,
  readDocumentVersion: readers,
  addDocument: analysts,
  saveDocument: analysts,
  checkDocument: analysts,
  testRuleSet: analysts,
  analyseRuleSet: analysts,
  readRuleImpact: analystsCases,
  measureRuleImpact: analystsCases,
  listRuleDecisions: analystsCases,
  rollBack: analysts,
  planMigration: movers,
  applyMigration: movers,
  proposePublication: analysts,
  proposeAgain: analysts,
  approvePublication: analysts,
  rejectPublication: analysts,
  readCatalogue: readers,
  readOrganisation: everyone,

  followEvents: {
    who: "person",
    roles: {
      pemohon: "units",
      petugas: "units",
      pejabat: "units",
      perancang: "nothing",
      auditor: "province",
      admin: "province",
    },
  },

  claimJobs: { who: "machine", grant: "jobs" },
  completeJob: { who: "machine", grant: "jobs" },
  failJob: { who: "machine", grant: "jobs" },
  sendMessage: { who: "machine", grant: "messages" },

  readOpenApi: { who: "anybody" },
  listSchemas: { who: "anybody" },
  readSchema: { who: "anybody" },
  readProblem: { who: "anybody" },
  readHealth: { who: "anybody" },
  readReadiness: { who: "anybody" },
  readMetrics: { who: "loopback", orRole: "admin" },
};

export type Verdict =
  | { readonly allowed: true; readonly sight: Sight }
  | { readonly allowed: false; readonly code: "notSignedIn" | "unknownCredential" | "forbidden" };

const wide: Readonly<Record<SightScope, number>> = { nothing: 0, posts: 1, units: 2, province: 3 };

/** May this subject do this, and what may it see while doing it? */
export function judge(subject: Subject, operation: Operation): Verdict {
  if (!Object.hasOwn(policy, operation)) return { allowed: false, code: "forbidden" };
  const rule = policy[operation];
  switch (rule.who) {
    case "anybody":
      return { allowed: true, sight: nothing };
    case "loopback":
      if (subject.kind === "nobody") {
        return subject.loopback ? { allowed: true, sight: nothing } : { allowed: false, code: "notSignedIn" };
      }
      return subject.kind === "person" && subject.roles.includes(rule.orRole)
        ? { allowed: true, sight: nothing }
        : { allowed: false, code: "forbidden" };
    case "machine":
      if (subject.kind === "nobody") return { allowed: false, code: "unknownCredential" };
      return subject.kind === "machine" && isGranted(subject, rule.grant)
        ? { allowed: true, sight: nothing }
        : { allowed: false, code: "forbidden" };
    case "person": {
      if (subject.kind === "nobody") return { allowed: false, code: "notSignedIn" };
      if (subject.kind === "machine") return { allowed: false, code: "forbidden" };
      const scopes = subject.roles.flatMap((role) => rule.roles[role] ?? []);
      const widest = scopes.sort((a, b) => wide[b] - wide[a])[0];
      if (widest === undefined) return { allowed: false, code: "forbidden" };
      return { allowed: true, sight: sightOf(subject, widest) };
    }
  }
}

/** Operations that no entry rules; the server does not start while there are any. */
export function unruled(operations: readonly string[]): readonly string[] {
  return operations.filter((operation) => !Object.hasOwn(policy, operation));
}

function sightOf(person: Person, scope: SightScope): Sight {
  const posts = person.posts.map((post) => post.postId);
  switch (scope) {
    case "province":
      return seal(person.personId, { all: true });
    case "units": {
      const units = [...new Set(person.posts.map((post) => post.unitId))];
      return seal(person.personId, { all: false, units, posts });
    }
    case "posts":
      return seal(person.personId, { all: false, units: [], posts });
    case "nothing":
      return seal(person.personId, { all: false, units: [], posts: [] });
  }
}

/** The only place where a sight is made. */
function seal(personId: string, visibility: Visibility): Sight {
  return { ...visibility, personId } as Sight;
}

const nothing: Sight = seal("", { all: false, units: [], posts: [] });
