import type { AccessPattern } from "@hub/core/entity";
import { entities } from "@hub/core/registry";

/** Every access pattern that the registry declares, by "entity, pattern". */
export const declared: ReadonlyMap<string, AccessPattern> = new Map(
  entities.flatMap(({ name, access }) => access.map((pattern: AccessPattern): [string, AccessPattern] => [`${name}, ${pattern.name}`, pattern])),
);
