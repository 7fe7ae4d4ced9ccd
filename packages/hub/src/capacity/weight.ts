import { type AccessPattern, type StoreCall, toItem } from "@hub/core/entity";
import type { Item } from "@hub/core/ports";
import { entities } from "@hub/core/registry";
import { getUnits, itemSize, queryUnits, storedBytes, writeUnits } from "@hub/store/capacity";

/** What an item of each kind weighs on DynamoDB: bytes, and units to write it. The first example stands for all of its kind. */
export interface Weight {
  readonly bytes: number;
  readonly write: ReturnType<typeof writeUnits>;
  /** Units to write the largest of the examples. */
  readonly mostWrite: ReturnType<typeof writeUnits>;
  readonly stored: ReturnType<typeof storedBytes>;
}

const weights: ReadonlyMap<string, Weight> = new Map(
  entities.map((entity) => {
    const itemOf = (example: unknown): Item => toItem(entity as never, entity.shape.parse(example) as never, 1);
    const usual = itemOf(entity.examples[0]);
    const largest = entity.examples.map(itemOf).reduce((most, item) => (itemSize(item) > itemSize(most) ? item : most), usual);
    return [entity.name, { bytes: itemSize(usual), write: writeUnits(usual), mostWrite: writeUnits(largest), stored: storedBytes(usual) }];
  }),
);

export function weightOf(kind: string): Weight {
  const weight = weights.get(kind);
  if (!weight) throw new TypeError(`No entity of the registry is called ${kind}`);
  return weight;
}

/** Read units of the way of asking that an entity declares under this name. */
export function readUnits(kind: string, pattern: string): number {
  const access: readonly AccessPattern[] = entities.find(({ name }) => name === kind)?.access ?? [];
  const found = access.find(({ name }) => name === pattern);
  if (!found) throw new TypeError(`${kind} declares no way of asking called ${pattern}`);
  return readUnitsOf(found);
}

/** Read units of one way of asking, with all its calls. */
export function readUnitsOf({ steps }: Pick<AccessPattern, "steps">): number {
  return steps.flat().reduce((sum, call) => sum + (call.times ?? 1) * unitsOf(call), 0);
}

function unitsOf({ call, index, reads }: StoreCall): number {
  const sizes = Object.entries(reads).flatMap(([kind, count]) => Array<number>(count).fill(weightOf(kind).bytes));
  if (call === "query") return queryUnits(sizes, index ? "index" : "table");
  return sizes.reduce((sum, bytes) => sum + getUnits(bytes), 0);
}
