import { Enterprise } from "@hub/core/enterprise";
import { History } from "@hub/core/history";
import { Penalty } from "@hub/core/penalty";
import { openSqlite } from "@hub/store/sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authority, builder, type Cells, firm } from "../support/rows.ts";
import { type World, world } from "../support/world.ts";

const penalty = { uscc: builder.uscc, authority: authority.uscc, number: "高环罚〔2025〕17号" } as const;

/** What the last version of a world's records was recorded at. */
async function lastAt(hub: World): Promise<string> {
  const items = await hub.items();
  const instants = items.flatMap((item) => ("provenance" in item.body ? [History.recordedOf(item).at] : []));
  return instants.sort().at(-1) ?? "";
}

/** A penalty that is reported, corrected, and reported once more as it was corrected. */
async function corrected(hub: World) {
  await hub.take("penalty", [{}], { name: "one.csv" });
  const first = await lastAt(hub);
  await hub.take("penalty", [{ CF_SY: "更正后的事实。", CF_NR_FK: "2", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
  const second = await lastAt(hub);
  await hub.take("penalty", [{ CF_SY: "更正后的事实。", CF_NR_FK: "2", HUB_BSRQ: "2025/05/06" }, { CF_WSH: "另一号" }], { name: "three.csv" });
  return { first, second, third: await lastAt(hub) };
}

describe("the history of a record", () => {
  it("has every version with both times, who, whence and why, and what changed from what to what", async () => {
    const hub = world();
    const { first, second, third } = await corrected(hub);
    const versions = await Penalty.history(hub.ctx, { ...penalty, confirmations: true });
    const shown = versions.map(({ version, recorded, valid, changes, record }) => ({
      version,
      ...recorded,
      valid,
      changes,
      file: record?.provenance.lastSeen.fileName,
    }));
    const valid = { from: "2025-04-10", to: null };
    const rest = { by: "operator", reason: "import", valid };
    expect(shown.slice(0, 2)).toEqual([
      { version: 3, at: third, change: "confirmed", changes: [], file: "three.csv", ...rest },
      {
        ...{ version: 2, at: second, change: "changed", file: "two.csv", ...rest },
        changes: [
          { field: "facts", from: "幼儿园工地裸露土方未覆盖。", to: "更正后的事实。" },
          { field: "fineFen", from: 1_000_000, to: 2_000_000 },
        ],
      },
    ]);
    expect(shown[2]).toMatchObject({ version: 1, at: first, change: "created", file: "one.csv", ...rest });
    expect(shown[2]?.changes).toContainEqual({ field: "subject.name", from: null, to: builder.name });
    expect(await Penalty.history(hub.ctx, penalty)).toEqual(versions.slice(1));
    expect(await Penalty.history(hub.ctx, { ...penalty, knownAt: second })).toEqual(versions.slice(1));
    expect(await Penalty.history(hub.ctx, { ...penalty, number: "1号" })).toEqual([]);
  });

  it("never goes back in time, though the clock was set back", async () => {
    const hub = world();
    await hub.take("penalty", [{}], { name: "one.csv" });
    const at = await lastAt(hub);
    const earlier = world({ from: "2025-06-01T00:00:00.000Z", store: hub.store });
    await earlier.take("penalty", [{ CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
    expect((await Penalty.history(hub.ctx, penalty)).map(({ version, recorded }) => [version, recorded.at])).toEqual([
      [2, at],
      [1, at],
    ]);
  });

  it("of a decision that has waited for its firm begins where it waited, and goes on where it is filed, with the reason", async () => {
    const hub = world();
    const waiting = { CF_XDR_SHXYM: "", CF_XDR_MC: firm.name, CF_XDR_GSZC: firm.registrationNumber };
    await hub.take("penalty", [waiting], { name: "one.csv" });
    await hub.take("penalty", [{ ...waiting, CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
    const before = await lastAt(hub);
    await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]);
    const timeline = await Enterprise.timeline(hub.ctx, { uscc: firm.uscc });
    const moved = `registrationNumber ${firm.registrationNumber} came to be known as that of ${firm.uscc}`;
    expect(timeline.map(({ kind, recorded: { change, reason } }) => [kind, change, reason])).toEqual([
      ["enterprise", "created", "import"],
      ["penalty", "created", moved],
      ["penalty", "removed", moved],
      ["penalty", "changed", "import"],
      ["penalty", "created", "import"],
    ]);
    const history = await Penalty.history(hub.ctx, { ...penalty, uscc: firm.uscc });
    expect(history.map(({ pk, version, changes }) => [pk.slice(0, 4), version, changes.length < 5 ? changes : "all"])).toEqual([
      ["ENT#", 1, [{ field: "subject.uscc", from: null, to: firm.uscc }]],
      ["SUB#", 3, []],
      ["SUB#", 2, [{ field: "facts", from: "幼儿园工地裸露土方未覆盖。", to: "更正后的事实。" }]],
      ["SUB#", 1, "all"],
    ]);
    const place = { pk: `SUB#registrationNumber#${firm.registrationNumber}`, sk: `PEN#${authority.uscc}#${penalty.number}` };
    const left = await hub.store.get(place);
    expect([left?.version, left && History.recordedOf(left)]).toMatchObject([3, { change: "removed", by: "operator" }]);
    expect((await hub.store.get(History.versionKey(place, 1)))?.body).toMatchObject({ ...place, version: 1, content: { decisionNumber: penalty.number } });
    expect(await Enterprise.get(hub.ctx, { uscc: firm.uscc, knownAt: before })).toBeNull();
  });
});

describe("an enterprise at another moment", () => {
  it("has the decisions in force on a day, and the register as it stood then", async () => {
    const hub = world();
    const old = "高平县示例铸造厂";
    await hub.take("register", [{ NAME: old, FORMER_NAMES: "", HUB_BSRQ: "2020/01/01" }], { name: "r1.csv", receivedOn: "2020-01-01" });
    await hub.take("register", [{ STATUS: "注销" }], { name: "r2.csv", receivedOn: "2024-05-01" });
    await hub.take("licence", [{ XK_YXQZI: "2025/03/17" }]);
    const on = async (asOf: string) => {
      const profile = await Enterprise.get(hub.ctx, { uscc: firm.uscc, asOf });
      return profile && [profile.name, profile.register?.status, profile.licences.length];
    };
    expect(await on("2009-06-17")).toBeNull();
    // Before anything was reported the oldest report is the best that is known.
    expect(await on("2009-06-18")).toEqual([old, "active", 0]);
    expect(await on("2024-04-30")).toEqual([old, "active", 1]);
    expect(await on("2024-05-01")).toEqual([firm.name, "deregistered", 1]);
    expect(await on("2025-03-18")).toEqual([firm.name, "deregistered", 0]);
    expect((await Enterprise.history(hub.ctx, { uscc: firm.uscc })).map(({ valid }) => valid)).toEqual([
      { from: "2024-05-01", to: null },
      // What was first reported is the best that is known of the time before.
      { from: "2009-06-18", to: "2024-04-30" },
    ]);
  });

  it("is told of both times together: what the hub then held for true on the day", async () => {
    const hub = world();
    const { first, second } = await corrected(hub);
    const fine = async (asOf: string | null, knownAt: string | null) =>
      (await Enterprise.get(hub.ctx, { uscc: builder.uscc, asOf, knownAt }))?.penalties.map(({ fineFen }) => fineFen) ?? null;
    expect(await fine("2025-04-10", first)).toEqual([1_000_000]);
    expect(await fine("2025-04-10", second)).toEqual([2_000_000]);
    expect(await fine("2025-04-09", second)).toBeNull();
    expect(await fine(null, "2026-01-05T00:00:00.000Z")).toBeNull();
  });

  it("cannot be asked of an instant to come, of a day that there is none, or in another time zone", async () => {
    const { ctx } = world();
    for (const at of [{ knownAt: "2036-01-01T00:00:00.000Z" }, { asOf: "2025-02-30" }, { knownAt: "2025-01-01T00:00:00.000+08:00" }]) {
      await expect(Enterprise.get(ctx, { uscc: firm.uscc, ...at })).rejects.toMatchObject({ code: "BAD_INPUT" });
    }
  });

  it("takes one call where nothing was replaced since, two where something was", async () => {
    const hub = world();
    const { first, third } = await corrected(hub);
    const callsOf = async (at: Partial<History.Moment>) => {
      hub.calls.length = 0;
      await Enterprise.get(hub.ctx, { uscc: builder.uscc, ...at });
      return [...hub.calls];
    };
    expect(await callsOf({ knownAt: third })).toEqual(["query"]);
    expect(await callsOf({ asOf: "2025-04-10" })).toEqual(["query"]);
    expect(await callsOf({ knownAt: first })).toEqual(["query", "query"]);
    expect(await callsOf({ knownAt: first, asOf: "2025-04-10" })).toEqual(["query", "query"]);
  });
});

const row: fc.Arbitrary<Cells> = fc.record({
  CF_WSH: fc.constantFrom("1号", "2号", "3号"),
  CF_SY: fc.constantFrom("甲", "乙", "丙"),
  HUB_BSRQ: fc.constantFrom("2025/05/06", "2025/05/07", "2025/05/08"),
});
const registration: fc.Arbitrary<Cells> = fc.record({
  USCC: fc.constant(builder.uscc),
  NAME: fc.constantFrom(builder.name, "高平市示例建筑有限公司"),
  STATUS: fc.constantFrom("存续", "注销"),
});
const command = fc.oneof(
  fc.record({ kind: fc.constant("penalty" as const), rows: fc.array(row, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant("register" as const), rows: fc.array(registration, { minLength: 1, maxLength: 1 }) }),
);

describe("after any imports", () => {
  it("what is asked of each past instant is what was answered then, today and as of a day", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 6 }), async (commands) => {
        const hub = world({ store: openSqlite({ file: ":memory:" }) });
        const ask = async (at: Partial<History.Moment>) => {
          const answers = [];
          for (const asOf of [null, "2025-05-07"]) {
            const found = await Enterprise.get(hub.ctx, { uscc: builder.uscc, asOf, ...at });
            const timeline = await Enterprise.timeline(hub.ctx, { uscc: builder.uscc, confirmations: true, ...("knownAt" in at && { knownAt: at.knownAt }) });
            answers.push([found && { ...found, at: null }, timeline]);
          }
          return answers;
        };
        const then: [instant: string, answer: unknown][] = [];
        for (const [at, { kind, rows }] of commands.entries()) {
          await hub.take(kind, rows, { name: `${at}.csv` });
          then.push([hub.ctx.clock.now().toISOString(), await ask({})]);
        }
        for (const [knownAt, answer] of then) expect(await ask({ knownAt })).toEqual(answer);
        await hub.store.close();
      }),
      { numRuns: 25 },
    );
  });
});
