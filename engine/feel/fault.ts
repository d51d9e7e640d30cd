/**
 * How an evaluation stops: a fault is thrown inside this folder and caught at its door, where it becomes a result.
 * It is a plain value without a stack, because expressions fail often and on purpose.
 */
export interface Fault {
  readonly [faultTag]: true;
  readonly code: FaultCode;
  readonly message: string;
  /** The path of the variable to blame, where there is one. */
  readonly variable: string | undefined;
}

/**
 * - `unknownVariable`: a name or a key that is not there.
 * - `nullValue`: null where a value is needed.
 * - `typeMismatch`: values of different types compared or combined, or a value of the wrong type.
 * - `invalidArgument`, `invalidDate`, `invalidPattern`, `divisionByZero`, `numberOutOfRange`, `indexOutOfRange`:
 *   a value of the right type that cannot be used so.
 * - `unknownFunction`: something called that is no function.
 * - `stepLimit`, `callDepthLimit`, `sizeLimit`: the evaluation used more than it may.
 * - `notJson`: the result is a range or a function, which no variable can hold.
 */
export type FaultCode =
  | "unknownVariable"
  | "nullValue"
  | "typeMismatch"
  | "invalidArgument"
  | "invalidDate"
  | "invalidPattern"
  | "divisionByZero"
  | "numberOutOfRange"
  | "indexOutOfRange"
  | "unknownFunction"
  | "stepLimit"
  | "callDepthLimit"
  | "sizeLimit"
  | "notJson";

const faultTag: unique symbol = Symbol("fault");

export function raise(code: FaultCode, message: string, variable?: string): never {
  const fault: Fault = { [faultTag]: true, code, message, variable };
  throw fault;
}

export function isFault(thrown: unknown): thrown is Fault {
  return typeof thrown === "object" && thrown !== null && faultTag in thrown;
}
