/** One field of a record that a version states otherwise than the one before. Values are plain JSON. */
export interface FieldChange {
  /** Nested fields with a dot: subject.name. */
  readonly field: string;
  /** Null for none. */
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * Whether two records state the same: all but their provenance is equal, in whatever order the fields were stored.
 * Where a record comes from is no fact about its enterprise.
 */
export function sameFacts(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return changesBetween(a, b).length === 0;
}

/** What the later of two versions states otherwise, in the order of the fields; lists are compared as a whole. */
export function changesBetween(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>, path = ""): readonly FieldChange[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].flatMap((name): readonly FieldChange[] => {
    if (path === "" && name === "provenance") return [];
    const [from, to] = [before[name] ?? null, after[name] ?? null];
    const field = `${path}${name}`;
    if (isNested(from) && isNested(to) && from !== to) return changesBetween(from ?? {}, to ?? {}, `${field}.`);
    return sameValue(from, to) ? [] : [{ field, from, to }];
  });
}

/** Whether it is an object of fields, or the lack of one. */
function isNested(value: unknown): value is Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && !Array.isArray(value);
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => sameValue(left[name], right[name]));
}
