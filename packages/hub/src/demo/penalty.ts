import { capitals, tenThousands } from "./amount.ts";
import { authorities } from "./code.ts";
import { decisionDay, numberOf, open, reportDay, slashed, yearOf, yearsAfter } from "./day.ts";
import { type Firm, projectOf } from "./firm.ts";
import { about, type Chance, chance } from "./random.ts";
import { type Cells, plainSubject, subjectCells } from "./subject.ts";
import { chargesOn, dust, type Term } from "./violation.ts";

/** Decisions on penalties, as the cells of the official form by field code. */

/** The thread's decision; the numbers of all others begin behind it. */
export const threadPenalty = {
  decisionNumber: "晋市环高罚〔2020〕2号",
  decidedOn: "2020-04-16",
  reportedOn: "2020-04-22",
  fineYuan: 10_000,
  facts: "野川镇某幼儿园建设工地未落实扬尘防治“六个百分之百”，裸露土方未覆盖，出入车辆未冲洗。",
} as const;

export function threadPenaltyCells(firm: Firm): Cells {
  const { decisionNumber, decidedOn, reportedOn, fineYuan, facts } = threadPenalty;
  return {
    ...plainSubject(firm, "CF"),
    CF_XDR_MC: firm.name,
    CF_XDR_LB: "法人及非法人组织",
    CF_FRDB: firm.legalRepresentative,
    CF_WSH: decisionNumber,
    CF_WFXW: dust.type,
    CF_SY: facts,
    CF_YJ: dust.terms[0]?.basis ?? "",
    ...fined(fineYuan),
    ...decided(decidedOn),
    HUB_BSRQ: slashed(reportedOn),
  };
}

/** A penalty with its running number, which no other decision has. */
export function penaltyCells(seed: number, firm: Firm, ordinal: number): { readonly cells: Cells; readonly warning?: "PENALTY_TYPE" } {
  const by = chance(seed, about.penalty, ordinal, firm.index);
  const year = yearOf(ordinal);
  const decidedOn = decisionDay(year, by);
  const [violation, term] = by.pick(chargesOn(decidedOn, firm.trade.discharge));
  const { yuan, investment } = fineOf(term, by);
  const facts = by.pick(violation.facts).replace("#", projectOf(firm, by)).replace("@", firm.town);
  const isSerious = term.revokes === true && by.percent(10);
  const ordersCorrection = !isSerious && by.percent(5);
  const cells: Cells = {
    ...subjectCells(firm, by, "CF"),
    CF_WSH: `晋市环高罚〔${year}〕${numberOf(ordinal)}号`,
    CF_WFXW: violation.type,
    CF_SY: investment === null ? facts : facts.replace(/。$/, `，项目总投资${investment}万元。`),
    CF_YJ: term.basis,
    ...fined(yuan),
    ...(isSerious && { CF_CFLB: "罚款;吊销许可证件", CF_NR: `罚款人民币${capitals(yuan)}；吊销排污许可证`, CF_NR_ZKDX: `排污许可证 ${firm.uscc}001P` }),
    ...(ordersCorrection && { CF_CFLB: "罚款;责令改正" }),
    ...decided(decidedOn),
    HUB_BSRQ: slashed(reportDay(decidedOn, by)),
  };
  return ordersCorrection ? { cells, warning: "PENALTY_TYPE" } : { cells };
}

/** A penalty under the subject's code with one fine and nothing else, for rows with one thing wrong and for measuring. */
export function plainPenaltyCells(seed: number, firm: Firm, ordinal: number): Cells {
  const { cells } = penaltyCells(seed, firm, ordinal);
  return { ...cells, ...plainSubject(firm, "CF"), CF_CFLB: "罚款", CF_NR: (cells["CF_NR"] ?? "").replace(/；.*/, ""), CF_NR_ZKDX: "" };
}

function fined(yuan: number): Cells {
  return { CF_CFLB: "罚款", CF_NR: `罚款人民币${capitals(yuan)}`, CF_NR_FK: tenThousands(yuan) };
}

/** Small fines are more frequent than large ones. Whole thousands; shares of an investment in 万元 are whole hundreds. */
function fineOf({ fine }: Term, by: Chance): { readonly yuan: number; readonly investment: number | null } {
  if ("percent" in fine) {
    const investment = by.pick([60, 120, 200, 300, 480, 800, 1_500]);
    return { yuan: investment * by.pick(fine.percent) * 100, investment };
  }
  const [least, most] = fine;
  const steps = (most - least) / 1_000;
  return { yuan: least + Math.min(by.below(steps + 1), by.below(steps + 1)) * 1_000, investment: null };
}

/** Who decided and when. Until when it is published is the source's claim, after the rules of the day of the decision. */
function decided(day: string): Cells {
  const { name, uscc } = authorities.branch;
  const years = day < "2023-05-01" || day >= "2026-04-01" ? 1 : 3;
  return {
    CF_JDRQ: slashed(day),
    CF_YXQ: open,
    CF_GSJZQ: slashed(yearsAfter(day, years)),
    CF_CFJG: name,
    CF_CFJGDM: uscc,
    CF_SJLY: name,
    CF_SJLYDM: uscc,
  };
}
