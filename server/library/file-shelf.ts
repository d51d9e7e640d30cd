/**
 * Drafts as files that people can read, compare and keep in git:
 *
 *   library/processes/verifikasi-laporan.bpmn        the document, exactly as written
 *   library/processes/verifikasi-laporan.meta.json   who saved it, when, which draft it is
 *
 * The document is written first. When the two do not fit together (the power went between them, or somebody
 * edited the document by hand) the document counts, as one draft later than its note says.
 */
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Adapter } from "lowdb";
import { documentKind } from "../../api/index.ts";
import { sha256Hex } from "../journal/index.ts";
import { type DraftName, type DraftShelf, isDocumentId } from "./drafts.ts";
import { ASIDE, writeDurably } from "./durable-file.ts";
import type { DocumentKind, WorkingCopy } from "./port.ts";

interface Note {
  readonly title: string;
  readonly draftVersion: number;
  readonly savedAtMs: number;
  readonly savedBy: string;
  readonly basedOn: number | null;
  readonly sha256: string;
}

/** Said to have saved what was edited in the folder itself. */
const BY_HAND = "berkas";
const NOTE = ".meta.json";

export function extensionOf(kind: DocumentKind): string {
  return kind === "processes" ? ".bpmn" : ".json";
}

export function fileShelf(folder: string): DraftShelf {
  return {
    async names() {
      const names: DraftName[] = [];
      for (const kind of documentKind.options) {
        for (const file of await filesIn(join(folder, kind))) {
          if (file.endsWith(ASIDE)) {
            await rm(join(folder, kind, file), { force: true });
            continue;
          }
          const extension = extensionOf(kind);
          if (!file.endsWith(extension) || file.endsWith(NOTE)) continue;
          const id = file.slice(0, -extension.length);
          if (isDocumentId(id)) names.push({ kind, id });
        }
      }
      return names;
    },
    adapter: (name) => fileAdapter(folder, name),
  };
}

function fileAdapter(folder: string, { kind, id }: DraftName): Adapter<WorkingCopy> {
  const document = join(folder, kind, `${id}${extensionOf(kind)}`);
  const noted = join(folder, kind, `${id}${NOTE}`);
  return {
    async read() {
      const content = await textOf(document);
      if (content === null) return null;
      const note = readNote(await textOf(noted));
      if (note !== null && note.sha256 === sha256Hex(content)) {
        const { title, draftVersion, savedAtMs, savedBy, basedOn } = note;
        return { kind, id, title, content, draftVersion, savedAtMs, savedBy, basedOn };
      }
      const { mtimeMs } = await stat(document);
      return {
        kind,
        id,
        title: note?.title ?? id,
        content,
        draftVersion: (note?.draftVersion ?? 0) + 1,
        savedAtMs: Math.round(mtimeMs),
        savedBy: BY_HAND,
        basedOn: note?.basedOn ?? null,
      };
    },
    async write(copy) {
      const note: Note = {
        title: copy.title,
        draftVersion: copy.draftVersion,
        savedAtMs: copy.savedAtMs,
        savedBy: copy.savedBy,
        basedOn: copy.basedOn,
        sha256: sha256Hex(copy.content),
      };
      await writeDurably(document, copy.content);
      await writeDurably(noted, `${JSON.stringify(note, null, 2)}\n`);
    },
  };
}

function readNote(text: string | null): Note | null {
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    return isNote(read) ? read : null;
  } catch {
    return null;
  }
}

function isNote(value: unknown): value is Note {
  if (typeof value !== "object" || value === null) return false;
  const note: Partial<Record<keyof Note, unknown>> = value;
  return (
    typeof note.title === "string" &&
    Number.isSafeInteger(note.draftVersion) &&
    Number.isSafeInteger(note.savedAtMs) &&
    typeof note.savedBy === "string" &&
    (note.basedOn === null || Number.isSafeInteger(note.basedOn)) &&
    typeof note.sha256 === "string"
  );
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
