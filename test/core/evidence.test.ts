import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Calendar } from "@hub/core/calendar";
import { fixedClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { Division } from "@hub/core/division";
import { Enterprise } from "@hub/core/enterprise";
import { Evidence } from "@hub/core/evidence";
import { Industry } from "@hub/core/industry";
import { Intake } from "@hub/core/intake";
import { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { Publicity } from "@hub/core/publicity";
import { describe, expect, it } from "vitest";
import { hubUrl, issuerWith } from "../support/issuer.ts";
import { authority, builder, type Cells, firm } from "../support/rows.ts";
import { type World, world } from "../support/world.ts";

const now = "2026-01-06T02:00:00.000Z";
const issuer = issuerWith();

async function filled(
  decisions: { readonly penalties?: readonly Cells[]; readonly licences?: readonly Cells[] } = {},
): Promise<{ readonly hub: World; readonly ctx: Ctx }> {
  const hub = world();
  await hub.take("register", [{}, { USCC: builder.uscc, NAME: builder.name }]);
  if (decisions.penalties) await hub.take("penalty", decisions.penalties);
  if (decisions.licences) await hub.take("licence", decisions.licences);
  return { hub, ctx: { ...hub.ctx, clock: fixedClock(now), issuer } };
}

function part(jws: string, at: number): unknown {
  return JSON.parse(Buffer.from(jws.split(".")[at] ?? "", "base64url").toString());
}

/** The canonical form, written anew: these records hold texts, whole numbers, lists and objects only. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}

const sha256 = (text: string) => createHash("sha256").update(text);

describe("a certificate", () => {
  it("states what was known of a firm, and is signed in its canonical form", async () => {
    const { ctx } = await filled({ penalties: [{}] });
    const { statement, jws, digest, checkUrl, pdfUrl, seal } = await Evidence.issue(ctx, { uscc: builder.uscc, asOf: "2026-01-05" });
    const profile = await Enterprise.get(ctx, { uscc: builder.uscc });
    const digestOf = ({ provenance: _, standing: _standing, dispute: _dispute, ...record }: { readonly [field: string]: unknown }) =>
      sha256(canonical(record)).digest("hex");
    expect(statement).toEqual({
      type: "environmental-credit-certificate",
      version: 1,
      issuer: hubUrl,
      subject: builder.uscc,
      name: builder.name,
      asOf: "2026-01-05",
      knownAt: now,
      issuedAt: now,
      register: {
        kind: "register",
        name: builder.name,
        type: "有限责任公司",
        status: "active",
        division: "140581",
        industry: "C3391",
        establishedOn: "2009-06-18",
        source: null,
        reportedOn: null,
        sha256: profile?.register && digestOf(profile.register),
      },
      penalties: [
        {
          kind: "penalty",
          number: "高环罚〔2025〕17号",
          violationType: "施工工地扬尘污染防治措施不到位",
          types: ["fine"],
          fineFen: 1_000_000,
          confiscatedFen: null,
          decidedOn: "2025-04-10",
          validTo: null,
          authority: { name: authority.name, uscc: authority.uscc },
          sha256: profile?.penalties[0] && digestOf(profile.penalties[0]),
        },
      ],
      licences: [],
      absences: [{ claim: "noLicenceInForce", ...Evidence.absenceProse.noLicenceInForce }],
      scope: Evidence.scope,
      rules: await Evidence.ruleVersions(),
      log: { sequence: 0, hash: "0".repeat(64) },
    });
    expect(Evidence.statement.parse(statement)).toEqual(statement);
    const [header, payload] = jws.split(".");
    expect(Buffer.from(payload ?? "", "base64url").toString()).toBe(canonical(statement));
    expect(Buffer.from(header ?? "", "base64url").toString()).toBe(`{"alg":"EdDSA","kid":"${issuer.set.keys[0]?.kid}","typ":"hub-certificate+json"}`);
    expect(digest).toBe(sha256(jws).digest("base64url"));
    expect([checkUrl, pdfUrl]).toEqual([
      `${hubUrl}/check?c=${seal}`,
      `${hubUrl}/certificates/${builder.uscc}.pdf?asOf=2026-01-05&knownAt=2026-01-06T02%3A00%3A00.000Z`,
    ]);
  });

  it("is the same for the same inputs, and signs nothing of a person", async () => {
    const { ctx } = await filled({ penalties: [{ CF_FRDB: "张示例" }] });
    const [first, second] = [
      await Evidence.issue(ctx, { uscc: builder.uscc }),
      await Evidence.issue(ctx, { uscc: `${builder.uscc.slice(0, 9)} ${builder.uscc.slice(9)}` }),
    ];
    expect(second).toEqual(first);
    expect(JSON.stringify(first.statement)).not.toContain("张示例");
    expect(JSON.stringify(first.statement)).not.toContain("legalRepresentative");
  });

  it("has a seal that fits a QR code, with its digest and main claims", async () => {
    const { ctx } = await filled({ penalties: [{}] });
    const url = `https://${"a".repeat(10)}.execute-api.cn-northwest-1.amazonaws.com.cn/live`;
    const { seal, digest } = await Evidence.issue({ ...ctx, issuer: { ...issuer, url } }, { uscc: builder.uscc });
    expect(seal.length).toBeLessThan(600);
    expect(part(seal, 0)).toEqual({ alg: "EdDSA", kid: issuer.set.keys[0]?.kid, typ: "hub-seal+json" });
    const claims = { iss: url, sub: builder.uscc, iat: Date.parse(now) / 1_000, asOf: "2026-01-06", knownAt: now, penalties: 1, licences: 0, digest };
    expect(part(seal, 1)).toEqual(claims);
    expect(Evidence.seal.parse(claims)).toEqual(claims);
  });

  it("of a code under which nothing is held states just that", async () => {
    const { ctx } = await filled();
    const { statement } = await Evidence.issue(ctx, { uscc: "91140581DEM0000064" });
    expect([statement.subject, statement.name, statement.register, statement.penalties, statement.licences]).toEqual([
      "91140581DEM0000064",
      null,
      null,
      [],
      [],
    ]);
    expect(statement.absences.map(({ claim }) => claim)).toEqual(["noRecord", "noRegisterData", "noPenaltyInForce", "noPenaltyDecided", "noLicenceInForce"]);
  });

  it("leaves out what was met after the instant it is asked for", async () => {
    const { ctx } = await filled({ penalties: [{}] });
    const asKnown = async (knownAt: string) => (await Evidence.issue(ctx, { uscc: builder.uscc, knownAt, asOf: "2026-01-04" })).statement;
    expect((await asKnown("2026-01-05T00:00:00Z")).absences.map(({ claim }) => claim)).toContain("noRecord");
    expect((await asKnown("2026-01-06T00:00:00+08:00")).knownAt).toBe("2026-01-05T16:00:00.000Z");
    expect((await asKnown(now)).penalties).toHaveLength(1);
  });
});

describe("with its history", () => {
  it("a certificate states what the register said of the day, and of the record what was known at the instant", async () => {
    const hub = world({ from: "2026-01-01T00:00:00.000Z" });
    const old = "高平县示例铸造厂";
    await hub.take("register", [{ NAME: old, FORMER_NAMES: "" }], { name: "1.csv", receivedOn: "2020-01-01" });
    await hub.take("register", [{ STATUS: "注销" }], { name: "2.csv", receivedOn: "2024-05-01" });
    await hub.take("licence", [{ XK_NR: "甲" }], { name: "3.csv" });
    const between = hub.ctx.clock.now().toISOString();
    await hub.take("licence", [{ XK_NR: "乙" }], { name: "4.csv", receivedOn: "2026-01-02" });
    const ctx = { ...hub.ctx, clock: fixedClock(now), issuer };
    const stated = async (times: object) => (await Evidence.issue(ctx, { uscc: firm.uscc, ...times })).statement;
    const names = async (asOf: string) => {
      const { name, register } = await stated({ asOf });
      return [name, register?.name, register?.status];
    };
    expect([await names("2024-04-30"), await names("2024-05-01")]).toEqual([
      [old, old, "active"],
      [firm.name, firm.name, "deregistered"],
    ]);
    const [before, after] = [await stated({ knownAt: between, asOf: "2025-12-31" }), await stated({ asOf: "2025-12-31" })];
    expect([before.licences[0]?.number, before.licences[0]?.sha256]).not.toEqual([after.licences[0]?.number, after.licences[0]?.sha256]);
    expect(before.licences[0]?.number).toBe(after.licences[0]?.number);
  });

  it("a certificate names the newest entry of the log", async () => {
    const { ctx } = await filled({ penalties: [{}] });
    await Projection.catchUp({ ...ctx, actor: operator }, {});
    const { statement } = await Evidence.issue(ctx, { uscc: builder.uscc });
    expect(statement.log).toEqual(await Log.position(ctx, {}));
    expect(statement.log.sequence).toBeGreaterThan(0);
  });
});

describe("in force on a day", () => {
  it.each([
    ["2025-04-09", 0, ["noPenaltyInForce", "noPenaltyDecided"]],
    ["2025-04-10", 1, []],
    ["2025-08-31", 1, []],
    ["2025-09-01", 0, ["noPenaltyInForce"]],
  ])("on %s are %d of a penalty from 10 April to 31 August", async (asOf, count, claims) => {
    const { ctx } = await filled({ penalties: [{ CF_YXQ: "2025/08/31" }] });
    const { statement } = await Evidence.issue(ctx, { uscc: builder.uscc, asOf });
    expect(statement.penalties).toHaveLength(count);
    expect(statement.absences.map(({ claim }) => claim).filter((claim) => claim.startsWith("noPenalty"))).toEqual(claims);
  });

  it.each([
    ["2024-03-31", []],
    ["2024-04-01", ["1号"]],
    ["2024-12-31", ["1号"]],
    ["2025-01-01", []],
  ])("on %s are %j of a licence decided in March, valid from April to December, and one reported as invalid", async (asOf, numbers) => {
    const term = { XK_YXQZ: "2024/04/01", XK_YXQZI: "2024/12/31" };
    const { ctx } = await filled({
      licences: [
        { ...term, XK_WSH: "1号" },
        { ...term, XK_WSH: "2号", XK_ZT: "2" },
      ],
    });
    const { statement } = await Evidence.issue(ctx, { uscc: firm.uscc, asOf });
    expect(statement.licences.map(({ number }) => number)).toEqual(numbers);
    expect(statement.absences.some(({ claim }) => claim === "noLicenceInForce")).toBe(numbers.length === 0);
  });
});

describe("the day and the instant", () => {
  it("are today in China and now unless told", async () => {
    const { ctx } = await filled();
    const late = { ...ctx, clock: fixedClock("2026-01-06T16:00:00.000Z") };
    expect((await Evidence.issue(late, { uscc: firm.uscc })).statement).toMatchObject({ asOf: "2026-01-07", knownAt: "2026-01-06T16:00:00.000Z" });
    expect((await Evidence.issue(late, { uscc: firm.uscc, knownAt: "2026-01-05T15:59:59Z" })).statement.asOf).toBe("2026-01-05");
  });

  it.each([
    ["a day that has not come", { asOf: "2026-01-07" }],
    ["a day after that of the instant", { asOf: "2026-01-06", knownAt: "2026-01-05T15:59:59Z" }],
    ["an instant that has not come", { knownAt: "2026-01-06T02:00:00.001Z" }],
    ["a day that is none", { asOf: "2025-02-29" }],
    ["an instant without a zone", { knownAt: "2026-01-05T00:00:00" }],
  ])("may not be %s", async (_what, times) => {
    const { ctx, hub } = await filled();
    hub.calls.length = 0;
    await expect(Evidence.issue(ctx, { uscc: firm.uscc, ...times })).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(hub.calls).toEqual([]);
  });
});

describe("a certificate is refused", () => {
  it("of more than 500 records, and given of 500", async () => {
    const licences = Array.from({ length: 501 }, (_, at) => ({ XK_WSH: `${at}号`, ...(at === 500 && { XK_YXQZI: "2025/06/30" }) }));
    const { ctx } = await filled({ licences });
    expect((await Evidence.issue(ctx, { uscc: firm.uscc })).statement.licences).toHaveLength(500);
    await expect(Evidence.issue(ctx, { uscc: firm.uscc, asOf: "2025-06-30" })).rejects.toMatchObject({
      code: "CERTIFICATE_TOO_LARGE",
      details: { count: 501 },
    });
  });

  it("of more than half a million characters", async () => {
    const { ctx } = await filled({ penalties: Array.from({ length: 300 }, (_, at) => ({ CF_WSH: `${at}号`, CF_WFXW: "尘".repeat(1_900) })) });
    await expect(Evidence.issue(ctx, { uscc: builder.uscc })).rejects.toMatchObject({ code: "CERTIFICATE_TOO_LARGE" });
  });

  it("where nobody signs, before anything is read", async () => {
    const { hub, ctx } = await filled();
    const { issuer: _, ...mute } = ctx;
    hub.calls.length = 0;
    await expect(Evidence.issue(mute, { uscc: firm.uscc })).rejects.toMatchObject({ code: "SIGNING_UNAVAILABLE" });
    expect(hub.calls).toEqual([]);
  });

  it("where all keys are retired, and for a wrong code", async () => {
    const { ctx } = await filled();
    const retired = issuerWith(issuer.set.keys.map((key) => ({ ...key, exp: 1_700_000_000 })));
    await expect(Evidence.issue({ ...ctx, issuer: retired }, { uscc: firm.uscc })).rejects.toMatchObject({ code: "SIGNING_UNAVAILABLE" });
    await expect(Evidence.issue(ctx, { uscc: "91140581MA0DEMX13P" })).rejects.toMatchObject({ code: "USCC_INVALID" });
  });
});

describe("the lists that a certificate names", () => {
  const hashes = (...files: readonly string[]) =>
    files.map((file) =>
      sha256(readFileSync(new URL(`../../packages/core/src/${file}`, import.meta.url), "utf8"))
        .digest("hex")
        .slice(0, 16),
    );

  it("change only together with their version", () => {
    // Whoever changes a list gives it a new version there, and both here.
    expect([
      [Calendar.dataVersion, ...hashes("calendar/data/holidays.json")],
      [Division.dataVersion, ...hashes("division/data/divisions.ts", "division/data/townships.json")],
      [Industry.dataVersion, ...hashes("industry/data/industries.ts")],
      [Intake.columnsVersion, ...hashes("intake/data/columns.json")],
      [Publicity.dataVersion, ...hashes("publicity/data/regimes.json")],
    ]).toEqual([
      ["2017-2026", "b4c5db9110866b64"],
      ["2018-12, townships 2023", "cc25f8f4520a2126", "4327a1ac82764807"],
      ["2017.1", "24165d863e8c4585"],
      ["2018.1", "a2f3b62a7a81151e"],
      ["2026-11-25", "53bee6705b954f89"],
    ]);
  });
});
