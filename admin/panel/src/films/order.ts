// Places in a row of chips.

/** `list` with the element at `from` at the place `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...list.slice(from, from + 1));
}

/** Where what is at `from` comes to stand when it is dropped into the gap before `gap`. */
export const placeOf = (from: number, gap: number): number => (gap > from ? gap - 1 : gap);

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * The gap that a point is nearest to, among boxes that stand in lines: 0 is before the first. One that has a line for itself is
 * passed from above to below, others from left to right.
 */
export function gapAt(boxes: readonly Box[], x: number, y: number): number {
  const off = (from: number, at: number, to: number) => Math.max(from - at, 0, at - to);
  let [nearest, gap] = [Number.POSITIVE_INFINITY, 0];
  for (const [index, { left, right, top, bottom }] of boxes.entries()) {
    const distance = off(top, y, bottom) * 1e4 + off(left, x, right); // the line first, then the place in it
    const isAlone = boxes.filter((other) => other.top < bottom && other.bottom > top).length === 1;
    const isPassed = isAlone ? y > (top + bottom) / 2 : x > (left + right) / 2;
    if (distance < nearest) [nearest, gap] = [distance, isPassed ? index + 1 : index];
  }
  return gap;
}
