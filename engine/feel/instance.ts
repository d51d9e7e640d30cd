import type { TypeTest } from "./node.ts";
import { type FeelValue, isContext, isList, typeOf } from "./value.ts";

/** `instance of`: null is an instance of `Null` alone. */
export function matchesType(value: FeelValue, test: TypeTest): boolean {
  if (test.kind === "list") return isList(value) && value.every((item) => matchesType(item, test.element));
  if (test.kind === "context") {
    return (
      isContext(value) &&
      test.entries.every(
        ({ name, type }) => Object.hasOwn(value, name) && matchesType(value[name] ?? null, type),
      )
    );
  }
  if (value === null) return test.name === "Null";
  if (test.name === "Any") return true;
  const type = typeOf(value);
  if (test.name === "duration") return type.endsWith("duration");
  return type === test.name;
}
