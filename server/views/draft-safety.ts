/**
 * Which problems of a diagram keep it from being saved as a draft, by code. Only what could not be read back as it
 * was written, or would harm whoever reads it: every other problem is saved, shown, and forbids proposing, because
 * a draft is where unfinished work lies.
 */
import type { Problem } from "../../engine/index.ts";

/** The reason for each: why not even a draft. */
export const refusedOnSave: Readonly<Record<string, string>> = {
  emptyFile: "there is nothing to keep",
  tooLarge: "more than anyone could read back in time",
  tooManyElements: "more than anyone could read back in time",
  tooDeep: "whoever reads it runs out of stack",
  wrongEncoding: "the characters would be others when read back",
  controlCharacter: "XML cannot hold the character",
  entityDeclared: "a DOCTYPE can name files and expand without end",
  unknownEntity: "nobody knows what the name stands for",
  notWellFormed: "a parser stops here",
  notBpmn: "it is not a diagram",
  unknownContent: "the parser drops it, so it is lost with the next save",
  twoLoops: "the parser keeps one of the two, so the other is lost with the next save",
  duplicateId: "what refers to the id means either of two elements",
  forbiddenId: "the id is a name that programs take for their own",
  idTooLong: "the id does not fit where ids are kept",
  danglingReference: "the parser drops the reference, so it is lost with the next save",
};

export function refusesSave({ code, kind }: Problem): boolean {
  // A reference that is only not executed (to an operation, a shape) is kept as it is written.
  return kind === "invalid" && Object.hasOwn(refusedOnSave, code);
}
