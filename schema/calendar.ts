import { Calendar } from "@hub/core/calendar";
import { builder } from "./builder.ts";
import { needs } from "./needs.ts";

interface DueDate extends Calendar.Due {
  readonly from: string;
  readonly workingDays: number;
}

const DueDateType = builder.objectRef<DueDate>("DueDate").implement({
  description: "Day on which a term of working days ends",
  fields: (t) => ({
    from: t.expose("from", { type: "Date", description: "Day the term runs from; it does not count itself" }),
    workingDays: t.exposeInt("workingDays", { description: "Length of the term" }),
    due: t.expose("due", { type: "Date", description: "Last day of the term" }),
    isProvisional: t.boolean({
      description: "Whether the term runs into a year whose public holidays are not announced yet, so that the day may move",
      resolve: ({ provisional }) => provisional,
    }),
  }),
});

builder.queryField("dueDate", (t) =>
  t.field({
    type: DueDateType,
    ...needs(Calendar.due),
    description: "The working day on which a term ends, by China's public holidays and make-up days",
    args: {
      from: t.arg({ type: "Date", description: "Day the term runs from" }),
      workingDays: t.arg.int({ description: "Length of the term; negative counts backwards" }),
    },
    resolve: (_root, args, ctx) => Calendar.due(ctx, args),
  }),
);
