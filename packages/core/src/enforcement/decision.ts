import { Publicity } from "../publicity/index.ts";
import { type RepairNotice, repairNotice } from "./repair-notice.ts";
import type { Decided, Info } from "./shape.ts";

/** A decision with what it needs of its case to be told. */
export type Decision = Decided & Pick<Info, "uscc" | "name" | "authority">;

export function decisionOf({ decision, uscc, name, authority }: Info): Decision | null {
  return decision && { ...decision, uscc, name, authority };
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
