export { type ReadOptions, type ReadResult, readProcess } from "./read.ts";
export type { Compilation, ExpressionLanguage } from "./reading.ts";
