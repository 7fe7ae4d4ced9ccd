import { codeFrom, permitRegulationFrom } from "./day.ts";
import type { Trade } from "./trade.ts";

/**
 * What firms are fined for, with the articles and ranges that the law sheets name (law.md section 0, credit-law.md
 * 4.5), and no others. Each article serves the decisions of its own days; in 2017 to 2021-02 few are at hand.
 */
export interface Violation {
  /** 违法行为类型 */
  readonly type: string;
  /** 违法事实: # is the project, @ the town. */
  readonly facts: readonly string[];
  readonly by: readonly Trade["discharge"][];
  readonly terms: readonly Term[];
}

export interface Term {
  readonly from: string;
  /** Last day. */
  readonly to: string;
  readonly basis: string;
  /** In yuan; or a share of the project's investment, in percent. */
  readonly fine: readonly [least: number, most: number] | { readonly percent: readonly number[] };
  /** In serious cases the permit is withdrawn (吊销), too. */
  readonly revokes?: true;
}

const code = (article: string, least: number, most: number, revokes?: true): Term => ({
  from: codeFrom,
  to: "2099-12-31",
  basis: `《中华人民共和国生态环境法典》第${article}条`,
  fine: [least, most],
  ...(revokes && { revokes }),
});
const until = "2026-08-14";
const regulation = (article: string, least: number, most: number, revokes?: true): Term => ({
  from: permitRegulationFrom,
  to: until,
  basis: `《排污许可管理条例》第${article}条`,
  fine: [least, most],
  ...(revokes && { revokes }),
});
const law = (title: string, article: string, fine: Term["fine"]): Term => ({
  from: "2017-01-01",
  to: until,
  basis: `《中华人民共和国${title}》第${article}条`,
  fine,
});

export const dust: Violation = {
  type: "施工工地扬尘污染防治措施不到位",
  facts: [
    "@某住宅小区建设工地裸露土方未覆盖，出入车辆未冲洗。",
    "@某道路改造工地未落实扬尘防治“六个百分之百”，未采取湿法作业。",
    "@某标准厂房建设工地围挡不全，物料堆放未覆盖。",
  ],
  by: ["site"],
  terms: [law("大气污染防治法", "一百一十五", [10_000, 100_000]), code("一千一百二十八", 10_000, 100_000)],
};

const violations: readonly Violation[] = [
  dust,
  {
    type: "建设项目未依法报批环境影响评价文件擅自开工建设",
    facts: ["#未依法报批环境影响评价文件即开工建设。"],
    by: ["permit", "registration"],
    terms: [law("环境影响评价法", "三十一", { percent: [1, 1.5, 2, 2.5, 3] }), code("一千零九十五", 100_000, 500_000)],
  },
  {
    type: "未依法备案环境影响登记表",
    facts: ["#未依法备案环境影响登记表。"],
    by: ["registration"],
    terms: [law("环境影响评价法", "三十一", [2_000, 50_000]), code("一千零九十五", 2_000, 50_000)],
  },
  {
    type: "未取得排污许可证排放污染物",
    facts: ["#未取得排污许可证即投入生产并排放污染物。"],
    by: ["permit"],
    terms: [regulation("三十三", 200_000, 1_000_000), code("一千一百零二", 200_000, 1_000_000)],
  },
  {
    type: "超过许可排放浓度排放污染物",
    facts: ["监督性监测显示颗粒物排放浓度超过许可排放浓度限值。", "自动监测数据显示二氧化硫排放浓度小时均值超过许可限值。"],
    by: ["permit"],
    terms: [regulation("三十四", 200_000, 1_000_000, true), code("一千一百零三", 100_000, 1_000_000, true)],
  },
  {
    type: "未按规定公开污染物排放信息",
    facts: ["未按照排污许可证规定公开污染物排放信息。"],
    by: ["permit"],
    terms: [regulation("三十六", 20_000, 200_000), code("一千一百一十", 20_000, 200_000)],
  },
  {
    type: "未填报排污登记表",
    facts: ["#应当填报排污登记表而未填报。"],
    by: ["registration"],
    terms: [regulation("四十三", 2_000, 50_000), code("一千一百零六", 2_000, 50_000)],
  },
  { type: "污染防治设施未按排污许可证要求运行", facts: ["除尘设施未按照排污许可证规定运行。"], by: ["permit"], terms: [code("一千一百零四", 20_000, 50_000)] },
  {
    type: "配套污染防治设施未与主体工程同时投入使用",
    facts: ["#配套污染防治设施未建成即投入生产。"],
    by: ["permit", "registration"],
    terms: [code("一千一百", 200_000, 1_000_000)],
  },
  { type: "违法设置排放口", facts: ["违反规定设置废水排放口。"], by: ["permit"], terms: [code("一千一百零九", 20_000, 100_000)] },
  {
    type: "未按规定开展自行监测",
    facts: ["未按规定对排放的污染物开展自行监测并保存原始记录。"],
    by: ["permit"],
    terms: [code("一千零八十六", 20_000, 200_000)],
  },
];

/** One of the choices is made anew for each decision; each is a violation under the article of those days. */
export type Charge = readonly [violation: Violation, term: Term];

const charges = new Map<string, readonly Charge[]>();

/** What a firm of that kind could be fined for by a decision of that day. */
export function chargesOn(day: string, discharge: Trade["discharge"]): readonly Charge[] {
  const period = day < permitRegulationFrom ? "2017-01-01" : day < codeFrom ? permitRegulationFrom : codeFrom;
  const key = `${discharge} ${period}`;
  let found = charges.get(key);
  if (!found) {
    found = violations
      .filter(({ by }) => by.includes(discharge))
      .flatMap((violation) => violation.terms.filter(({ from, to }) => from <= period && period <= to).map((term): Charge => [violation, term]));
    charges.set(key, found);
  }
  return found;
}
