import { Enterprise } from "@hub/core/enterprise";
import { Identity } from "@hub/core/identity";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cells, firm } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

const organisationCode = Identity.organisationCodeOf(firm.uscc);
const old = { CF_XDR_SHXYM: "", CF_XDR_MC: firm.name, CF_XDR_GSZC: firm.registrationNumber };

/** Everything of the firm's but how and when it was learnt. */
async function factsOf(hub: World) {
  const profile = await Enterprise.get(hub.ctx, { uscc: firm.uscc });
  const bare = <T extends { readonly provenance: unknown }>(records: readonly T[]) => records.map(({ provenance: _, ...facts }) => facts);
  return (
    profile && { name: profile.name, register: profile.register?.registrationNumber, penalties: bare(profile.penalties), licences: bare(profile.licences) }
  );
}

describe("a decision that carries only an old number", () => {
  it("waits until the register names the firm, then moves to it and says by which number", async () => {
    const hub = world();
    await hub.take("penalty", [old]);
    expect(await Enterprise.getByIdentifier(hub.ctx, { kind: "registrationNumber", value: firm.registrationNumber })).toBeNull();
    await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]);
    const profile = await Enterprise.getByIdentifier(hub.ctx, { kind: "registrationNumber", value: firm.registrationNumber });
    expect(profile?.uscc).toBe(firm.uscc);
    expect(profile?.penalties.map(({ subject, provenance }) => [subject.uscc, provenance.originals.at(-1)])).toEqual([
      [firm.uscc, { field: "subject.uscc", column: "registrationNumber", value: firm.registrationNumber }],
    ]);
    expect((await hub.items()).filter(({ pk }) => pk.startsWith("SUB#"))).toEqual([]);
  });

  it("is filed at once when the number is known, and an organisation code always is by the register", async () => {
    const hub = world();
    await hub.take("register", [{}]);
    const run = await hub.take("penalty", [{ ...old, CF_XDR_GSZC: "", CF_XDR_ZZJG: `${organisationCode.slice(0, 8)}-${organisationCode.slice(8)}` }]);
    expect(run.created).toBe(1);
    expect((await factsOf(hub))?.penalties).toHaveLength(1);
  });

  it("that names another firm than the register stays where it is, is told of, and comes when the register has the name", async () => {
    const hub = world();
    await hub.take(
      "penalty",
      [
        { ...old, CF_WSH: "1号" },
        { ...old, CF_WSH: "2号", CF_XDR_MC: "毫不相干公司" },
      ],
      { name: "p.csv" },
    );
    const number = { REGISTRATION_NUMBER: firm.registrationNumber };
    const run = await hub.take("register", [number], { name: "r1.csv" });
    const decisions = async () => (await factsOf(hub))?.penalties.map(({ decisionNumber }) => decisionNumber);
    expect(await decisions()).toEqual(["1号"]);
    const message = `Decisions under registrationNumber ${firm.registrationNumber} name 毫不相干公司; they wait until the register has that name`;
    expect(await hub.issuesOf(run)).toMatchObject([
      { outcome: "created", issues: [{ code: "IDENTIFIER_CONFLICT", column: "工商注册号", value: firm.registrationNumber, message }] },
    ]);
    await hub.take("register", [{ ...number, FORMER_NAMES: "毫不相干公司" }], { name: "r2.csv" });
    expect(await decisions()).toEqual(["1号", "2号"]);
    expect((await hub.items()).filter(({ pk }) => pk.startsWith("SUB#"))).toEqual([]);
  });

  it("reaches the firm over a second number that another decision carries beside the first", async () => {
    const hub = world();
    await hub.take("penalty", [{ ...old, CF_WSH: "1号" }], { name: "1.csv" });
    await hub.take("penalty", [{ ...old, CF_WSH: "2号", CF_XDR_ZZJG: organisationCode }], { name: "2.csv" });
    await hub.take("register", [{}]);
    expect((await factsOf(hub))?.penalties.map(({ decisionNumber }) => decisionNumber)).toEqual(["1号", "2号"]);
  });

  it("is kept once when it had come with the code from elsewhere", async () => {
    const hub = world();
    await hub.take("penalty", [old], { name: "old.csv" });
    await hub.take("penalty", [{ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name }], { name: "new.csv" });
    await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]);
    expect((await factsOf(hub))?.penalties).toHaveLength(1);
    expect((await hub.items()).filter(({ pk }) => pk.startsWith("SUB#"))).toEqual([]);
  });

  it("is found by a later row of the same file that carries the code too, also over a second number", async () => {
    for (const [first, later] of [
      [{}, { CF_XDR_GSZC: firm.registrationNumber }],
      [{ CF_XDR_ZZJG: organisationCode }, { CF_XDR_ZZJG: organisationCode }],
    ]) {
      const hub = world();
      const run = await hub.take("penalty", [
        { ...old, ...first, CF_WSH: "1号" },
        { CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name, ...later, CF_WSH: "2号" },
        { ...old, CF_WSH: "3号" },
      ]);
      expect(run.created).toBe(3);
      expect((await factsOf(hub))?.penalties.map(({ decisionNumber }) => decisionNumber)).toEqual(["1号", "2号", "3号"]);
      expect((await hub.items()).filter(({ pk }) => pk.startsWith("SUB#"))).toEqual([]);
    }
  });

  it("moves however many wait", async () => {
    const hub = world();
    const many = Array.from({ length: 230 }, (_, index) => ({ ...old, CF_WSH: `${index}号` }));
    await hub.take("penalty", many);
    await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]);
    expect((await factsOf(hub))?.penalties).toHaveLength(230);
  });

  it("ends under the firm in whatever order the files come", async () => {
    const files: readonly (readonly [kind: "register" | "licence" | "penalty", change: Cells])[] = [
      ["register", { REGISTRATION_NUMBER: firm.registrationNumber }],
      ["penalty", { ...old, CF_WSH: "1号" }],
      ["penalty", { ...old, CF_WSH: "2号", CF_XDR_GSZC: "", CF_XDR_ZZJG: organisationCode }],
      ["penalty", { ...old, CF_WSH: "3号", CF_XDR_ZZJG: organisationCode }],
      ["licence", { XK_XDR_GSZC: firm.registrationNumber }],
      ["licence", { XK_WSH: "9号", XK_XDR_SHXYM: "", XK_XDR_GSZC: firm.registrationNumber }],
    ];
    const inOrder = async (order: readonly number[]) => {
      const hub = world();
      for (const at of order) {
        const [kind, change] = files[at] ?? ["register", {}];
        await hub.take(kind, [change], { name: `${at}.csv` });
      }
      return { facts: await factsOf(hub), waiting: (await hub.items()).filter(({ pk }) => pk.startsWith("SUB#")).length };
    };
    const expected = await inOrder([0, 1, 2, 3, 4, 5]);
    expect(expected.facts?.penalties).toHaveLength(3);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), async (order) => {
        expect(await inOrder(order)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
