import { expect, test } from "vitest";
import { type Attachment, act, type Form, readForm, validateForm } from "../../casework/index.ts";
import { shippedContext, shippedForms } from "../library/province-library.ts";
import { holder, reportAttachments, reportValues, submitted, taskOf, wib } from "./case-run.ts";

const report = shippedForms().get("laporan-pertanggungjawaban") as Form;

function faults(values: Record<string, unknown>, attachments: readonly Attachment[] = reportAttachments) {
  const sent = JSON.parse(JSON.stringify({ ...reportValues, ...values }));
  return validateForm(report, sent, attachments).map(({ at, code }) => `${at} ${code}`);
}

test("a report as the form asks for it has no faults", () => {
  expect(faults({})).toEqual([]);
});

test("an undeclared field is refused by name", () => {
  expect(faults({ disetujui: true })).toEqual(["/values/disetujui undeclared"]);
});

test("a field named __proto__ is refused and nothing is polluted", () => {
  const sent = JSON.parse('{"__proto__":{"disetujui":true}}');
  const found = validateForm(report, { ...reportValues, ...sent, constructor: 1 }, reportAttachments);
  expect(found.map((fault) => fault.at)).toContain("/values/constructor");
  expect("disetujui" in {}).toBe(false);
});

test("a read-only field and one that the form does not show are refused", () => {
  const form = {
    ...report,
    schema: {
      ...report.schema,
      properties: {
        ...(report.schema.properties as Record<string, never>),
        nomor: { type: "string", readOnly: true },
        rahasia: { type: "string" },
      },
    },
    sections: [...report.sections, { title: null, fields: ["nomor"] }],
  };
  const found = validateForm(form, { ...reportValues, nomor: "VLP/1", rahasia: "x" }, reportAttachments);
  expect(found.map(({ at, code }) => `${at} ${code}`)).toEqual([
    "/values/nomor readOnly",
    "/values/rahasia hidden",
  ]);
});

test("a required field left out past the screen is refused where it is missing", () => {
  expect(faults({ nomorSurat: undefined })).toEqual(["/values/nomorSurat required"]);
});

test("an option that the form does not list is refused", () => {
  expect(faults({ jenisLaporan: "LKJ" })).toEqual(["/values/jenisLaporan notListed"]);
});

test("money as a number, with a comma or with thousand points is refused", () => {
  expect(faults({ anggaran: 412750000000 })).toEqual(["/values/anggaran type"]);
  expect(faults({ anggaran: "412,75" })).toEqual(["/values/anggaran format"]);
  expect(faults({ anggaran: "412.750.000.000" })).toEqual(["/values/anggaran format"]);
});

test("30 February is refused as a date", () => {
  expect(faults({ tanggalSurat: "2027-02-30" })).toEqual(["/values/tanggalSurat format"]);
});

test("a missing, a foreign, a wrong and an oversized document are refused at their places", () => {
  const [letter, laporan] = reportAttachments;
  if (!letter || !laporan) throw new Error("two documents are needed");
  expect(faults({}, [laporan])).toEqual(["/attachments/suratPengantar documentMissing"]);
  expect(faults({}, [...reportAttachments, { ...laporan, slot: "kuitansi" }])).toEqual([
    "/attachments/2 unknownSlot",
  ]);
  expect(faults({}, [letter, { ...laporan, mediaType: "text/html" }])).toEqual(["/attachments/1 mediaType"]);
  expect(faults({}, [letter, { ...laporan, bytes: 30_000_000 }])).toEqual(["/attachments/1 tooLarge"]);
  expect(faults({}, [...reportAttachments, { ...laporan, slot: "lainnya", mediaType: "image/png" }])).toEqual(
    [],
  );
});

test("template text and formulas stay literal in the case", async () => {
  const context = await shippedContext();
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00", {
    ...reportValues,
    nomorSurat: "{{7*7}}",
    ringkasan: "=1+1 <script>alert(1)</script>",
  });
  expect(run.file.engine.variables.case).toMatchObject({
    nomorSurat: "{{7*7}}",
    ringkasan: "=1+1 <script>alert(1)</script>",
  });
});

test("an act with a bad form is refused with every fault, and the file stays as it was", async () => {
  const context = await shippedContext();
  const run = await submitted(context, "dinkes-operator", "2027-02-15 09:00");
  const before = JSON.stringify(run.file);
  const task = taskOf(run, "periksaKelengkapan");
  const atMs = wib("2027-02-15 10:00");
  const acted = await act(context, run.file, {
    type: "ActOnTask",
    atMs,
    actor: holder(context, "pemeriksa-kesra", atMs),
    taskId: task.taskId,
    outcome: "lengkap",
    values: { dokumenLengkap: "sebelas", lain: 1 },
    comment: null,
    attachments: [],
  });
  expect(acted.ok ? [] : acted.refusal.faults?.map(({ at, code }) => `${at} ${code}`)).toEqual([
    "/values/lain undeclared",
    "/values/dokumenLengkap type",
    "/values/dokumenDiminta required",
  ]);
  expect(JSON.stringify(run.file)).toBe(before);
});

test("a form document with a field that is shown but not declared, and one without words, is refused", () => {
  const reading = readForm({
    ...report,
    sections: [{ title: null, fields: ["jenisLaporan", "hantu"] }],
    words: { ...report.words, tahun: undefined },
    widgets: { tahun: "roda" },
    warna: "merah",
  });
  expect(reading.ok ? [] : reading.problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    "/warna unknownMember",
    "/sections/0/fields/1 unknownField",
    "/words/tahun/label wordsMissing",
    "/widgets/tahun notListed",
  ]);
});

test("a form that leaves its schema open, or takes a name that Poros gives, is refused", () => {
  const schema = { type: "object", properties: { berkas: { type: "string" } } };
  const reading = readForm({
    ...report,
    schema,
    sections: [{ title: null, fields: ["berkas"] }],
    words: { berkas: { label: { id: "Berkas", en: "Case" } } },
    widgets: {},
  });
  expect(reading.ok ? [] : reading.problems.map(({ code }) => code)).toEqual(["open", "reserved"]);
});
