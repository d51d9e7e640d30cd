import { CompletionContext } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { completeFrom } from "../../../modeller/rule-sets/rule-completion.ts";
import { ruleSetSchema } from "../../../rules/index.ts";

/** What is offered at the bar `|` in a text. */
function offered(marked: string): readonly string[] {
  const position = marked.indexOf("|");
  const doc = marked.replace("|", "");
  const state = EditorState.create({ doc, extensions: [json()] });
  const result = completeFrom(ruleSetSchema, true)(new CompletionContext(state, position, true));
  return result?.options.map((option) => option.label) ?? [];
}

const whole = (rules: string) => `{
  "id": "rute", "title": "Rute", "purpose": "routing", "hitPolicy": "first", "effectiveBy": "submission",
  "facts": { "type": "object", "required": ["laporan"], "properties": {
    "laporan": { "type": "object", "required": ["nilai", "jenis"], "properties": {
      "nilai": { "type": "number" }, "jenis": { "type": "string", "enum": ["LKjIP", "LHP"] } } },
    "lengkap": { "type": "boolean" } } },
  "rules": [${rules}],
  "otherwise": { "type": "MANUAL" }, "tests": []
}`;

describe("completion in a rule set", () => {
  it("offers the members of the document that are not there yet", () => {
    const names = offered('{ "id": "x", "tit|" }');
    expect(names).toContain('"title"');
    expect(names).toContain('"hitPolicy"');
    expect(names).not.toContain('"id"');
  });

  it("offers the values that the schema lists", () => {
    expect(offered('{ "hitPolicy": "|" }')).toEqual(
      expect.arrayContaining(['"first"', '"unique"', '"collect"']),
    );
    expect(offered('{ "effectiveBy": | }')).toEqual(['"submission"', '"decision"']);
  });

  it("offers the members of a rule and of an outcome, behind references of the schema", () => {
    expect(offered('{ "rules": [ { "name": "a", "|" } ] }')).toEqual(
      expect.arrayContaining(['"conditions"', '"event"', '"priority"']),
    );
    expect(offered('{ "otherwise": { "|" } }')).toEqual(['"type"', '"params"']);
  });

  it("offers the facts that the document declares, and the paths inside the one that was chosen", () => {
    expect(offered(whole('{ "name": "a", "conditions": { "all": [ { "fact": "|" } ] } }'))).toEqual([
      '"laporan"',
      '"lengkap"',
    ]);
    expect(
      offered(whole('{ "name": "a", "conditions": { "all": [ { "fact": "laporan", "path": "|" } ] } }')),
    ).toEqual(['"$.nilai"', '"$.jenis"']);
  });

  it("offers only operators that fit the type of the fact", () => {
    const forNumber = offered(
      whole(
        '{ "name": "a", "conditions": { "all": [ { "fact": "laporan", "path": "$.nilai", "operator": "|" } ] } }',
      ),
    );
    const forText = offered(
      whole(
        '{ "name": "a", "conditions": { "all": [ { "fact": "laporan", "path": "$.jenis", "operator": "|" } ] } }',
      ),
    );
    expect(forNumber).toContain('"greaterThanInclusive"');
    expect(forText).not.toContain('"greaterThanInclusive"');
    expect(forText).toContain('"equal"');
  });

  it("offers the values that a fact can have", () => {
    expect(
      offered(
        whole(
          '{ "name": "a", "conditions": { "all": [ { "fact": "laporan", "path": "$.jenis", "operator": "equal", "value": | } ] } }',
        ),
      ),
    ).toEqual(['"LKjIP"', '"LHP"']);
  });

  it("offers the names of other rules where one may be named", () => {
    expect(offered(whole('{ "name": "besar", "conditions": { "all": [ { "condition": "|" } ] } }'))).toEqual([
      '"besar"',
    ]);
  });

  it("offers nothing while nothing was typed and nobody asked", () => {
    const state = EditorState.create({ doc: "{ }", extensions: [json()] });
    expect(completeFrom(ruleSetSchema, true)(new CompletionContext(state, 1, false))).toBeNull();
  });
});
