import { equal, includes, isTemporal, order } from "./compare.ts";
import type { ArithmeticOperator, CompareOperator } from "./node.ts";
import { add, divide, multiply, negate, power, subtract, toDouble } from "./number.ts";
import { type Code, type Frame, fail, failType, type Part } from "./part.ts";
import { addTemporal, monthsValue, spanValue, subtractTemporal } from "./temporal.ts";
import { bounded, describe } from "./text.ts";
import {
  type FeelNumber,
  type FeelValue,
  isList,
  isMonths,
  isNumber,
  isRange,
  isSpan,
  type RangeValue,
  type Run,
  tag,
  typeOf,
} from "./value.ts";

/** Arithmetic and comparison as closures. Two doubles go the short way; all else is looked at closely. */
const numeric: Readonly<Record<ArithmeticOperator, (a: FeelNumber, b: FeelNumber) => FeelNumber>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "**": power,
};

export function arithmetic(operator: ArithmeticOperator, left: Part, right: Part): Code {
  const calculate = numeric[operator];
  const a = left.code;
  const b = right.code;
  return (frame) => {
    const x = a(frame);
    const y = b(frame);
    if (isNumber(x) && isNumber(y)) {
      if (operator === "/" && y === 0) fail("divisionByZero", right, "division by zero");
      return calculate(x, y);
    }
    if (x === null) return failType(left, x, "a value to calculate with");
    if (y === null) return failType(right, y, "a value to calculate with");
    return combine(operator, x, y, frame.run) ?? failOperands(operator, x, y, left, right);
  };
}

export function negation(operand: Part): Code {
  return (frame) => {
    const value = operand.code(frame);
    if (isNumber(value)) return negate(value);
    if (isMonths(value)) return monthsValue(0 - value.months);
    return isSpan(value) ? spanValue(0 - value.ms) : failType(operand, value, "a number or a duration");
  };
}

export function comparison(operator: CompareOperator, left: Part, right: Part): Code {
  const a = left.code;
  const b = right.code;
  const both = (frame: Frame) => orderParts(a(frame), b(frame), frame.run, left, right);
  switch (operator) {
    case "=":
      return (frame) => equalParts(a(frame), b(frame), frame.run, left, right);
    case "!=":
      return (frame) => !equalParts(a(frame), b(frame), frame.run, left, right);
    case "<":
      return (frame) => both(frame) < 0;
    case "<=":
      return (frame) => both(frame) <= 0;
    case ">":
      return (frame) => both(frame) > 0;
    case ">=":
      return (frame) => both(frame) >= 0;
  }
}

export function between(value: Part, low: Part, high: Part): Code {
  return (frame) => {
    const x = value.code(frame);
    const fromLow = orderParts(x, low.code(frame), frame.run, value, low);
    const fromHigh = orderParts(x, high.code(frame), frame.run, value, high);
    return fromLow >= 0 && fromHigh <= 0;
  };
}

/** `[1..5]`, `]a..b[`: both ends of one type that has an order. */
export function range(start: Part, end: Part, startIncluded: boolean, endIncluded: boolean): Code {
  return (frame) => {
    const from = start.code(frame);
    const to = end.code(frame);
    if (from !== null && to !== null && orderParts(from, to, frame.run, start, end) > 0) {
      fail("invalidArgument", start, `a range from ${describe(from)} to ${describe(to)} runs backwards`);
    }
    if (from === null && to === null) failType(start, from, "an end of a range");
    return rangeValue(from, to, startIncluded, endIncluded);
  };
}

/** `> 5` as the range that it stands for. */
export function openRange(operator: CompareOperator, operand: Part): Code {
  return (frame) => {
    const value = operand.code(frame);
    if (value === null) return failType(operand, value, "a value to compare with");
    switch (operator) {
      case "<":
        return rangeValue(null, value, false, false);
      case "<=":
        return rangeValue(null, value, false, true);
      case ">":
        return rangeValue(value, null, false, false);
      case ">=":
        return rangeValue(value, null, true, false);
      default:
        return fail("typeMismatch", operand, `a test with ${operator} is not a value`);
    }
  };
}

/** Whether a value passes a test that is a list, a range or a plain value. */
export function passes(
  value: FeelValue,
  test: FeelValue,
  run: Run,
  valuePart: Part,
  testPart: Part,
): boolean {
  if (isList(test)) return test.some((item) => passes(value, item, run, valuePart, testPart));
  if (!isRange(test) || isRange(value)) return equalParts(value, test, run, valuePart, testPart);
  if (value === null) return failType(valuePart, value, "a value to compare");
  const bound = test.start ?? test.end;
  if (bound !== null && typeOf(bound) !== typeOf(value)) failMismatch(value, bound, valuePart, testPart);
  return includes(test, value, run);
}

/** The truth of a part that has to be true or false. */
export function truth(part: Part): (frame: Frame) => boolean {
  const code = part.code;
  return (frame) => {
    const value = code(frame);
    return typeof value === "boolean" ? value : failType(part, value, "true or false");
  };
}

function rangeValue(
  start: FeelValue,
  end: FeelValue,
  startIncluded: boolean,
  endIncluded: boolean,
): RangeValue {
  return {
    [tag]: "range",
    start,
    end,
    startIncluded: startIncluded && start !== null,
    endIncluded: endIncluded && end !== null,
  };
}

export function equalParts(a: FeelValue, b: FeelValue, run: Run, left: Part, right: Part): boolean {
  if (a === null || b === null) return a === b;
  const type = typeof a;
  if (type === typeof b && type !== "object") return a === b;
  if (typeOf(a) !== typeOf(b)) failMismatch(a, b, left, right);
  return equal(a, b, run);
}

function orderParts(a: FeelValue, b: FeelValue, run: Run, left: Part, right: Part): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (a === null) failType(left, a, "a value to compare");
  if (b === null) failType(right, b, "a value to compare");
  if (typeOf(a) !== typeOf(b)) failMismatch(a, b, left, right);
  return order(a, b, run);
}

function failMismatch(a: FeelValue, b: FeelValue, left: Part, right: Part): never {
  const blamed = left.path === undefined ? right : left;
  return fail(
    "typeMismatch",
    blamed,
    `${describe(a)} cannot be compared with ${describe(b)}; convert one, for example with number() or string()`,
  );
}

function combine(operator: ArithmeticOperator, a: FeelValue, b: FeelValue, run: Run): FeelValue | undefined {
  if (typeof a === "string" && typeof b === "string") return operator === "+" ? bounded(a + b) : undefined;
  if (operator === "*" || operator === "/") return scale(operator, a, b);
  if (!isTemporal(a) || !isTemporal(b)) return undefined;
  if (operator === "+") return addTemporal(a, b) ?? undefined;
  return operator === "-" ? (subtractTemporal(a, b, run) ?? undefined) : undefined;
}

/** Durations times or by numbers, and by one another. */
function scale(operator: "*" | "/", a: FeelValue, b: FeelValue): FeelValue | undefined {
  if (operator === "*" && isNumber(a) && (isMonths(b) || isSpan(b))) return scale("*", b, a);
  if (!isMonths(a) && !isSpan(a)) return undefined;
  const amount = isMonths(a) ? a.months : a.ms;
  if (isNumber(b)) {
    const exact = operator === "*" ? multiply(amount, b) : divide(amount, b);
    const whole = Math.trunc(toDouble(exact));
    return isMonths(a) ? monthsValue(whole) : spanValue(whole);
  }
  if (operator !== "/") return undefined;
  if (isMonths(a) && isMonths(b)) return divide(a.months, b.months);
  return isSpan(a) && isSpan(b) ? divide(a.ms, b.ms) : undefined;
}

function failOperands(operator: string, a: FeelValue, b: FeelValue, left: Part, right: Part): never {
  const blamed = left.path === undefined ? right : left;
  return fail("typeMismatch", blamed, `${describe(a)} ${operator} ${describe(b)} cannot be calculated`);
}
