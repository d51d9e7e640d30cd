/** The wire as it is described: every operation has its shapes, its own path, and words. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as api from "../../api/index.ts";
import { type Endpoint, endpoints } from "../../api/index.ts";

const all = Object.entries(endpoints) as [string, Endpoint][];

describe("endpoints", () => {
  test("no two share method and path", () => {
    const lines = all.map(([, { method, path }]) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`);
    expect(new Set(lines).size).toBe(lines.length);
  });

  test("what changes a case asks for an Idempotency-Key", () => {
    const changes = [
      "submitCase",
      "actOnTask",
      "declareInterest",
      "cancelCase",
      "retryIncident",
      "resolveIncident",
      "sendMessage",
      "applyMigration",
    ];
    expect(
      all
        .filter(([, endpoint]) => endpoint.idempotent)
        .map(([name]) => name)
        .sort(),
    ).toEqual(changes.sort());
  });

  test("no GET takes a body", () => {
    expect(all.filter(([, { method, body, takes }]) => method === "get" && (body || takes))).toEqual([]);
  });

  test("every body is closed: a member that it does not name is refused", () => {
    for (const [name, { body }] of all) {
      if (!body) continue;
      const result = body.safeParse({ notAMember: 1 });
      const codes = result.success ? [] : result.error.issues.map((issue) => issue.code);
      expect(codes, name).toContain("unrecognized_keys");
    }
  });
});

describe("shapes", () => {
  test("each has a JSON schema", () => {
    const shapes = Object.entries(api).filter(([, value]) => value instanceof z.ZodType);
    expect(shapes.length).toBeGreaterThan(50);
    for (const [name, shape] of shapes) {
      expect(() => z.toJSONSchema(shape as z.ZodType, { io: "input" }), name).not.toThrow();
    }
  });

  test("an outcome that is null and one that is missing are not the same", () => {
    const act = { version: 1, values: {}, comment: null, attachments: [] };
    expect(api.actOnTask.safeParse({ ...act, outcome: null }).success).toBe(true);
    expect(api.actOnTask.safeParse(act).success).toBe(false);
  });
});
