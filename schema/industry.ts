import { Industry } from "@hub/core/industry";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";

const IndustryLevel = enumFrom<Industry.Info["level"]>("IndustryLevel", "Levels of the industrial classification", {
  section: "Section, a letter (门类)",
  division: "Division, two digits (大类)",
  group: "Group, three digits (中类)",
  class: "Class, four digits (小类)",
});

const IndustryRef = builder.objectRef<Industry.Info>("Industry");

export const IndustryType = IndustryRef.implement({
  description: "Industry (国民经济行业), GB/T 4754-2017",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Letter and up to four digits, e.g. C3391" }),
    name: t.exposeString("name", { description: "Name" }),
    level: t.expose("level", { type: IndustryLevel, description: "Level" }),
    path: t.field({ type: [IndustryRef], description: "This one and all above it, the highest first", resolve: (of) => [...Industry.path(of)] }),
  }),
});

/** The industry a record names, or null. */
export function industryOf(code: string | null | undefined): Industry.Info | null {
  return code ? Industry.find(code) : null;
}

builder.queryFields((t) => ({
  industry: t.field({
    type: IndustryType,
    ...needs(Industry.get),
    nullable: true,
    description: "One industry by its code; null when the hub's table has none",
    args: { code: t.arg.string({ description: "GB/T 4754-2017 code" }) },
    resolve: (_root, args, ctx) => Industry.get(ctx, args),
  }),
  industries: t.field({
    type: [IndustryType],
    ...needs(Industry.list),
    description: "Those directly below one; the highest when none is named",
    args: { below: t.arg.string({ required: false, description: "GB/T 4754-2017 code" }) },
    complexity: { field: 1, multiplier: 30 },
    resolve: async (_root, { below }, ctx) => [...(await Industry.list(ctx, { below: below ?? null }))],
  }),
}));
