import * as z from "zod";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { digestOf } from "../digest.ts";
import { Division } from "../division/index.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { operation, type Scope } from "../operation.ts";
import { campaignWrite, nextBatch } from "./advance.ts";
import { type Campaign, campaignEntity, campaignId, campaignKey, campaignShape, campaignsPartition } from "./campaign.ts";
import { type Ability, type Answer, abilities, answers, type Target, targetEntity, targetKey } from "./target.ts";

export type ShownCampaign = Campaign & { readonly version: number };

const shown = ({ record, version }: Stored<Campaign>): ShownCampaign => ({ ...record, version });
const none = () => new HubError("NOT_FOUND", "There is no such campaign, or it is not yours to see", { path: "id" });
const covers = (scope: Scope, { division }: Campaign) => scope.covers({ divisions: [division], enterprise: null });

async function requireCampaign({ store }: Ctx, scope: Scope, id: string): Promise<Stored<Campaign>> {
  const item = await store.get(campaignKey(id));
  const stored = item && fromItem(campaignEntity, item);
  if (!stored || !covers(scope, stored.record)) throw none();
  return stored;
}

/**
 * Begins a campaign: every firm of a division that was penalised since a day is to be told what it can have repaired, and how. The firms
 * are looked for by `advance`. Throws BAD_INPUT, and FORBIDDEN for another division than the asker's.
 */
export const open = command(
  "outreach:run",
  z.object({
    title: campaignShape.shape.title,
    division: z
      .string()
      .refine((code) => code === "000000" || Division.find(code) !== null, "There is no such division")
      .describe("Division whose firms it is for, with those below it"),
    since: z.iso.date("The day does not exist; write it as 2017-01-01").describe("Firms that were penalised from this day on"),
  }),
  async (ctx, { title, division, since }, scope) => {
    const now = ctx.clock.now();
    const openedOn = legalDay(now);
    if (since > openedOn) throw new HubError("BAD_INPUT", `since: ${since} is yet to come`, { path: "since" });
    if (since < "1990-01-01") throw new HubError("BAD_INPUT", "since: no penalties are known from before 1990", { path: "since" });
    const id = `out_${digestOf([title, division, since, now.toISOString(), ctx.actor.id]).slice(0, 20)}`;
    const record: Campaign = {
      ...{ id, title, division, since, openedOn, openedBy: ctx.actor.id },
      ...{ phase: "gathering", cursor: null, done: 0, firms: 0, assessedAt: null },
    };
    if (!covers(scope, record)) throw new HubError("FORBIDDEN", "division: it lies beyond those for which you act", { path: "division" });
    return { result: shown({ record, version: 1 }), writes: [{ put: toItem(campaignEntity, record, 1), if: "absent" }], target: `outreach ${id}` };
  },
);

/** Does the next batch of what a campaign is at: looks for firms, assesses or tells them. Called again until it is ready. Throws NOT_FOUND, CONFLICT. */
export const advance = command("outreach:run", z.object({ id: campaignId.describe("The campaign") }), async (ctx, { id }, scope) => {
  const stored = await requireCampaign(ctx, scope, id);
  const batch = await nextBatch(ctx, stored);
  if (!batch) return { result: shown(stored), writes: [], target: `outreach ${id}` };
  const { next, writes } = batch;
  return { result: shown({ record: next, version: stored.version + 1 }), writes: [campaignWrite(stored, next), ...writes], target: `outreach ${id}` };
});

function begin(phase: "gathering" | "assessing" | "telling") {
  return async (ctx: Ctx, { id }: { readonly id: string }, scope: Scope) => {
    const stored = await requireCampaign(ctx, scope, id);
    if (stored.record.phase !== "ready")
      throw new HubError("WRONG_STATE", `The campaign is ${stored.record.phase}: go on with that until it is ready (advanceOutreach)`, {
        path: "id",
        state: stored.record.phase,
      });
    const next: Campaign = { ...stored.record, phase, cursor: null, done: 0 };
    return { result: shown({ record: next, version: stored.version + 1 }), writes: [campaignWrite(stored, next)], target: `outreach ${id}` };
  };
}

const named = z.object({ id: campaignId.describe("The campaign") });

/** Begins to tell each firm, one by one: a notice with its records, what is asked for and how to go about it. Throws NOT_FOUND, WRONG_STATE. */
export const tell = command("outreach:run", named, begin("telling"));

/** Begins to assess each firm anew. Throws NOT_FOUND, WRONG_STATE. */
export const refresh = command("outreach:run", named, begin("assessing"));

/** Notes that an officer spoke to a firm. Throws NOT_FOUND, CONFLICT. */
export const logContact = command(
  "outreach:run",
  named.extend({
    uscc: z.string().length(18).describe("The firm, by its code"),
    how: z.enum(["phone", "visit", "letter", "other"]).describe("By which way"),
    remark: z.string().trim().max(500).nullable().default(null).describe("What came of it"),
  }),
  async (ctx, { id, uscc, how, remark }, scope) => {
    await requireCampaign(ctx, scope, id);
    const item = await ctx.store.get(targetKey(id, uscc));
    if (!item) throw new HubError("NOT_FOUND", "The campaign has no such firm", { path: "uscc" });
    const { record, version } = fromItem(targetEntity, item);
    if (record.contacts.length >= 50) throw new HubError("BAD_INPUT", "uscc: fifty contacts are noted, no more are taken", { path: "uscc" });
    const next: Target = { ...record, contacts: [...record.contacts, { on: legalDay(ctx.clock.now()), by: ctx.actor.id, how, remark }] };
    return { result: next, writes: [{ put: toItem(targetEntity, next, version + 1), if: { version } }], subject: uscc, target: `outreach ${id}` };
  },
);

/** How far a campaign is. The abilities add up to its firms, and so do the answers. */
export interface Progress {
  readonly campaign: ShownCampaign;
  readonly firms: number;
  readonly told: number;
  readonly contacted: number;
  readonly abilities: Readonly<Record<Ability, number>>;
  readonly answers: Readonly<Record<Answer, number>>;
  readonly targets: readonly Target[];
  readonly cursor: string | null;
}

/** A campaign with how far it is and a page of its firms; null where there is none that the asker may see. One round trip for each 1,000 firms. */
export const progress = operation(
  "outreach:read",
  z.object({
    id: campaignId,
    ability: z.enum(abilities).nullish(),
    answer: z.enum(answers).nullish(),
    isTold: z.boolean().nullish(),
    first: z.int().min(1).max(100).default(20),
    after: z.string().max(32).nullish(),
  }),
  async ({ store }, { id, ability, answer, isTold, first, after }, scope): Promise<Progress | null> => {
    const items = await History.readAll(store, { pk: `OUTREACH#${id}` });
    const head = items.find(({ sk }) => sk === campaignKey(id).sk);
    const stored = head && fromItem(campaignEntity, head);
    if (!stored || !covers(scope, stored.record)) return null;
    const all = items.filter((item) => item !== head).map((item) => fromItem(targetEntity, item).record);
    const count = (is: (target: Target) => boolean) => all.filter(is).length;
    const fitting = all.filter(
      (each) =>
        (ability == null || each.ability === ability) && (answer == null || each.answer === answer) && (isTold == null || (each.notice !== null) === isTold),
    );
    const behind = after == null ? fitting : fitting.filter(({ uscc }) => uscc > after);
    const targets = behind.slice(0, first);
    return {
      campaign: shown(stored),
      firms: all.length,
      told: count(({ notice }) => notice !== null),
      contacted: count(({ contacts }) => contacts.length > 0),
      abilities: Object.fromEntries(abilities.map((each) => [each, count((target) => target.ability === each)])) as Record<Ability, number>,
      answers: Object.fromEntries(answers.map((each) => [each, count((target) => target.answer === each)])) as Record<Answer, number>,
      targets,
      cursor: behind.length > first ? (targets.at(-1)?.uscc ?? null) : null,
    };
  },
  { subjects: (_input, found) => found?.targets.map(({ uscc }) => uscc) ?? [] },
);

/** The campaigns that the asker may see, the newest first; 1,000 at most. One round trip. */
export const campaigns = operation("outreach:read", z.object({}), async ({ store }, _input, scope): Promise<readonly ShownCampaign[]> => {
  const { items } = await store.query({ index: "gsi1", pk: campaignsPartition, descending: true });
  return items
    .map((item) => fromItem(campaignEntity, item))
    .filter(({ record }) => covers(scope, record))
    .map(shown);
});

/** What a firm was told in campaigns, the newest first; none where it is not the asker's to see. One round trip. */
export const notices = operation(
  "notice:read",
  z.object({ uscc: z.string().length(18) }),
  async ({ store }, { uscc }, scope): Promise<readonly Target[]> => {
    if (!scope.covers({ divisions: [uscc.slice(2, 8)], enterprise: uscc })) return [];
    const { items } = await store.query({ index: "gsi2", pk: `CASES#${uscc}`, sk: { begins: "outreach#" } });
    const told = items.map((item) => fromItem(targetEntity, item).record).filter(({ notice }) => notice !== null);
    return told.toSorted((a, b) => ((a.notice?.on ?? "") < (b.notice?.on ?? "") ? 1 : -1));
  },
  { subjects: ({ uscc }, { length }) => (length > 0 ? [uscc] : []) },
);
