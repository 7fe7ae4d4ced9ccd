import type { Clock } from "@hub/core/clock";
import { Quota } from "@hub/core/quota";
import { openSqlite } from "@hub/store/sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handClock, onBothStores, passed } from "../../support/access.ts";

const who = "key:7f3k9c2a.x2y3z4w5";
const began = Date.parse("2090-01-05T01:00:00.000Z");

describe("several processes over one store", () => {
  interface Step {
    readonly process: number;
    readonly requests: number;
    readonly wait: number;
  }
  const steps = fc.array(
    fc.record<Step>({
      process: fc.nat({ max: 3 }),
      requests: fc.integer({ min: 1, max: 30 }),
      wait: fc.oneof(fc.constant(0), fc.nat({ max: 900 }), fc.nat({ max: 20_000 })),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const allowances = fc.record({ perMinute: fc.integer({ min: 1, max: 3_000 }), burst: fc.integer({ min: 1, max: 60 }) });
  const behind = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 4, maxLength: 4 });

  /** Whether more came through at any time than burst + rate × time, counting all processes. */
  async function run(plan: readonly Step[], allowance: Quota.Allowance, lags: readonly number[]): Promise<number> {
    const store = openSqlite({ file: ":memory:" });
    let now = began;
    const clockOf = (lag: number): Clock => ({ now: () => new Date(now - lag) });
    const limiters = lags.map((lag) => Quota.limiter({ store, clock: clockOf(lag) }));
    let through = 0;
    const atOnce: Promise<void>[] = [];
    for (const { process, requests, wait } of plan) {
      atOnce.push(
        ...Array.from({ length: requests }, async () => limiters[process]?.take(who, allowance)).map((taken) =>
          taken.then(
            () => {
              through += 1;
            },
            () => {},
          ),
        ),
      );
      if (wait === 0) continue;
      await Promise.all(atOnce.splice(0));
      // The clocks that are ahead may have let through what leaks until those behind have come as far.
      expect(through).toBeLessThanOrEqual(allowance.burst + ((now - began + Math.max(...lags)) * allowance.perMinute) / 60_000 + 1e-6);
      now += wait;
    }
    await Promise.all(atOnce);
    expect(through).toBeLessThanOrEqual(allowance.burst + ((now - began + Math.max(...lags)) * allowance.perMinute) / 60_000 + 1e-6);
    return through;
  }

  it("never let through more than burst + rate × time, in whatever order they ask", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, allowances, async (plan, allowance) => {
        await run(plan, allowance, [0, 0, 0, 0]);
      }),
      { numRuns: 300 },
    );
  });

  it("never let through more though their clocks differ, but for what leaks in the difference", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, allowances, behind, async (plan, allowance, lags) => {
        await run(plan, allowance, lags);
      }),
      { numRuns: 300 },
    );
  });

  it("let through what is allowed, but for an eighth of the burst that each may have taken ahead", async () => {
    const store = openSqlite({ file: ":memory:" });
    const clock = handClock();
    const limiters = Array.from({ length: 4 }, () => Quota.limiter({ store, clock }));
    const allowance = { perMinute: 60, burst: 800 };
    const through = await Promise.all(limiters.map(({ take }) => passed(() => take(who, allowance), 1_000)));
    expect(through.reduce((sum, each) => sum + each, 0)).toBe(800);
  });

  it("let through what is left, also where the clock of one is behind", async () => {
    const store = openSqlite({ file: ":memory:" });
    const [ahead, behind] = [handClock(), handClock("2090-01-05T00:59:55.000Z")].map((clock) => Quota.limiter({ store, clock }));
    const allowance = { perMinute: 60, burst: 10 };
    expect(await passed(async () => ahead?.take(who, allowance), 1)).toBe(1);
    expect(await passed(async () => behind?.take(who, allowance), 20)).toBe(9);
    expect(await passed(async () => ahead?.take(who, allowance), 20)).toBe(0);
  });

  onBothStores((open) => {
    it("that begin at the same moment all get an answer, and no more are let through than allowed", async () => {
      const store = await open();
      const clock = handClock();
      const outcomes = await Promise.all(
        Array.from({ length: 60 }, () =>
          Quota.limiter({ store, clock })
            .take(who, { perMinute: 60, burst: 40 })
            .then(
              () => "through",
              ({ code }: { code: string }) => code,
            ),
        ),
      );
      const count = (what: string) => outcomes.filter((outcome) => outcome === what).length;
      expect(new Set(outcomes)).toEqual(new Set(["through", "RATE_LIMITED"]));
      expect(count("through")).toBeLessThanOrEqual(40);
      expect(count("through")).toBeGreaterThanOrEqual(20);
    });
  });
});
