// Every sentence that casework says, in Indonesian and English, by key. No words stand elsewhere in the code.
// Invariant: both languages have every key, and a sentence with a parameter that is missing shows its name.
import type { Variables } from "../engine/index.ts";
import { isolated } from "../rules/index.ts";
import type { Reason } from "./file.ts";

export type Language = "id" | "en";

const words = {
  "address.named": { id: "Ditujukan kepada {post}.", en: "Addressed to {post}." },
  "address.pemrakarsa": {
    id: "{unit} mengajukan berkas ini.",
    en: "{unit} submitted this case.",
  },
  "address.biroPembina": {
    id: "{unit} membina {pemrakarsa}.",
    en: "{unit} coordinates {pemrakarsa}.",
  },
  "address.asistenPembina": {
    id: "{unit} membawahi biro pembina {pemrakarsa}.",
    en: "{unit} stands above the biro that coordinates {pemrakarsa}.",
  },
  "address.setda": { id: "Keputusan ini menjadi wewenang Sekda.", en: "This decision is the Sekda's." },
  "address.gubernur": {
    id: "Keputusan ini menjadi wewenang Gubernur.",
    en: "This decision is the Gubernur's.",
  },
  "address.unit": {
    id: "Menurut alur proses, langkah ini menjadi tugas {unit}.",
    en: "By the process, this step is a task of {unit}.",
  },
  "address.escalated": {
    id: "Naik dari {from} karena lewat tenggat.",
    en: "Escalated from {from} because the deadline has passed.",
  },
  "address.reassigned": {
    id: "{from} tidak bertindak pada langkah ini: {alasan}. {to} bertindak.",
    en: "{from} does not act on this step: {alasanEn}. {to} does.",
  },
  "address.byHand": { id: "Ditunjuk langsung: {post}.", en: "Assigned by hand: {post}." },

  "here.task": { id: "{step} menunggu {post}", en: "{step} waits for {post}" },
  "here.unaddressed": { id: "{step} belum mempunyai jabatan tujuan", en: "{step} has no post yet" },
  "here.service": { id: "{step} sedang dikerjakan sistem", en: "{step} is being done by the system" },
  "here.message": { id: "{step} menunggu pesan {name}", en: "{step} waits for the message {name}" },
  "here.signal": { id: "{step} menunggu sinyal {name}", en: "{step} waits for the signal {name}" },
  "here.call": { id: "{step} menunggu berkas turunan", en: "{step} waits for the case that it called" },
  "here.timer": { id: "{step} menunggu waktunya", en: "{step} waits for its time" },
  "here.incident": { id: "Terhenti di {step}", en: "Stopped at {step}" },
  "here.ended": { id: "Selesai", en: "Ended" },

  "timeline.submitted": { id: "{title} diajukan", en: "{title} submitted" },
  "timeline.begun.timer": { id: "{title} dimulai sesuai jadwal", en: "{title} started on schedule" },
  "timeline.begun.message": {
    id: "{title} dimulai oleh pesan dari luar",
    en: "{title} started by a message from outside",
  },
  "timeline.begunFrom.message": {
    id: "{title} dimulai oleh pesan dari berkas {number}",
    en: "{title} started by a message from case {number}",
  },
  "timeline.begunFrom.signal": {
    id: "{title} dimulai oleh sinyal dari berkas {number}",
    en: "{title} started by a signal from case {number}",
  },
  "timeline.begunFrom.call": {
    id: "{title} dimulai sebagai bagian dari berkas {number}",
    en: "{title} started as part of case {number}",
  },
  "timeline.called": {
    id: "{step}: proses {process} dipanggil sebagai berkas turunan",
    en: "{step}: process {process} called as a case of its own",
  },
  "timeline.callCompleted": {
    id: "{step}: berkas turunan selesai",
    en: "{step}: the called case is completed",
  },
  "timeline.callFailed": {
    id: "{step}: berkas turunan berakhir dengan kesalahan {code}",
    en: "{step}: the called case ended with error {code}",
  },
  "timeline.callCancelled": {
    id: "{step}: berkas turunan dibatalkan",
    en: "{step}: the called case is cancelled",
  },
  "timeline.signalled": {
    id: "{step}: sinyal {name} disiarkan kepada semua berkas yang menunggunya",
    en: "{step}: signal {name} broadcast to every case that waits for it",
  },
  "timeline.signal": { id: "{step}: sinyal diterima", en: "{step}: signal received" },
  "timeline.signalFrom": {
    id: "{step}: sinyal diterima dari berkas {number}",
    en: "{step}: signal received from case {number}",
  },
  "timeline.messaged": { id: "{step}: pesan {name} dikirim", en: "{step}: message {name} sent" },
  "timeline.waiting": { id: "Menunggu: {step}", en: "Waiting: {step}" },
  "timeline.acted": { id: "{step}: {outcome}", en: "{step}: {outcome}" },
  "timeline.actedPlain": { id: "{step} selesai", en: "{step} done" },
  "timeline.handedOver": { id: "{step} naik ke {post}", en: "{step} escalated to {post}" },
  "timeline.reassigned": { id: "{step} dialihkan ke {post}", en: "{step} passed to {post}" },
  "timeline.paused": { id: "Waktu berkas berhenti: {reason}", en: "The case's clock stands: {reason}" },
  "timeline.resumed": { id: "Waktu berkas berjalan lagi", en: "The case's clock goes on" },
  "timeline.moved": {
    id: "Tenggat {step} bergeser karena kalender kerja berubah",
    en: "The deadline of {step} moved because the working calendar changed",
  },
  "timeline.passed50": {
    id: "Setengah tenggat {step} terpakai",
    en: "Half of the deadline of {step} is used",
  },
  "timeline.passed80": { id: "80% tenggat {step} terpakai", en: "80% of the deadline of {step} is used" },
  "timeline.passed100": { id: "Tenggat {step} lewat", en: "The deadline of {step} has passed" },
  "timeline.interest": {
    id: "{step}: konflik kepentingan dinyatakan",
    en: "{step}: a conflict of interest was declared",
  },
  "timeline.copy": { id: "Tembusan kepada {post}", en: "Copy to {post}" },
  "timeline.service": { id: "{step} selesai oleh sistem", en: "{step} done by the system" },
  "timeline.message": { id: "{step}: pesan diterima", en: "{step}: message received" },
  "timeline.incident": { id: "Terhenti di {step}: {text}", en: "Stopped at {step}: {text}" },
  "timeline.settled": { id: "Kendala di {step} selesai", en: "The incident at {step} is settled" },
  "timeline.completed": { id: "Berkas selesai", en: "The case is completed" },
  "timeline.terminated": { id: "Berkas dihentikan", en: "The case is terminated" },
  "timeline.error": {
    id: "Berkas berakhir dengan kesalahan {reason}",
    en: "The case ended with error {reason}",
  },
  "timeline.movedVersion": {
    id: "Berkas dipindahkan dari versi {from} ke versi {to} prosesnya",
    en: "The case was moved from version {from} to version {to} of its process",
  },
  "timeline.cancelledByCaller": {
    id: "Berkas dibatalkan karena berkas {number} tidak memerlukannya lagi",
    en: "The case is cancelled because case {number} no longer needs it",
  },
  "timeline.cancelled": { id: "Berkas dibatalkan", en: "The case is cancelled" },
  "timeline.case": { id: "seluruh berkas", en: "the whole case" },

  "ledger.total": { id: "Seluruh berkas", en: "The whole case" },

  "decision.byHand": {
    id: "Diputuskan secara manual: {outcome}.",
    en: "Decided by hand: {outcome}.",
  },
  "decision.plain": { id: "{title}: {outcome}.", en: "{title}: {outcome}." },

  "outline.task": { id: "{step}, oleh {who}", en: "{step}, by {who}" },
  "outline.deadline": { id: "tenggat {amount}", en: "deadline {amount}" },
  "outline.stops": { id: "waktu berkas berhenti", en: "the case's clock stands" },
  "outline.eachAtOnce": { id: "setiap unit sekaligus", en: "every unit at once" },
  "outline.eachInTurn": { id: "setiap unit bergantian", en: "every unit in turn" },
  "outline.rule": { id: "{step}, diputuskan oleh aturan", en: "{step}, decided by rule" },
  "outline.system": { id: "{step}, oleh sistem", en: "{step}, by the system" },
  "outline.start": { id: "Mulai: {step}", en: "Start: {step}" },
  "outline.end": { id: "Akhir: {step}", en: "End: {step}" },
  "outline.fork": { id: "{step} bersamaan: {branches}", en: "{step} at the same time: {branches}" },
  "outline.join": { id: "{step} menunggu semua jalur", en: "{step} waits for all branches" },
  "outline.choice": { id: "{step} {branches}", en: "{step} {branches}" },
  "outline.branch": { id: "{name}: ke {step}", en: "{name}: to {step}" },
  "outline.branchOnly": { id: "ke {step}", en: "to {step}" },
  "outline.otherwise": { id: "selain itu", en: "otherwise" },
  "outline.gateway": { id: "Gerbang", en: "Gateway" },
  "outline.event": { id: "Peristiwa", en: "Event" },
  "outline.step": { id: "Langkah", en: "Step" },
  "outline.boundary": { id: "Pada {host}: {step}", en: "On {host}: {step}" },

  "amount.hariKerja": { id: "{amount} hari kerja", en: "{amount} working days" },
  "amount.jamKerja": { id: "{amount} jam kerja", en: "{amount} working hours" },
  "amount.hariKalender": { id: "{amount} hari kalender", en: "{amount} calendar days" },
  "one.hariKerja": { id: "1 hari kerja", en: "1 working day" },
  "one.jamKerja": { id: "1 jam kerja", en: "1 working hour" },
  "one.hariKalender": { id: "1 hari kalender", en: "1 calendar day" },

  "who.of": { id: "{role} {unit}", en: "{role} of {unit}" },
  "role.operator": { id: "Operator", en: "operator" },
  "role.pemeriksa": { id: "Pemeriksa", en: "reviewer" },
  "role.kabag": { id: "Kabag", en: "Kabag" },
  "role.kasubbag": { id: "Kasubbag", en: "Kasubbag" },
  "role.sekretaris": { id: "Sekretaris", en: "secretary" },
  "role.kepala": { id: "Kepala", en: "head" },
  "who.kepala.asistenPembina": { id: "Asisten pembina", en: "the asisten above the biro" },
  "who.kepala.setda": { id: "Sekda", en: "the Sekda" },
  "who.kepala.gubernur": { id: "Gubernur", en: "the Gubernur" },
  "relation.pemrakarsa": { id: "pemrakarsa", en: "the submitting unit" },
  "relation.biroPembina": { id: "biro pembina", en: "the coordinating biro" },
  "relation.asistenPembina": { id: "asisten pembina", en: "the asisten above the biro" },
  "relation.setda": { id: "Sekretariat Daerah", en: "the Sekretariat Daerah" },
  "relation.gubernur": { id: "Gubernur", en: "the Gubernur" },
  "relation.each": { id: "masing-masing unit", en: "each unit" },
  "relation.computed": { id: "unit yang ditetapkan aturan", en: "the unit that the rules name" },

  "next.to": { id: "Ke {posts}", en: "To {posts}" },
  "next.deadline": { id: "{text}, tenggat {amount}", en: "{text}, deadline {amount}" },
  "next.stops": { id: "{text}, waktu berkas berhenti", en: "{text}, the case's clock stands" },
  "next.waits": {
    id: "Berkas menunggu {count} jawaban lain",
    en: "The case waits for {count} other answers",
  },
  "next.waitsOne": { id: "Berkas menunggu satu jawaban lain", en: "The case waits for one other answer" },
  "next.stays": {
    id: "Tugas tetap pada jabatan ini, tetapi Anda tidak dapat mengerjakannya",
    en: "The task stays with this post, but you cannot act on it",
  },
  "next.ends": { id: "Berkas selesai", en: "The case ends" },
  "next.system": { id: "Diteruskan oleh sistem: {step}", en: "Passed on by the system: {step}" },
  "next.until": { id: "{amount}, sampai {day}", en: "{amount}, until {day}" },
  "next.noDeadline": { id: "tanpa tenggat", en: "without deadline" },

  "refusal.taskNotOpen": {
    id: "Tugas ini sudah selesai atau sudah ditarik. Muat ulang Kotak Masuk.",
    en: "This task is done or was withdrawn. Reload the inbox.",
  },
  "refusal.notAddressed": {
    id: "Tugas ini ditujukan kepada jabatan lain.",
    en: "This task is addressed to another post.",
  },
  "refusal.notHolder": {
    id: "Anda tidak memegang jabatan ini pada hari ini.",
    en: "You do not hold this post today.",
  },
  "refusal.rankTooLow": {
    id: "Diperlukan eselon {least} atau lebih tinggi untuk langkah ini.",
    en: "Echelon {least} or higher is needed for this step.",
  },
  "refusal.mayNotSubmit": {
    id: "Jabatan ini tidak mengajukan proses ini.",
    en: "This post does not submit this process.",
  },
  "refusal.undeclaredVariables": {
    id: "Tugas ini tidak membaca {names}. Kirim hanya yang dibaca keluarannya, atau tambahkan keluaran pada diagram.",
    en: "This task does not read {names}. Send only what its outputs read, or add an output to the diagram.",
  },
  "refusal.invalidForm": {
    id: "Isian belum sesuai. Perbaiki kolom yang ditandai.",
    en: "The form is not in order. Correct the fields that are marked.",
  },
  "refusal.outcomeMissing": { id: "Pilih salah satu hasil.", en: "Choose one of the outcomes." },
  "refusal.unknownOutcome": {
    id: "Hasil ini tidak ada pada langkah ini.",
    en: "This step has no such outcome.",
  },
  "refusal.reasonMissing": { id: "Tuliskan alasannya.", en: "Give the reason." },
  "refusal.caseEnded": { id: "Berkas sudah berakhir.", en: "The case has ended." },
  "refusal.sameVersion": {
    id: "Berkas sudah memakai versi {version}.",
    en: "The case runs version {version} already.",
  },
  "refusal.migrationImpossible": {
    id: "Berkas tidak dapat dipindahkan dari tempatnya sekarang.",
    en: "The case cannot be moved from where it stands now.",
  },
  "refusal.deadlineNotOpen": { id: "Tenggat ini sudah ditutup.", en: "This deadline is closed." },
  "refusal.deadlineStopped": {
    id: "Waktu tenggat ini sedang berhenti.",
    en: "The clock of this deadline stands.",
  },
  "refusal.authorityUnknown": {
    id: "Wewenang tidak dapat diperiksa. Hubungi pengelola aturan.",
    en: "The authority could not be checked. Contact who manages the rules.",
  },
  "refusal.formMissing": {
    id: "Formulir langkah ini belum diterbitkan.",
    en: "The form of this step is not published.",
  },
  "refusal.other": { id: "Tindakan ini tidak dapat dilakukan.", en: "This cannot be done." },

  "incident.ruleSetMissing": {
    id: "Tidak ada versi aturan {ruleSet} yang berlaku.",
    en: "No version of the rule set {ruleSet} is in force.",
  },
  "incident.missingFact": { id: "Fakta {fact} tidak ada.", en: "The fact {fact} is missing." },
  "incident.invalidFact": {
    id: "Fakta {fact} tidak sesuai dengan aturannya.",
    en: "The fact {fact} does not fit its rule.",
  },
  "incident.severalHits": { id: "Lebih dari satu aturan cocok.", en: "More than one rule applies." },
  "incident.evaluationFailed": {
    id: "Aturan tidak dapat dihitung.",
    en: "The rules could not be evaluated.",
  },
  "incident.unknownOutcome": {
    id: "Aturan memberi hasil {outcome} yang tidak dikenal diagram.",
    en: "The rules gave the outcome {outcome}, which the diagram does not know.",
  },
  "incident.noAddressee": { id: "Langkah ini tidak menyebut jabatan.", en: "This step names no post." },
  "incident.unknownUnit": {
    id: "Unit tujuan tidak ada di organisasi.",
    en: "The unit is not in the organisation.",
  },
  "incident.unknownPost": {
    id: "Unit tujuan tidak mempunyai jabatan itu.",
    en: "The unit has no such post.",
  },
  "incident.noBiroPembina": {
    id: "Unit pengaju tidak mempunyai biro pembina.",
    en: "No biro coordinates the submitting unit.",
  },
  "incident.noAsisten": {
    id: "Tidak ada asisten di atas unit pengaju.",
    en: "No asisten stands above the submitting unit.",
  },
  "incident.expressionFailed": {
    id: "Rumus tidak dapat dihitung: {expression}.",
    en: "An expression failed: {expression}.",
  },
  "incident.noFlowTrue": {
    id: "Tidak ada jalur yang syaratnya terpenuhi.",
    en: "No branch's condition is true.",
  },
  "incident.serviceFailed": { id: "Pekerjaan sistem gagal.", en: "The system's work failed." },
  "incident.uncaughtError": {
    id: "Kesalahan {errorCode} tidak ditangani diagram.",
    en: "The diagram does not catch the error {errorCode}.",
  },
  "incident.stepLimit": { id: "Proses berputar tanpa menunggu.", en: "The process loops without waiting." },
  "incident.invalidTimer": {
    id: "Waktu yang ditulis tidak dapat dibaca.",
    en: "The time that is written cannot be read.",
  },
  "incident.calledProcessMissing": {
    id: "Proses {process} yang dipanggil belum diterbitkan.",
    en: "The called process {process} is not published.",
  },
  "incident.calledVersionMissing": {
    id: "Versi proses {process} yang dipanggil tidak ada di antara yang terbit.",
    en: "The version of the process {process} that is called was never published.",
  },
  "incident.calledNotStarted": {
    id: "Proses {process} yang dipanggil tidak dapat dimulai.",
    en: "The called process {process} could not be started.",
  },
  "incident.calledNotTaken": {
    id: "Hasil berkas turunan dari proses {process} tidak dapat diterima.",
    en: "The result of the called case of the process {process} could not be taken.",
  },
  "incident.calledCancelled": {
    id: "Berkas turunan dari proses {process} dibatalkan.",
    en: "The called case of the process {process} was cancelled.",
  },
  "incident.callDepth": {
    id: "Pemanggilan proses {process} bersarang lebih dari {limit} tingkat. Periksa apakah proses memanggil dirinya sendiri.",
    en: "Calls of the process {process} are nested more than {limit} deep. See whether the process calls itself.",
  },
  "incident.invalidCorrelationKey": {
    id: "Kunci pesan tidak dapat dihitung: {expression}.",
    en: "The correlation key could not be computed: {expression}.",
  },
  "incident.other": { id: "Langkah ini tidak dapat dilanjutkan.", en: "This step cannot go on." },
  "remedy.decision": {
    id: "Perbaiki aturan atau data lalu coba lagi, atau tetapkan hasilnya secara manual.",
    en: "Correct the rules or the data and retry, or give the outcome by hand.",
  },
  "remedy.address": {
    id: "Lengkapi organisasi lalu coba lagi, atau tunjuk jabatannya.",
    en: "Complete the organisation and retry, or name the post.",
  },
  "remedy.deadline": {
    id: "Perbaiki aturan eskalasi, lalu tutup kendala ini.",
    en: "Correct the escalation rules, then settle this.",
  },
  "remedy.engine": {
    id: "Perbaiki data lalu coba lagi, atau selesaikan langkah ini secara manual.",
    en: "Correct the data and retry, or complete the step by hand.",
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

export type WordKey = keyof typeof words;

/** The sentence of a key, with its params put in; what people wrote turns nothing that follows it. */
export function say(key: WordKey, language: Language, params: Variables = {}): string {
  return words[key][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return value === undefined || value === null ? name : isolated(String(value));
  });
}

export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(words, key);
}

/** Why a post was asked. */
export function sayReason(reason: Reason, language: Language): string {
  return isWordKey(reason.key) ? say(reason.key, language, reason.params) : reason.key;
}

/** A refusal in the reader's language; what a rule itself says stays as its author wrote it. */
export function sayRefusal(
  refusal: { readonly code: string; readonly message: string; readonly params?: Variables },
  language: Language,
): string {
  const { alasanEn } = refusal.params ?? {};
  if (refusal.code === "forbiddenByRule")
    return language === "en" && typeof alasanEn === "string" ? alasanEn : refusal.message;
  const key = `refusal.${refusal.code}`;
  return say(isWordKey(key) ? key : "refusal.other", language, refusal.params ?? {});
}

/** What happened and what helps. */
export function sayIncident(
  incident: {
    readonly code: string;
    readonly details: Variables;
    readonly about: { readonly kind: "decision" | "address" | "deadline" } | null;
  },
  language: Language,
): { readonly text: string; readonly remedy: string } {
  const { reason } = incident.details;
  const key = `incident.${incident.code === "callFailed" ? reason : incident.code}`;
  return {
    text: say(isWordKey(key) ? key : "incident.other", language, incident.details),
    remedy: say(`remedy.${incident.about?.kind ?? "engine"}`, language),
  };
}

/** `3 hari kerja`, of a deadline's amount and unit; a unit that is not known stays as it is written. */
export function sayAmount(amount: number, unit: string, language: Language): string {
  const key = amount === 1 ? `one.${unit}` : `amount.${unit}`;
  return isWordKey(key) ? say(key, language, { amount }) : `${amount} ${unit}`;
}

const months = {
  id: [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
  ],
  en: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
} as const;

/** `5 Maret`, of a local date. */
export function sayDay(date: { readonly day: number; readonly month: number }, language: Language): string {
  const month = months[language][date.month - 1] ?? "";
  return `${date.day} ${month}`;
}
