import type { Stored } from "./entity.ts";
import { HubError } from "./error.ts";

/** What whoever changes a record must name, and what it is told where the record is not there for it. */

/** A record as the API shows it: with the version that a change of it must name. */
export type Versioned<T> = T & { readonly version: number };

export const versioned = <T>({ record, version }: Stored<T>): Versioned<T> => ({ ...record, version });

/** Whether what was read is still what stands there. Throws CONFLICT with the version that does. */
export function requireVersion(stored: { readonly version: number }, version: number): void {
  if (stored.version !== version)
    throw new HubError("CONFLICT", `It was changed meanwhile and has the version ${stored.version}; read it again and repeat the change`, {
      version: stored.version,
      path: "version",
    });
}

/** One answer for what there is not and for what lies beyond the asker's right. */
export function notFound(what: string, path: string): HubError {
  return new HubError("NOT_FOUND", `There is no such ${what}, or it is not yours to see`, { path });
}
