import type { Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { Evidence } from "@hub/core/evidence";
import type { Paper } from "@hub/core/paper";

/** What the routes beside GraphQL have in common. */

export interface RouteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface RouteRequest {
  readonly method: string;
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
  /** Tags of what the caller has already. */
  readonly ifNoneMatch?: string | undefined;
  readonly ctx: Ctx;
  /** Puts things on paper; null where the hub makes no PDF. */
  readonly printer: Printer | null;
}

/** What puts things on paper, as PDF. */
export interface Printer {
  readonly certificate: (certificate: Evidence.Certificate) => Promise<Uint8Array>;
  readonly paper: (paper: Paper) => Promise<Uint8Array>;
}

export type Route = (request: RouteRequest) => Promise<RouteAnswer>;

/** Throws PDF_UNAVAILABLE. */
export function requirePrinter({ printer }: RouteRequest, instead: string): Printer {
  if (printer === null) throw new HubError("PDF_UNAVAILABLE", `This hub makes no PDF: ${instead}`);
  return printer;
}
