/**
 * One uploaded file, received into a temporary one that never outlives the request. Only the multipart parser gives
 * a path; nothing that a client writes ever becomes one.
 */
import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import type { Request, Response } from "express";
import multer from "multer";
import { readableName } from "./file-name.ts";
import type { HttpLimits } from "./limits.ts";
import { type Refused, refuse } from "./refused.ts";
import { sniff, sniffBytes } from "./sniff.ts";

export interface Upload {
  readonly kind: "upload";
  readonly path: string;
  readonly slot: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Removes the temporary file. */
  discard(): Promise<void>;
}

export async function receiveUpload(
  request: Request,
  response: Response,
  folder: string,
  limits: HttpLimits,
): Promise<Upload | Refused> {
  const mediaType = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType !== "multipart/form-data") {
    return refuse("wrongMediaType", { params: { expected: "multipart/form-data", got: mediaType || "-" } });
  }
  const tooLarge = refuse("fileTooLarge", {
    params: { megabytes: Math.floor((limits.fileBytes / 1_024 / 1_024) * 10) / 10 },
    headers: { connection: "close" },
  });
  // The envelope around the file is small; a declared length far past it needs no reading.
  if (Number(request.headers["content-length"] ?? 0) > limits.fileBytes + 65_536) return tooLarge;
  const received = await receive(request, response, folder, limits);
  if ("kind" in received) return received.code === "fileTooLarge" ? tooLarge : received;
  const { file, slot } = received;
  const discard = () => rm(file.path, { force: true });
  try {
    const refused = await examine(file, slot, limits, discard);
    if (refused.kind === "refused") await discard();
    return refused;
  } catch (error) {
    await discard();
    throw error;
  }
}

interface Received {
  readonly file: Express.Multer.File;
  readonly slot: string;
}

async function receive(
  request: Request,
  response: Response,
  folder: string,
  limits: HttpLimits,
): Promise<Received | Refused> {
  const parse = multer({
    storage: multer.diskStorage({ destination: folder }),
    defParamCharset: "utf8",
    limits: {
      fileSize: limits.fileBytes,
      files: 1,
      fields: 1,
      parts: 3,
      fieldNameSize: 50,
      fieldSize: 200,
      headerPairs: 20,
    },
  }).single("file");
  const outcome = await new Promise<unknown>((resolve) => {
    const timer = setTimeout(
      () => resolve(refuse("bodyTooSlow", { headers: { connection: "close" } })),
      limits.uploadMs,
    );
    parse(request, response, (error: unknown) => {
      clearTimeout(timer);
      resolve(error ?? null);
    });
  });
  if (outcome !== null) {
    if (typeof outcome === "object" && "kind" in outcome) return outcome as Refused;
    return refusalOf(outcome);
  }
  const { file } = request;
  const body: unknown = request.body;
  const slot = typeof body === "object" && body !== null && "slot" in body ? body.slot : undefined;
  if (!file) return refuse("badMultipart", { params: { reason: "file" } });
  if (typeof slot !== "string" || !/^[\p{L}\p{N}_-]{1,100}$/u.test(slot)) {
    await rm(file.path, { force: true });
    return refuse("badMultipart", { params: { reason: "slot" } });
  }
  return { file, slot: slot.normalize("NFC") };
}

function refusalOf(error: unknown): Refused {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : "";
  if (code === "LIMIT_FILE_SIZE") return refuse("fileTooLarge");
  if (code === "ENOSPC" || code === "EDQUOT") return refuse("storeFull");
  return refuse("badMultipart", { params: { reason: error instanceof Error ? error.message : "multipart" } });
}

async function examine(
  file: Express.Multer.File,
  slot: string,
  limits: HttpLimits,
  discard: () => Promise<void>,
): Promise<Upload | Refused> {
  if (file.size === 0) return refuse("emptyFile");
  const handle = await open(file.path, "r");
  try {
    const hash = createHash("sha256");
    for await (const chunk of handle.createReadStream({ autoClose: false, start: 0 })) hash.update(chunk);
    const head = await readAt(handle, 0, Math.min(file.size, sniffBytes));
    const from = Math.max(0, file.size - sniffBytes);
    const tail = await readAt(handle, from, file.size - from);
    const name = readableName(file.originalname, limits.fileNameCharacters);
    const found = sniff(head, tail, name);
    if (found.kind === "unknown") return refuse("contentMismatch", { params: { found: found.looksLike } });
    return {
      kind: "upload",
      path: file.path,
      slot,
      name,
      mediaType: found.mediaType,
      bytes: file.size,
      sha256: hash.digest("hex"),
      discard,
    };
  } finally {
    await handle.close();
  }
}

async function readAt(handle: Awaited<ReturnType<typeof open>>, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, at);
  return buffer.subarray(0, bytesRead);
}
