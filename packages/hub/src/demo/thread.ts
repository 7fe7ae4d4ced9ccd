import { authorities } from "./code.ts";
import { threadFirm } from "./firm.ts";
import { threadLicences } from "./licence.ts";
import { threadPenalty } from "./penalty.ts";

/**
 * The enterprise that README, demo and tests follow: a builder fined 10,000 yuan because a kindergarten's building site
 * in Yechuan (野川镇) kept none of the "six hundred per cent" against dust. The same in every demo, whatever its seed.
 */
export const thread = {
  uscc: threadFirm.uscc,
  name: threadFirm.name,
  formerName: threadFirm.formerNames[0] ?? "",
  registrationNumber: threadFirm.registrationNumber ?? "",
  decisionNumber: threadPenalty.decisionNumber,
  decidedOn: threadPenalty.decidedOn,
  reportedOn: threadPenalty.reportedOn,
  fineYuan: threadPenalty.fineYuan,
  licenceNumbers: threadLicences.map(({ documentNumber }) => documentNumber),
  authority: authorities.branch.uscc,
  authorityName: authorities.branch.name,
} as const;
