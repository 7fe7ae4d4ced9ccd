/** Compares two texts for sorting, by their UTF-16 units. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
