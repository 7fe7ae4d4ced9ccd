import type { Penalty } from "@hub/core/penalty";
import { enumFrom } from "./enum.ts";

export const PenaltyType = enumFrom<Penalty.Type>("PenaltyType", "Kinds of administrative penalties (行政处罚法 2021, art. 9)", {
  warning: "Warning (警告)",
  criticism: "Circulated criticism (通报批评)",
  fine: "Fine (罚款)",
  confiscationOfGains: "Confiscation of unlawful gains (没收违法所得)",
  confiscationOfGoods: "Confiscation of unlawful goods (没收非法财物)",
  suspensionOfLicence: "Suspension of a licence (暂扣许可证件)",
  downgrading: "Lowering of a qualification grade (降低资质等级)",
  revocationOfLicence: "Revocation of a licence (吊销许可证件)",
  suspensionOrRevocation: "Suspension or revocation of a licence, in the wording before 2021 that does not say which (暂扣或者吊销许可证、执照)",
  restriction: "Restriction of production or business (限制开展生产经营活动)",
  suspensionOfBusiness: "Order to suspend production or business (责令停产停业)",
  closure: "Order to close down (责令关闭)",
  professionalBan: "Ban from an occupation (限制从业)",
  detention: "Administrative detention (行政拘留)",
  other: "Another penalty set by law, or a kind that the list does not name; see penaltyTypesText (其他)",
});
