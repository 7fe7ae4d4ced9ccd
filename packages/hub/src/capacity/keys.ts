import type { AccessPattern, StoreCall } from "@hub/core/entity";
import type { Key } from "@hub/core/ports";
import { entities } from "@hub/core/registry";
import { rounded, table } from "./markdown.ts";
import { readUnitsOf, weightOf } from "./weight.ts";

/** The design of the keys as core's README shows it: what is stored where, and who reads it in which calls. */
export function keyTables(): string {
  return [
    "Every kind of item, where it lies (`pk` · `sk`), its size by its example, and the units that one write of it costs:",
    table(["Item", "Key", "In an index", "Bytes", "Write units", "Why no partition grows hot"], entities.map(rowOf), [3, 4]),
    "Every way in which items are asked for. A round trip is waited for before the next begins; what is joined by + goes out at once:",
    table(
      ["Item, asked for", "Who asks", "Calls", "Round trips", "Items", "Read units"],
      entities.flatMap(({ name, access }) => access.map((pattern: AccessPattern) => patternRow(name, pattern))),
      [3, 4, 5],
    ),
  ].join("\n\n");
}

function rowOf(entity: (typeof entities)[number]): readonly string[] {
  const { bytes, write } = weightOf(entity.name);
  const indexes = "indexTemplates" in entity ? Object.entries(entity.indexTemplates ?? {}).map(([name, key]) => `${name}: ${written(key)}`) : [];
  return [entity.name, written(entity.keyTemplate), indexes.join(", "), String(bytes), String(write.table + write.indexes), entity.partition];
}

function written({ pk, sk }: Key): string {
  return `\`${pk}\` · \`${sk}\``;
}

function patternRow(entity: string, pattern: AccessPattern): readonly string[] {
  const { name, why, steps } = pattern;
  const items = steps.flat().reduce((sum, { times = 1, reads }) => sum + times * Object.values(reads).reduce((all, count) => all + count, 0), 0);
  return [
    `${entity}, ${name}`,
    why,
    steps.map((step) => step.map(callText).join(" + ")).join(", then "),
    String(steps.length),
    String(items),
    rounded(readUnitsOf(pattern)),
  ];
}

function callText({ call, index, times = 1 }: StoreCall): string {
  return `${times > 1 ? `${times} × ` : ""}${call}${index ? ` on ${index}` : ""}`;
}
