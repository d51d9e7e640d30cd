/** The keywords of objects. Members are own properties; `__proto__` is a name like any other and reaches nothing. */
import { compilePattern } from "./pattern.ts";
import { below, type Check, type Context, isObject, type Keyword, refuse } from "./schema-check.ts";

type Named = readonly [string, Keyword];

interface Member {
  readonly name: string;
  readonly check: Check;
  /** A read-only member is shown, never sent: sending it is a fault, and its absence is none. */
  readonly readOnly: boolean;
  readonly required: boolean;
}

function namesRequired(schema: Context["schema"]): readonly string[] {
  const { required: names } = schema;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

function isReadOnly(schema: Context["schema"], name: string): boolean {
  const declared = isObject(schema.properties) && Object.hasOwn(schema.properties, name);
  const member = declared && isObject(schema.properties) ? schema.properties[name] : undefined;
  return isObject(member) && member.readOnly === true;
}

/** Absence is told by `required`; here it only ends a validation that tells nothing, so that members are looked up once. */
function properties(argument: unknown, { schema, at, compiler }: Context): Check {
  if (!isObject(argument)) return compiler.fault(`${at}/properties`, "badKeyword", "An object of schemas.");
  const demanded = namesRequired(schema);
  const members: Member[] = Object.keys(argument).map((name) => ({
    name,
    check: compiler.compile(argument[name], `${at}/properties/${name}`, []),
    readOnly: isReadOnly(schema, name),
    required: demanded.includes(name) && !isReadOnly(schema, name),
  }));
  return (value, where, out) => {
    if (!isObject(value)) return true;
    let fits = true;
    for (let index = 0; index < members.length; index += 1) {
      const member = members[index];
      if (member === undefined) continue;
      if (!Object.hasOwn(value, member.name)) {
        if (member.required && out === null) return false;
        continue;
      }
      const inside = out === null ? null : below(where, member.name);
      const good = member.readOnly
        ? refuse(out, inside, "readOnly", "Is shown only and cannot be sent.")
        : member.check(value[member.name], inside, out);
      if (good) continue;
      if (out === null) return false;
      fits = false;
    }
    return fits;
  };
}

function required(argument: unknown, { schema, at, compiler }: Context): Check {
  if (!Array.isArray(argument) || argument.some((name) => typeof name !== "string")) {
    return compiler.fault(`${at}/required`, "badKeyword", "A list of names.");
  }
  const names = namesRequired(schema).filter((name) => !isReadOnly(schema, name));
  const declared = isObject(schema.properties) ? schema.properties : {};
  const undeclared = names.filter((name) => !Object.hasOwn(declared, name));
  return (value, where, out) => {
    if (!isObject(value)) return true;
    if (out === null) return undeclared.every((name) => Object.hasOwn(value, name));
    let fits = true;
    for (const name of names) {
      if (Object.hasOwn(value, name)) continue;
      fits = refuse(out, below(where, name), "required", `"${name}" is required.`, { name });
    }
    return fits;
  };
}

function additionalProperties(argument: unknown, { schema, at, compiler }: Context): Check | null {
  if (argument === true) return null;
  const declared = new Set(isObject(schema.properties) ? Object.keys(schema.properties) : []);
  const patterns = (isObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : [])
    .map(compilePattern)
    .flatMap((pattern) => (pattern.ok ? [pattern.test] : []));
  const check = argument === false ? null : compiler.compile(argument, `${at}/additionalProperties`, []);
  return (value, where, out) => {
    if (!isObject(value)) return true;
    let fits = true;
    for (const name of Object.keys(value)) {
      if (declared.has(name) || patterns.some((test) => test(name))) continue;
      const inside = below(where, name);
      const good =
        check === null
          ? refuse(out, inside, "additionalProperties", `"${name}" is not a known member here.`, { name })
          : check(value[name], inside, out);
      if (good) continue;
      if (out === null) return false;
      fits = false;
    }
    return fits;
  };
}

function patternProperties(argument: unknown, { at, compiler }: Context): Check {
  if (!isObject(argument))
    return compiler.fault(`${at}/patternProperties`, "badKeyword", "An object of schemas.");
  const members = Object.keys(argument).flatMap((source) => {
    const pattern = compilePattern(source);
    if (!pattern.ok) {
      compiler.fault(
        `${at}/patternProperties`,
        "badPattern",
        `This pattern is not usable: ${pattern.message}`,
      );
      return [];
    }
    const check = compiler.compile(argument[source], `${at}/patternProperties`, []);
    return [{ test: pattern.test, check }];
  });
  return (value, where, out) => {
    if (!isObject(value)) return true;
    let fits = true;
    for (const name of Object.keys(value)) {
      for (const { test, check } of members) {
        if (test(name) && !check(value[name], below(where, name), out)) fits = false;
      }
    }
    return fits;
  };
}

function propertyNames(argument: unknown, { at, compiler }: Context): Check {
  const check = compiler.compile(argument, `${at}/propertyNames`, []);
  return (value, where, out) => {
    if (!isObject(value)) return true;
    const bad = Object.keys(value).filter((name) => !check(name, where, null));
    for (const name of bad) {
      refuse(out, below(where, name), "propertyNames", `"${name}" is not allowed as a name here.`, { name });
    }
    return bad.length === 0;
  };
}

function count(
  name: "minProperties" | "maxProperties",
  fits: (count: number, limit: number) => boolean,
  words: string,
): Named {
  return [
    name,
    (argument, { at, compiler }) => {
      if (typeof argument !== "number" || !Number.isInteger(argument) || argument < 0) {
        return compiler.fault(`${at}/${name}`, "badKeyword", `"${name}" is a whole number from 0.`);
      }
      return (value, where, out) =>
        !isObject(value) ||
        fits(Object.keys(value).length, argument) ||
        refuse(out, where, name, `Must have at ${words} ${argument} members.`, { limit: argument });
    },
  ];
}

function dependentRequired(argument: unknown, { at, compiler }: Context): Check {
  if (!isObject(argument) || !Object.values(argument).every(Array.isArray)) {
    return compiler.fault(`${at}/dependentRequired`, "badKeyword", "An object of lists of names.");
  }
  const wanted = Object.entries(argument as Record<string, string[]>);
  return (value, where, out) => {
    if (!isObject(value)) return true;
    let fits = true;
    for (const [name, names] of wanted) {
      if (!Object.hasOwn(value, name)) continue;
      for (const needed of names) {
        if (Object.hasOwn(value, needed)) continue;
        fits = refuse(out, below(where, needed), "required", `"${needed}" is required with "${name}".`, {
          name: needed,
        });
      }
    }
    return fits;
  };
}

export const objectKeywords: readonly Named[] = [
  ["properties", properties],
  ["required", required],
  ["additionalProperties", additionalProperties],
  ["patternProperties", patternProperties],
  ["propertyNames", propertyNames],
  count("minProperties", (got, limit) => got >= limit, "least"),
  count("maxProperties", (got, limit) => got <= limit, "most"),
  ["dependentRequired", dependentRequired],
];
