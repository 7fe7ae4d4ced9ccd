import { HubError } from "../error.ts";
import type { Paper } from "../paper.ts";
import { Publicity } from "../publicity/index.ts";
import { type RepairNotice, repairNotice } from "./repair-notice.ts";
import type { Decided, Info } from "./shape.ts";

/** A decision with what it needs of its case to be told. */
export type Decision = Decided & Pick<Info, "id" | "uscc" | "name" | "authority">;

export function decisionOf({ decision, id, uscc, name, authority }: Info): Decision | null {
  return decision && { ...decision, id, uscc, name, authority };
}

/** The publicity of a decision as of its day. */
export function publicityThen({ decidedOn, penaltyTypes, classification }: Decided): Publicity.Info {
  return Publicity.publicityOf({ decidedOn, penaltyTypes, standing: { ...Publicity.untouched, classification } }, decidedOn);
}

/** The notice on credit repair that goes with a decision. */
export function noticeOf(of: Decision): RepairNotice {
  const notice = of.served && { number: of.served.noticeNumber, servedOn: of.served.noticeOn };
  return repairNotice(
    { decisionNumber: of.number, decidedOn: of.decidedOn, subject: of, authority: of.authority, standing: notice && { notice } },
    publicityThen(of),
  );
}

/** The notice as it is handed out on paper. Throws NOT_FOUND before there is a decision. */
export function noticePaperOf(of: Info): Paper {
  const decided = decisionOf(of);
  if (!decided) throw new HubError("NOT_FOUND", "Nothing has been decided in the case yet", { path: "id" });
  const { title, number, addressee, paragraphs, signedBy } = noticeOf(decided);
  return { title, number, to: `${addressee}（${of.uscc}）`, rows: [], paragraphs, by: signedBy, on: decided.served?.noticeOn ?? decided.decidedOn };
}
