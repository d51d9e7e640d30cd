/** A routing rule set like the shipped one, small enough to read at a glance, and ways to bend it. */
import { type Json, nothingShared, type RuleSet, readRuleSet, type Shared } from "../../rules/index.ts";

export const routing = {
  id: "rute-verifikasi",
  title: "Rute verifikasi laporan",
  purpose: "routing",
  facts: {
    type: "object",
    required: ["pengirim", "laporan"],
    properties: {
      pengirim: {
        type: "string",
        title: "Pengirim",
        "x-title-en": "Sender",
        enum: ["kepalaDinas", "sekretarisDprd", "inspektur"],
        "x-options": {
          kepalaDinas: { id: "Kepala Dinas", en: "head of a dinas" },
          sekretarisDprd: { id: "Sekretaris DPRD", en: "secretary of the council" },
          inspektur: { id: "Inspektur", en: "inspector" },
        },
      },
      laporan: {
        type: "object",
        required: ["urusan"],
        properties: {
          urusan: { type: "string", title: "Urusan laporan", "x-title-en": "Field of the report" },
          nilai: {
            type: "string",
            format: "uang",
            title: "Nilai laporan",
            "x-title-en": "Amount of the report",
          },
        },
      },
      kabupaten: {
        type: "integer",
        minimum: 0,
        title: "Kabupaten/kota terlibat",
        "x-title-en": "Regencies involved",
      },
    },
  },
  hitPolicy: "first",
  effectiveBy: "submission",
  rules: [
    {
      name: "sekwan",
      conditions: { all: [{ fact: "pengirim", operator: "equal", value: "sekretarisDprd" }] },
      event: {
        type: "HUKUM",
        params: { tujuan: "Biro Hukum", alasan: "Pengirim Sekretaris DPRD", dasarHukum: "PP 18/2016" },
      },
    },
    {
      name: "nilai-besar",
      conditions: {
        all: [{ fact: "laporan", path: "$.nilai", operator: "uang>=", value: "500000000000" }],
      },
      event: { type: "SEKDA", params: { tujuan: "Sekda", alasan: "Nilai besar" } },
    },
    {
      name: "kabupaten",
      conditions: { all: [{ fact: "kabupaten", operator: "greaterThanInclusive", value: 1 }] },
      event: { type: "PEM-OTDA", params: { tujuan: "Biro Pem-Otda", alasan: "Kabupaten/kota terlibat" } },
    },
    {
      name: "kesra",
      conditions: {
        all: [
          { fact: "laporan", path: "$.urusan", operator: "in", value: ["kesehatan", "pendidikan", "sosial"] },
        ],
      },
      event: {
        type: "KESRA",
        params: { tujuan: "Biro Kesra", alasan: "Urusan laporan ini dibina Biro Kesra" },
      },
    },
  ],
  otherwise: { type: "MANUAL", params: { tujuan: "Antrean manual" } },
  tests: [
    {
      name: "LKjIP Dinas Kesehatan ke Biro Kesra",
      facts: {
        pengirim: "kepalaDinas",
        laporan: { urusan: "kesehatan", nilai: "412750000000" },
        kabupaten: 0,
      },
      expect: { type: "KESRA", rule: "kesra" },
    },
    {
      name: "Nilai tidak diisi, ke antrean manual",
      facts: { pengirim: "kepalaDinas", laporan: { urusan: "kesehatan" }, kabupaten: 0 },
      expect: { type: "MANUAL" },
    },
    {
      name: "Urusan tidak diisi",
      facts: { pengirim: "kepalaDinas", laporan: {} },
      expect: { incident: "missingFact", fact: "laporan.urusan" },
    },
  ],
} as const;

/** The document with the members given in place of its own. */
export function routingWith(members: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  return { ...routing, ...members };
}

/** The rule set of a document that is right; a wrong one fails the test with its problems. */
export function ruleSetOf(document: Json, shared: Shared = nothingShared): RuleSet {
  const read = readRuleSet(JSON.stringify(document, null, 2), shared);
  if (!read.ok)
    throw new Error(read.problems.map(({ pointer, message }) => `${pointer}: ${message}`).join("\n"));
  return read.ruleSet;
}
