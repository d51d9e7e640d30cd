/** The door of attachments' bytes. */
export { type FileBytes, openFileBytes } from "./file-bytes.ts";
