/**
 * A JSON schema (2020-12) as closures, once; then any number of values against it.
 *
 * Our own rather than a library's for three reasons: patterns must run on the linear engine wherever they stand; a fault
 * must say the member, the keyword and the values that a translated sentence needs; and a keyword that is not understood
 * must be a fault of the schema instead of being passed over. A test holds it equal to @cfworker/json-schema on generated
 * schemas and values. Neither schema nor value is changed.
 */
import type { Fault } from "./fault.ts";
import { pointerStep } from "./json-text.ts";
import { limits } from "./limits.ts";
import type { JsonSchema } from "./rule-set.ts";
import {
  type Check,
  every,
  isObject,
  refuse,
  type SchemaCompiler,
  type SchemaObject,
} from "./schema-check.ts";
import { keywords } from "./schema-keywords.ts";

export interface CompiledSchema {
  readonly fits: (value: unknown) => boolean;
  readonly faults: (value: unknown) => readonly Fault[];
}

export type CompileSchema =
  | { readonly ok: true; readonly schema: CompiledSchema }
  /** Pointers are into the schema. */
  | { readonly ok: false; readonly faults: readonly Fault[] };

export function compileSchema(schema: JsonSchema): CompileSchema {
  const pace: Pace = { referencesLeft: 0, depth: 0 };
  const faults: Fault[] = [];
  const check = compilerOf(schema, pace, faults).compile(schema, "", []);
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    schema: {
      fits: (value) => {
        begin(pace);
        return check(value, null, null);
      },
      faults: (value) => {
        begin(pace);
        const out: Fault[] = [];
        check(value, null, out);
        return out;
      },
    },
  };
}

/**
 * Validates a value; an empty list means that it fits. A schema that cannot be understood lets nothing pass. What is
 * compiled is kept by the schema's identity: pass the same object again and it is made once.
 */
export function validateJson(schema: JsonSchema, value: unknown): readonly Fault[] {
  const compiled = compiledFor(schema);
  if (compiled.ok) return compiled.schema.faults(value);
  const first = compiled.faults[0];
  return [
    {
      pointer: "",
      code: "badSchema",
      message: `The schema itself is at fault at ${first?.pointer || "its root"}: ${first?.message ?? ""}`,
      params: { at: first?.pointer ?? "" },
    },
  ];
}

const kept = new WeakMap<object, CompileSchema>();

function compiledFor(schema: JsonSchema): CompileSchema {
  if (typeof schema !== "object") return compileSchema(schema);
  const known = kept.get(schema);
  if (known !== undefined) return known;
  const compiled = compileSchema(schema);
  kept.set(schema, compiled);
  return compiled;
}

/** What is wrong with a schema itself; pointers are into it. */
export function schemaFaults(schema: JsonSchema): readonly Fault[] {
  const compiled = compileSchema(schema);
  return compiled.ok ? [] : compiled.faults;
}

/** What one validation may still do; begun anew for every value. */
interface Pace {
  /** References that may still be followed: two alternatives that both recur double at every level. */
  referencesLeft: number;
  /** References inside one another just now: only these can go as deep as the value does. */
  depth: number;
}

function begin(pace: Pace): void {
  pace.referencesLeft = limits.schemaReferences;
  pace.depth = 0;
}

function compilerOf(root: JsonSchema, pace: Pace, faults: Fault[]): SchemaCompiler {
  const byPointer = new Map<string, Check | null>();

  const fault: SchemaCompiler["fault"] = (pointer, code, message) => {
    if (faults.length < limits.faults) faults.push({ pointer, code, message, params: {} });
    return () => false;
  };

  const compile: SchemaCompiler["compile"] = (schema, at, inPlace) => {
    if (schema === true) return () => true;
    if (schema === false)
      return (_value, where, out) => refuse(out, where, "false", "Nothing is allowed here.");
    if (!isObject(schema)) return fault(at, "badSchema", "A schema is an object or a boolean.");
    if (at.length > limits.schemaPointer) return fault("", "tooDeep", "The schema is nested too deep.");
    const checks: Check[] = [];
    for (const keyword of Object.keys(schema)) {
      if (keyword.startsWith("x-")) continue;
      const build = keywords.get(keyword);
      if (build === undefined) {
        fault(at + pointerStep(keyword), "unknownKeyword", `The keyword "${keyword}" is not supported.`);
      } else if (build !== "annotation") {
        const check = build(schema[keyword], { schema, at, inPlace, compiler });
        if (check !== null) checks.push(check);
      }
    }
    return every(checks);
  };

  /** The check behind a local reference, compiled once. Meeting one again without descending would never end. */
  const reference: SchemaCompiler["reference"] = (pointer, at, inPlace) => {
    if (inPlace.includes(pointer)) return fault(at, "endlessReference", `${pointer} refers to itself.`);
    if (!byPointer.has(pointer)) {
      const target = find(root, pointer);
      if (target === undefined) return fault(at, "unknownReference", `${pointer} is not in this schema.`);
      byPointer.set(pointer, null);
      byPointer.set(pointer, compile(target, pointer.slice(1), [...inPlace, pointer]));
    }
    return paced(pace, (value, where, out) => byPointer.get(pointer)?.(value, where, out) ?? false);
  };

  const compiler: SchemaCompiler = { compile, reference, fault };
  return compiler;
}

/** A reference that is followed only while the validation may go on. */
function paced(pace: Pace, check: Check): Check {
  return (value, where, out) => {
    pace.referencesLeft -= 1;
    if (pace.referencesLeft < 0) return refuse(out, where, "tooComplex", "Takes too long to validate.");
    if (pace.depth >= limits.valueDepth) {
      const params = { limit: limits.valueDepth };
      return refuse(out, where, "tooDeep", `Nested deeper than ${params.limit} levels.`, params);
    }
    pace.depth += 1;
    const fits = check(value, where, out);
    pace.depth -= 1;
    return fits;
  };
}

function find(root: JsonSchema, pointer: string): unknown {
  if (pointer === "#") return root;
  if (!pointer.startsWith("#/")) return undefined;
  let at: unknown = root;
  for (const raw of pointer.slice(2).split("/")) {
    const step = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as SchemaObject)[step];
  }
  return at;
}
