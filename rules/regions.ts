/**
 * Sets of fact combinations as unions of boxes: per dimension (a fact) a mask of its cells. Intersection, and what a list
 * of boxes leaves uncovered, are exact; the work is counted and ends at the limit.
 */

/** A mask per dimension; a dimension that is absent is not restricted. Never holds an empty mask. */
export type Box = ReadonlyMap<number, bigint>;

export const everything: Box = new Map();

export function meet(a: Box, b: Box): Box | null {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  const met = new Map(large);
  for (const [dimension, mask] of small) {
    const other = large.get(dimension);
    const both = other === undefined ? mask : mask & other;
    if (both === 0n) return null;
    met.set(dimension, both);
  }
  return met;
}

function meets(a: Box, b: Box): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const [dimension, mask] of small) {
    const other = large.get(dimension);
    if (other !== undefined && (mask & other) === 0n) return false;
  }
  return true;
}

/** Steps that a search may still take; shared by the searches of one analysis. */
export interface Budget {
  left: number;
}

/**
 * The parts of a box that none of `covers` covers, as disjoint boxes, told one by one until `found` returns false. False
 * when the budget ended first.
 */
export function uncovered(
  box: Box,
  covers: readonly Box[],
  full: readonly bigint[],
  budget: Budget,
  found: (part: Box) => boolean,
): boolean {
  let going = true;
  const search = (part: Box, from: number): boolean => {
    let at = from;
    for (; at < covers.length; at += 1) {
      budget.left -= 1;
      const cover = covers[at];
      if (cover !== undefined && meets(part, cover)) break;
    }
    if (budget.left <= 0) return false;
    const cover = covers[at];
    if (cover === undefined) {
      going = found(part);
      return true;
    }
    for (const rest of without(part, cover, full)) {
      if (!going) return true;
      if (!search(rest, at + 1)) return false;
    }
    return true;
  };
  return search(box, 0);
}

/** A box less another that meets it, as disjoint boxes: one dimension is split off after the other. */
function without(box: Box, cover: Box, full: readonly bigint[]): Box[] {
  const rests: Box[] = [];
  let inside: Box = box;
  for (const [dimension, mask] of cover) {
    const own = inside.get(dimension) ?? full[dimension] ?? 0n;
    const outside = own & ~mask;
    if (outside !== 0n) rests.push(new Map(inside).set(dimension, outside));
    inside = new Map(inside).set(dimension, own & mask);
  }
  return rests;
}

/** The lowest cell of a mask. */
export function firstCell(mask: bigint): number {
  let cell = 0;
  while (((mask >> BigInt(cell)) & 1n) === 0n) cell += 1;
  return cell;
}

export function cellsIn(mask: bigint, count: number): readonly number[] {
  return Array.from({ length: count }, (_none, cell) => cell).filter(
    (cell) => ((mask >> BigInt(cell)) & 1n) === 1n,
  );
}
