/**
 * Problems of documents and faults of values in Indonesian. English is the message that they carry; both name the place's
 * remedy. A test holds that every code has its sentence.
 */
import type { Fault } from "./fault.ts";
import { isolated } from "./isolate.ts";
import type { RuleProblem } from "./problem.ts";
import type { Language } from "./spelling.ts";

type Params = Readonly<Record<string, string | number>>;

/** What is wrong and what would be right, in the reader's language. */
export function sayProblem(problem: RuleProblem, language: Language): string {
  if (language === "en") return problem.message;
  const sentence = problemSentences.get(problem.code);
  return sentence === undefined ? problem.message : sentence(bounded(problem.params));
}

/** A fault of a value (a form, facts), in the reader's language. */
export function sayFault(fault: Fault, language: Language): string {
  if (language === "en") return fault.message;
  const sentence = faultSentences.get(fault.code);
  return sentence === undefined ? fault.message : sentence(bounded(fault.params));
}

const bounded = (params: Params): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" ? isolated(value) : value,
    ]),
  );

const kinds: Readonly<Record<string, string>> = {
  text: "teks",
  number: "angka tanpa tanda kutip",
  workingDays: "jumlah hari kerja, angka tanpa tanda kutip",
  boolean: "true atau false",
  money: 'uang sebagai teks angka, misalnya "500000000"',
  date: 'tanggal, misalnya "2027-02-25"',
  instant: 'waktu dengan zona, misalnya "2027-02-25T08:30:00+07:00"',
  list: "daftar",
  object: "kelompok isian",
  string: "teks",
  integer: "bilangan bulat",
  array: "daftar",
  null: "kosong",
};

/** Schema types and fact kinds, several separated by a comma. */
function kind(name: string | number | undefined): string {
  return String(name ?? "")
    .split(", ")
    .map((one) => kinds[one] ?? one)
    .join(" atau ");
}

const unreadable: Readonly<Record<string, string>> = {
  empty: "Dokumen kosong.",
  trailing: "Ada tulisan lain sesudah akhir dokumen.",
  key: "Di sini seharusnya kunci dalam tanda kutip ganda (tanpa koma sesudah isi terakhir).",
  colon: "Sesudah kunci seharusnya titik dua.",
  brace: "Di sini seharusnya koma atau kurung kurawal tutup.",
  bracket: "Di sini seharusnya koma atau kurung siku tutup.",
  value: "Di sini seharusnya sebuah nilai.",
  openText: "Teks ini tidak ditutup dengan tanda kutip ganda.",
  control: "Ada ganti baris atau karakter kendali di dalam teks.",
  escape: "Penulisan karakter dengan garis miring terbalik tidak dikenal.",
};

const problemSentences: ReadonlyMap<string, (params: Params) => string> = new Map<
  string,
  (params: Params) => string
>([
  ["badJson", ({ what }) => unreadable[String(what)] ?? "Tulisan ini bukan JSON."],
  ["documentTooLarge", ({ limit }) => `Dokumen terlalu besar; paling banyak ${limit} karakter.`],
  [
    "tooDeep",
    ({ limit }) => `Bersarang lebih dari ${limit} tingkat; sederhanakan atau pakai syarat bernama.`,
  ],
  ["duplicateKey", ({ key }) => `Kunci "${key}" ditulis dua kali; hapus salah satu.`],
  ["forbiddenKey", ({ key }) => `Kunci "${key}" tidak boleh dipakai.`],
  ["numberNotFinite", ({ number }) => `${number} terlalu besar untuk sebuah angka.`],
  [
    "numberTooLarge",
    ({ number }) => `${number} terlalu besar dan akan kehilangan angka; tulis sebagai teks angka.`,
  ],
  ["badCharacter", () => "Teks memuat karakter NUL atau separuh karakter."],
  ["missingKey", ({ key }) => `Kunci "${key}" belum ada.`],
  ["unknownKey", ({ key }) => `Kunci "${key}" tidak dikenal di sini.`],
  ["misplacedKey", ({ key }) => `Kunci "${key}" tidak pada tempatnya.`],
  ["wrongType", ({ expected }) => `Seharusnya ${kind(expected)}.`],
  ["notAllowed", ({ allowed, expected }) => `Seharusnya salah satu dari: ${allowed ?? expected}.`],
  ["badName", () => "Nama hanya huruf, angka, titik, garis bawah dan tanda hubung."],
  ["outOfRange", (params) => faultSentences.get(String(params.keyword))?.(params) ?? "Di luar batas."],
  ["duplicateItem", () => "Isi yang sama ditulis dua kali."],
  ["badExpectation", () => 'Harapan berisi "type" (boleh "params", "rule") atau "incident" (boleh "fact").'],
  ["duplicateName", ({ name }) => `Nama "${name}" dipakai dua kali.`],
  ["badFactSchema", () => "Bagian skema fakta ini tidak dapat dipakai."],
  ["keywordNotForFacts", ({ keyword }) => `"${keyword}" membuat jenis fakta tidak pasti; hapus.`],
  ["factWithoutType", ({ fact }) => `Fakta "${fact}" perlu satu jenis ("type").`],
  ["tooManyFacts", ({ limit }) => `Terlalu banyak fakta; paling banyak ${limit}.`],
  ["badPattern", () => "Pola ini tidak dapat dipakai."],
  ["bareComparison", () => 'Syarat sebuah aturan dimulai dengan "all", "any", "not" atau "condition".'],
  ["emptyCondition", ({ key }) => `"${key}" yang kosong selalu benar; tulis paling sedikit satu syarat.`],
  ["unknownFact", ({ fact, declared }) => `Fakta "${fact}" belum dinyatakan; yang ada: ${declared}.`],
  ["badPath", () => "Jalur hanya berbentuk $.a.b[0]: tanpa saringan, tanda bintang atau skrip."],
  ["unknownPath", ({ fact, path }) => `Fakta "${fact}" tidak memiliki bagian ${path}.`],
  [
    "unknownOperator",
    ({ operator, allowed }) =>
      `Operator "${operator}" tidak dikenal.${allowed === "" ? "" : ` Untuk fakta ini: ${allowed}.`}`,
  ],
  [
    "operatorDoesNotFit",
    ({ operator, allowed }) => `Operator "${operator}" tidak untuk jenis fakta ini; pakai ${allowed}.`,
  ],
  [
    "valueDoesNotFit",
    ({ got, expected }) => `${got} tidak sejenis dengan faktanya; seharusnya ${kind(expected)}.`,
  ],
  ["notAnOption", ({ value, allowed }) => `Fakta ini tidak pernah "${value}"; pilihannya ${allowed}.`],
  ["kindsDiffer", () => "Dua fakta ini tidak sejenis, jadi tidak dapat dibandingkan."],
  ["badListLength", ({ limit }) => `Daftar berisi 1 sampai ${limit} nilai.`],
  ["unknownList", ({ list }) => `Tidak ada daftar bersama "${list}".`],
  ["unknownCondition", ({ condition }) => `Tidak ada aturan atau syarat bersama bernama "${condition}".`],
  ["conditionCycle", ({ circle }) => `Syarat merujuk kepada dirinya sendiri: ${circle}.`],
  ["ambiguousName", ({ name }) => `"${name}" juga nama syarat bersama; ganti salah satu.`],
  ["tooManyConditions", ({ limit }) => `Terlalu banyak syarat bila rujukan diikuti; paling banyak ${limit}.`],
  [
    "priorityUnused",
    () =>
      '"priority" hanya dipakai bila "hitPolicy" adalah "highestPriority"; hapus atau ganti kebijakannya.',
  ],
  ["typesDiffer", ({ type }) => `Semua aturan harus berhasil "${type}" pada kebijakan ini.`],
  ["scoreMissing", ({ limit }) => `Tulis "skor" di params: bilangan bulat sampai ${limit}.`],
]);

const faultSentences: ReadonlyMap<string, (params: Params) => string> = new Map<
  string,
  (params: Params) => string
>([
  ["required", () => "Wajib diisi."],
  ["type", ({ expected }) => `Seharusnya ${kind(expected)}.`],
  ["enum", ({ allowed }) => `Pilih salah satu: ${allowed}.`],
  ["const", ({ expected }) => `Seharusnya ${expected}.`],
  ["pattern", () => "Penulisannya tidak sesuai bentuk yang diminta."],
  ["format", ({ format }) => formats[String(format)] ?? "Penulisannya tidak sesuai bentuk yang diminta."],
  ["minLength", ({ limit }) => `Paling sedikit ${limit} karakter.`],
  ["maxLength", ({ limit }) => `Paling banyak ${limit} karakter.`],
  ["minimum", ({ limit }) => `Paling kecil ${limit}.`],
  ["maximum", ({ limit }) => `Paling besar ${limit}.`],
  ["exclusiveMinimum", ({ limit }) => `Harus lebih dari ${limit}.`],
  ["exclusiveMaximum", ({ limit }) => `Harus kurang dari ${limit}.`],
  ["multipleOf", ({ of }) => `Harus kelipatan ${of}.`],
  ["minItems", ({ limit }) => `Paling sedikit ${limit} isi.`],
  ["maxItems", ({ limit }) => `Paling banyak ${limit} isi.`],
  ["uniqueItems", () => "Isi yang sama tidak boleh dua kali."],
  ["contains", () => "Isi daftar tidak seperti yang diminta."],
  ["minProperties", ({ limit }) => `Paling sedikit ${limit} isian.`],
  ["maxProperties", ({ limit }) => `Paling banyak ${limit} isian.`],
  ["additionalProperties", ({ name }) => `Isian "${name}" tidak dikenal.`],
  ["propertyNames", ({ name }) => `Nama isian "${name}" tidak diperbolehkan.`],
  ["readOnly", () => "Hanya ditampilkan dan tidak dapat dikirim."],
  ["false", () => "Tidak boleh diisi."],
  ["anyOf", () => "Tidak sesuai dengan bentuk mana pun yang diperbolehkan."],
  ["oneOf", () => "Harus sesuai dengan tepat satu bentuk."],
  ["not", () => "Bentuk ini tidak diperbolehkan."],
  ["tooDeep", ({ limit }) => `Bersarang lebih dari ${limit} tingkat.`],
  ["tooComplex", () => "Terlalu rumit untuk diperiksa."],
  ["badSchema", () => "Skema formulir ini tidak dapat dipakai; hubungi perancangnya."],
]);

const formats: Readonly<Record<string, string>> = {
  date: "Tulis tanggal yang ada di kalender, misalnya 2027-02-25.",
  time: "Tulis jam, misalnya 08:30.",
  "date-time": "Tulis waktu dengan zona, misalnya 2027-02-25T08:30:00+07:00.",
  email: "Tulis alamat surel, misalnya nama@contoh.go.id.",
  uuid: "Tulis pengenal dalam bentuk UUID.",
  uri: "Tulis alamat lengkap, misalnya https://contoh.go.id.",
  regex: "Pola ini tidak dapat dipakai.",
  uang: "Tulis jumlah rupiah dengan angka saja, misalnya 412750000000.",
};
