import { legalDay } from "@hub/core/clock";
import type { Ctx } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Listing } from "@hub/core/listing";
import { Provenance } from "@hub/core/provenance";
import { builder } from "./builder.ts";
import { DecidingAuthority } from "./decision.ts";
import { describe } from "./describe.ts";
import { EnterpriseNode } from "./enterprise.ts";
import { enumFrom } from "./enum.ts";
import { historyArgs, historyCost, RecordVersion, VersionConnection, VersionEdge, versionsPage } from "./history.ts";
import { ListPublicityRuleType, ListType } from "./list.ts";
import { knownAtArg, momentArgs, momentCost } from "./moment.ts";
import { needs } from "./needs.ts";
import { listCost, pageOf } from "./paging.ts";
import { RecordProvenance } from "./provenance.ts";
import { ProseType } from "./publicity.ts";

/** Memberships of lists: from the entry to its end. What comes before is in list-proposal.ts, how officers end one in listing-keep.ts. */

type Shown = Awaited<ReturnType<typeof Listing.exit>>;

const StateType = enumFrom<Listing.State>("ListEntryState", "Where a membership of a list stands", {
  listed: "Listed, and published",
  exited: "Listed no more",
});

const ExitWay = enumFrom<Listing.Exit["how"]>("ListExit", "By what a membership of a list ended", {
  repaired: "By credit repair",
  expired: "By itself: the longest term of publicity was over",
  corrected: "It had been wrong",
});

const TermsType = builder.objectRef<Listing.Terms>("ListEntryPublicity").implement({
  description: "Whether and how long a membership of a list is published, as of a day, with the rule that says so",
  fields: (t) => ({
    on: t.expose("on", { type: "Date", description: "Day of which this is told" }),
    isPublished: t.exposeBoolean("isPublished", { description: "Whether it is published on the day" }),
    startsOn: t.expose("startsOn", { type: "Date", description: "First day: that of the entry" }),
    repairableFrom: t.expose("repairableFrom", {
      type: "Date",
      nullable: true,
      description: "First day on which it can be exited by repair; null where none is known",
    }),
    endsOn: t.expose("endsOn", {
      type: "Date",
      nullable: true,
      description: "Last day of publicity, which stops at the midnight after (Asia/Shanghai); null where it does not end by itself",
    }),
    rule: t.expose("rule", { type: ListPublicityRuleType, description: "The rule behind it" }),
    says: t.expose("says", { type: ProseType, description: "Why, in words" }),
  }),
});

const ExitType = builder.objectRef<Listing.Exit>("ListEntryExit").implement({
  description: "That a membership ended",
  fields: (t) => ({
    how: t.expose("how", { type: ExitWay, ...describe(Listing.exitShape, "how") }),
    on: t.expose("on", { type: "Date", ...describe(Listing.exitShape, "on") }),
    reason: t.exposeString("reason", { nullable: true, ...describe(Listing.exitShape, "reason") }),
    documentNumber: t.exposeString("documentNumber", { nullable: true, ...describe(Listing.exitShape, "documentNumber") }),
  }),
});

const shape = Listing.shape;
const today = ({ clock }: Ctx) => legalDay(clock.now());

export const ListEntryNode = builder.node(builder.objectRef<Shown>("ListEntry"), {
  description: "One enterprise's membership of one list (名单)",
  id: { resolve: ({ uscc, id }) => `${uscc}/${id}`, description: "Stays the same while the membership is on file" },
  isTypeOf: (value) => typeof value === "object" && value !== null && "listedOn" in value,
  fields: (t) => ({
    entryId: t.exposeString("id", { ...describe(shape, "id") }),
    uscc: t.exposeString("uscc", describe(shape, "uscc")),
    list: t.field({ type: ListType, description: "The list", resolve: ({ list }) => Listing.requireList(list) }),
    state: t.field({
      type: StateType,
      description: "Where it stands today; one whose longest term is over has exited, whether that was written down yet or not",
      resolve: (entry, _args, ctx) => Listing.settled(entry, today(ctx)).state,
    }),
    facts: t.exposeString("facts", describe(shape, "facts")),
    basis: t.exposeString("basis", { nullable: true, ...describe(shape, "basis") }),
    listedOn: t.expose("listedOn", { type: "Date", ...describe(shape, "listedOn") }),
    documentNumber: t.exposeString("documentNumber", describe(shape, "documentNumber")),
    exit: t.field({
      type: ExitType,
      nullable: true,
      description: "That it ended; null before",
      resolve: (entry, _args, ctx) => Listing.settled(entry, today(ctx)).exit,
    }),
    publicity: t.field({
      type: TermsType,
      description: "Whether and how long it is published, and by which rule",
      args: { on: t.arg({ type: "Date", required: false, description: "Day of which it is told; today unless told" }) },
      resolve: (entry, { on }, ctx) => Listing.publicityOf(entry, on ?? today(ctx)),
    }),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(shape, "authority") }),
    disputedSince: t.field({
      type: "Date",
      nullable: true,
      description: "Day on which an objection was raised against the record that is still open (异议); null where none is",
      resolve: ({ dispute }) => dispute?.since,
    }),
    version: t.exposeInt("version", { description: "Version of the record: a change of it must name it" }),
    provenance: t.field({ type: RecordProvenance, ...describe(shape, "provenance"), resolve: originOf }),
    history: t.connection(
      {
        type: RecordVersion,
        ...needs(Listing.history),
        description: "Every version of the membership, newest first; pages of 20 unless told, 100 at most",
        args: { ...historyArgs, ...knownAtArg },
        complexity: historyCost,
        resolve: async ({ uscc, id }, { knownAt, confirmations, ...args }, ctx) =>
          versionsPage(await Listing.history(ctx, { uscc, id, knownAt, confirmations }), args),
      },
      VersionConnection,
      VersionEdge,
    ),
  }),
});

function originOf(of: Listing.Info, _args: unknown, ctx: Ctx): Provenance.Shown {
  return new Provenance.Shown(ctx, of.provenance, () => ({ divisions: Listing.entityOf.history.divisions(of), enterprise: of.uscc }));
}

/** The parts of a membership's id; null when it cannot be one. */
export function entryReference(text: string): Listing.Reference | null {
  const [uscc, id] = text.split("/");
  const parsed = Listing.reference.safeParse({ uscc, id });
  return parsed.success ? parsed.data : null;
}

builder.objectField(EnterpriseNode, "listings", (t) =>
  t.connection(
    {
      type: ListEntryNode,
      ...needs(Enterprise.listings),
      description:
        "Memberships of lists, the newest first; pages of 20 unless told, 100 at most. Told of the moment of which the enterprise is, unless told otherwise",
      args: momentArgs,
      complexity: (args) => ({ ...listCost(args), field: 1 + momentCost(args) }),
      resolve: async (profile, { asOf, knownAt, ...args }, ctx) => pageOf(await Enterprise.listings(ctx, { profile, asOf, knownAt }), ({ id }) => id, args),
    },
    { description: "A page of memberships" },
    { description: "A membership in a list" },
  ),
);
