/** What the operator of a dinas sends with a report, as a person would fill it in. */
import type { Client, Reply } from "./server-under-test.ts";

export const reportValues = {
  jenisLaporan: "LKjIP",
  tahun: 2026,
  nomorSurat: "000.8.6/128/DINKES",
  tanggalSurat: "2027-02-26",
  anggaran: "412750000000",
  ringkasan: "Capaian kinerja 2026.",
};

export const pdf = "%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/** Uploads into every slot that the form requires. */
export async function uploads(client: Client, slots: readonly string[]) {
  const attachments = [];
  for (const slot of slots) {
    const reply = await client.upload(`${slot}.pdf`, pdf, slot);
    attachments.push({ fileId: String(reply.at("fileId")), slot });
  }
  return attachments;
}

export interface SubmitOptions {
  readonly postId?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly headers?: Record<string, string>;
}

export async function submitReport(client: Client, options: SubmitOptions = {}): Promise<Reply> {
  const postId = options.postId ?? "dinkes-operator";
  const page = await client.get(`/api/v1/processes/verifikasi-laporan/submission?post=${postId}`);
  const documents = page.at("form/documents") as readonly { slot: string; required: boolean }[];
  const required = documents.filter((document) => document.required).map(({ slot }) => slot);
  const body = {
    processId: "verifikasi-laporan",
    version: page.at("version"),
    postId,
    values: { ...reportValues, ...options.values },
    attachments: await uploads(client, required),
  };
  return await client.send("POST", "/api/v1/cases", body, options.headers);
}

/** Opens the first task of the inbox and acts on it as the page says. */
export async function actOnFirst(
  client: Client,
  outcome: string,
  values: Readonly<Record<string, unknown>>,
  options: {
    readonly comment?: string | null;
    readonly attachments?: unknown;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Reply> {
  const inbox = await client.get("/api/v1/inbox");
  const taskId = String(inbox.at("page/items/0/taskId"));
  const page = await client.get(`/api/v1/tasks/${taskId}`);
  return await client.send(
    "POST",
    `/api/v1/tasks/${taskId}/act`,
    {
      version: page.at("version"),
      outcome,
      values,
      comment: options.comment ?? null,
      attachments: options.attachments ?? [],
    },
    options.headers,
  );
}
