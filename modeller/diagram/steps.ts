/**
 * “Langkah Setda”: the steps of the secretariat, each a task with its post, deadline, outcomes and authority
 * filled in, so that an analyst starts from something that can run. A step is data; `makeStep` builds the
 * BPMN object. The names are what a new element is called; they are words of the diagram, in both languages.
 */
import type { Words } from "../../api/index.ts";
import type { IconName } from "../../ui/index.ts";
import type { Attributes, Create, ModdleObject } from "./moddle.ts";

type StepId =
  | "verifikasi"
  | "paraf"
  | "disposisi"
  | "perbaikan"
  | "rapat"
  | "bantuan"
  | "ambilAlih"
  | "tandaTangan"
  | "kuorum"
  | "aturan";

interface StepOutcome {
  readonly value: string;
  readonly label: Words;
  readonly style: "primary" | "return" | "reject" | "plain";
}

export interface Step {
  readonly id: StepId;
  readonly type: "bpmn:UserTask" | "bpmn:BusinessRuleTask";
  readonly icon: IconName;
  readonly name: Words;
  readonly addressee?: { readonly post: string; readonly unit: string };
  readonly deadline?: { readonly amount: number; readonly unit: string };
  readonly minEchelon?: string;
  readonly stopsClock?: Words;
  readonly outcomes: readonly StepOutcome[];
  /** Variable that takes the outcome. */
  readonly result?: string;
  /** A rule task: the purpose of the rule set that is offered first. */
  readonly purpose?: string;
  /** A user task: words of a form's id that make it the form offered first. */
  readonly form?: readonly string[];
}

/** What the catalogue offers now; a step names only what exists. */
export interface StepChoices {
  readonly forms: readonly { readonly id: string }[];
  readonly ruleSets: readonly {
    readonly id: string;
    readonly purpose: string;
    readonly outcomes: readonly string[];
  }[];
}

const returned: StepOutcome = {
  value: "kembalikan",
  label: { id: "Kembalikan", en: "Return" },
  style: "return",
};

export const steps: readonly Step[] = [
  {
    id: "verifikasi",
    type: "bpmn:UserTask",
    icon: "clipboard-check",
    name: { id: "Verifikasi", en: "Verify" },
    addressee: { post: "pemeriksa", unit: "biroPembina" },
    deadline: { amount: 3, unit: "hariKerja" },
    outcomes: [
      { value: "benar", label: { id: "Lengkap dan benar", en: "Complete and correct" }, style: "primary" },
      returned,
    ],
    result: "hasilVerifikasi",
    form: ["verifikasi", "pemeriksaan"],
  },
  {
    id: "paraf",
    type: "bpmn:UserTask",
    icon: "pen-line",
    name: { id: "Paraf", en: "Initial" },
    addressee: { post: "kabag", unit: "biroPembina" },
    deadline: { amount: 1, unit: "hariKerja" },
    outcomes: [
      { value: "paraf", label: { id: "Paraf dan teruskan", en: "Initial and forward" }, style: "primary" },
      returned,
    ],
    result: "hasilParaf",
    form: ["paraf", "persetujuan"],
  },
  {
    id: "disposisi",
    type: "bpmn:UserTask",
    icon: "corner-up-right",
    name: { id: "Disposisi", en: "Disposition" },
    addressee: { post: "kepala", unit: "setda" },
    deadline: { amount: 1, unit: "hariKerja" },
    outcomes: [
      { value: "teruskan", label: { id: "Teruskan", en: "Forward" }, style: "primary" },
      { value: "arsipkan", label: { id: "Arsipkan", en: "Archive" }, style: "plain" },
    ],
    result: "hasilDisposisi",
    form: ["disposisi"],
  },
  {
    id: "perbaikan",
    type: "bpmn:UserTask",
    icon: "undo",
    name: { id: "Perbaikan", en: "Revise" },
    addressee: { post: "operator", unit: "pemrakarsa" },
    deadline: { amount: 3, unit: "hariKerja" },
    stopsClock: { id: "Menunggu perbaikan", en: "Waiting for revision" },
    outcomes: [{ value: "ajukanLagi", label: { id: "Ajukan lagi", en: "Submit again" }, style: "primary" }],
    form: ["perbaikan"],
  },
  {
    id: "rapat",
    type: "bpmn:UserTask",
    icon: "users",
    name: { id: "Rapat koordinasi", en: "Coordination meeting" },
    addressee: { post: "kepala", unit: "biroPembina" },
    deadline: { amount: 5, unit: "hariKerja" },
    outcomes: [
      { value: "sepakat", label: { id: "Sepakat", en: "Agreed" }, style: "primary" },
      { value: "tidakSepakat", label: { id: "Tidak sepakat", en: "Not agreed" }, style: "plain" },
    ],
    result: "hasilRapat",
    form: ["notulen", "rapat"],
  },
  {
    id: "bantuan",
    type: "bpmn:UserTask",
    icon: "life-buoy",
    name: { id: "Minta bantuan", en: "Ask for support" },
    addressee: { post: "kepala", unit: "pemrakarsa" },
    deadline: { amount: 5, unit: "hariKerja" },
    outcomes: [
      { value: "bersedia", label: { id: "Bersedia", en: "Will support" }, style: "primary" },
      { value: "menolak", label: { id: "Menolak", en: "Declines" }, style: "reject" },
    ],
    result: "hasilBantuan",
    form: ["bantuan"],
  },
  {
    id: "ambilAlih",
    type: "bpmn:UserTask",
    icon: "arrow-right-left",
    name: { id: "Ambil alih", en: "Take over" },
    addressee: { post: "kepala", unit: "setda" },
    deadline: { amount: 2, unit: "hariKerja" },
    minEchelon: "I.b",
    outcomes: [
      { value: "setujui", label: { id: "Setujui", en: "Approve" }, style: "primary" },
      { value: "tolak", label: { id: "Tolak", en: "Reject" }, style: "reject" },
    ],
    result: "hasilAmbilAlih",
  },
  {
    id: "tandaTangan",
    type: "bpmn:UserTask",
    icon: "signature",
    name: { id: "Tanda tangan", en: "Sign" },
    addressee: { post: "kepala", unit: "setda" },
    deadline: { amount: 2, unit: "hariKerja" },
    minEchelon: "I.b",
    outcomes: [
      {
        value: "setujui",
        label: { id: "Setujui dan tanda tangani", en: "Approve and sign" },
        style: "primary",
      },
      returned,
    ],
    result: "hasilTandaTangan",
    form: ["tanda-tangan", "persetujuan"],
  },
  {
    id: "kuorum",
    type: "bpmn:BusinessRuleTask",
    icon: "list-checks",
    name: { id: "Kuorum", en: "Quorum" },
    outcomes: [],
    result: "kuorum",
    purpose: "quorum",
  },
  {
    id: "aturan",
    type: "bpmn:BusinessRuleTask",
    icon: "scale",
    name: { id: "Aturan", en: "Rule" },
    outcomes: [],
    result: "keputusan",
    purpose: "routing",
  },
];

export function makeStep(
  step: Step,
  language: keyof Words,
  choices: StepChoices,
  create: Create,
): ModdleObject {
  const values: ModdleObject[] = [];
  const add = (type: string, row: Attributes) => values.push(create(type, row));
  if (step.addressee) add("poros:Addressee", step.addressee);
  if (step.minEchelon) add("poros:Authority", { minEchelon: step.minEchelon });
  if (step.deadline) add("poros:Deadline", step.deadline);
  if (step.stopsClock) add("poros:StopsClock", { reason: step.stopsClock[language] });
  const form = choices.forms.find(({ id }) => step.form?.some((word) => id.includes(word)));
  if (form) add("poros:Form", { ref: form.id });
  const ruleSet = choices.ruleSets.find(({ purpose }) => purpose === step.purpose);
  if (ruleSet) add("poros:Decision", { ruleSet: ruleSet.id });
  for (const outcome of step.outcomes)
    add("poros:Outcome", {
      value: outcome.value,
      label: outcome.label.id,
      labelEn: outcome.label.en,
      style: outcome.style,
    });
  for (const value of ruleSet?.outcomes ?? []) add("poros:Outcome", { value, label: value });
  if (step.result) add("poros:Result", { variable: step.result });
  const extensionElements = create("bpmn:ExtensionElements", { values });
  for (const value of values) Object.assign(value, { $parent: extensionElements });
  const task = create(step.type, { name: step.name[language], extensionElements });
  Object.assign(extensionElements, { $parent: task });
  return task;
}
