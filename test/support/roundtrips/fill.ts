import { setTimeout as wait } from "node:timers/promises";
import { Access } from "@hub/core/access";
import { Audit } from "@hub/core/audit";
import { systemClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Intake } from "@hub/core/intake";
import { Objection } from "@hub/core/objection";
import { Outreach } from "@hub/core/outreach";
import type { ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import { Repair } from "@hub/core/repair";
import { penaltyRows, registerRows } from "@hub/hub/demo";
import { vaultOf } from "@hub/server/vault";
import { entryIn, proposalIn, rating } from "../credit.ts";
import { caseIn } from "../enforcement.ts";
import { authority, builder, fileOf, firm, type Table, tableOf } from "../rows.ts";

/** What `fill` has put into a store. */
export interface Filled {
  /** 100 enterprises of the demo's register with a penalty each. */
  readonly usccs: readonly string[];
  /** Registration number of one of them. */
  readonly oldNumber: string;
  /** An instant before which a decision of the long list of penalties stated something else. */
  readonly before: string;
  /** SHA-256 of a file with a remark. */
  readonly sha256: string;
  /** A partner agency with a key, a client, and something that it has done. */
  readonly agency: string;
  /** A person who acts for the first enterprise. */
  readonly person: string;
  /** Cases of the enterprise with the long list of penalties. */
  readonly repair: string;
  readonly objection: string;
  readonly campaign: string;
  /** An enforcement case against the first enterprise that was decided. */
  readonly enforcement: string;
  /** A proposal that the firm with the long list of licences be listed. */
  readonly proposal: string;
}

/** A hub's data for every documented query: 100 enterprises, one with 120 licences, two ratings and a list, one with 196 penalties, one of which was corrected, and 25 imports, two of which run. */
export async function fill(store: ItemStore): Promise<Filled> {
  const ctx = { actor: operator, store, clock: systemClock };
  const take = (name: string, table: Table) => Intake.run(ctx, { file: fileOf(name, table) });
  const register = registerRows({ enterprises: 100, seed: 1 });
  await take("register", register);
  await take("penalties", published(penaltyRows({ enterprises: 100, rows: 100, seed: 1 })));
  await take("firm", tableOf("register", [{}]));
  const numbered = (count: number, name: string) => Array.from({ length: count }, (_, at) => ({ [name]: `${at}号` }));
  await take("licences", tableOf("licence", numbered(120, "XK_WSH")));
  for (let at = 0; at < 18; at += 1) await take(`rejected ${at}`, tableOf("penalty", [{ CF_SY: "", CF_WSH: `${at}号` }]));
  const running = fileOf("running", tableOf("penalty", numbered(250, "CF_WSH")));
  for (let batch = 0; batch < 2; batch += 1) await Intake.run(ctx, { file: running, shouldPause: () => true });
  await Intake.run(ctx, { file: fileOf("running too", tableOf("penalty", numbered(250, "CF_WSH"))), shouldPause: () => true });
  await rating(ctx);
  await rating(ctx, { year: 2024 });
  await entryIn(ctx, "listed");
  const before = systemClock.now().toISOString();
  await wait(2);
  await take("corrected", tableOf("penalty", [{ CF_WSH: "0号", CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }]));
  const cases = await fillCases({ ...ctx, clock: earlier });
  await Projection.catchUp(ctx, {});
  const column = (header: string) => [...register.rows].map((row) => row[register.header.indexOf(header)] ?? "");
  const usccs = column("统一社会信用代码");
  const { id: enforcement } = await caseIn({ ...ctx, clock: earlier }, "decided", { uscc: usccs[0] ?? "" });
  return {
    ...(await fillAccess({ ...ctx, clock: earlier, vault: vaultOf(new Uint8Array(32)) }, usccs[0] ?? "")),
    ...cases,
    proposal: (await proposalIn(ctx, "noticed")).id,
    enforcement,
    usccs,
    oldNumber: column("工商注册号").find((number) => number !== "") ?? "",
    before,
    sha256: fileOf("rejected 0", { header: [], rows: [] }).sha256,
  };
}

/** Decisions of two weeks ago, so that none of them is over: that would be noted when it is read. */
function published({ header, rows }: Table): Table {
  const day = new Date(systemClock.now().getTime() - 14 * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "/");
  const days = new Set(["处罚决定日期", "报送日期"].map((name) => header.indexOf(name)));
  return { header, rows: [...rows].map((row) => row.map((cell, at) => (days.has(at) ? day : cell))) };
}

/** Two minutes ago: what was done then can be sealed by now. */
const earlier = { now: () => new Date(systemClock.now().getTime() - 120_000) };

/** An application and an objection, and a campaign whose only firm was told. */
async function fillCases(ctx: Ctx): Promise<Pick<Filled, "repair" | "objection" | "campaign">> {
  const of = { uscc: builder.uscc, authority: authority.uscc };
  const { id: repair } = await Repair.start(ctx, { ...of, decisionNumber: "1号" });
  const { id: objection } = await Objection.raise(ctx, { ...of, kind: "penalty", number: "2号", grounds: "示例" });
  // Of the month in which the builder's decisions were made.
  const { id: campaign } = await Outreach.open(ctx, { title: "示例", division: "140581", since: "2025-04-01" });
  const goOn = async () => {
    while ((await Outreach.advance(ctx, { id: campaign })).phase !== "ready");
  };
  await goOn();
  await Outreach.tell(ctx, { id: campaign });
  await goOn();
  return { repair, objection, campaign };
}

/** An agency whose key has read something, and a person who acts for an enterprise. */
async function fillAccess(ctx: Ctx, uscc: string): Promise<Pick<Filled, "agency" | "person">> {
  const issuer = "https://login.example.gov.cn";
  const purposes = [{ code: "bidding", text: "资格审查" }];
  const { id: agency } = await Access.addAgency(ctx, { name: "示例招标平台", kind: "partner", divisions: ["000000"], purposes });
  const { secret } = await Access.issueKey(ctx, { agency, label: "示例" });
  await Access.addClient(ctx, { agency, issuer, client: "示例" });
  const { actor, use } = await Access.actorOfKey(ctx, { key: secret, isFrom: () => true });
  if (use) await ctx.store.transact([use]);
  await Enterprise.timeline({ ...ctx, actor, request: { id: "r-1", purpose: "bidding", channel: "http" } }, { uscc });
  const memberships: Access.Membership[] = [{ role: "enterprise", agency: null, divisions: ["000000"], enterprises: [] }];
  const { id: person } = await Access.addPerson(ctx, { issuer, subject: "u-1", memberships });
  await Access.delegate(ctx, { uscc, person, actions: ["history:read"] });
  await Audit.seal({ ...ctx, clock: systemClock }, {});
  return { agency, person };
}

/** The two enterprises with long lists; the first has ratings and a membership of a list, too. */
export const longLists = { licences: firm.uscc, penalties: builder.uscc, ratings: firm.uscc, listings: firm.uscc } as const;
