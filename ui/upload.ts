/** Sends one file with its progress. The browser's fetch tells none, so this is the one XMLHttpRequest. */
import type { FileStored, Json } from "../api/index.ts";
import { csrfToken, type Failure, newKey, problemOf } from "./client.ts";
import { language } from "./language.ts";

type Uploaded =
  | { readonly ok: true; readonly value: FileStored }
  | { readonly ok: false; readonly failure: Failure };

export interface Upload {
  readonly done: Promise<Uploaded>;
  readonly cancel: () => void;
}

export function upload(slot: string, file: File, onPercent: (percent: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((settle) => {
    const unreachable = () => settle({ ok: false, failure: { kind: "unreachable" } });
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onPercent(Math.floor((event.loaded / event.total) * 100));
    });
    request.addEventListener("error", unreachable);
    request.addEventListener("abort", unreachable);
    request.addEventListener("load", () => settle(understood(request)));
  });
  request.open("POST", "/api/v1/files");
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Accept-Language", language.peek());
  request.setRequestHeader("Idempotency-Key", newKey());
  if (csrfToken.peek() !== null) request.setRequestHeader("X-Csrf-Token", csrfToken.peek() ?? "");
  const form = new FormData();
  // The slot first: a server that reads as it arrives knows what it takes before the bytes come.
  form.append("slot", slot);
  form.append("file", file, file.name);
  request.send(form);
  return { done, cancel: () => request.abort() };
}

function understood(request: XMLHttpRequest): Uploaded {
  let document: Json | undefined;
  try {
    document = JSON.parse(request.responseText);
  } catch {
    document = undefined;
  }
  if (request.status >= 200 && request.status < 300 && isStored(document))
    return { ok: true, value: document };
  return { ok: false, failure: problemOf(request.status, document) };
}

function isStored(document: unknown): document is FileStored {
  return typeof document === "object" && document !== null && "fileId" in document;
}
