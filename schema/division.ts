import { Division } from "@hub/core/division";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";

const DivisionLevel = enumFrom<Division.Info["level"]>("DivisionLevel", "Levels of administrative divisions", {
  province: "Province, autonomous region or municipality (省级)",
  city: "Prefecture-level city (地级)",
  county: "County, district or county-level city (县级)",
  township: "Township, town or subdistrict (乡级)",
});

const DivisionRef = builder.objectRef<Division.Info>("Division");

export const DivisionType = DivisionRef.implement({
  description: "Administrative division (行政区划), GB/T 2260 as it stood at the end of 2018",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Six digits, nine for a township" }),
    name: t.exposeString("name", { description: "Name" }),
    level: t.expose("level", { type: DivisionLevel, description: "Level" }),
    path: t.field({ type: [DivisionRef], description: "This one and all above it, the highest first", resolve: (of) => [...Division.path(of)] }),
  }),
});

/** The division a record names, or null. */
export function divisionOf(code: string | null | undefined): Division.Info | null {
  return code ? Division.find(code) : null;
}

builder.queryFields((t) => ({
  division: t.field({
    type: DivisionType,
    ...needs(Division.get),
    nullable: true,
    description: "One division by its code; null when the hub's table has none",
    args: { code: t.arg.string({ description: "GB/T 2260 code" }) },
    resolve: (_root, args, ctx) => Division.get(ctx, args),
  }),
  divisions: t.field({
    type: [DivisionType],
    ...needs(Division.list),
    description: "Those directly below one; the highest when none is named",
    args: { below: t.arg.string({ required: false, description: "GB/T 2260 code" }) },
    complexity: { field: 1, multiplier: 30 },
    resolve: async (_root, { below }, ctx) => [...(await Division.list(ctx, { below: below ?? null }))],
  }),
}));
