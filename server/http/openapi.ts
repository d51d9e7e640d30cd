/** OpenAPI 3.1 and JSON schemas, generated from the zod schemas and the endpoints; there is nothing to keep in step. */
import { z } from "zod";
import * as api from "../../api/index.ts";
import { type Endpoint, endpoints, type Json } from "../../api/index.ts";

type SchemaObject = { [name: string]: Json };

/** Every shape of the wire by its name in `api/`. */
const shapes: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(api).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [[name, value] as const] : [],
  ),
);

export function schemaNames(): readonly string[] {
  return [...shapes.keys()];
}

/** The JSON schema of a shape, standing alone; null when there is none of that name. */
export function schemaNamed(name: string): Json | null {
  const shape = shapes.get(name);
  return shape ? plain(z.toJSONSchema(shape, { io: "input", unrepresentable: "any" })) : null;
}

export function openApi(title: string, version: string): Json {
  const registry = z.registry<{ id: string }>();
  for (const [name, shape] of shapes) registry.add(shape, { id: name });
  const inline: [Operationlike, "body" | "response", z.ZodType][] = [];
  for (const [operation, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    for (const part of ["body", "response"] as const) {
      const shape = endpoint[part];
      if (!shape || registry.get(shape)) continue;
      registry.add(shape, { id: `${operation}${part === "body" ? "Body" : "Response"}` });
      inline.push([operation, part, shape]);
    }
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: "input",
    unrepresentable: "any",
    uri: (id) => `#/components/schemas/${id}`,
  });
  const components: SchemaObject = {};
  for (const [id, schema] of Object.entries(schemas)) {
    const { $schema, $id, ...rest } = schema;
    components[id] = plain(rest);
  }
  const paths: { [path: string]: SchemaObject } = {};
  for (const [operation, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    const onPath = paths[endpoint.path] ?? {};
    onPath[endpoint.method] = describe(operation, endpoint, (shape) => registry.get(shape)?.id ?? "json");
    paths[endpoint.path] = onPath;
  }
  return {
    openapi: "3.1.0",
    info: { title, version, license: { name: "MIT", identifier: "MIT" } },
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "poros" },
        credential: { type: "http", scheme: "bearer" },
      },
    },
  };
}

type Operationlike = string;

function describe(operation: string, endpoint: Endpoint, idOf: (shape: z.ZodType) => string): SchemaObject {
  const reference = (shape: z.ZodType): SchemaObject => ({ $ref: `#/components/schemas/${idOf(shape)}` });
  const problem: SchemaObject = {
    description: "Refused; nothing has changed",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/problem" } } },
  };
  const success: SchemaObject = endpoint.response
    ? {
        description: "Done",
        content: { [endpoint.answers ?? "application/json"]: { schema: reference(endpoint.response) } },
      }
    : { description: "Done; nothing to say" };
  const described: SchemaObject = {
    operationId: operation,
    summary: endpoint.summary,
    parameters: parametersOf(endpoint),
    responses: { [endpoint.response ? String(endpoint.status ?? 200) : "204"]: success, default: problem },
    security: securityOf(endpoint),
  };
  if (endpoint.body) {
    described.requestBody = {
      required: true,
      content: { "application/json": { schema: reference(endpoint.body) } },
    };
  }
  if (endpoint.takes === "multipart") {
    described.requestBody = {
      required: true,
      content: {
        "multipart/form-data": {
          schema: {
            type: "object",
            properties: { slot: { type: "string" }, file: { type: "string", format: "binary" } },
            required: ["slot", "file"],
          },
        },
      },
    };
  }
  return described;
}

function securityOf(endpoint: Endpoint): Json[] {
  if (endpoint.caller === "person") return [{ session: [] }];
  return endpoint.caller === "machine" ? [{ credential: [] }] : [];
}

function parametersOf(endpoint: Endpoint): Json[] {
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name ?? "",
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(endpoint.query?.shape ?? {}).map(([name, shape]) => {
    const { $schema, ...schema } = z.toJSONSchema(shape as z.ZodType, {
      io: "input",
      unrepresentable: "any",
    });
    return {
      name,
      in: "query",
      required: !(shape as z.ZodType).safeParse(undefined).success,
      schema: plain(schema),
    };
  });
  const header = (name: string, required: boolean): Json => ({
    name,
    in: "header",
    required,
    schema: { type: "string" },
  });
  return [
    ...inPath,
    ...inQuery,
    ...(endpoint.idempotent ? [header("Idempotency-Key", true)] : []),
    ...(endpoint.ifMatch ? [header("If-Match", true)] : []),
    ...(endpoint.caller === "person" && endpoint.method !== "get" ? [header("X-Csrf-Token", true)] : []),
  ];
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
