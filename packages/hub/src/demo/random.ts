/**
 * Reproducible chance: mulberry32 (public domain, Tommy Ettinger), its state mixed (MurmurHash3) from the seed and a
 * path of numbers. What is made for a firm follows from the seed and the firm's number alone, so that any file, and
 * any part of one, can be made without the others.
 */
export interface Chance {
  /** 0 to n-1. */
  below(n: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in `percent` of a hundred cases. */
  percent(percent: number): boolean;
}

/** First step of a path: what the chance is for. Never renumber: the demo's bytes depend on it. */
export const about = { firm: 1, penalised: 2, penalty: 3, licences: 4, licence: 5, channel: 6, update: 7 } as const;

export function chance(seed: number, ...path: readonly number[]): Chance {
  let state = mixed(seed, path);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    percent: (percent) => next() * 100 < percent,
  };
}

function mixed(seed: number, path: readonly number[]): number {
  let state = step(step(0, seed), Math.floor(seed / 4_294_967_296));
  for (const part of path) state = step(state, part);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}

function step(state: number, part: number): number {
  const bits = Math.imul(part, 0xcc9e2d51);
  const turned = state ^ Math.imul((bits << 15) | (bits >>> 17), 0x1b873593);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}
