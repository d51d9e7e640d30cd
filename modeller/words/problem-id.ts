/**
 * What is wrong with a document, in Indonesian by its code: what, and what would be right. English is what the
 * engine, casework and the rules say themselves. `params` may be absent when the server found it.
 */
type Params = Readonly<Record<string, string | number>>;
export type ProblemWords = Readonly<Record<string, (params: Params) => string>>;

const named = (value: string | number | undefined): string => (value === undefined ? "" : ` “${value}”`);

export const problemId: ProblemWords = {
  // The file as text
  emptyFile: () => "Berkas ini kosong.",
  tooLarge: () => "Berkas ini terlalu besar untuk satu proses.",
  wrongEncoding: () => "Berkas ini bukan UTF-8. Simpan ulang sebagai UTF-8.",
  controlCharacter: () => "Ada karakter kendali yang tidak boleh ada dalam berkas.",
  unknownEntity: () => "Ada entitas XML yang tidak dikenal. Tulis &amp; untuk tanda &.",
  entityDeclared: () => "Berkas menyatakan DOCTYPE atau entitas. Hapus pernyataan itu.",
  notBpmn: () => "Berkas ini bukan BPMN 2.0 yang dapat dibaca.",
  tooDeep: () => "Unsur bersarang terlalu dalam.",
  unknownAttribute: () => "Ada atribut yang tidak dikenal.",
  unknownContent: () => "Ada isi yang tidak dikenal.",
  duplicateId: ({ id }) => `Kode unsur${named(id)} dipakai lebih dari sekali.`,
  forbiddenId: () => "Kode unsur ini tidak boleh dipakai. Pilih kode lain.",
  idTooLong: () => "Kode unsur terlalu panjang.",
  idMissing: () => "Proses belum memiliki kode.",
  processMissing: () => "Berkas ini tidak memuat proses.",
  tooManyElements: ({ limit }) =>
    `Unsur terlalu banyak${limit === undefined ? "" : `; paling banyak ${limit}`}.`,
  danglingReference: ({ reference }) => `Merujuk${named(reference)} yang tidak ada.`,
  foreignReference: ({ reference }) => `Merujuk${named(reference)} di berkas lain, yang tidak dibaca.`,
  // Shape of the diagram
  notExecutable: () =>
    "Proses ditandai tidak untuk dijalankan. Centang “Dapat dijalankan” pada sifat proses.",
  unsupportedElement: ({ type }) => `Jenis${named(type)} belum dapat dijalankan. Ganti dengan unsur lain.`,
  foreignLanguage: () => "Rumus ini bukan FEEL. Tulis dalam FEEL.",
  flowWithoutEnd: () => "Alur ini tidak menghubungkan dua unsur. Sambungkan ujungnya atau hapus.",
  flowToNoNode: () => "Alur ini mengarah ke sesuatu yang bukan langkah.",
  flowCrossesScope: () => "Alur ini menembus batas subproses. Sambungkan unsur di dalam batas yang sama.",
  flowIntoStart: () => "Ada alur yang masuk ke peristiwa mulai. Hapus alur itu.",
  flowIntoBoundary: () => "Ada alur yang masuk ke peristiwa tepi. Hapus alur itu.",
  flowOutOfEnd: () => "Ada alur yang keluar dari peristiwa akhir. Hapus alur itu.",
  defaultNotOutgoing: () => "Alur baku harus keluar dari unsur ini sendiri.",
  conditionMissing: () => "Alur dari gerbang ini belum bersyarat. Isi syaratnya, atau jadikan alur baku.",
  boundaryNotAttached: () => "Peristiwa tepi harus menempel pada kegiatan di sebelahnya.",
  eventWithoutDefinition: () => "Peristiwa ini tidak menunggu apa pun. Beri waktu atau pesan.",
  eventInWrongPlace: () => "Peristiwa jenis ini tidak boleh berada di sini menurut BPMN.",
  linkWithoutName: () => "Sambungan belum bernama.",
  linkNotCaught: () => "Tidak ada sambungan masuk dengan nama ini di sebelahnya.",
  linkCaughtTwice: () => "Ada dua sambungan masuk dengan nama yang sama. Beri nama lain.",
  compensationWithoutHandler: () => "Kompensasi belum terhubung ke kegiatan yang membatalkan.",
  calledElementMissing: () => "Belum menyebut proses yang dipanggil.",
  invalidBinding: () => "Versi yang dipanggil harus yang berlaku, yang terbit bersama, atau nomor tertentu.",
  invalidLoop: () => "Banyaknya perulangan tidak boleh negatif.",
  loopWithoutSize: () => "Perulangan harus menyebut daftar atau banyaknya.",
  danglingPicture: () => "Gambar merujuk unsur yang tidak ada.",
  signalMissing: () => "Sinyal belum bernama.",
  startMissing: () => "Proses belum memiliki peristiwa mulai.",
  noStart: () => "Proses belum memiliki peristiwa mulai.",
  severalStarts: () => "Ada lebih dari satu peristiwa mulai biasa. Sisakan satu.",
  // What elements say
  invalidExpression: ({ expression }) => `Rumus FEEL${named(expression)} tidak dapat dibaca.`,
  syntaxError: () => "Rumus FEEL tidak dapat dibaca.",
  emptyExpression: () => "Rumus masih kosong.",
  invalidVariableName: () => "Nama variabel kosong atau tidak boleh dipakai.",
  invalidOutcome: () => "Tiap hasil memerlukan nilai yang berbeda.",
  invalidWork: () => "Pilih penangan atau topik, salah satu saja.",
  invalidDeadline: () => "Tenggat memerlukan lama dan satuan.",
  invalidInteger: () => "Isi bilangan bulat dalam batas yang boleh.",
  mappingWithoutSource: () => "Pemetaan variabel belum memiliki rumus.",
  messageMissing: () => "Pesan belum bernama.",
  ruleSetMissing: () => "Tugas aturan belum menyebut aturannya.",
  scriptMissing: () => "Tugas skrip belum memiliki rumus.",
  workMissing: () => "Tugas layanan belum menyebut yang mengerjakan.",
  timerWithoutTime: () => "Waktu belum diisi: satu lama, satu saat, atau satu perulangan.",
  invalidDuration: () => "Lama bukan ISO 8601. Contoh: P3D atau PT4H.",
  negativeDuration: () => "Lama tidak boleh negatif.",
  invalidDate: () => "Tanggal itu tidak ada di kalender.",
  invalidTime: () => "Jam itu tidak ada.",
  invalidCycle: () => "Perulangan tidak dapat dibaca. Contoh: R3/PT1H.",
  invalidCron: () => "Jadwal cron tidak dapat dibaca. Contoh: 0 8 * * MON-FRI.",
  cycleWithoutPeriod: () => "Perulangan memerlukan jeda yang lebih dari nol.",
  beyondHorizon: () => "Waktu itu melewati batas 100 tahun.",
  unknownZone: () => "Zona waktu tidak dikenal. Pakai WIB, WITA, atau WIT.",
  // What casework knows
  noSubmission: () => "Proses belum menyebut siapa yang mengajukan. Isi bagian Pengajuan pada sifat proses.",
  noAddressee: () => "Tugas ini belum menyebut jabatan. Isi bagian Siapa.",
  unknownPost: () => "Jabatan itu tidak ada pada perangkat daerah yang ditunjuk. Pilih jabatan lain.",
  unknownUnit: () => "Perangkat daerah itu tidak dikenal. Pilih dari daftar.",
  noBiroPembina: () => "Ada pengusul yang tidak memiliki biro pembina.",
  noAsisten: () => "Ada pengusul yang tidak berada di bawah asisten.",
  unknownEchelon: () => "Eselon itu tidak dikenal. Pilih dari daftar.",
  unknownForm: ({ form }) =>
    `Formulir${named(form)} belum terbit. Pilih formulir lain atau terbitkan dahulu.`,
  unknownRuleSet: ({ ruleSet }) =>
    `Aturan${named(ruleSet)} belum terbit. Pilih aturan lain atau terbitkan dahulu.`,
  unknownHandler: ({ handler }) => `Tidak ada yang mengerjakan${named(handler)}. Pilih penangan lain.`,
  unknownProcess: ({ process }) =>
    `Proses${named(process)} yang dipanggil belum terbit. Pilih proses lain atau terbitkan dahulu.`,
  notCallable: ({ process }) =>
    `Proses${named(process)} tidak dapat dipanggil, karena hanya mulai oleh suatu peristiwa.`,
  unknownStartUnit: ({ unit }) => `Perangkat daerah${named(unit)} tidak dikenal. Pilih dari daftar.`,
  noStartUnit: () =>
    "Berkas mulai dengan sendirinya, tetapi belum jelas milik perangkat daerah mana. Pada Pengajuan, isi kode satu jabatan tertentu.",
  startNotComputed: () =>
    "Yang memulai berkas tidak boleh bergantung pada isi berkas. Tulis nilainya langsung.",
  startCycleTooShort: ({ seconds }) =>
    `Perulangan yang memulai berkas terlalu rapat${seconds === undefined ? "" : `; paling cepat tiap ${seconds} detik`}.`,
  conditionalStart: () =>
    "Proses tidak dapat mulai karena suatu syarat saja. Pakai waktu, pesan, atau sinyal sebagai pemicu.",
  unknownDeadlineUnit: () => "Satuan tenggat tidak dikenal. Pilih dari daftar.",
  unexpectedOutcome: ({ outcome }) =>
    `Aturan dapat memberi hasil${named(outcome)} yang tidak disebut tugas ini. Ambil hasilnya dari aturan.`,
  // What the server knows
  oneProcess: () => "Satu dokumen memuat tepat satu proses.",
  otherId: () => "Kode di dalam isi harus sama dengan kode dokumen ini.",
  noOrganisation: () => "Belum ada organisasi yang terbit untuk mengalamatkan tugas.",
  badJson: () => "Isi ini bukan JSON yang benar.",
  testFailed: () => "Ada uji yang gagal.",
};
