import type { Role } from "@hub/core/rights";
import { describe, expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { county, entryIn, proposalIn, rating } from "../support/credit.ts";
import { asked, other, vault } from "../support/people.ts";
import { firm } from "../support/rows.ts";
import { type World, world } from "../support/world.ts";

const authority = `authority: {name: "${county.name}", uscc: "${county.uscc}"}`;

/** Asks as somebody in a role. */
async function as(hub: World, role: Role, options: Parameters<typeof asked>[1] = {}) {
  const { ask } = await serving({ store: hub.store, ctx: hub.ctx }, { actor: asked(role, options), vault });
  return async (query: string) => {
    const { data, errors } = await ask(query, {}, { "x-purpose": "bidding" });
    expect(errors).toEqual([]);
    return data;
  };
}

/** Makes one change, and gives what it answers with or the refusal. */
function changing(ask: Awaited<ReturnType<typeof as>>) {
  const terms = "publicity { isPublished startsOn endsOn repairableFrom rule { confidence } }";
  const entry = `entry { id entryId state version list { code } ${terms} exit { how on } disputedSince }`;
  const proposal = "proposal { id state version list { code } notice { number } entryId due { dueOn } terms { rule } steps { event } }";
  const fields: Readonly<Record<string, string>> = { enterList: `${proposal} ${entry}`, exitList: entry };
  return async (field: string, input: string) => {
    const payload = `${field.charAt(0).toUpperCase()}${field.slice(1)}Payload`;
    return (await ask(`mutation { ${field}(input: {${input}}) { ... on ${payload} { ${fields[field] ?? proposal} } ... on Refusal { code path } } }`))[field];
  };
}

const listings = `{ enterprise(uscc: "${firm.uscc}") { listings { totalCount nodes { id state facts list { code name { zh } family } } } } }`;

describe("a membership of a list", () => {
  it("is proposed by an officer, decided by a reviewer, and published only between entry and exit", async () => {
    const hub = world({ from: "2026-06-01T01:00:00.000Z" });
    await hub.take("register", [{}]);
    const anyone = await as(hub, "public");
    const seen = async () => (await anyone(listings)).enterprise.listings.totalCount as number;
    const [officer, reviewer] = [changing(await as(hub, "officer")), changing(await as(hub, "reviewer"))];
    const { proposal } = await officer("proposeListing", `uscc: "${firm.uscc}", list: "seriousDishonesty", facts: "示例", basis: "示例法第一条", ${authority}`);
    expect(proposal).toMatchObject({ state: "PROPOSED", version: 1, list: { code: "seriousDishonesty" }, notice: null, entryId: null, due: null, terms: [] });
    const named = (version: number) => `id: "${proposal.id}", version: ${version}`;
    const decision = 'documentNumber: "示环失信〔2026〕1号", reason: "示例"';
    expect(await reviewer("enterList", `${named(1)}, ${decision}`)).toEqual({ code: "WRONG_STATE", path: ["input", "id"] });
    expect(await officer("noticeListing", `${named(1)}, noticeNumber: "示环失信告〔2026〕1号"`)).toMatchObject({ proposal: { state: "NOTICED", version: 2 } });
    expect(await reviewer("enterList", `${named(1)}, ${decision}`)).toEqual({ code: "CONFLICT", path: ["input", "version"] });
    expect(await seen()).toBe(0);
    const { proposal: closed, entry } = await reviewer("enterList", `${named(2)}, ${decision}`);
    expect(closed).toMatchObject({ state: "LISTED", version: 3, entryId: entry.id, steps: [{ event: "propose" }, { event: "notice" }, { event: "enter" }] });
    expect(entry).toMatchObject({ state: "LISTED", version: 1, list: { code: "seriousDishonesty" }, exit: null, disputedSince: null });
    expect(entry.publicity).toMatchObject({ isPublished: true, startsOn: "2026-06-01", endsOn: "2029-06-01", repairableFrom: "2027-06-01" });
    expect((await anyone(listings)).enterprise.listings.nodes).toEqual([
      { id: entry.id, state: "LISTED", facts: "示例", list: { code: "seriousDishonesty", name: { zh: "严重失信主体名单" }, family: "DISHONESTY" } },
    ]);
    const entered = `uscc: "${firm.uscc}", id: "${entry.entryId}", version: 1`;
    expect(await reviewer("exitList", `${entered}, how: REPAIRED, ${decision}`)).toEqual({ code: "BAD_INPUT", path: ["input", "how"] });
    const { entry: exited } = await reviewer("exitList", `${entered}, how: CORRECTED, ${decision}`);
    expect(exited).toMatchObject({ state: "EXITED", version: 2, exit: { how: "CORRECTED", on: "2026-06-01" }, publicity: { isPublished: false } });
    expect(await seen()).toBe(0);
    expect((await anyone(`{ node(id: "${entry.id}") { id } }`)).node).toBeNull();
    const [newest] = (await (await as(hub, "officer"))(`{ enterprise(uscc: "${firm.uscc}") { timeline { nodes { kind recordId } } } }`)).enterprise.timeline
      .nodes;
    expect(newest).toEqual({ kind: "LIST_ENTRY", recordId: entry.id });
  });

  it("that is published no more is told, by every way to it, to those who work on it and to the firm", async () => {
    const hub = world({ from: "2026-06-01T01:00:00.000Z" });
    await hub.take("register", [{}]);
    const { id: entry } = await entryIn(hub.ctx, "exited");
    const id = Buffer.from(`ListEntry:${firm.uscc}/${entry}`).toString("base64url");
    const found = async (...who: [Role, Parameters<typeof asked>[1]?]) => {
      const ask = await as(hub, ...who);
      const data = await ask(`{ node(id: "${id}") { ... on ListEntry { state } } enterprise(uscc: "${firm.uscc}") { listings { nodes { state } } } }`);
      return [data.node?.state ?? null, ...data.enterprise.listings.nodes.map(({ state }: { readonly state: string }) => state)];
    };
    for (const role of ["enterprise", "officer", "reviewer", "auditor", "operator"] as const)
      expect([role, ...(await found(role))]).toEqual([role, "EXITED", "EXITED"]);
    for (const role of ["public", "partner", "admin"] as const) expect([role, ...(await found(role))]).toEqual([role, null]);
    expect(await found("officer", { division: other })).toEqual([null]);
  });
});

describe("a proposal", () => {
  it("stands in the worklist of those who work on it with totals, and the firm finds what it was told of", async () => {
    const hub = world({ from: "2026-06-01T01:00:00.000Z" });
    await hub.take("register", [{}]);
    const noticed = await proposalIn(hub.ctx, "noticed");
    await proposalIn(hub.ctx, "proposed");
    const query = `{ listProposals { nodes { state } totals { all states { state count } } endCursor } listProposalsOf(uscc: "${firm.uscc}") { id state } }`;
    const officer = await (await as(hub, "officer"))(query);
    expect(officer.listProposals.totals.all).toBe(2);
    expect(officer.listProposalsOf.map(({ state }: { readonly state: string }) => state).sort()).toEqual(["NOTICED", "PROPOSED"]);
    const own = await (await as(hub, "enterprise"))(query);
    expect(own).toEqual({
      listProposals: { nodes: [{ state: "NOTICED" }], totals: { all: 1, states: [{ state: "noticed", count: 1 }] }, endCursor: null },
      listProposalsOf: [{ id: noticed.id, state: "NOTICED" }],
    });
    const one = await (await as(hub, "enterprise"))(
      `{ listProposal(id: "${noticed.id}") { division facts basis openedOn notice { servedOn } authority { name } } }`,
    );
    expect(one.listProposal).toMatchObject({ division: "140581", basis: "示例法第一条", openedOn: "2026-06-01", notice: { servedOn: "2026-06-01" } });
  });
});

describe("a rating", () => {
  it("is told with its scheme, its level and the rule behind it; the penalty behind a deduction only to who may see it", async () => {
    const hub = world();
    await rating(hub.ctx);
    const fields =
      "id year score isStated level { code colour { zh } } scheme { code derivesLevel } rule { number says { en } confidence } deductions { code points }";
    const query = (more = "") => `{ enterprise(uscc: "${firm.uscc}") { name ratings { nodes { ${fields} objectionUntil ${more} } } } }`;
    const { enterprise } = await (await as(hub, "public"))(query());
    expect(enterprise).toEqual({
      name: firm.uscc,
      ratings: {
        nodes: [
          {
            ...{ id: Buffer.from(`Rating:${firm.uscc}/shanxi-pilot/2025`).toString("base64url"), year: 2025, score: 97, isStated: true },
            ...{ level: { code: "B", colour: { zh: "蓝牌" } }, scheme: { code: "shanxi-pilot", derivesLevel: false }, objectionUntil: null },
            deductions: [{ code: "示例-1", points: 3 }],
            rule: {
              ...{ number: null, confidence: "SOURCED" },
              says: { en: "100 points less 3 are 97; which level that is, is not known: an officer says it" },
            },
          },
        ],
      },
    });
    const penaltyFor = async (division?: string) => {
      const data = await (await as(hub, "officer", division ? { division } : {}))(query("deductions { penalty { number } }"));
      return data.enterprise.ratings.nodes[0].deductions[0].penalty;
    };
    expect([await penaltyFor(), await penaltyFor(other)]).toEqual([{ number: "高环罚〔2025〕17号" }, null]);
  });

  it("tells nobody else what a deduction says of a penalty, which may be repaired by now: not today, not of another time, not in its history", async () => {
    const hub = world();
    await rating(hub.ctx);
    await rating(hub.ctx, { ...{ level: "A", deductions: [], ratedOn: "2026-01-05", announcedOn: "2026-01-05" }, version: 1, reason: "信用修复" });
    const fields = "deductions { code points text }";
    const changes = "nodes { changes { field from to } }";
    const told = (more = "", timeline = "") =>
      `{ enterprise(uscc: "${firm.uscc}") { ratings(first: 2) { nodes { ${fields} ${more} } }
        past: ratings(first: 2, asOf: "2026-01-04") { nodes { ${fields} } } ${timeline} } }`;
    const whole = told(`history(first: 5) { ${changes} }`, `timeline(first: 5) { ${changes} }`);
    const anyone = JSON.stringify(await (await as(hub, "public"))(told()));
    const partner = JSON.stringify(await (await as(hub, "partner"))(whole));
    for (const text of [anyone, partner]) {
      expect(text).toContain("示例-1");
      expect(text).not.toMatch(/扬尘|〔2025〕17号/);
    }
    expect(JSON.stringify(await (await as(hub, "officer"))(whole))).toMatch(/扬尘.*〔2025〕17号/);
  });

  it("by the national scheme names the day until which objections may be raised", async () => {
    const hub = world({ from: "2026-03-01T01:00:00.000Z" });
    const ask = await as(hub, "officer");
    const given = `uscc: "${firm.uscc}", scheme: "national-2013", year: 2025, level: "blue", reasons: ["示例"], announcedOn: "2026-03-01", ${authority}`;
    const answer = await ask(`mutation { rateEnterprise(input: {${given}, documentNumber: "1号"}) {
      ... on RateEnterprisePayload { rating { objectionUntil version level { name { zh } } } } ... on Refusal { code message } } }`);
    expect(answer.rateEnterprise).toEqual({ rating: { objectionUntil: "2026-03-16", version: 1, level: { name: { zh: "环保良好企业" } } } });
  });
});

it("schemes and lists are public, with where each rule was read and how sure it is", async () => {
  const ask = await as(world(), "public");
  const rule = "longestMonths article source confidence";
  const data = await ask(
    `{ ratingSchemes { code number startScore confidence objections { days kind confidence } } lists { code bans { months confidence } publicity { ${rule} } } }`,
  );
  expect(data.ratingSchemes).toEqual([
    {
      code: "national-2013",
      number: "环发〔2013〕150号",
      startScore: null,
      confidence: "HIGH",
      objections: [{ days: 15, kind: "CALENDAR", confidence: "MEDIUM" }],
    },
    { code: "shanxi-pilot", number: null, startScore: 100, confidence: "SOURCED", objections: [] },
  ]);
  expect(data.lists).toEqual([
    { code: "seriousDishonesty", bans: [], publicity: [{ longestMonths: 36, article: null, source: expect.any(String), confidence: "MEDIUM" }] },
    {
      ...{ code: "falseStatement", bans: [{ months: 36, confidence: "MEDIUM" }] },
      publicity: [{ longestMonths: 36, article: null, source: expect.any(String), confidence: "MEDIUM" }],
    },
  ]);
});
