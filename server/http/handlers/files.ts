/**
 * Attachments: kept under a key of ours, given only to who may see their case, or uploaded them and has not sent them
 * yet. No browser opens one as a page of ours: it is downloaded, or where its bytes proved a kind that browsers draw by
 * themselves shown in a sandbox, in which their own PDF viewers work.
 */
import { randomUUID } from "node:crypto";
import { answer, type Handlers } from "../call.ts";
import { dispositionHeader } from "../file-name.ts";
import type { Parts } from "../parts.ts";
import { isRefused, refuse } from "../refused.ts";
import { filePolicy } from "../security-headers.ts";
import { receiveUpload } from "../upload.ts";

/** What is not one of these is downloaded, however it is asked for. */
const drawn: ReadonlySet<string> = new Set(["application/pdf", "image/png", "image/jpeg"]);

export function fileHandlers(parts: Parts): Pick<Handlers, "uploadFile" | "downloadFile"> {
  const { store, tenant, fileBytes } = parts;
  return {
    async uploadFile(call) {
      const upload = await receiveUpload(call.request, call.response, parts.uploadDir, parts.limits);
      if (isRefused(upload)) return upload;
      try {
        const { name, mediaType, bytes, sha256, slot } = upload;
        const fileId = randomUUID();
        await fileBytes.keep(upload.path, sha256);
        await store.files.addFile(tenant, {
          fileId,
          name,
          mediaType,
          bytes,
          sha256,
          slot,
          uploadedBy: call.subject.personId,
          uploadedAtMs: call.nowMs,
          caseId: null,
        });
        return answer({ fileId, name, mediaType, bytes, sha256 });
      } finally {
        await upload.discard();
      }
    },

    async downloadFile(call) {
      const file = await store.files.file(tenant, call.params.fileId);
      if (!file) return refuse("notFound");
      const visible =
        file.caseId === null
          ? file.uploadedBy === call.subject.personId
          : (await store.cases.load(tenant, file.caseId, call.sight)) !== null;
      const body = visible ? await fileBytes.read(file.sha256) : null;
      if (!body) return refuse("notFound");
      const shown = call.query.show === "inline" && drawn.has(file.mediaType);
      return {
        kind: "stream",
        body,
        headers: {
          "content-type": file.mediaType,
          "content-length": String(file.bytes),
          "content-disposition": dispositionHeader(shown ? "inline" : "attachment", file.name),
          "content-security-policy": filePolicy,
          "x-content-type-options": "nosniff",
          "cache-control": "private, no-store",
        },
      };
    },
  };
}
