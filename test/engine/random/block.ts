import fc from "fast-check";

/**
 * Random processes as trees of blocks: each block has one way in and one way out, so that whatever they are put
 * together into is sound by construction.
 */
const leaves = [
  "task",
  "user",
  "service",
  "rule",
  "script",
  "message",
  "timer",
  "send",
  "signal",
  "condition",
  "throwSignal",
  "throwMessage",
  "link",
  "call",
  "multiple",
  "parallelMultiple",
] as const;
export type Leaf = (typeof leaves)[number];

const boundaries = ["none", "timer", "message", "warning", "error", "escalation", "signal"] as const;
export type Boundary = (typeof boundaries)[number];

export type Block =
  | { readonly kind: Leaf }
  | { readonly kind: "sequence"; readonly blocks: readonly Block[] }
  | { readonly kind: "exclusive" | "parallel" | "inclusive"; readonly branches: readonly Block[] }
  | { readonly kind: "loop"; readonly body: Block }
  | { readonly kind: "scope"; readonly body: Block; readonly boundary: Boundary }
  | { readonly kind: "instances"; readonly body: Block; readonly sequential: boolean; readonly count: number }
  | { readonly kind: "standardLoop"; readonly body: Block; readonly maximum: number }
  | {
      readonly kind: "watched";
      readonly body: Block;
      readonly handler: Block;
      readonly interrupting: boolean;
    }
  | { readonly kind: "events"; readonly branches: readonly Block[] }
  | { readonly kind: "discriminator"; readonly branches: readonly Block[]; readonly wanted: number }
  | { readonly kind: "undone"; readonly body: Block; readonly handler: Block; readonly all: boolean }
  | { readonly kind: "transaction"; readonly body: Block; readonly handler: Block }
  | { readonly kind: "adHoc"; readonly bodies: readonly Block[]; readonly sequential: boolean };

export const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => {
  const some = (minLength: number, maxLength: number) => fc.array(tie("block"), { minLength, maxLength });
  const kind = <K extends Block["kind"]>(name: K) => fc.constant(name);
  const body = tie("block");
  const handler = tie("block");
  return {
    block: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(...leaves.map((leaf): Block => ({ kind: leaf }))),
      fc.record({ kind: kind("sequence"), blocks: some(1, 4) }),
      fc.record({
        kind: fc.constantFrom("exclusive" as const, "parallel" as const, "inclusive" as const),
        branches: some(2, 3),
      }),
      fc.record({ kind: kind("loop"), body }),
      fc.record({ kind: kind("scope"), body, boundary: fc.constantFrom(...boundaries) }),
      fc.record({ kind: kind("instances"), body, sequential: fc.boolean(), count: fc.nat({ max: 3 }) }),
      fc.record({ kind: kind("standardLoop"), body, maximum: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: kind("watched"), body, handler, interrupting: fc.boolean() }),
      fc.record({ kind: kind("events"), branches: some(2, 3) }),
      fc.record({
        kind: kind("discriminator"),
        branches: some(2, 3),
        wanted: fc.integer({ min: 1, max: 2 }),
      }),
      fc.record({ kind: kind("undone"), body, handler, all: fc.boolean() }),
      fc.record({ kind: kind("transaction"), body, handler }),
      fc.record({ kind: kind("adHoc"), bodies: some(1, 2), sequential: fc.boolean() }),
    ),
  };
}).block;
