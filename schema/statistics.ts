import type { RecordKind } from "@hub/core/records";
import { Totals } from "@hub/core/totals";
import { builder } from "./builder.ts";
import { DivisionType, divisionOf } from "./division.ts";
import { RecordKindType } from "./history.ts";
import { needs } from "./needs.ts";
import { listCost, pageOf } from "./paging.ts";

const CountType = builder.objectRef<Totals.Count>("Count").implement({
  description: "How many records have a value",
  fields: (t) => ({
    value: t.exposeString("value", { description: "The value: a state, a division's code, or a day" }),
    division: t.field({
      type: DivisionType,
      nullable: true,
      description: "The division, where the value is one's code",
      resolve: ({ value }) => divisionOf(value),
    }),
    count: t.exposeInt("count", { description: "Number of records" }),
  }),
});

const CountEdge = builder.edgeObject({ type: CountType, name: "CountEdge", description: "A value in a list" });
const CountConnection = builder.connectionObject({ type: CountType, name: "CountConnection", description: "A page of values" }, CountEdge);

const nameOf = ({ value }: Totals.Count) => value;

const StatisticsType = builder.objectRef<Totals.Statistics>("Statistics").implement({
  description: "How many records of a kind there are; kept up with every change, and equal to a count of them all",
  fields: (t) => ({
    kind: t.field({ type: RecordKindType, description: "Kind of the records", resolve: ({ kind }) => kind as RecordKind }),
    count: t.exposeInt("count", { description: "All records of the kind" }),
    states: t.field({
      type: [CountType],
      description: "By the state that the source reports, of ratings by their level; empty for kinds without one",
      resolve: ({ by }) => [...by.state],
    }),
    lists: t.field({ type: [CountType], description: "By the list, of memberships of lists; empty for other kinds", resolve: ({ by }) => [...by.list] }),
    divisions: t.connection(
      {
        type: CountType,
        description: "By division: of an enterprise's seat, of the authority that decided; in the order of the codes",
        args: { within: t.arg.string({ required: false, description: "Only divisions whose code begins so: 14 for a province, 1405 for a city" }) },
        complexity: listCost,
        resolve: ({ by }, { within, ...args }) =>
          pageOf(
            by.division.filter(({ value }) => value.startsWith(within ?? "")),
            nameOf,
            args,
          ),
      },
      CountConnection,
      CountEdge,
    ),
    days: t.connection(
      {
        type: CountType,
        description: "By the day on which an enterprise was established or a decision made, the earliest first",
        args: {
          from: t.arg({ type: "Date", required: false, description: "First day" }),
          to: t.arg({ type: "Date", required: false, description: "Last day" }),
        },
        complexity: listCost,
        resolve: ({ by }, { from, to, ...args }) =>
          pageOf(
            by.day.filter(({ value }) => value >= (from ?? "") && value <= (to ?? "9999")),
            nameOf,
            args,
          ),
      },
      CountConnection,
      CountEdge,
    ),
  }),
});

builder.queryField("statistics", (t) =>
  t.field({
    type: StatisticsType,
    ...needs(Totals.statistics),
    description: "Totals of the records of a kind, in two calls to the store however many there are",
    args: { kind: t.arg({ type: RecordKindType, description: "Kind of records" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Totals.statistics(ctx, args),
  }),
);
