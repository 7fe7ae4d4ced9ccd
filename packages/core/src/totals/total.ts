import * as z from "zod";
import { type Counted, type Dimension, dimensions, entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { recordKinds } from "../records.ts";

/** What one item counts: all records of a kind, or those of a kind by the values of a dimension. */
export const totalShape = z.object({
  generation: z.int().min(1).describe("Generation of the projection"),
  kind: z.enum(recordKinds).describe("Kind of records"),
  dimension: z.enum(["all", ...dimensions]).describe("What is counted by"),
  group: z.string().describe("Which values the item holds: divisions by their province, days by their month; empty where it holds all"),
  counts: z.record(z.string(), z.int()).describe("Records by value; a value without records is left out"),
});
export type Total = z.output<typeof totalShape>;

/** Values that stand together in one item, so that a statistic is one page and a batch writes few items. */
export function groupOf(dimension: Total["dimension"], value: string): string {
  if (dimension === "division") return value.slice(0, 2);
  return dimension === "day" ? value.slice(0, 7) : "";
}

export function totalsPartition(generation: number): string {
  return `TOTALS#${generation}`;
}

export function totalKey({ generation, kind, dimension, group }: Omit<Total, "counts">): Key {
  return { pk: totalsPartition(generation), sk: `${kind}#${dimension}#${group}` };
}

export const totalEntity = entity({
  name: "total",
  shape: totalShape,
  key: totalKey,
  keyTemplate: { pk: "TOTALS#{generation}", sk: "{kind}#{dimension}#{group}" },
  partition: "one for all totals: written once for each batch of entries of the log, which wait for each other, and read by who asks for statistics",
  access: [
    {
      name: "statistics",
      why: "a page of figures, each kind by itself: a total for each month and province, and a few more",
      steps: [[{ call: "get", reads: { projection: 1 } }], [{ call: "query", reads: { total: 120 } }]],
    },
  ],
  examples: [
    {
      generation: 1,
      kind: "penalty",
      dimension: "day",
      group: "2025-04",
      counts: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`2025-04-${String(at + 1).padStart(2, "0")}`, (at % 5) + 1])),
    },
  ],
});

/** Every value under which totals count a record. */
export function valuesOf(counted: Counted): readonly (readonly [dimension: Total["dimension"], value: string])[] {
  const named = Object.entries(counted) as readonly (readonly [Dimension, string])[];
  return [["all", "all"], ...named];
}
