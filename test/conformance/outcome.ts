/** What became of one conformance case, and why when it failed. */
export interface Outcome {
  readonly id: string;
  readonly group: string;
  readonly passed: boolean;
  readonly reason: string;
}

export function passed(id: string, group: string): Outcome {
  return { id, group, passed: true, reason: "" };
}

export function failed(id: string, group: string, reason: string): Outcome {
  return { id, group, passed: false, reason };
}

/** A field of data from outside, when it is what the caller takes it for. */
export const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const recordOf = (value: unknown) => (isRecord(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
