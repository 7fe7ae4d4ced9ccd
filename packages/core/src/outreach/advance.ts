import type * as z from "zod";
import { Calendar } from "../calendar/index.ts";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { Enterprise } from "../enterprise/index.ts";
import { type Entity, fromItem, type Stored, toItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Listing } from "../listing/index.ts";
import { isWithin } from "../operation.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item, Page, Write } from "../ports.ts";
import { Repair } from "../repair/index.ts";
import { assessed, type Found } from "./assess.ts";
import { type Campaign, campaignEntity } from "./campaign.ts";
import { noticeOf } from "./notice.ts";
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
  const { month, kind, at } = placeIn(campaign);
  const page: Page<Item> = await ctx.store.query({ index: "gsi2", pk: partitions[kind](month), sk: { from: campaign.since }, limit: batch, cursor: at });
  const codes = [...new Set(page.items.map(({ pk }) => pk).filter((pk) => pk.startsWith("ENT#")))]
    .map((pk) => pk.slice(4))
    .filter((uscc) => page.items.some((item) => item.pk === `ENT#${uscc}` && isOfDivision(item, kind, campaign)));
  const known = codes.length === 0 ? [] : await ctx.store.getMany(codes.map((uscc) => targetKey(campaign.id, uscc)));
  const fresh = codes.filter((_, index) => known[index] === null);
  const targets = (await Promise.all(fresh.map((uscc) => targetOf(ctx, campaign, uscc)))).filter((each) => each !== null);
  // Of each month the penalties, and then the entries in lists.
  const following = kind === "penalties" ? `${month}|entries` : `${nextMonth(month)}|penalties`;
  const isOver = page.cursor === null && kind === "entries" && nextMonth(month) > today.slice(0, 7);
  const firms = campaign.firms + targets.length;
  const next: Campaign = isOver
    ? { ...campaign, phase: "ready", cursor: null, done: firms, firms, assessedAt: ctx.clock.now().toISOString() }
    : { ...campaign, cursor: page.cursor === null ? following : `${month}|${kind}|${page.cursor}`, done: firms, firms };
  return { next, writes: targets.map((target) => ({ put: toItem(targetEntity, target, 1), if: "absent" })) };
}

/** What a firm comes into a campaign by, and where that stands by its month. */
type Kind = "penalties" | "entries";
const partitions: Readonly<Record<Kind, (month: string) => string>> = { penalties: Penalty.decidedPartition, entries: Listing.listedPartition };

function nextMonth(month: string): string {
  return Calendar.addMonths(`${month}-01`, 1).slice(0, 7);
}

interface Place {
  readonly month: string;
  readonly kind: Kind;
  readonly at: string | null;
}

function placeIn({ cursor, since }: Campaign): Place {
  const [month = since.slice(0, 7), kind = "penalties", ...at] = cursor?.split("|") ?? [];
  return { month, kind: kind === "entries" ? "entries" : "penalties", at: at.length === 0 ? null : at.join("|") };
}

function isOfDivision(item: Item, kind: Kind, { division }: Campaign): boolean {
  const { authority } = kind === "penalties" ? fromItem(Penalty.entityOf, item).record : fromItem(Listing.entityOf, item).record;
  return isWithin(Decision.workingDivision(authority, item.pk.slice(4)), [division]);
}

async function targetOf(ctx: Ctx, campaign: Campaign, uscc: string): Promise<Target | null> {
  const facts = assessed(await foundOf(ctx, campaign, uscc));
  return facts && { campaign: campaign.id, uscc, ...facts, assessedAt: ctx.clock.now().toISOString(), notice: null, contacts: [] };
}

/** What is known of a firm in the time of a campaign. One round trip, and one more where no decision names it. */
async function foundOf(ctx: Ctx, { since, division }: Campaign, uscc: string): Promise<Found> {
  const pk = Decision.enterprisePartition(uscc);
  const [penaltyItems, entryItems, repairs] = await Promise.all([
    History.readAll(ctx.store, { pk, sk: { begins: "PEN#" } }),
    History.readAll(ctx.store, { pk, sk: { begins: "LST#" } }),
    Casework.casesOf(ctx, { of: Repair.entityOf, kind: Repair.caseKind }, uscc),
  ]);
  const today = legalDay(ctx.clock.now());
  const isOurs = (authority: Decision.Authority, on: string) => on >= since && isWithin(Decision.workingDivision(authority, uscc), [division]);
  const penalties = recordsOf(Penalty.entityOf, penaltyItems).filter(({ decidedOn, authority }) => isOurs(authority, decidedOn));
  const all = recordsOf(Listing.entityOf, entryItems);
  const entries = all.filter(({ listedOn, authority }) => isOurs(authority, listedOn));
  const name = penalties.length > 0 ? uscc : await nameOf(ctx, uscc);
  return { name, penalties, entries, repairs, bannedUntil: Listing.banUntil(all, today), today };
}

function recordsOf<S extends z.ZodObject>(of: Entity<S>, items: readonly Item[]): readonly z.output<S>[] {
  return items.filter((item) => !History.isRemoved(item)).map((item) => fromItem(of, item).record);
}

/** The firm's name in the register; its code where that does not know it. */
async function nameOf({ store }: Ctx, uscc: string): Promise<string> {
  const item = await store.get(Enterprise.registerKey(uscc));
  return item && !History.isRemoved(item) ? fromItem(Enterprise.entityOf, item).record.name : uscc;
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
  return facts.notice === null ? { ...facts, notice: noticeOf(found, target.uscc, ctx.actor.id) } : facts;
}

/** The write of a campaign's next version. */
export function campaignWrite({ version }: Stored<Campaign>, next: Campaign): Write {
  return { put: toItem(campaignEntity, next, version + 1), if: { version } };
}
