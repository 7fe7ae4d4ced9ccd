import { Casework } from "@hub/core/casework";
import { Objection } from "@hub/core/objection";
import type { Page } from "@hub/core/ports";
import { builder } from "./builder.ts";
import { CaseStepType, CaseTermType, CaseTotalsType, worklistArgs } from "./casework.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { useEnum } from "./input.ts";
import { mutation, recordPayload } from "./mutation.ts";
import { needs } from "./needs.ts";

/** Objections (异议): that a record is wrong. As long as one is open every view of the record says that it is disputed. */

const StateType = enumFrom<Objection.State>("ObjectionState", "Where an objection stands", {
  raised: "Raised",
  checking: "Being checked",
  upheld: "The record was wrong, and was put right or withdrawn",
  rejected: "The record is right",
  withdrawn: "Taken back",
});

const SubjectType = enumFrom<Objection.SubjectKind>("ObjectionSubject", "Kinds of records that can be objected to", {
  register: "What the register says of the firm",
  penalty: "An administrative penalty",
  licence: "An administrative licence",
  rating: "A rating; what was wrong is put right by rating anew",
  listEntry: "An entry in a dishonesty list; what was wrong is put right by its exit",
});
useEnum(Objection.subjectKinds, SubjectType);

const CorrectionType = builder.objectRef<NonNullable<Objection.Info["answer"]>["corrections"][number]>("CorrectedText").implement({
  description: "A text of a record that was put right",
  fields: (t) => ({
    field: t.exposeString("field", describe(Objection.correction, "field")),
    value: t.exposeString("value", describe(Objection.correction, "value")),
  }),
});

const AnswerType = builder.objectRef<NonNullable<Objection.Info["answer"]>>("ObjectionAnswer").implement({
  description: "What came of an objection",
  fields: (t) => ({
    reason: t.exposeString("reason", { description: "Why" }),
    on: t.expose("on", { type: "Date", description: "Day of the answer" }),
    by: t.exposeString("by", { description: "Who gave it" }),
    corrections: t.expose("corrections", { type: [CorrectionType], description: "What was put right" }),
    isWithdrawn: t.exposeBoolean("isWithdrawn", { description: "Whether the record was taken out of publication, since its decision was changed or annulled" }),
  }),
});

const shape = Objection.shape;
const ObjectionType = builder.objectRef<Objection.Shown>("Objection").implement({
  description: "An objection (异议) to a record",
  fields: (t) => ({
    id: t.exposeString("id", describe(shape, "id")),
    version: t.exposeInt("version", { description: "Version of the objection: a change of it must name it" }),
    state: t.expose("state", { type: StateType, ...describe(shape, "state") }),
    uscc: t.exposeString("uscc", describe(shape, "uscc")),
    division: t.exposeString("division", describe(shape, "division")),
    kind: t.expose("kind", { type: SubjectType, ...describe(shape, "kind") }),
    place: t.exposeString("place", describe(shape, "place")),
    grounds: t.exposeString("grounds", describe(shape, "grounds")),
    openedOn: t.expose("openedOn", { type: "Date", ...describe(shape, "openedOn") }),
    answer: t.expose("answer", { type: AnswerType, nullable: true, ...describe(shape, "answer") }),
    due: t.expose("due", { type: CaseTermType, nullable: true, description: "The term that is due first; null where none runs" }),
    terms: t.field({ type: [CaseTermType], ...describe(shape, "terms"), resolve: ({ terms }, _args, ctx) => Casework.viewsOf(ctx, terms) }),
    steps: t.expose("steps", { type: [CaseStepType], ...describe(shape, "steps") }),
  }),
});

const ObjectionPage = builder.objectRef<Page<Objection.Shown> & { readonly totals: Casework.Totals }>("ObjectionPage").implement({
  description: "A page of objections, what is due first on top",
  fields: (t) => ({
    nodes: t.field({ type: [ObjectionType], description: "The objections", resolve: ({ items }) => [...items] }),
    totals: t.expose("totals", { type: CaseTotalsType, description: "Totals of all that fit" }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
  }),
});

builder.queryFields((t) => ({
  objection: t.field({
    type: ObjectionType,
    nullable: true,
    ...needs(Objection.get),
    description: "One objection; null where there is none that you may see",
    args: { id: t.arg.string({ description: "Its id" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Objection.get(ctx, args),
  }),
  objections: t.field({
    type: ObjectionPage,
    ...needs(Objection.list),
    description: "Objections that you may see, with totals: the worklist of the authority",
    args: worklistArgs,
    complexity: ({ first }) => ({ field: 20, multiplier: first ?? 20 }),
    resolve: (_root, args, ctx) => Objection.list(ctx, { ...args, first: args.first ?? 20 }),
  }),
  objectionsOf: t.field({
    type: [ObjectionType],
    ...needs(Objection.ofFirm),
    description: "The objections to a firm's records, the newest first; a hundred at most",
    args: { uscc: t.arg.string({ description: "The firm, by its code" }) },
    complexity: { field: 5, multiplier: 100 },
    resolve: async (_root, args, ctx) => [...(await Objection.ofFirm(ctx, args))],
  }),
}));

const payload = () => recordPayload<Objection.Shown>("objection", { type: ObjectionType, prose: "The objection as it is now", of: "The objection" });
mutation("raiseObjection", { does: Objection.raise, description: "Objects to a record: from now on every view says that it is disputed", payload: payload() });
mutation("checkObjection", { does: Objection.check, description: "Begins to check an objection", payload: payload() });
mutation("upholdObjection", {
  does: Objection.uphold,
  description: "Upholds an objection: the record is put right, or taken out of publication",
  payload: payload(),
});
mutation("rejectObjection", { does: Objection.reject, description: "Rejects an objection: the record is right as it stands", payload: payload() });
mutation("withdrawObjection", { does: Objection.withdraw, description: "Takes an objection back", payload: payload() });
