import { digestOf } from "../digest.ts";
import { HubError } from "../error.ts";
import type { Log } from "../log/index.ts";

/** Something that is not as the log, the records and the projections together say that it must be. */
export interface Difference {
  readonly in: "log" | "record" | "pointer" | "total";
  /** Sequence of the log's entry, or key of the item. */
  readonly position: string;
  readonly message: string;
}

/** As many are told. */
export const mostDifferences = 10;

/** Whether an error says that something stored cannot be read as what it must be. */
export function isDamage(error: unknown): error is HubError {
  return error instanceof HubError && (error.code === "INTERNAL" || error.code === "STORE_UNUSABLE");
}

/** What a version adds to the sum of all: a number that no other version has. */
export function marked({ subject, record, version }: Pick<Log.Entry, "subject" | "record" | "version">): bigint {
  return BigInt(`0x${digestOf([subject, record, version])}`);
}
