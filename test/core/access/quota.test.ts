import type { ItemStore } from "@hub/core/ports";
import { Quota } from "@hub/core/quota";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { busy, disturbed, handClock, passed, refusalOf } from "../../support/access.ts";
import { counted } from "../../support/world.ts";

const who = "key:7f3k9c2a.x2y3z4w5";
/** One a second, ten at once. */
const slow = { perMinute: 60, burst: 10 };

function limited(inner: ItemStore = openSqlite({ file: ":memory:" })) {
  const { store, calls } = counted(inner);
  const clock = handClock();
  const { take } = Quota.limiter({ store, clock });
  return { store, calls, clock, take };
}

describe("an allowance", () => {
  it("lets a burst through, then refuses and says how long to wait", async () => {
    const { clock, take } = limited();
    expect(await passed(() => take(who, slow), 10)).toBe(10);
    expect(await refusalOf(take(who, slow))).toEqual({
      code: "RATE_LIMITED",
      message: "Too many requests: wait 1 seconds, or ask for many enterprises in one request",
      details: { retryAfter: 1 },
    });
    clock.move(999);
    expect(await refusalOf(take(who, slow))).toMatchObject({ code: "RATE_LIMITED", details: { retryAfter: 1 } });
    clock.move(1);
    await take(who, slow);
    expect(await refusalOf(take(who, slow))).toMatchObject({ code: "RATE_LIMITED" });
  });

  it.each([
    [{ perMinute: 1, burst: 1 }, 60],
    [{ perMinute: 7, burst: 3 }, 9],
    [{ perMinute: 45, burst: 2 }, 2],
    [{ perMinute: 60_000, burst: 1 }, 1],
  ])("of %o says to wait %i seconds, after which one is let through, and not sooner", async (allowance, retryAfter) => {
    const { clock, take } = limited();
    expect(await passed(() => take(who, allowance), 50)).toBe(allowance.burst);
    expect((await refusalOf(take(who, allowance))).details).toEqual({ retryAfter });
    const exact = Math.ceil(60_000 / allowance.perMinute);
    clock.move(exact - 1);
    if (exact > 1) expect((await refusalOf(take(who, allowance))).details).toEqual({ retryAfter: 1 });
    clock.move(1);
    await take(who, allowance);
  });

  it("comes back at its rate, and no further than its burst", async () => {
    const { clock, take } = limited();
    await passed(() => take(who, slow), 10);
    for (const [seconds, more] of [
      [1, 1],
      [3, 3],
      [9, 9],
      [10, 10],
      [3_600, 10],
    ] as const) {
      clock.move(seconds * 1_000);
      expect(await passed(() => take(who, slow), 30)).toBe(more);
    }
  });

  it("is each asker's own, and changes with what the agency is allowed", async () => {
    const { take } = limited();
    expect(await passed(() => take(who, slow), 30)).toBe(10);
    expect(await passed(() => take("another", slow), 30)).toBe(10);
    expect(await passed(() => take("a third", { perMinute: 60, burst: 2 }), 30)).toBe(2);
    expect(await passed(() => take("a third", { perMinute: 60, burst: 5 }), 30)).toBe(0);
  });

  it("of more askers than a process remembers is still each asker's own", async () => {
    const { take } = limited();
    const one = { perMinute: 1, burst: 1 };
    for (let nth = 0; nth < 10_050; nth += 1) await take(`asker-${nth}`, one);
    for (const nth of [0, 49, 50, 10_049]) expect(await refusalOf(take(`asker-${nth}`, one))).toMatchObject({ code: "RATE_LIMITED" });
  });
});

describe("what counting costs", () => {
  const busyOne = { perMinute: 60_000, burst: 8_000 };

  it("a busy asker few calls: two for as many requests as it lately made in a second", async () => {
    const { calls, clock, take } = limited();
    for (let nth = 0; nth < 20_000; nth += 1) {
      if (nth % 10 === 0) clock.move(10);
      await take(who, busyOne);
    }
    expect(calls.length).toBeLessThan(100);
    // The first of somebody new takes one.
    expect(calls.filter((name) => name === "get").length).toBe((calls.length - 1) / 2);
  });

  it("an idle asker two calls for each request after the first, since none is taken ahead that it may not need", async () => {
    const { calls, clock, take } = limited();
    for (let nth = 0; nth < 5; nth += 1) {
      await take(who, busyOne);
      clock.move(60_000);
    }
    expect(calls).toEqual(["transact", ...Array.from({ length: 4 }, () => ["get", "transact"]).flat()]);
  });

  it("a refused request nothing while the bucket is full", async () => {
    const { calls, clock, take } = limited();
    expect(await passed(() => take(who, slow), 10)).toBe(10);
    await refusalOf(take(who, slow));
    calls.splice(0);
    expect(await passed(() => take(who, slow), 1_000)).toBe(0);
    clock.move(999);
    expect(await passed(() => take(who, slow), 1_000)).toBe(0);
    expect(calls).toEqual([]);
    clock.move(1);
    expect(await passed(() => take(who, slow), 1_000)).toBe(1);
    expect(calls).toEqual(["get", "transact", "get"]);
  });

  it("those who come at once wait for one answer", async () => {
    const { calls, take } = limited();
    await Promise.all(Array.from({ length: 500 }, () => take(who, busyOne)));
    expect(calls.length).toBeLessThanOrEqual(20);
  });
});

describe("clocks and stores that misbehave", () => {
  it("a clock that is set back gives nothing, and takes nothing for longer than it was set back", async () => {
    const { clock, take } = limited();
    await passed(() => take(who, slow), 10);
    clock.move(-30_000);
    expect(await passed(() => take(who, slow), 10)).toBe(0);
    clock.move(30_000);
    expect(await passed(() => take(who, slow), 10)).toBe(0);
    clock.move(2_000);
    expect(await passed(() => take(who, slow), 10)).toBe(2);
  });

  it("a store that is busy for a moment refuses nobody; what it wrote after all counts", async () => {
    let failures = 0;
    const store = disturbed(openSqlite({ file: ":memory:" }), {
      after: (name) => {
        if (name !== "transact" || failures === 3) return;
        failures += 1;
        throw busy();
      },
    });
    const { take } = limited(store);
    expect(await passed(() => take(who, slow), 30)).toBe(7);
  });

  it("a store that does not answer is told as such", async () => {
    const { take } = limited(
      disturbed(openSqlite({ file: ":memory:" }), {
        before: () => {
          throw busy();
        },
      }),
    );
    expect(await refusalOf(take(who, slow))).toMatchObject({ code: "STORE_BUSY" });
  });
});
