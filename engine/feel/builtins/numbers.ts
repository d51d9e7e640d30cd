import { raise } from "../fault.ts";
import {
  absolute,
  add,
  compareNumbers,
  divide,
  fromDouble,
  modulo,
  multiply,
  type Rounding,
  round,
  squareRoot,
  subtract,
  toDouble,
} from "../number.ts";
import { spend } from "../part.ts";
import { monthsValue, spanValue } from "../temporal.ts";
import { type FeelNumber, type FeelValue, isMonths, isSpan, type Run } from "../value.ts";
import { define, type Given, listOrArguments, number, numbers, whole, wrong } from "./builtin.ts";

/**
 * Functions on numbers, exact but for `log`, `exp` and powers with fractions, which are as exact as a double. Of an
 * empty list `min`, `max`, `sum`, `mean`, `product`, `median`, `stddev` are null, as FEEL says, and `mode` is empty.
 */
export const numberFunctions = [
  rounding("decimal(n, scale)", "halfEven"),
  rounding("floor(n, scale?)", "floor"),
  rounding("ceiling(n, scale?)", "ceiling"),
  rounding("round up(n, scale)", "up"),
  rounding("round down(n, scale)", "down"),
  rounding("round half up(n, scale)", "halfUp"),
  rounding("round half down(n, scale)", "halfDown"),
  define("abs(n)", ([n]) => {
    if (n !== undefined && isMonths(n)) return monthsValue(Math.abs(n.months));
    if (n !== undefined && isSpan(n)) return spanValue(Math.abs(n.ms));
    return absolute(number(n, "n"));
  }),
  define("modulo(dividend, divisor)", ([a, b]) => modulo(number(a, "dividend"), number(b, "divisor"))),
  define("sqrt(number)", ([n]) => squareRoot(number(n, "number"))),
  define("log(number)", ([n]) => {
    const value = toDouble(number(n, "number"));
    return value > 0
      ? fromDouble(Math.log(value))
      : raise("invalidArgument", "only positive numbers have a logarithm");
  }),
  define("exp(number)", ([n]) => fromDouble(Math.exp(toDouble(number(n, "number"))))),
  define("odd(number)", ([n]) => absolute(modulo(integer(n), 2)) === 1),
  define("even(number)", ([n]) => modulo(integer(n), 2) === 0),
  define("sum(...list)", (args, run) => overNumbers(args, run, sum)),
  define("product(...list)", (args, run) => {
    return overNumbers(args, run, (all) => all.reduce((product, n) => multiply(product, n), 1));
  }),
  define("mean(...list)", (args, run) => overNumbers(args, run, mean)),
  define("median(...list)", (args, run) => overNumbers(args, run, median)),
  define("stddev(...list)", (args, run) => overNumbers(args, run, deviation)),
  define("mode(...list)", (args, run) => overNumbers(args, run, mode) ?? []),
];

function rounding(usage: string, how: Rounding) {
  return define(usage, ([n, scale]) => {
    const places = scale === undefined ? 0 : whole(scale, "scale");
    if (Math.abs(places) > 6000) raise("numberOutOfRange", "a scale lies between -6000 and 6000");
    return round(number(n, "n"), places, how);
  });
}

function integer(given: FeelValue | undefined): FeelNumber {
  const value = number(given, "number");
  return compareNumbers(round(value, 0, "floor"), value) === 0
    ? value
    : wrong(given, "number", "a whole number");
}

type Numbers = readonly [FeelNumber, ...FeelNumber[]];

function overNumbers(args: Given, run: Run, calculate: (all: Numbers) => FeelValue): FeelValue {
  const [first, ...rest] = numbers(listOrArguments(args), "list");
  spend(run, rest.length + 1);
  return first === undefined ? null : calculate([first, ...rest]);
}

function sum(all: readonly FeelNumber[]): FeelNumber {
  return all.reduce((total, n) => add(total, n), 0);
}

function mean(all: readonly FeelNumber[]): FeelNumber {
  return divide(sum(all), all.length);
}

function median(all: Numbers): FeelNumber {
  const sorted = [...all].sort(compareNumbers);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (sorted.length % 2 === 1) return upper;
  return divide(add(sorted[sorted.length / 2 - 1] ?? 0, upper), 2);
}

/** The standard deviation of a sample; of one number there is none. */
function deviation(all: Numbers): FeelValue {
  if (all.length < 2) return null;
  const middle = mean(all);
  const squares = all.map((n) => {
    const distance = subtract(n, middle);
    return multiply(distance, distance);
  });
  return squareRoot(divide(sum(squares), all.length - 1));
}

/** The numbers that occur most, ascending. */
function mode(all: Numbers): FeelValue {
  const sorted = [...all].sort(compareNumbers);
  const groups: { readonly n: FeelNumber; count: number }[] = [];
  for (const n of sorted) {
    const last = groups.at(-1);
    if (last && compareNumbers(last.n, n) === 0) last.count += 1;
    else groups.push({ n, count: 1 });
  }
  const most = Math.max(...groups.map((group) => group.count));
  return groups.filter((group) => group.count === most).map((group) => group.n);
}
