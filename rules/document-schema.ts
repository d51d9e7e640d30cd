/**
 * The JSON schema of the rule-set document, as published: the editor completes from it and the reader checks with it.
 * Descriptions are in Indonesian because analysts read them beside the text.
 */
import { limits } from "./limits.ts";
import { operators } from "./operators.ts";
import { hitPolicies, type Json, purposes } from "./rule-set.ts";

type Schema = { readonly [keyword: string]: Json };

const name = (description: string): Schema => ({
  type: "string",
  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
  maxLength: 100,
  description,
});
const title = (description: string): Schema => ({
  type: "string",
  minLength: 1,
  maxLength: 200,
  description,
});

function members(description: string, required: readonly string[], properties: Schema): Schema {
  return { type: "object", description, required: [...required], additionalProperties: false, properties };
}

const words: Schema = {
  type: "object",
  description: "Keterangan hasil. Yang bukan alasan, tujuan atau dasar hukum ikut menjadi isi keputusan.",
  properties: {
    alasan: { type: "string", maxLength: 500, description: "Mengapa, dalam bahasa Indonesia." },
    alasanEn: { type: "string", maxLength: 500, description: "Mengapa, dalam bahasa Inggris." },
    tujuan: {
      type: "string",
      maxLength: 200,
      description: "Nama hasil yang dibaca orang, misalnya Biro Kesra.",
    },
    tujuanEn: { type: "string", maxLength: 200, description: "Nama hasil dalam bahasa Inggris." },
    dasarHukum: {
      description: "Dasar hukum yang dirujuk aturan ini.",
      anyOf: [
        { type: "string", maxLength: 500 },
        { type: "array", items: { type: "string", maxLength: 500 }, maxItems: 20 },
      ],
    },
  },
};

const conditions: Schema = {
  condition: {
    description:
      "Syarat: gabungan (all, any, not), rujukan (condition), atau perbandingan (fact, operator, value).",
    anyOf: [
      { $ref: "#/$defs/all" },
      { $ref: "#/$defs/any" },
      { $ref: "#/$defs/not" },
      { $ref: "#/$defs/reference" },
      { $ref: "#/$defs/comparison" },
    ],
  },
  /** json-rules-engine wants a combination or a reference at the top of a rule. */
  topCondition: {
    description: "Syarat paling atas: all, any, not atau condition.",
    anyOf: [
      { $ref: "#/$defs/all" },
      { $ref: "#/$defs/any" },
      { $ref: "#/$defs/not" },
      { $ref: "#/$defs/reference" },
    ],
  },
  all: members("Semua syarat harus terpenuhi.", ["all"], {
    all: { type: "array", minItems: 1, items: { $ref: "#/$defs/condition" } },
  }),
  any: members("Salah satu syarat cukup.", ["any"], {
    any: { type: "array", minItems: 1, items: { $ref: "#/$defs/condition" } },
  }),
  not: members("Syarat tidak boleh terpenuhi.", ["not"], { not: { $ref: "#/$defs/condition" } }),
  reference: members(
    "Rujukan ke syarat bernama: aturan lain di dokumen ini, atau syarat bersama.",
    ["condition"],
    {
      condition: name("Nama aturan di dokumen ini, atau id syarat bersama."),
    },
  ),
  comparison: members("Perbandingan satu fakta.", ["fact", "operator", "value"], {
    fact: { type: "string", description: "Nama fakta yang dinyatakan di facts." },
    path: { type: "string", description: "Bagian dari fakta, hanya bentuk $.a.b[0]." },
    operator: { type: "string", enum: [...operators.keys()], description: "Cara membandingkan." },
    value: { description: 'Nilai sejenis faktanya, {"fact", "path"}, atau {"list"} untuk daftar bersama.' },
  }),
};

const outcome: Schema = members("Hasil.", ["type"], {
  type: name("Kode hasil, misalnya KESRA."),
  params: { $ref: "#/$defs/params" },
});

export const ruleSetSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://poros.invalid/schemas/rule-set.json",
  title: "Rangkaian aturan",
  ...members(
    "Satu rangkaian aturan Poros.",
    ["id", "title", "purpose", "facts", "hitPolicy", "effectiveBy", "rules", "otherwise", "tests"],
    {
      id: name("Nama tetap rangkaian aturan."),
      title: title("Judul yang dibaca orang."),
      purpose: { enum: [...purposes], description: "Kegunaan." },
      facts: {
        type: "object",
        description: "Skema JSON dari fakta: jenis, kata-kata, dan mana yang wajib.",
        required: ["type", "properties"],
        properties: {
          type: { const: "object" },
          properties: { type: "object" },
          required: { type: "array", items: { type: "string" } },
        },
      },
      hitPolicy: { enum: [...hitPolicies], description: "Aturan mana yang menjawab bila beberapa cocok." },
      effectiveBy: {
        enum: ["submission", "decision"],
        description: "Versi yang berlaku: menurut tanggal pengajuan, atau saat keputusan.",
      },
      rules: {
        type: "array",
        description: "Aturan, dibaca dari atas.",
        minItems: 1,
        maxItems: limits.rules,
        items: { $ref: "#/$defs/rule" },
      },
      otherwise: { $ref: "#/$defs/outcome", description: "Hasil bila tidak ada aturan yang cocok." },
      tests: {
        type: "array",
        description: "Uji: fakta dan hasil yang diharapkan.",
        maxItems: limits.tests,
        items: { $ref: "#/$defs/test" },
      },
    },
  ),
  $defs: {
    rule: members("Satu aturan json-rules-engine.", ["name", "conditions", "event"], {
      name: name("Nama aturan, hanya satu di dokumen ini."),
      conditions: { $ref: "#/$defs/topCondition" },
      event: { $ref: "#/$defs/outcome" },
      priority: {
        type: "integer",
        minimum: 1,
        maximum: 1_000_000,
        description: "Makin besar makin didahulukan.",
      },
    }),
    outcome,
    params: words,
    test: members("Satu uji.", ["name", "facts", "expect"], {
      name: title("Nama uji."),
      facts: { type: "object", description: "Fakta yang dicobakan." },
      expect: {
        anyOf: [
          members("Hasil yang diharapkan.", ["type"], {
            type: name("Kode hasil."),
            params: {
              type: "object",
              description: "Isi yang harus sama; yang tidak disebut tidak diperiksa.",
            },
            rule: name("Aturan yang seharusnya menjawab."),
          }),
          members("Kejadian yang diharapkan.", ["incident"], {
            incident: { enum: ["missingFact", "invalidFact", "severalHits"] },
            fact: { type: "string", description: "Fakta yang disebut, misalnya laporan.nilai." },
          }),
        ],
      },
    }),
    ...conditions,
  },
};

/** The JSON schema of a shared list or a shared condition. */
export const sharedSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://poros.invalid/schemas/shared-rules.json",
  title: "Daftar atau syarat bersama",
  anyOf: [
    members("Daftar bersama.", ["id", "title", "kind", "items"], {
      id: name("Nama tetap daftar."),
      title: title("Judul yang dibaca orang."),
      kind: { const: "list" },
      items: {
        type: "array",
        minItems: 1,
        maxItems: limits.listItems,
        uniqueItems: true,
        items: { type: ["string", "number"] },
      },
    }),
    members("Syarat bersama.", ["id", "title", "kind", "condition"], {
      id: name("Nama tetap syarat."),
      title: title("Judul yang dibaca orang."),
      kind: { const: "condition" },
      condition: { $ref: "#/$defs/topCondition" },
    }),
  ],
  $defs: conditions,
};
