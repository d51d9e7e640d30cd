/** What is known of attachments; their bytes are server/files'. */
import type { OpenDatabase } from "../database.ts";
import type { FileRow, FileStore } from "../port.ts";
import { asBytes, plainText } from "../rows.ts";
import type { FileColumns } from "../schema.ts";

export function fileStore(database: OpenDatabase): FileStore {
  const { read, write } = database;
  return {
    async file(tenant, fileId) {
      const row = await read
        .selectFrom("files")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("file_id", "=", fileId)
        .executeTakeFirst();
      return row === undefined ? null : fileRow(row);
    },
    async files(tenant, fileIds) {
      if (fileIds.length === 0) return [];
      const rows = await read
        .selectFrom("files")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("file_id", "in", [...fileIds])
        .execute();
      return rows.map(fileRow);
    },
    async filesOf(tenant, caseId) {
      const rows = await read
        .selectFrom("files")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("case_id", "=", caseId)
        .orderBy("uploaded_at_ms")
        .orderBy("file_id")
        .execute();
      return rows.map(fileRow);
    },
    async addFile(tenant, file) {
      await write
        .insertInto("files")
        .values({
          tenant,
          file_id: file.fileId,
          name: plainText(file.name),
          media_type: file.mediaType,
          bytes: file.bytes,
          sha256: file.sha256,
          slot: plainText(file.slot),
          uploaded_by: file.uploadedBy,
          uploaded_at_ms: file.uploadedAtMs,
          case_id: file.caseId,
        })
        .execute();
    },
    async orphans(tenant, beforeMs) {
      const rows = await read
        .selectFrom("files")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("case_id", "is", null)
        .where("uploaded_at_ms", "<", beforeMs)
        .execute();
      return rows.map(fileRow);
    },
    async dropFile(tenant, fileId) {
      await write
        .deleteFrom("files")
        .where("tenant", "=", tenant)
        .where("file_id", "=", fileId)
        .where("case_id", "is", null)
        .execute();
    },
    async bytes(tenant, sha256) {
      const row = await read
        .selectFrom("file_bytes")
        .select("bytes")
        .where("tenant", "=", tenant)
        .where("sha256", "=", sha256)
        .executeTakeFirst();
      return row === undefined ? null : asBytes(row.bytes);
    },
    async keepBytes(tenant, sha256, bytes) {
      await write
        .insertInto("file_bytes")
        .values({ tenant, sha256, bytes })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}

function fileRow(row: FileColumns): FileRow {
  return {
    fileId: row.file_id,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
    slot: row.slot,
    uploadedBy: row.uploaded_by,
    uploadedAtMs: row.uploaded_at_ms,
    caseId: row.case_id,
  };
}
