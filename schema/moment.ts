import { builder } from "./builder.ts";
import { needs } from "./needs.ts";

/** The two arguments by which everything can be asked for at another time; of histories, only the second has a meaning. */
export const knownAtArg = builder.args((t) => ({
  knownAt: t.field({
    type: "DateTime",
    required: false,
    ...needs({ action: "history:read" }),
    description: "What the hub would have answered at that instant (recorded time). Without it, what it knows now",
  }),
}));

export const momentArgs = {
  ...builder.args((t) => ({
    asOf: t.field({
      type: "Date",
      required: false,
      description: "What was true on that day (valid time): decisions in force, and the register as it stood. Without it, all that is on file",
    }),
  })),
  ...knownAtArg,
};

/** Cost of reading the firm once more for another moment. */
export function momentCost({ asOf, knownAt }: { readonly asOf?: string | null | undefined; readonly knownAt?: string | null | undefined }): number {
  return asOf == null && knownAt == null ? 0 : 5;
}
