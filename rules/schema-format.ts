/** What the `format` of a schema means. A format that is not here is a fault of the schema, never passed over. */
import { instantMs, isDate, isTime } from "./date-text.ts";
import { isMoney } from "./money.ts";
import { compilePattern } from "./pattern.ts";

const email = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*$/;
const uuid = /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/;
const uri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;

/** Of texts. */
export const textFormats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ["date", isDate],
  ["time", isTime],
  ["date-time", (text: string) => instantMs(text) !== null],
  ["email", (text: string) => text.length <= 320 && email.test(text)],
  ["uuid", (text: string) => uuid.test(text)],
  ["uri", (text: string) => text.length <= 2_000 && uri.test(text)],
  ["regex", (text: string) => compilePattern(text).ok],
  ["uang", isMoney],
]);

/** Of numbers: only a meaning, which every number can have. */
export const numberFormats: ReadonlySet<string> = new Set(["hari-kerja"]);
