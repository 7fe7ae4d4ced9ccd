import { Casework } from "@hub/core/casework";
import { Listing } from "@hub/core/listing";
import { builder, globalId } from "./builder.ts";
import { CaseStepType, CaseTermType, CaseTotalsType, worklistArgs } from "./casework.ts";
import { DecidingAuthority } from "./decision.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { ListType } from "./list.ts";
import { ListEntryNode } from "./listing.ts";
import { mutation, type PayloadRef, recordPayload } from "./mutation.ts";
import { needs } from "./needs.ts";

/** Proposals that a firm be listed, up to the entry. Nothing that is published tells of one. */

const StateType = enumFrom<Listing.ProposalState>("ListProposalState", "Where a proposal stands", {
  proposed: "Proposed; the firm does not know of it",
  noticed: "The prior notice was served, and the firm may answer",
  listed: "The firm was listed",
  dropped: "It was given up",
});

const NoticeType = builder.objectRef<NonNullable<Listing.Proposal["notice"]>>("ListNotice").implement({
  description: "A prior notice, to which the firm may answer",
  fields: (t) => ({
    number: t.exposeString("number", { description: "Its number" }),
    servedOn: t.expose("servedOn", { type: "Date", description: "Day on which it was served" }),
  }),
});

const shape = Listing.proposalShape;
const ProposalType = builder.objectRef<Listing.ShownProposal>("ListProposal").implement({
  description: "A proposal that a firm be listed",
  fields: (t) => ({
    id: t.exposeString("id", describe(shape, "id")),
    version: t.exposeInt("version", { description: "Version of the proposal: a change of it must name it" }),
    state: t.expose("state", { type: StateType, ...describe(shape, "state") }),
    uscc: t.exposeString("uscc", describe(shape, "uscc")),
    division: t.exposeString("division", describe(shape, "division")),
    list: t.field({ type: ListType, description: "The list", resolve: ({ list }) => Listing.requireList(list) }),
    facts: t.exposeString("facts", describe(shape, "facts")),
    basis: t.exposeString("basis", { nullable: true, ...describe(shape, "basis") }),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(shape, "authority") }),
    openedOn: t.expose("openedOn", { type: "Date", ...describe(shape, "openedOn") }),
    notice: t.expose("notice", { type: NoticeType, nullable: true, ...describe(shape, "notice") }),
    entryId: t.id({
      nullable: true,
      description: "Id of the entry that was made of it, for `node`; null before",
      resolve: ({ uscc, entry }) => entry && globalId("ListEntry", `${uscc}/${entry}`),
    }),
    due: t.expose("due", { type: CaseTermType, nullable: true, description: "The term that is due first; null where none runs" }),
    terms: t.field({ type: [CaseTermType], ...describe(shape, "terms"), resolve: ({ terms }, _args, ctx) => Casework.viewsOf(ctx, terms) }),
    steps: t.expose("steps", { type: [CaseStepType], ...describe(shape, "steps") }),
  }),
});

const ProposalPage = builder.objectRef<Casework.Worklist<Listing.Proposal>>("ListProposalPage").implement({
  description: "A page of proposals, what is due first on top",
  fields: (t) => ({
    nodes: t.field({ type: [ProposalType], description: "The proposals", resolve: ({ items }) => [...items] }),
    totals: t.expose("totals", { type: CaseTotalsType, description: "Totals of all that fit" }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
  }),
});

builder.queryFields((t) => ({
  listProposal: t.field({
    type: ProposalType,
    nullable: true,
    ...needs(Listing.getProposal),
    description: "One proposal that a firm be listed; null where there is none that you may see",
    args: { id: t.arg.string({ description: "Its id" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Listing.getProposal(ctx, args),
  }),
  listProposals: t.field({
    type: ProposalPage,
    ...needs(Listing.listProposals),
    description: "Proposals that you may see, with totals: the worklist of the authority",
    args: worklistArgs,
    complexity: ({ first }) => ({ field: 20, multiplier: first ?? 20 }),
    resolve: (_root, args, ctx) => Listing.listProposals(ctx, { ...args, first: args.first ?? 20 }),
  }),
  listProposalsOf: t.field({
    type: [ProposalType],
    ...needs(Listing.proposalsOf),
    description: "The proposals that a firm be listed, the newest first; a hundred at most",
    args: { uscc: t.arg.string({ description: "The firm, by its code" }) },
    complexity: { field: 5, multiplier: 100 },
    resolve: async (_root, args, ctx) => [...(await Listing.proposalsOf(ctx, args))],
  }),
}));

const payload = () => recordPayload<Listing.ShownProposal>("proposal", { type: ProposalType, prose: "The proposal as it is now", of: "The proposal" });

function enteredPayload(ref: PayloadRef<Listing.Entered>): void {
  ref.implement({
    description: "The proposal as it is now, and the entry that was made of it",
    fields: (t) => ({
      proposal: t.expose("proposal", { type: ProposalType, description: "The proposal" }),
      entry: t.expose("entry", { type: ListEntryNode, description: "The entry" }),
    }),
  });
}

mutation("proposeListing", {
  does: Listing.propose,
  description: "Proposes that an enterprise be listed. Nobody but those who work on it sees that, until the enterprise is told by the notice",
  payload: payload(),
});
mutation("noticeListing", {
  does: Listing.notice,
  description: "Notes that the prior notice was served: from now on the enterprise sees the proposal, and may answer",
  payload: payload(),
});
mutation("enterList", {
  does: Listing.enter,
  description: "Lists the enterprise: the entry is published until its longest term is over",
  payload: enteredPayload,
});
mutation("dropListing", { does: Listing.drop, description: "Gives a proposal up: it never becomes an entry", payload: payload() });
