import { Identity } from "@hub/core/identity";
import { residentIdOf } from "./code.ts";
import { type Firm, isLate } from "./firm.ts";
import type { Chance } from "./random.ts";

/** The cells of one row by field code; what is missing is empty. */
export type Cells = Readonly<Record<string, string>>;

/** How a row states its subject: by the unified code, by the old registration number only, or by both. */
function identifiedBy(firm: Firm, by: Chance): "code" | "old" | "both" {
  if (isLate(firm.index)) return "old";
  const place = by.below(100);
  if (firm.registrationNumber === null || place >= 18) return "code";
  return place < 4 ? "old" : "both";
}

/** Whose decision it is, with a document number of the legal representative now and then, as senders should not do. */
export function subjectCells(firm: Firm, by: Chance, prefix: "CF" | "XK"): Cells {
  const identified = identifiedBy(firm, by);
  const withoutCode = by.percent(50) ? Identity.placeholder : "";
  return {
    [`${prefix}_XDR_MC`]: firm.name,
    [`${prefix}_XDR_LB`]: firm.category === "92" ? "个体工商户" : "法人及非法人组织",
    [`${prefix}_XDR_SHXYM`]: identified === "old" ? withoutCode : firm.uscc,
    [`${prefix}_XDR_GSZC`]: identified === "code" ? "" : (firm.registrationNumber ?? ""),
    [`${prefix}_FRDB`]: firm.legalRepresentative,
    ...(by.percent(6) ? { [`${prefix}_FR_ZJLX`]: "身份证", [`${prefix}_FR_ZJHM`]: residentIdOf(firm.index) } : {}),
    // A number inside a text is dropped, too.
    ...(by.percent(1) ? { BZ: `联系人${firm.legalRepresentative}，身份证号${residentIdOf(firm.index)}` } : {}),
  };
}

/** The subject under its unified code and nothing else, for rows in which something else is wrong. */
export function plainSubject(firm: Firm, prefix: "CF" | "XK"): Cells {
  return { [`${prefix}_XDR_SHXYM`]: firm.uscc, [`${prefix}_XDR_GSZC`]: "" };
}
