import { describe, expect, test } from "vitest";
import type { TaskPage } from "../../api/index.ts";
import { differences } from "../../desk/task-difference.ts";

const entry = (atMs: number, text: string, state: "now" | "done" = "done") => ({
  atMs,
  state,
  text,
  who: null,
  post: null,
  mandate: null,
  quote: null,
  elementId: null,
});
const file = (fileId: string, name: string, sha256 = fileId) => ({
  fileId,
  slot: "laporan",
  slotTitle: "Laporan",
  name,
  mediaType: "application/pdf",
  bytes: 1,
  sha256,
});
const page: TaskPage = {
  taskId: "t",
  caseId: "c",
  caseNumber: "VLP/2027/0412",
  caseTitle: "LKjIP",
  title: "Paraf",
  version: 1,
  state: "open",
  mine: true,
  post: {
    postId: "karo",
    title: "Karo Kesra",
    shortTitle: "Karo",
    unitId: "u",
    unitName: "Biro",
    holder: null,
  },
  reason: { text: "", key: "" },
  deadline: null,
  summary: [{ label: "Anggaran", value: "Rp1" }],
  form: null,
  values: {},
  draft: null,
  outcomes: [],
  interest: null,
  attachments: [file("a", "laporan.pdf")],
  before: [entry(1, "Diajukan")],
  position: null,
};

describe("what changed while a task was open", () => {
  test("nothing, when only the version moved", () => {
    expect(differences(page, { ...page, version: 2 })).toEqual([]);
  });
  test("what happened since, without what merely waits", () => {
    const after = {
      ...page,
      before: [entry(3, "Menunggu: Paraf", "now"), entry(2, "Dikembalikan"), entry(1, "Diajukan")],
    };
    expect(differences(page, after)).toEqual(["Baru terjadi: Dikembalikan"]);
  });
  test("a value, with what it was", () => {
    expect(differences(page, { ...page, summary: [{ label: "Anggaran", value: "Rp2" }] })).toEqual([
      "Anggaran: Rp1 menjadi Rp2",
    ]);
  });
  test("attachments: new, replaced under the same name, removed", () => {
    expect(
      differences(page, { ...page, attachments: [file("a", "laporan.pdf"), file("b", "matriks.xlsx")] }),
    ).toEqual(["Lampiran baru: matriks.xlsx"]);
    expect(differences(page, { ...page, attachments: [file("b", "laporan.pdf")] })).toEqual([
      "Lampiran berubah: laporan.pdf",
      "Lampiran dihapus: laporan.pdf",
    ]);
  });
  test("another post", () => {
    expect(
      differences(page, { ...page, post: { ...page.post, postId: "asisten", title: "Asisten Pemkesra" } }),
    ).toEqual(["Tugas kini dialamatkan kepada Asisten Pemkesra"]);
  });
});
