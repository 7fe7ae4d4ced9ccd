/** Where the hub gets the time from. Everything that depends on it takes it as an argument. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still, for tests and reproducible imports. */
export function fixedClock(instant: string): Clock {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) throw new TypeError(`Not an instant: ${instant}`);
  return { now: () => new Date(at) };
}

const shanghaiOffset = 8 * 3_600_000;

/** The legal day (Asia/Shanghai, which has had no summer time since 1991) of an instant, as `YYYY-MM-DD`. */
export function legalDay(instant: Date): string {
  return new Date(instant.getTime() + shanghaiOffset).toISOString().slice(0, 10);
}
