import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { isWithin } from "../operation.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item, Page, Write } from "../ports.ts";
import { Publicity } from "../publicity/index.ts";
import { Repair } from "../repair/index.ts";
import { assessed, type Found, noticeOf } from "./assess.ts";
import { type Campaign, campaignEntity } from "./campaign.ts";
import { type Target, targetEntity, targetKey, targetPlace } from "./target.ts";

/** Firms that are taken on in one batch: their records are read side by side, and each is one write of the batch's transaction. */
const batch = 48;

/** Part of a campaign's work that is done in one transaction. */
export interface Batch {
  readonly next: Campaign;
  readonly writes: readonly Write[];
}

/** The next batch of what a campaign is at; null where there is nothing to do. */
export function nextBatch(ctx: Ctx, { record }: Stored<Campaign>): Promise<Batch | null> {
  switch (record.phase) {
    case "gathering":
      return gather(ctx, record);
    case "assessing":
      return work(ctx, record, async (target, found) => ({ ...target, ...(assessed(found) ?? {}), assessedAt: ctx.clock.now().toISOString() }));
    case "telling":
      return work(ctx, record, async (target, found) => tell(ctx, target, found));
    case "ready":
    case "closed":
      return Promise.resolve(null);
  }
}

/** Looks for firms, month by month of the decisions. What was found before is passed over. */
async function gather(ctx: Ctx, campaign: Campaign): Promise<Batch> {
  const today = legalDay(ctx.clock.now());
  const { month, at } = placeIn(campaign);
  const page: Page<Item> = await ctx.store.query({
    index: "gsi2",
    pk: Penalty.decidedPartition(month),
    sk: { from: campaign.since },
    limit: batch,
    cursor: at,
  });
  const codes = [...new Set(page.items.map(({ pk }) => pk).filter((pk) => pk.startsWith("ENT#")))]
    .map((pk) => pk.slice(4))
    .filter((uscc) => page.items.some((item) => item.pk === `ENT#${uscc}` && isOfDivision(item, campaign)));
  const known = codes.length === 0 ? [] : await ctx.store.getMany(codes.map((uscc) => targetKey(campaign.id, uscc)));
  const fresh = codes.filter((_, index) => known[index] === null);
  const targets = (await Promise.all(fresh.map((uscc) => targetOf(ctx, campaign, uscc)))).filter((each) => each !== null);
  const following = Publicity.addMonths(`${month}-01`, 1).slice(0, 7);
  const isOver = page.cursor === null && following > today.slice(0, 7);
  const firms = campaign.firms + targets.length;
  const next: Campaign = isOver
    ? { ...campaign, phase: "ready", cursor: null, done: firms, firms, assessedAt: ctx.clock.now().toISOString() }
    : { ...campaign, cursor: page.cursor === null ? following : `${month}|${page.cursor}`, done: firms, firms };
  return { next, writes: targets.map((target) => ({ put: toItem(targetEntity, target, 1), if: "absent" })) };
}

function placeIn({ cursor, since }: Campaign): { readonly month: string; readonly at: string | null } {
  if (cursor === null) return { month: since.slice(0, 7), at: null };
  const bar = cursor.indexOf("|");
  return bar < 0 ? { month: cursor, at: null } : { month: cursor.slice(0, bar), at: cursor.slice(bar + 1) };
}

function isOfDivision(item: Item, { division }: Campaign): boolean {
  const { authority } = fromItem(Penalty.entityOf, item).record;
  return isWithin(Decision.workingDivision(authority, item.pk.slice(4)), [division]);
}

async function targetOf(ctx: Ctx, campaign: Campaign, uscc: string): Promise<Target | null> {
  const facts = assessed(await foundOf(ctx, campaign, uscc));
  return facts && { campaign: campaign.id, uscc, ...facts, assessedAt: ctx.clock.now().toISOString(), notice: null, contacts: [] };
}

/** What is known of a firm in the time of a campaign. One round trip. */
async function foundOf(ctx: Ctx, { since, division }: Campaign, uscc: string): Promise<Found> {
  const [items, repairs, bannedUntil] = await Promise.all([
    History.readAll(ctx.store, { pk: Decision.enterprisePartition(uscc), sk: { begins: "PEN#" } }),
    Casework.casesOf(ctx, { of: Repair.entityOf, kind: Repair.caseKind }, uscc),
    Repair.bannedUntil(ctx, uscc),
  ]);
  const penalties = items
    .filter((item) => !History.isRemoved(item))
    .map((item) => fromItem(Penalty.entityOf, item).record)
    .filter(({ decidedOn, authority }) => decidedOn >= since && isWithin(Decision.workingDivision(authority, uscc), [division]));
  return { penalties, repairs, bannedUntil, today: legalDay(ctx.clock.now()) };
}

/** Goes on through the firms that were found, a batch at a time. */
async function work(ctx: Ctx, campaign: Campaign, change: (target: Target, found: Found) => Promise<Target>): Promise<Batch> {
  const from = campaign.cursor ?? targetPlace("");
  const page = await ctx.store.query({ pk: `OUTREACH#${campaign.id}`, sk: { from, to: targetPlace("~") }, limit: batch + 1 });
  const some = page.items.filter(({ sk }) => sk !== campaign.cursor).slice(0, batch);
  const writes = await Promise.all(
    some.map(async (item): Promise<Write> => {
      const { record, version } = fromItem(targetEntity, item);
      const next = await change(record, await foundOf(ctx, campaign, record.uscc));
      return { put: toItem(targetEntity, next, version + 1), if: { version } };
    }),
  );
  const last = some.at(-1);
  const done = campaign.done + some.length;
  const isOver = last === undefined || done >= campaign.firms;
  const next: Campaign = isOver
    ? { ...campaign, phase: "ready", cursor: null, done, assessedAt: ctx.clock.now().toISOString() }
    : { ...campaign, cursor: last.sk, done };
  return { next, writes };
}

/** Tells a firm once; who has nothing published is told nothing. */
async function tell(ctx: Ctx, target: Target, found: Found): Promise<Target> {
  const facts = { ...target, ...(assessed(found) ?? {}), assessedAt: ctx.clock.now().toISOString() };
  return facts.notice === null ? { ...facts, notice: noticeOf(found, ctx.actor.id) } : facts;
}

/** The write of a campaign's next version. */
export function campaignWrite({ version }: Stored<Campaign>, next: Campaign): Write {
  return { put: toItem(campaignEntity, next, version + 1), if: { version } };
}
