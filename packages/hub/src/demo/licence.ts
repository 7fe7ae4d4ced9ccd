import { authorities } from "./code.ts";
import { codeFrom, decisionDay, numberOf, open, reportDay, slashed, yearOf, yearsAfter } from "./day.ts";
import { type Firm, projectOf } from "./firm.ts";
import { about, chance } from "./random.ts";
import { type Cells, plainSubject, subjectCells } from "./subject.ts";

/** Decisions on licences, as the cells of the official form by field code. */

/** The thread's licences; the numbers of all others begin behind them. */
export const threadLicences = [
  { documentNumber: "高环审〔2019〕2号", decidedOn: "2019-06-12", kind: "eia", project: "年产8000立方米装配式构件项目" },
  { documentNumber: "高审管审字〔2024〕1号", decidedOn: "2024-03-05", kind: "muck", project: "" },
] as const;

type Kind = "eia" | "permit" | "muck";

export function threadLicenceCells(firm: Firm): readonly Cells[] {
  return threadLicences.map(({ documentNumber, decidedOn, kind, project }) => ({
    ...plainSubject(firm, "XK"),
    XK_XDR_MC: firm.name,
    XK_XDR_LB: "法人及非法人组织",
    XK_FRDB: firm.legalRepresentative,
    ...content(kind, firm, decidedOn, project),
    XK_WSH: documentNumber,
    HUB_BSRQ: slashed(decidedOn),
  }));
}

/** A licence with its running number: the firm's first is an EIA approval, the second what its trade needs. */
export function licenceCells(seed: number, firm: Firm, ordinal: number, place: number): { readonly cells: Cells; readonly warning?: "INDIVIDUAL_BUSINESS" } {
  const by = chance(seed, about.licence, ordinal, firm.index);
  const kind = place !== 1 || firm.trade.discharge === "registration" ? "eia" : firm.trade.discharge === "permit" ? "permit" : "muck";
  const decidedOn = decisionDay(yearOf(ordinal), by);
  const project = projectOf(firm, by);
  const subject = subjectCells(firm, by, "XK");
  // Kind and code are compared where the row itself has the code.
  const isMislabelled = firm.category === "92" && subject["XK_XDR_SHXYM"] === firm.uscc && by.percent(4);
  const cells: Cells = {
    ...subject,
    ...(isMislabelled && { XK_XDR_LB: "法人及非法人组织" }),
    ...content(kind, firm, decidedOn, place === 0 ? project : project.replace(/(?:改造)?项目$/, "技术改造项目")),
    ...(kind !== "permit" && { XK_WSH: `${series(kind, decidedOn)}〔${decidedOn.slice(0, 4)}〕${numberOf(ordinal)}号` }),
    HUB_BSRQ: slashed(reportDay(decidedOn, by)),
  };
  return isMislabelled ? { cells, warning: "INDIVIDUAL_BUSINESS" } : { cells };
}

/** A sound licence under the subject's code, for rows with one thing wrong. */
export function plainLicenceCells(seed: number, firm: Firm, ordinal: number): Cells {
  const { cells } = licenceCells(seed, firm, ordinal, 0);
  return { ...cells, ...plainSubject(firm, "XK"), XK_XDR_LB: firm.category === "92" ? "个体工商户" : "法人及非法人组织" };
}

/** In 2020 the branch approved EIAs itself (law sheet 2.4); later ones bear the approval bureau's series. */
function isBranch(kind: Kind, decidedOn: string): boolean {
  return kind === "permit" || (kind === "eia" && decidedOn < "2021-01-01");
}

function series(kind: Kind, decidedOn: string): string {
  return isBranch(kind, decidedOn) ? "高环审" : "高审管审字";
}

function content(kind: Kind, firm: Firm, decidedOn: string, project: string): Cells {
  const { name, uscc } = isBranch(kind, decidedOn) ? authorities.branch : authorities.approval;
  return {
    ...texts(kind, firm, decidedOn, project),
    XK_JDRQ: slashed(decidedOn),
    XK_YXQZ: slashed(decidedOn),
    XK_XKJG: name,
    XK_XKJGDM: uscc,
    XK_ZT: "1",
    XK_LYDW: name,
    XK_LYDWDM: uscc,
  };
}

function texts(kind: Kind, firm: Firm, decidedOn: string, project: string): Cells {
  switch (kind) {
    case "eia": {
      // The Code renamed the documents (art. 95).
      const form = decidedOn < codeFrom ? "环境影响报告表" : "生态环境影响报告表";
      return {
        XK_XKWS: `关于${firm.name}${project}${form}的批复`,
        XK_XKLB: "普通",
        XK_NR: `同意${project}按照${form}所列的性质、规模、地点和污染防治措施建设。`,
        XK_YXQZI: open,
      };
    }
    case "permit": {
      // 排污许可证编号 (HJ 608): code, serial of the site, P. It stands for the number of the decision, too.
      const number = `${firm.uscc}001P`;
      return {
        XK_XKWS: "排污许可证",
        XK_WSH: number,
        XK_XKLB: "普通",
        XK_XKZS: "排污许可证",
        XK_XKBH: number,
        XK_NR: "准予按照排污许可证规定排放污染物。",
        XK_YXQZI: slashed(yearsAfter(decidedOn, 5)),
      };
    }
    case "muck":
      return {
        XK_XKWS: "城市建筑垃圾处置核准决定书",
        XK_XKLB: "核准",
        XK_XKZS: "城市建筑垃圾处置核准证",
        XK_NR: "核准处置建筑垃圾，运输车辆应当密闭。",
        XK_YXQZI: slashed(yearsAfter(decidedOn, 1)),
      };
  }
}
