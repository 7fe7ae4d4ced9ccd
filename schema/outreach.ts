import { Outreach } from "@hub/core/outreach";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { useEnum } from "./input.ts";
import { mutation, recordPayload } from "./mutation.ts";
import { needs } from "./needs.ts";

/** Campaigns: every penalised firm is told what it can have repaired, and how; and what each has done about it. */

const PhaseType = enumFrom<Outreach.Phase>("OutreachPhase", "What a campaign is at", {
  gathering: "Firms are looked for",
  assessing: "Each firm is assessed",
  telling: "Each firm is told",
  ready: "Nothing is to be done",
  closed: "It is over",
});

const AbilityType = enumFrom<Outreach.Ability>("RepairAbility", "Whether a firm can have something repaired", {
  eligible: "It can apply now, or has applied",
  notYet: "It can from a day on",
  blocked: "It cannot, for another reason than time",
  done: "Nothing of it is published any more",
});

const AnswerType = enumFrom<Outreach.Answer>("OutreachAnswer", "What a firm has done about it", {
  silent: "Nothing",
  applied: "It has an application under way",
  repaired: "It has had something repaired",
  refused: "It was refused, or its repair was taken back",
});

const HowType = enumFrom<Outreach.Target["contacts"][number]["how"]>("ContactWay", "By which way an officer spoke to a firm", {
  phone: "By phone",
  visit: "At its door",
  letter: "By letter",
  other: "Otherwise",
});
useEnum(["phone", "visit", "letter", "other"], HowType);

const campaign = Outreach.campaignShape;
const CampaignType = builder.objectRef<Outreach.ShownCampaign>("OutreachCampaign").implement({
  description: "A campaign: all firms of a division that were penalised since a day",
  fields: (t) => ({
    id: t.exposeString("id", describe(campaign, "id")),
    version: t.exposeInt("version", { description: "Version of the campaign" }),
    title: t.exposeString("title", describe(campaign, "title")),
    division: t.exposeString("division", describe(campaign, "division")),
    since: t.expose("since", { type: "Date", ...describe(campaign, "since") }),
    openedOn: t.expose("openedOn", { type: "Date", ...describe(campaign, "openedOn") }),
    openedBy: t.exposeString("openedBy", describe(campaign, "openedBy")),
    phase: t.expose("phase", { type: PhaseType, ...describe(campaign, "phase") }),
    done: t.exposeInt("done", describe(campaign, "done")),
    firms: t.exposeInt("firms", describe(campaign, "firms")),
    assessedAt: t.expose("assessedAt", { type: "DateTime", nullable: true, ...describe(campaign, "assessedAt") }),
  }),
});

const notice = Outreach.notice;
const NoticeType = builder.objectRef<Outreach.Notice>("RepairAdvice").implement({
  description: "What a firm was told: its records, from when each can be repaired, what is asked for, and how to go about it",
  fields: (t) => ({
    zh: t.exposeString("zh", describe(notice, "zh")),
    en: t.exposeString("en", describe(notice, "en")),
    sha256: t.exposeString("sha256", describe(notice, "sha256")),
    on: t.expose("on", { type: "Date", ...describe(notice, "on") }),
    by: t.exposeString("by", describe(notice, "by")),
  }),
});

const ContactType = builder.objectRef<Outreach.Target["contacts"][number]>("OutreachContact").implement({
  description: "That an officer spoke to a firm",
  fields: (t) => ({
    on: t.expose("on", { type: "Date", description: "Day" }),
    by: t.exposeString("by", { description: "Who" }),
    how: t.expose("how", { type: HowType, description: "By which way" }),
    remark: t.exposeString("remark", { nullable: true, description: "What came of it; null for nothing" }),
  }),
});

const target = Outreach.targetShape;
const TargetType = builder.objectRef<Outreach.Target>("OutreachTarget").implement({
  description: "One firm of a campaign",
  fields: (t) => ({
    campaign: t.exposeString("campaign", describe(target, "campaign")),
    uscc: t.exposeString("uscc", describe(target, "uscc")),
    name: t.exposeString("name", describe(target, "name")),
    records: t.exposeInt("records", describe(target, "records")),
    published: t.exposeInt("published", describe(target, "published")),
    ability: t.expose("ability", { type: AbilityType, ...describe(target, "ability") }),
    from: t.expose("from", { type: "Date", nullable: true, ...describe(target, "from") }),
    answer: t.expose("answer", { type: AnswerType, ...describe(target, "answer") }),
    assessedAt: t.expose("assessedAt", { type: "DateTime", ...describe(target, "assessedAt") }),
    notice: t.expose("notice", { type: NoticeType, nullable: true, ...describe(target, "notice") }),
    contacts: t.expose("contacts", { type: [ContactType], ...describe(target, "contacts") }),
  }),
});

const AbilityCount = builder.objectRef<{ readonly ability: Outreach.Ability; readonly count: number }>("RepairAbilityCount").implement({
  description: "How many firms can, or cannot",
  fields: (t) => ({ ability: t.expose("ability", { type: AbilityType, description: "Which" }), count: t.exposeInt("count", { description: "How many" }) }),
});
const AnswerCount = builder.objectRef<{ readonly answer: Outreach.Answer; readonly count: number }>("OutreachAnswerCount").implement({
  description: "How many firms have done it",
  fields: (t) => ({ answer: t.expose("answer", { type: AnswerType, description: "What" }), count: t.exposeInt("count", { description: "How many" }) }),
});

const ProgressType = builder.objectRef<Outreach.Progress>("OutreachProgress").implement({
  description: "How far a campaign is, as it was last assessed. The abilities add up to its firms, and so do the answers",
  fields: (t) => ({
    campaign: t.expose("campaign", { type: CampaignType, description: "The campaign" }),
    firms: t.exposeInt("firms", { description: "All its firms" }),
    told: t.exposeInt("told", { description: "Those that were told" }),
    contacted: t.exposeInt("contacted", { description: "Those that an officer spoke to" }),
    abilities: t.field({
      type: [AbilityCount],
      description: "By whether they can have something repaired",
      resolve: ({ abilities }) => Outreach.abilities.map((ability) => ({ ability, count: abilities[ability] })),
    }),
    answers: t.field({
      type: [AnswerCount],
      description: "By what they have done about it",
      resolve: ({ answers }) => Outreach.answers.map((answer) => ({ answer, count: answers[answer] })),
    }),
    targets: t.field({ type: [TargetType], description: "A page of its firms, in the order of their codes", resolve: ({ targets }) => [...targets] }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
  }),
});

builder.queryFields((t) => ({
  outreachCampaigns: t.field({
    type: [CampaignType],
    ...needs(Outreach.campaigns),
    description: "The campaigns that you may see, the newest first",
    complexity: { field: 5, multiplier: 10 },
    resolve: async (_root, _args, ctx) => [...(await Outreach.campaigns(ctx, {}))],
  }),
  outreach: t.field({
    type: ProgressType,
    nullable: true,
    ...needs(Outreach.progress),
    description: "How far a campaign is, with a page of its firms; null where there is none that you may see",
    args: {
      id: t.arg.string({ description: "The campaign" }),
      ability: t.arg({ type: AbilityType, required: false, description: "Only firms of which this holds" }),
      answer: t.arg({ type: AnswerType, required: false, description: "Only firms that have done this" }),
      isTold: t.arg.boolean({ required: false, description: "Only firms that were told, or only others" }),
      first: t.arg.int({ defaultValue: 20, description: "Firms on a page, 100 at most" }),
      after: t.arg.string({ required: false, description: "The endCursor of the page before" }),
    },
    complexity: ({ first }) => ({ field: 20, multiplier: first ?? 20 }),
    resolve: (_root, args, ctx) => Outreach.progress(ctx, { ...args, first: args.first ?? 20 }),
  }),
  repairAdvice: t.field({
    type: [TargetType],
    ...needs(Outreach.notices),
    description: "What a firm was told in campaigns, the newest first",
    args: { uscc: t.arg.string({ description: "The firm, by its code" }) },
    complexity: { field: 5, multiplier: 5 },
    resolve: async (_root, args, ctx) => [...(await Outreach.notices(ctx, args))],
  }),
}));

const payload = () => recordPayload<Outreach.ShownCampaign>("campaign", { type: CampaignType, prose: "The campaign as it is now", of: "The campaign" });
mutation("openOutreach", { does: Outreach.open, description: "Begins a campaign; advanceOutreach then looks for its firms", payload: payload() });
mutation("advanceOutreach", {
  does: Outreach.advance,
  description: "Does the next batch of what a campaign is at; to be called until it is ready",
  payload: payload(),
});
mutation("tellOutreach", { does: Outreach.tell, description: "Begins to tell each firm, one by one; advanceOutreach does it", payload: payload() });
mutation("refreshOutreach", { does: Outreach.refresh, description: "Begins to assess each firm anew; advanceOutreach does it", payload: payload() });
mutation("logOutreachContact", {
  does: Outreach.logContact,
  description: "Notes that an officer spoke to a firm",
  payload: recordPayload<Outreach.Target>("target", { type: TargetType, prose: "The firm as it is now", of: "The firm" }),
});
