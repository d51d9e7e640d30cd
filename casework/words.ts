// Every sentence that casework says, in Indonesian and English, by key. No words stand elsewhere in the code.
import type { Reason } from "./file.ts";

export type Language = "id" | "en";

export function sayReason(reason: Reason, language: Language): string {
  throw new Error(`not built yet: ${reason.key} ${language}`);
}
