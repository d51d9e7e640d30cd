/** The description of the interface is the interface. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Endpoint, endpoints } from "../../../api/index.ts";
import { type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
beforeAll(async () => {
  running = await startServer({ empty: true });
});
afterAll(() => running.stop());

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const description = async () => (await running.client().get("/api/v1/openapi.json")).body as Described;

describe("OpenAPI", () => {
  test("is 3.1 and names every route of the server, and no other", async () => {
    const { openapi, paths } = await description();
    expect(openapi).toBe("3.1.0");
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
    );
    const served = (Object.entries(endpoints) as [string, Endpoint][]).map(
      ([operation, { method, path }]) => `${operation} ${method} ${path}`,
    );
    expect(described.sort()).toEqual(served.sort());
  });

  test("each described path is answered by its route, and not by 404 or 405", async () => {
    const { paths } = await description();
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods)) {
        const response = await fetch(running.url + path.replaceAll(/\{\w+\}/g, "x"), {
          method: method.toUpperCase(),
          headers: { connection: "close" },
        });
        expect(
          [404, 405].includes(response.status) && !/schemas|problems/.test(path),
          `${method} ${path}`,
        ).toBe(false);
        await response.body?.cancel();
      }
    }
  });

  test("every reference leads to a schema that is there", async () => {
    const document = await description();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? "");
    expect(references.length).toBeGreaterThan(100);
    const missing = references.filter(
      (to) => !Object.hasOwn(document.components.schemas, to.replace("#/components/schemas/", "")),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  test("each shape stands alone under /api/v1/schemas/", async () => {
    const client = running.client();
    const names = (await client.get("/api/v1/schemas")).at("items") as string[];
    expect(names).toContain("casePage");
    for (const name of names) expect((await client.get(`/api/v1/schemas/${name}`)).status, name).toBe(200);
    expect((await client.get("/api/v1/schemas/__proto__")).status).toBe(404);
  });
});
