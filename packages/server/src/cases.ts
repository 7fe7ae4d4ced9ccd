import type { Document } from "@hub/core/document";
import { Enforcement } from "@hub/core/enforcement";
import { HubError } from "@hub/core/error";
import type { Paper } from "@hub/core/paper";
import { Repair } from "@hub/core/repair";
import { type Route, type RouteAnswer, type RouteRequest, requirePrinter } from "./route.ts";

/** What belongs to a case and is no data: its files and papers, for those alone whom it concerns. */
export function caseRouteOf(path: string): Route | null {
  const [, of] = /^\/cases\/([^/]+)\/repair-notice\.pdf$/.exec(path) ?? [];
  if (of !== undefined) return (request) => notice(request, of);
  const [, ofCase = "", ofFile] = /^\/cases\/([^/]+)\/files\/([0-9a-f]{64})$/.exec(path) ?? [];
  if (ofFile !== undefined) return async ({ ctx }) => attachment(await Enforcement.fileOf(ctx, { id: ofCase, sha256: ofFile }));
  const [, id = "", rest = ""] = /^\/repairs\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (rest === "opinion.pdf") return (request) => paper(request, id, Repair.opinionOf);
  if (rest === "commitment.pdf") return (request) => paper(request, id, Repair.commitmentPaperOf);
  const [, sha256] = /^files\/([0-9a-f]{64})$/.exec(rest) ?? [];
  return sha256 === undefined ? null : (request) => file(request, id, sha256);
}

/** The notice on credit repair that is served with a decision (两书同达). */
async function notice(request: RouteRequest, id: string): Promise<RouteAnswer> {
  const printer = requirePrinter(request, "ask for the decision's repairNotice over GraphQL, or let a hub on one machine make the PDF");
  const found = await Enforcement.get(request.ctx, { id });
  if (!found) throw new HubError("NOT_FOUND", "There is no such case, or it is not yours to see");
  return printed(await printer.paper(Enforcement.noticePaperOf(found)));
}

function printed(body: Uint8Array): RouteAnswer {
  return { status: 200, headers: { "content-type": "application/pdf", "cache-control": "no-store" }, body };
}

async function paper(request: RouteRequest, id: string, write: (of: Repair.Info) => Paper): Promise<RouteAnswer> {
  const printer = requirePrinter(request, "ask for the application over GraphQL, or let a hub on one machine make the PDF");
  const found = await Repair.get(request.ctx, { id });
  if (!found) throw new HubError("NOT_FOUND", "There is no such application, or it is not yours to see");
  return printed(await printer.paper(write(found)));
}

async function file({ ctx }: RouteRequest, id: string, sha256: string): Promise<RouteAnswer> {
  return attachment(await Repair.file(ctx, { id, sha256 }));
}

function attachment({ bytes, type, name }: Document.Content): RouteAnswer {
  const headers = {
    "content-type": type,
    // Never shown in place: whoever handed it in wrote it.
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "no-store",
  };
  return { status: 200, headers, body: bytes };
}
