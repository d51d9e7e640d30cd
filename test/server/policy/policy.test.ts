/** Every role against every route: what the policy allows is served, and nothing else is. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Endpoint, endpoints, type Operation, role } from "../../../api/index.ts";
import { judge, type Person, policy, type Subject, unruled } from "../../../server/policy/index.ts";

const operations = Object.keys(endpoints) as Operation[];
const nobody: Subject = { kind: "nobody", loopback: false };

function person(roles: Person["roles"]): Person {
  const posts = [{ postId: "dinkes-operator", unitId: "dinkes", mandate: "definitif" as const }];
  return { kind: "person", username: "u", personId: "p", name: "P", roles, posts };
}

describe("the policy", () => {
  test("rules on every operation of the wire, and on nothing else", () => {
    expect(Object.keys(policy).sort()).toEqual([...operations].sort());
    expect(unruled(operations)).toEqual([]);
  });

  test("finds an operation without an entry", () => {
    expect(unruled([...operations, "deleteEverything"])).toEqual(["deleteEverything"]);
  });

  test("gives nobody anything that is not for anybody", () => {
    const open = operations.filter((operation) => judge(nobody, operation).allowed);
    expect(open.sort()).toEqual(
      [
        "listSchemas",
        "readHealth",
        "readOpenApi",
        "readProblem",
        "readReadiness",
        "readSchema",
        "setUp",
        "signIn",
      ].sort(),
    );
  });

  test("gives a person without a role nothing but what is for anybody", () => {
    const allowed = operations.filter((operation) => judge(person([]), operation).allowed);
    expect(allowed.sort()).toEqual(operations.filter((operation) => judge(nobody, operation).allowed).sort());
  });

  test("agrees with the wire on who calls: persons, machines, anybody", () => {
    const who = { person: ["person"], machine: ["machine"], anybody: ["anybody", "loopback"] } as const;
    for (const operation of operations) {
      const endpoint: Endpoint = endpoints[operation];
      expect(who[endpoint.caller], operation).toContain(policy[operation].who);
    }
  });

  test("lets a machine do only what it was granted", () => {
    const machine: Subject = { kind: "machine", name: "m", scopes: ["jobs:arsip"] };
    const allowed = operations.filter(
      (operation) => judge(machine, operation).allowed && !judge(nobody, operation).allowed,
    );
    expect(allowed.sort()).toEqual(["claimJobs", "completeJob", "failJob"]);
  });

  test("only an auditor and an administrator see the whole province", () => {
    for (const one of role.options) {
      const wide = operations.filter((operation) => {
        const verdict = judge(person([one]), operation);
        return verdict.allowed && verdict.sight.all;
      });
      expect(wide.length > 0, one).toBe(one === "auditor" || one === "admin");
    }
  });

  test("no role both proposes rules and acts on cases, and none both audits and acts", () => {
    const may = (one: Person["roles"][number], operation: Operation) =>
      judge(person([one]), operation).allowed;
    for (const one of role.options) {
      expect(may(one, "proposePublication") && may(one, "actOnTask"), one).toBe(false);
      expect(may(one, "exportJournal") && (may(one, "actOnTask") || may(one, "changeAccount")), one).toBe(
        false,
      );
    }
  });

  test("what a person sees comes from the posts held today", () => {
    const verdict = judge(person(["petugas"]), "listCases");
    expect(verdict).toMatchObject({
      allowed: true,
      sight: { all: false, units: ["dinkes"], posts: ["dinkes-operator"], personId: "p" },
    });
  });
});

describe("the source", () => {
  test("makes a sight in one place only", () => {
    const folder = join(import.meta.dirname, "../../../server");
    const makers = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .filter((name) => / as Sight\b/.test(readFileSync(join(folder, name), "utf8")));
    expect(makers).toEqual([join("policy", "policy.ts")]);
  });
});
