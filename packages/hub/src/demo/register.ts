import { authorities, residentIdOf } from "./code.ts";
import { slashed } from "./day.ts";
import { type Firm, isLate } from "./firm.ts";
import { spareNameOf } from "./name.ts";
import { about, chance } from "./random.ts";
import type { Cells } from "./subject.ts";
import { newRoad, towns } from "./trade.ts";

/** Rows of the enterprise register by field code. */

export function registerCells(firm: Firm): Cells {
  return {
    USCC: firm.uscc,
    NAME: firm.name,
    FORMER_NAMES: firm.formerNames.join(";"),
    TYPE: firm.legalForm,
    STATUS: "存续",
    DIVISION: "140581",
    INDUSTRY: firm.trade.industry,
    ADDRESS: firm.address,
    LEGAL_REPRESENTATIVE: firm.legalRepresentative,
    ESTABLISHED: slashed(firm.establishedOn),
    REGISTRATION_NUMBER: firm.registrationNumber ?? "",
    SOURCE: authorities.register.name,
    SOURCE_USCC: authorities.register.uscc,
    ...(firm.index % 17 === 4 ? { LEGAL_REPRESENTATIVE_ID: residentIdOf(firm.index) } : {}),
  };
}

/** As the first register file has them: some old numbers are still missing, and some standings are no known words. */
export function firstRegisterCells(firm: Firm): { readonly cells: Cells; readonly warning?: "STATUS" } {
  const cells = registerCells(firm);
  if (isLate(firm.index)) return { cells: { ...cells, REGISTRATION_NUMBER: "" } };
  return firm.index % 200 === 33 ? { cells: { ...cells, STATUS: "经营异常" }, warning: "STATUS" } : { cells };
}

/** What the update of the register says of a firm; null for most, of which it says nothing. */
export function updateOf(seed: number, firm: Firm): { readonly cells: Cells; readonly outcome: "changed" | "unchanged" } | null {
  const cells = registerCells(firm);
  const changed = (change: Cells) => ({ cells: { ...cells, ...change }, outcome: "changed" as const });
  if (firm.index === 0) return { cells, outcome: "unchanged" };
  if (isLate(firm.index)) return changed({});
  const by = chance(seed, about.update, firm.index);
  switch (firm.index % 200) {
    case 45: {
      const name = firm.name.replace(firm.tradeName, spareNameOf(seed, Math.floor(firm.index / 200)));
      return changed({ NAME: name, FORMER_NAMES: [firm.name, ...firm.formerNames].join(";") });
    }
    case 85:
      return changed({ ADDRESS: `山西省晋城市高平市${by.pick(towns)}${newRoad}${1 + by.below(200)}号` });
    case 125:
      return changed({ STATUS: by.pick(["注销", "吊销,未注销", "歇业"]) });
    case 165:
      return { cells, outcome: "unchanged" };
    default:
      return null;
  }
}
