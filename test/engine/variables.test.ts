import { expect, test } from "vitest";
import { checkVariables, limits } from "../../engine/index.ts";
import { chain, story } from "./story.ts";

const parsed = (json: string): unknown => JSON.parse(json);
const codeOf = (value: unknown) => checkVariables(value)?.code ?? null;

test("names that reach into a prototype are refused at any depth", () => {
  expect(checkVariables(parsed('{"a":{"__proto__":{"x":1}}}'))).toMatchObject({
    code: "forbiddenName",
    at: "a.__proto__",
  });
  expect(codeOf(parsed('{"constructor":1}'))).toBe("forbiddenName");
  expect(codeOf(parsed('{"a":[{"prototype":1}]}'))).toBe("forbiddenName");
  expect({}).not.toHaveProperty("x");
});

test("values nested too deep are refused without walking all of them", () => {
  const nested = (depth: number) => parsed(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`);
  expect(codeOf(nested(limits.variableDepth - 1))).toBeNull();
  expect(codeOf(nested(limits.variableDepth))).toBe("tooDeep");
  expect(codeOf(parsed(`{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`))).toBe("tooDeep");
});

test("half a surrogate pair is refused in a value and in a name", () => {
  expect(codeOf({ a: "\ud800" })).toBe("loneSurrogate");
  expect(codeOf({ "\udc00": 1 })).toBe("loneSurrogate");
  expect(codeOf({ a: "\u{1f600}" })).toBeNull();
});

test("numbers that JSON cannot carry are refused", () => {
  expect(codeOf(parsed('{"a":1e400}'))).toBe("notFinite");
  expect(codeOf({ a: Number.NaN })).toBe("notFinite");
});

test("what is no JSON value is refused", () => {
  expect(codeOf({ a: undefined })).toBe("notJson");
  expect(codeOf({ a: new Date(0) })).toBe("notJson");
  expect(codeOf([1])).toBe("invalidVariables");
  expect(codeOf(null)).toBe("invalidVariables");
});

test("more text than a command may carry is refused", () => {
  expect(codeOf({ a: "x".repeat(limits.variablesLength + 1) })).toBe("variablesTooLarge");
});

test("null, a missing name and the empty string stay distinct", async () => {
  const given = await story(`<startEvent id="start"/><userTask id="a"/>${chain("start a")}`);
  given.start({ kosong: "", nihil: null });
  expect(JSON.stringify(given.variables())).toBe('{"kosong":"","nihil":null}');
});

test("a name typed in two Unicode forms is one name", async () => {
  const given = await story(`<startEvent id="start"/><userTask id="a"/>${chain("start a")}`);
  given.start({ "cafe\u0301": 1 });
  given.send({ type: "SetVariables", variables: { "caf\u00e9": 2 }, atMs: 0 });
  expect(given.variables()).toEqual({ "caf\u00e9": 2 });
});

test("a command with bad variables changes nothing", async () => {
  const given = await story(`<startEvent id="start"/><userTask id="a"/>${chain("start a")}`);
  given.start();
  const refusal = given.refused({ type: "SetVariables", variables: JSON.parse('{"__proto__":1}'), atMs: 0 });
  expect(refusal.code).toBe("forbiddenName");
});
