import { renderToString } from "preact-render-to-string";
import { afterEach, describe, expect, test } from "vitest";
import type { Form } from "../../api/index.ts";
import { checkValues, FormView, fieldsOf, missingDocuments, sendable, speak } from "../../ui/index.ts";

const words = (id: string, en: string) => ({ id, en });
const form: Form = {
  id: "laporan",
  title: words("Laporan", "Report"),
  schema: {
    type: "object",
    required: ["jenis", "anggaran", "tanggal", "setuju"],
    properties: {
      jenis: { type: "string", enum: ["lkjip", "lkpj", "lppd", "spj"] },
      tahun: { type: "integer", minimum: 2020, maximum: 2030 },
      anggaran: { type: "string", pattern: "^[0-9]+$" },
      tanggal: { type: "string", format: "date" },
      catatan: { type: "array", items: { type: "string" } },
      setuju: { type: "boolean", const: true },
      ada: { type: "boolean" },
      nomor: { type: "string", maxLength: 5 },
      unit: { type: "string", readOnly: true },
    },
  },
  sections: [
    { title: words("Isi", "Content"), fields: ["jenis", "tahun", "anggaran", "tanggal", "hilang"] },
    { title: null, fields: ["catatan", "setuju", "ada", "nomor", "unit"] },
  ],
  words: {
    jenis: {
      label: words("Jenis laporan", "Kind of report"),
      options: { lkjip: words("LKjIP", "Performance report") },
    },
    anggaran: { label: words("Anggaran", "Budget"), hint: words("Dalam rupiah", "In rupiah") },
    setuju: { label: words("Saya telah membaca", "I have read it") },
    nomor: { label: words("<b>Nomor</b>", "Number") },
  },
  widgets: { anggaran: "money", ada: "radio", tahun: "year" },
  documents: [
    {
      slot: "surat",
      title: words("Surat pengantar", "Letter"),
      required: true,
      accept: ["application/pdf"],
      maxBytes: 1000,
    },
    { slot: "lain", title: words("Lain", "Other"), required: false, accept: [], maxBytes: 1000 },
  ],
};
const complete = { jenis: "lkjip", anggaran: "412750000000", tanggal: "2027-02-15", setuju: true };

afterEach(() => speak("id"));

describe("fields of a form document", () => {
  test("a widget follows from the schema where the form names none", () => {
    expect(fieldsOf(form, "id").map((field) => [field.name, field.widget])).toEqual([
      ["jenis", "select"],
      ["tahun", "year"],
      ["anggaran", "money"],
      ["tanggal", "date"],
      ["catatan", "list"],
      ["setuju", "check"],
      ["ada", "radio"],
      ["nomor", "text"],
      ["unit", "text"],
    ]);
  });
  test("a field that the schema does not know is not shown", () => {
    expect(fieldsOf(form, "id").some((field) => field.name === "hilang")).toBe(false);
  });
});

describe("checking before sending", () => {
  const codes = (values: Parameters<typeof checkValues>[1]) =>
    checkValues(form, values, "id").map((fault) => `${fault.at} ${fault.code}`);
  test("nothing filled in names every required field, in order", () => {
    expect(codes({})).toEqual([
      "/values/jenis required",
      "/values/anggaran required",
      "/values/tanggal required",
      "/values/setuju required",
    ]);
  });
  test("a complete form has no fault", () => {
    expect(codes(complete)).toEqual([]);
  });
  test("a box that must be ticked counts as missing when it is not", () => {
    expect(codes({ ...complete, setuju: false })).toEqual(["/values/setuju required"]);
  });
  test("an amount in milliards is asked about", () => {
    expect(checkValues(form, { ...complete, anggaran: "412,75" }, "id")).toEqual([
      { at: "/values/anggaran", code: "moneyShort", message: "Tulis nilai penuh dalam rupiah." },
    ]);
  });
  test("31 February is told where the month ends", () => {
    expect(checkValues(form, { ...complete, tanggal: "31/02/2027" }, "id")[0]?.message).toBe(
      "Februari 2027 berakhir tanggal 28.",
    );
  });
  test("figures and lengths have their limits", () => {
    expect(codes({ ...complete, tahun: 2019 })).toEqual(["/values/tahun tooSmall"]);
    expect(codes({ ...complete, tahun: "2026,5" })).toEqual(["/values/tahun notInteger"]);
    expect(codes({ ...complete, tahun: "dua ribu" })).toEqual(["/values/tahun notNumber"]);
    expect(codes({ ...complete, nomor: "123456" })).toEqual(["/values/nomor tooLong"]);
  });
  test("a required document that is not there is named by its slot", () => {
    expect(missingDocuments(form.documents, [])).toMatchObject([{ at: "/attachments/surat" }]);
    expect(
      missingDocuments(form.documents, [
        { slot: "surat", name: "a.pdf", bytes: 1, state: { kind: "done", fileId: "f" } },
      ]),
    ).toEqual([]);
  });
});

describe("what is sent", () => {
  test("read-only and empty fields stay out, entries take their wire form", () => {
    expect(
      sendable(
        form,
        {
          ...complete,
          anggaran: "Rp 1.500",
          tanggal: "15/2/2027",
          unit: "x",
          nomor: "",
          tahun: "2026",
          asing: 1,
        },
        "id",
      ),
    ).toEqual({ jenis: "lkjip", anggaran: "1500", tanggal: "2027-02-15", setuju: true, tahun: 2026 });
  });
  test("what looks like code or a template stays the text that it is", () => {
    expect(sendable(form, { nomor: "{{7*7}}" }, "id")).toEqual({ nomor: "{{7*7}}" });
  });
});

describe("the form on the screen", () => {
  const shown = (faults: Parameters<typeof FormView>[0]["faults"] = []) =>
    renderToString(
      <FormView
        form={form}
        values={{ anggaran: "412,75", nomor: "{{7*7}}" }}
        faults={faults}
        numberFrom={1}
        onChange={() => undefined}
      />,
    );
  test("labels, hints and the word for what is optional are there", () => {
    const html = shown();
    expect(html).toContain("1. Isi");
    expect(html).toContain("Jenis laporan");
    expect(html).toContain("Dalam rupiah");
    expect(html).toContain("tidak wajib");
    expect(html).toContain("LKjIP");
    expect(html).toContain("{{7*7}}");
  });
  test("markup in a label is text", () => {
    expect(shown()).toContain("&lt;b>Nomor&lt;/b>");
  });
  test("no style attribute is written, which the page's policy would refuse", () => {
    expect(shown()).not.toMatch(/\sstyle=/);
  });
  test("a fault stands under its field, marks it, and money offers the likely value", () => {
    const html = shown([{ at: "/values/anggaran", code: "moneyShort", message: "Tulis nilai penuh." }]);
    expect(html).toContain("Tulis nilai penuh.");
    expect(html).toContain("Maksud Anda 412.750.000.000?");
    expect(html).toContain("Pakai nilai itu");
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(1);
  });
  test("a fault inside a list stands under the list", () => {
    expect(shown([{ at: "/values/catatan/2", code: "tooLong", message: "Terlalu panjang." }])).toContain(
      "Terlalu panjang.",
    );
  });
  test("a list that others gave is read, not typed", () => {
    const given: Form = {
      ...form,
      schema: {
        type: "object",
        properties: { catatan: { type: "array", items: { type: "string" }, readOnly: true } },
      },
      sections: [{ title: null, fields: ["catatan"] }],
      documents: [],
    };
    const html = renderToString(
      <FormView
        form={given}
        values={{ catatan: ["Tanda tangan", "<b>aset</b>"] }}
        faults={[]}
        onChange={() => undefined}
      />,
    );
    expect(html).toContain("<li>Tanda tangan</li><li>&lt;b>aset&lt;/b></li>");
    expect(html).not.toContain("textarea");
    expect(html).not.toContain("tidak wajib");
  });
  test("in English the same form speaks English", async () => {
    await speak("en");
    expect(shown()).toContain("Kind of report");
    expect(shown()).toContain("optional");
  });
});
