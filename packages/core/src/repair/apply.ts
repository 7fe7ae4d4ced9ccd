import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import { Decision } from "../decision/index.ts";
import { digestOf } from "../digest.ts";
import { Document } from "../document/index.ts";
import { toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Publicity } from "../publicity/index.ts";
import { bannedUntil } from "./ban.ts";
import { eligibilityOf } from "./eligibility.ts";
import { letterOf } from "./letter.ts";
import { moved, ownedBy, requireCase, requirePenalty, targetOf } from "./load.ts";
import { isOpen, machine } from "./machine.ts";
import { type Attached, caseKind, entityOf, fileKinds, type Info, repairId } from "./repair.ts";
import { termRule } from "./rules.ts";

/** What the firm does, or an officer at a counter for it: begin an application, attach, accept the commitment letter, hand in, withdraw. */

export const named = z.object({
  id: repairId.describe("The application"),
  version: z.int().min(1).describe("Version that was read: of another nothing is changed"),
});

const uscc = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, "A Unified Social Credit Code has 18 characters");

/** Begins an application for the repair of one record. It may be begun before the day on which it can be handed in. Throws NOT_FOUND, BAD_INPUT. */
export const start = command(
  "repair:apply",
  z.object({
    uscc: uscc.describe("The firm, by its code"),
    authority: uscc.describe("Authority that decided the penalty, by its code"),
    decisionNumber: z.string().min(1).max(200).describe("Number of the decision"),
  }),
  async (ctx, input, scope) => {
    const at = { uscc: input.uscc, authority: { name: "", uscc: input.authority }, decisionNumber: input.decisionNumber };
    const [{ record: penalty }, cases] = await Promise.all([requirePenalty(ctx, at), Casework.casesOf(ctx, { of: entityOf, kind: caseKind }, input.uscc)]);
    const division = Decision.workingDivision(penalty.authority, input.uscc);
    if (!scope.covers(ownedBy({ division, uscc: input.uscc })))
      throw new HubError("NOT_FOUND", "There is no such penalty, or it is not yours to see", { path: "decisionNumber" });
    const same = cases.filter((each) => each.decisionNumber === input.decisionNumber && each.authority.uscc === input.authority);
    const open = same.find(({ state }) => isOpen(state));
    if (open)
      throw new HubError("BAD_INPUT", `decisionNumber: the application ${open.id} for it is open; go on with that`, { path: "decisionNumber", id: open.id });
    const now = ctx.clock.now();
    const today = legalDay(now);
    const { isPublished, grade } = Publicity.publicityOf(penalty, today);
    if (!isPublished)
      throw new HubError("BAD_INPUT", "decisionNumber: the record is not published, so that there is nothing to repair", { path: "decisionNumber" });
    const record: Info = {
      // By how many there were before: two that are begun at once are one.
      id: `rep_${digestOf([input.uscc, input.authority, input.decisionNumber, same.length]).slice(0, 20)}`,
      state: "draft",
      ...{ uscc: input.uscc, name: penalty.subject.name, division, authority: penalty.authority, decisionNumber: penalty.decisionNumber },
      ...{ decidedOn: penalty.decidedOn, violationType: penalty.violationType, grade, openedOn: today, submittedOn: null, commitment: null, files: [] },
      ...{ examination: null, rejectionAnnouncedOn: null, outcome: null, revocation: null, terms: [] },
      steps: [Casework.stepBy(ctx, { event: "start", from: "draft", to: "draft" })],
    };
    return {
      result: Casework.workOf({ record, version: 1 }, today),
      writes: [{ put: toItem(entityOf, record, 1), if: "absent" }],
      subject: input.uscc,
      target: targetOf(record),
    };
  },
);

/** Attaches a file to an application that is not handed in. Throws NOT_FOUND, CONFLICT, WRONG_STATE, and what taking the file in throws. */
export const attach = command(
  "repair:apply",
  named.extend({
    kind: z.enum(fileKinds).describe("What the file shows"),
    name: Document.fileName.describe("Name of the file"),
    content: z.string().min(1).describe("Its bytes in base64: PDF, JPEG, PNG, DOCX or XLSX, 3,000,000 bytes at most"),
  }),
  async (ctx, { kind, name, content, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    Casework.after(machine, stored.record.state, "attach");
    const most = Document.limitsOn(legalDay(ctx.clock.now())).mostFilesPerCase;
    if (stored.record.files.length >= most) throw new HubError("BAD_INPUT", `content: ${most} files are attached, no more are taken`, { path: "content" });
    const file: Attached = { ...(await Document.accept(ctx, { name, base64: content })), kind };
    if (stored.record.files.some(({ sha256 }) => sha256 === file.sha256))
      throw new HubError("BAD_INPUT", "content: this file is attached already", { path: "content" });
    const { result, write } = moved(ctx, stored, { event: "attach", files: [file.sha256], change: { files: [...stored.record.files, file] } });
    return { result, writes: [write], subject: result.uscc, target: targetOf(result) };
  },
);

/** Takes a file off an application that is not handed in. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const detach = command("repair:apply", named.extend({ sha256: Document.fileShape.shape.sha256 }), async (ctx, { sha256, ...of }, scope) => {
  const stored = await requireCase(ctx, scope, of);
  const files = stored.record.files.filter((file) => file.sha256 !== sha256);
  if (files.length === stored.record.files.length) throw new HubError("BAD_INPUT", "sha256: no such file is attached", { path: "sha256" });
  const { result, write } = moved(ctx, stored, { event: "detach", files: [sha256], change: { files } });
  return { result, writes: [write], subject: result.uscc, target: targetOf(result) };
});

/** Accepts the commitment letter electronically, word for word: by its digest, which the letter itself shows. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const commit = command(
  "repair:apply",
  named.extend({ sha256: z.string().length(64).describe("SHA-256 of the letter that was read, as the application shows it") }),
  async (ctx, { sha256, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    const now = ctx.clock.now();
    const letter = letterOf(stored.record, legalDay(now));
    if (letter.sha256 !== sha256)
      throw new HubError("BAD_INPUT", "sha256: the letter has another wording by now; read it again, and accept that", { path: "sha256" });
    const commitment = { ...letter, by: ctx.actor.id, at: now.toISOString() };
    const { result, write } = moved(ctx, stored, { event: "commit", change: { commitment } });
    return { result, writes: [write], subject: result.uscc, target: targetOf(result) };
  },
);

/** Hands an application in, the first time or again after it was returned. Throws BAD_INPUT naming all that is missing; NOT_FOUND, CONFLICT, WRONG_STATE. */
export const submit = command("repair:apply", named, async (ctx, of, scope) => {
  const stored = await requireCase(ctx, scope, of);
  Casework.after(machine, stored.record.state, "submit");
  const today = legalDay(ctx.clock.now());
  const [{ record: penalty }, ban] = await Promise.all([requirePenalty(ctx, stored.record), bannedUntil(ctx, stored.record.uscc)]);
  const { requirements: met } = eligibilityOf(penalty, { today, bannedUntil: ban, openCase: null });
  const { files, commitment, submittedOn, terms } = stored.record;
  const shown = new Set(files.map(({ kind }) => kind));
  const brought: Readonly<Record<string, boolean>> = {
    fulfilled: shown.has("proofOfFulfilment"),
    corrected: shown.has("proofOfCorrection") || shown.has("proofOfFulfilment"),
    commitment: commitment !== null,
  };
  const missing = met.filter(({ code, isMet }) => !isMet && brought[code] !== true);
  if (missing.length > 0)
    throw new HubError("BAD_INPUT", `id: still missing: ${missing.map(({ en, metFrom }) => (metFrom === null ? en : `${en} (from ${metFrom})`)).join("; ")}`, {
      path: "id",
      missing: missing.map(({ code, metFrom }) => ({ code, from: metFrom })),
    });
  const running =
    submittedOn === null
      ? [Casework.begin(termRule("acceptance", today), today), Casework.begin(termRule("overall", today), today)]
      : Casework.resumed(terms, today);
  const { result, write } = moved(ctx, stored, { event: "submit", change: { submittedOn: submittedOn ?? today, terms: [...running] } });
  return { result, writes: [write], subject: result.uscc, target: targetOf(result) };
});

/** Takes an application back, in any state before its decision. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const withdraw = command(
  "repair:apply",
  named.extend({ reason: z.string().trim().min(1).max(500).describe("Why") }),
  async (ctx, { reason, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    const { result, write } = moved(ctx, stored, { event: "withdraw", reason });
    return { result, writes: [write], subject: result.uscc, target: targetOf(result) };
  },
);
