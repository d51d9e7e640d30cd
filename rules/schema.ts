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
  const compiler = new Compiler(schema);
  const check = compiler.compile(schema, "", []);
  if (compiler.faults.length > 0) return { ok: false, faults: compiler.faults };
  return {
    ok: true,
    schema: {
      fits: (value) => {
        compiler.referencesLeft = limits.schemaReferences;
        return check(value, null, null);
      },
      faults: (value) => {
        compiler.referencesLeft = limits.schemaReferences;
        const out: Fault[] = [];
        check(value, null, out);
        return out;
      },
    },
  };
}

/** Validates a value; an empty list means that it fits. A schema that cannot be understood lets nothing pass. */
export function validateJson(schema: JsonSchema, value: unknown): readonly Fault[] {
  const compiled = compileSchema(schema);
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

/** What is wrong with a schema itself; pointers are into it. */
export function schemaFaults(schema: JsonSchema): readonly Fault[] {
  const compiled = compileSchema(schema);
  return compiled.ok ? [] : compiled.faults;
}

class Compiler implements SchemaCompiler {
  readonly faults: Fault[] = [];
  private readonly root: JsonSchema;
  private readonly byPointer = new Map<string, Check | null>();
  /** References that one validation may still follow: two alternatives that both recur double at every level. */
  referencesLeft = 0;
  /** References inside one another just now: only these can go as deep as the value does. */
  private depth = 0;

  constructor(root: JsonSchema) {
    this.root = root;
  }

  compile(schema: unknown, at: string, inPlace: readonly string[]): Check {
    if (schema === true) return () => true;
    if (schema === false)
      return (_value, where, out) => refuse(out, where, "false", "Nothing is allowed here.");
    if (!isObject(schema)) return this.fault(at, "badSchema", "A schema is an object or a boolean.");
    if (at.length > limits.schemaPointer) return this.fault("", "tooDeep", "The schema is nested too deep.");
    const checks: Check[] = [];
    for (const keyword of Object.keys(schema)) {
      if (keyword.startsWith("x-")) continue;
      const build = keywords.get(keyword);
      if (build === undefined) {
        this.fault(at + pointerStep(keyword), "unknownKeyword", `The keyword "${keyword}" is not supported.`);
      } else if (build !== "annotation") {
        const check = build(schema[keyword], { schema, at, inPlace, compiler: this });
        if (check !== null) checks.push(check);
      }
    }
    return every(checks);
  }

  /** The check behind a local reference, compiled once. Meeting one again without descending would never end. */
  reference(pointer: string, at: string, inPlace: readonly string[]): Check {
    if (inPlace.includes(pointer)) return this.fault(at, "endlessReference", `${pointer} refers to itself.`);
    if (!this.byPointer.has(pointer)) {
      const target = this.find(pointer);
      if (target === undefined) {
        return this.fault(at, "unknownReference", `${pointer} is not in this schema.`);
      }
      this.byPointer.set(pointer, null);
      this.byPointer.set(pointer, this.compile(target, pointer.slice(1), [...inPlace, pointer]));
    }
    return (value, where, out) => {
      this.referencesLeft -= 1;
      if (this.referencesLeft < 0) return refuse(out, where, "tooComplex", "Takes too long to validate.");
      if (this.depth >= limits.valueDepth) {
        const params = { limit: limits.valueDepth };
        return refuse(out, where, "tooDeep", `Nested deeper than ${params.limit} levels.`, params);
      }
      this.depth += 1;
      const fits = this.byPointer.get(pointer)?.(value, where, out) ?? false;
      this.depth -= 1;
      return fits;
    };
  }

  fault(pointer: string, code: string, message: string): Check {
    if (this.faults.length < limits.faults) this.faults.push({ pointer, code, message, params: {} });
    return () => false;
  }

  private find(pointer: string): unknown {
    if (pointer === "#") return this.root;
    if (!pointer.startsWith("#/")) return undefined;
    let at: unknown = this.root;
    for (const raw of pointer.slice(2).split("/")) {
      const step = raw.replaceAll("~1", "/").replaceAll("~0", "~");
      if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
      at = (at as SchemaObject)[step];
    }
    return at;
  }
}
