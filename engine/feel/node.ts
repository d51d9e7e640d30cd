import type { FeelValue } from "./value.ts";

/**
 * The syntax tree of an expression: what evaluation needs, and nothing of the parser.
 */
export type Node = NodeBody & {
  /** Where it stands in the text, in UTF-16 units from 0. */
  readonly from: number;
  readonly to: number;
};

export type NodeBody =
  | { readonly type: "literal"; readonly value: FeelValue }
  | { readonly type: "at"; readonly text: string }
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "input" }
  | { readonly type: "path"; readonly target: Node; readonly name: string }
  | { readonly type: "filter"; readonly target: Node; readonly condition: Node }
  | {
      readonly type: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly type: "negate"; readonly operand: Node }
  | {
      readonly type: "compare";
      readonly operator: CompareOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly type: "between"; readonly value: Node; readonly low: Node; readonly high: Node }
  | { readonly type: "in"; readonly value: Node; readonly tests: readonly Node[] }
  /** `> 5` by itself: a test of whatever it is applied to. */
  | { readonly type: "test"; readonly operator: CompareOperator; readonly operand: Node }
  | { readonly type: "and"; readonly left: Node; readonly right: Node }
  | { readonly type: "or"; readonly left: Node; readonly right: Node }
  | { readonly type: "if"; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly type: "for"; readonly iterators: readonly Iterator[]; readonly body: Node }
  | {
      readonly type: "quantified";
      readonly every: boolean;
      readonly iterators: readonly Iterator[];
      readonly condition: Node;
    }
  | { readonly type: "list"; readonly items: readonly Node[] }
  | { readonly type: "context"; readonly entries: readonly Entry[] }
  | {
      readonly type: "range";
      readonly start: Node;
      readonly end: Node;
      readonly startIncluded: boolean;
      readonly endIncluded: boolean;
    }
  | { readonly type: "call"; readonly target: Node; readonly args: Arguments }
  | { readonly type: "function"; readonly parameters: readonly string[]; readonly body: Node }
  | { readonly type: "instanceOf"; readonly value: Node; readonly of: TypeTest };

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "**";
export type CompareOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";

export interface Iterator {
  readonly name: string;
  readonly source: Node;
  /** Present in `from..to`. */
  readonly end: Node | null;
}

export interface Entry {
  readonly name: string;
  readonly value: Node;
}

/** Named arguments have names; positional ones do not. */
export type Arguments =
  | { readonly named: false; readonly values: readonly Node[] }
  | { readonly named: true; readonly values: readonly Entry[] };

export type TypeTest =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly element: TypeTest }
  | {
      readonly kind: "context";
      readonly entries: readonly { readonly name: string; readonly type: TypeTest }[];
    };

/** Unary tests: `-` is any, `not(...)` negates. */
export interface UnaryTests {
  readonly any: boolean;
  readonly negated: boolean;
  readonly tests: readonly Node[];
}
