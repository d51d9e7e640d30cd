import type { Compilation, Expression, ExpressionLanguage, Value, Variables } from "../../engine/index.ts";

/**
 * The little expression language that diagrams of other engines use: `${input == 1}`, `test.contains("a")`,
 * `order.price >= 250`. For the harness alone; the product reads FEEL.
 */
export const elsewhere: ExpressionLanguage = {
  compile(source, use): Compilation | null {
    const wrapped = /^[$#]\{([\s\S]*)\}$/.exec(source.trim());
    if (use === "text" && wrapped === null) return null;
    const inner = wrapped?.[1] ?? source;
    try {
      return { ok: true, expression: expressionOf(source, parse(inner)) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, problem: { code: "syntaxError", message } };
    }
  },
};

type Evaluate = (variables: (name: string) => Value) => Value;

class Unknown extends Error {}

function expressionOf(text: string, evaluate: Evaluate): Expression {
  return {
    text,
    evaluate(variables, { outer = [] }) {
      const look = (name: string): Value => {
        for (const scope of [variables, ...outer]) {
          const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
          if (value !== undefined) return value;
        }
        throw new Unknown(name);
      };
      try {
        return { ok: true, value: evaluate(look) };
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        const variable = error.message;
        return { ok: false, code: "unknownVariable", message: `${variable} has no value`, variable };
      }
    },
  };
}

const token =
  /\s*(?:(\d+(?:\.\d+)?)|"([^"]*)"|'([^']*)'|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[<>!+\-*/().,?:]))/y;

interface Token {
  readonly kind: "number" | "text" | "name" | "sign";
  readonly text: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== "") {
    token.lastIndex = at;
    const match = token.exec(source);
    if (match === null) throw new Error(`cannot read "${source.slice(at)}"`);
    at = token.lastIndex;
    const [, number, double, single, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else tokens.push({ kind: "text", text: double ?? single ?? "" });
  }
  return tokens;
}

const words: Readonly<Record<string, string>> = {
  and: "&&",
  or: "||",
  not: "!",
  eq: "==",
  ne: "!=",
  lt: "<",
  gt: ">",
  le: "<=",
  ge: ">=",
};

const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/"],
];

function parse(source: string): Evaluate {
  const tokens = tokensOf(source);
  let at = 0;
  const signAt = () => {
    const next = tokens[at];
    if (next === undefined) return null;
    return next.kind === "sign" ? next.text : next.kind === "name" ? (words[next.text] ?? null) : null;
  };
  const expect = (sign: string) => {
    if (tokens[at]?.text !== sign) throw new Error(`"${sign}" is missing in "${source}"`);
    at++;
  };

  function binary(level: number): Evaluate {
    const signs = levels[level];
    if (signs === undefined) return unary();
    let left = binary(level + 1);
    for (let sign = signAt(); sign !== null && signs.includes(sign); sign = signAt()) {
      at++;
      left = combine(sign, left, binary(level + 1));
    }
    return left;
  }

  function unary(): Evaluate {
    const sign = signAt();
    if (sign !== "!" && sign !== "-") return postfix();
    at++;
    const inner = unary();
    return sign === "!" ? (look) => inner(look) !== true : (look) => -Number(inner(look));
  }

  function postfix(): Evaluate {
    let value = primary();
    while (tokens[at]?.text === ".") {
      at++;
      const name = tokens[at++]?.text ?? "";
      if (tokens[at]?.text !== "(") {
        value = property(value, name);
        continue;
      }
      at++;
      const argument = binary(0);
      expect(")");
      if (name !== "contains") throw new Error(`no function ${name}`);
      const text = value;
      value = (look) => String(text(look)).includes(String(argument(look)));
    }
    return value;
  }

  function primary(): Evaluate {
    const next = tokens[at++];
    if (next === undefined) throw new Error(`"${source}" ends too early`);
    if (next.kind === "number") return () => Number(next.text);
    if (next.kind === "text") return () => next.text;
    if (next.text === "(") {
      const inner = binary(0);
      expect(")");
      return inner;
    }
    if (next.kind !== "name") throw new Error(`"${next.text}" stands in the wrong place in "${source}"`);
    if (next.text === "true" || next.text === "false") return () => next.text === "true";
    if (next.text === "null") return () => null;
    return (look) => look(next.text);
  }

  const whole = binary(0);
  if (at < tokens.length) throw new Error(`"${tokens[at]?.text}" stands in the wrong place in "${source}"`);
  return whole;
}

function property(value: Evaluate, name: string): Evaluate {
  return (look) => {
    const object = value(look);
    if (typeof object !== "object" || object === null || Array.isArray(object)) throw new Unknown(name);
    const fields = object as Variables;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) throw new Unknown(name);
    return field;
  };
}

function combine(sign: string, left: Evaluate, right: Evaluate): Evaluate {
  switch (sign) {
    case "||":
      return (look) => left(look) === true || right(look) === true;
    case "&&":
      return (look) => left(look) === true && right(look) === true;
    case "==":
      return (look) => left(look) === right(look);
    case "!=":
      return (look) => left(look) !== right(look);
    case "<":
      return (look) => Number(left(look)) < Number(right(look));
    case "<=":
      return (look) => Number(left(look)) <= Number(right(look));
    case ">":
      return (look) => Number(left(look)) > Number(right(look));
    case ">=":
      return (look) => Number(left(look)) >= Number(right(look));
    case "+":
      return (look) => Number(left(look)) + Number(right(look));
    case "-":
      return (look) => Number(left(look)) - Number(right(look));
    case "*":
      return (look) => Number(left(look)) * Number(right(look));
    default:
      return (look) => Number(left(look)) / Number(right(look));
  }
}
