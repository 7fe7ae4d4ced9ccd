import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import { Document } from "../document/index.ts";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import { changed, named, requireCase } from "./change.ts";
import { machine, toldOf } from "./machine.ts";
import { get } from "./read.ts";
import { caseId, type File, type Info } from "./shape.ts";

/** Evidence of a case: photos, records, receipts. What a step refers to was attached before. */

/** Attaches a file to a case. Throws NOT_FOUND, CONFLICT, WRONG_STATE, and what taking the file in throws. */
export const attach = command(
  "case:write",
  named.extend({
    name: Document.fileName.describe("Name of the file"),
    content: z.string().min(1).describe("Its bytes in base64: PDF, JPEG, PNG, DOCX or XLSX, 3,000,000 bytes at most"),
  }),
  async (ctx, { name, content, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const { files, state } = stored.record;
    Casework.after(machine, state, "attach");
    const most = Document.limitsOn(legalDay(ctx.clock.now())).mostFilesPerCase;
    if (files.length >= most) throw new HubError("BAD_INPUT", `content: ${most} files are attached, no more are taken`, { path: "content" });
    const file = await Document.accept(ctx, { name, base64: content });
    if (files.some(({ sha256 }) => sha256 === file.sha256)) throw new HubError("BAD_INPUT", "content: this file is attached already", { path: "content" });
    return changed(ctx, stored, { event: "attach", files: [file.sha256], record: { files: [...files, file] } });
  },
);

/** A file of a case. Throws NOT_FOUND, and what reading the file throws. */
export const fileOf = operation(
  "case:read",
  z.object({ id: caseId, sha256: Document.fileShape.shape.sha256 }),
  async (ctx, { id, sha256 }) => {
    const of = await get(ctx, { id });
    const found = of?.files.find((each) => each.sha256 === sha256);
    if (!of || !found) throw new HubError("NOT_FOUND", "There is no such file, or it is not yours to see", { path: "sha256" });
    return { told: toldOf(of), ...(await Document.read(ctx, found)) };
  },
  { subjects: (_input, { told }) => told },
);

/** The digests of files that a step refers to. Throws BAD_INPUT for one that is not attached. */
export function attachedIn({ files }: Pick<Info, "files">, shown: readonly File[]): readonly string[] {
  const missing = shown.find(({ sha256 }) => files.every((each) => each.sha256 !== sha256));
  if (missing) throw new HubError("BAD_INPUT", `files: ${missing.name} is not attached to the case; attach it first`, { path: "files" });
  return shown.map(({ sha256 }) => sha256);
}
