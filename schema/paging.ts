import { HubError } from "@hub/core/error";

/** A Relay list's arguments, as Pothos hands them over. */
export interface ListArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

const pageDefault = 20;
const pageMost = 100;

/** Cost of a list for the query limit: its page size times what is asked of each record. */
export function listCost({ first, last }: ListArguments): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(1, first ?? last ?? pageDefault) };
}

/**
 * A page of a list that is already in memory, in its order. Cursors name the record, not its place, so that a page
 * stays right when records are added or removed in between. Throws BAD_INPUT and BAD_CURSOR.
 */
export function pageOf<T>(records: readonly T[], cursorOf: (record: T) => string, { first, last, after, before }: ListArguments) {
  if (first != null && last != null) throw new HubError("BAD_INPUT", "Ask for either first or last, not both");
  const size = checkedSize(first ?? last ?? pageDefault);
  let start = after == null ? 0 : place(records, cursorOf, after) + 1;
  let end = before == null ? records.length : place(records, cursorOf, before);
  if (last == null) end = Math.min(end, start + size);
  else start = Math.max(start, end - size);
  const edges = records.slice(start, Math.max(start, end)).map((node) => ({ cursor: encode(cursorOf(node)), node }));
  return {
    edges,
    totalCount: records.length,
    pageInfo: {
      hasNextPage: end < records.length,
      hasPreviousPage: start > 0 && records.length > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

export function checkedSize(size: number): number {
  if (size < 1 || size > pageMost) throw new HubError("BAD_INPUT", `A page has 1 to ${pageMost} records, not ${size}`);
  return size;
}

function place<T>(records: readonly T[], cursorOf: (record: T) => string, cursor: string): number {
  const name = Buffer.from(cursor, "base64url").toString();
  const at = records.findIndex((record) => cursorOf(record) === name);
  if (at < 0) throw new HubError("BAD_CURSOR", "The cursor's record is not in this list (any more); start again without a cursor");
  return at;
}

function encode(name: string): string {
  return Buffer.from(name).toString("base64url");
}
