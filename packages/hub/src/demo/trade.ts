import type { Category } from "./code.ts";

/** What the firms of the county live from. */
export interface Trade {
  /** GB/T 4754-2017. */
  readonly industry: string;
  /** Of a hundred firms. */
  readonly share: number;
  /** Behind the trade name; with the category that goes with it. */
  readonly endings: readonly (readonly [ending: string, category: Category])[];
  /** What it builds: # stands for one of the figures. */
  readonly project: readonly [text: string, ...figures: readonly number[]];
  /** Class of discharger: builders have neither permit nor registration for their sites. */
  readonly discharge: "permit" | "registration" | "site";
}

export const builder: Trade = {
  industry: "E4710",
  share: 10,
  endings: [
    ["建筑工程有限公司", "91"],
    ["建筑安装有限责任公司", "91"],
  ],
  project: ["年产#立方米装配式构件", 5_000, 8_000, 12_000],
  discharge: "site",
};

export const trades: readonly Trade[] = [
  { industry: "B0610", share: 2, endings: [["煤业有限公司", "91"]], project: ["年产#万吨矿井水处理提标", 60, 90, 120], discharge: "permit" },
  {
    industry: "B0610",
    share: 5,
    endings: [
      ["洗煤有限公司", "91"],
      ["选煤厂", "91"],
    ],
    project: ["年入洗#万吨原煤", 60, 90, 120, 180],
    discharge: "permit",
  },
  { industry: "C2521", share: 1, endings: [["焦化有限公司", "91"]], project: ["年产#万吨焦炉脱硫脱硝改造", 60, 96], discharge: "permit" },
  {
    industry: "C3391",
    share: 14,
    endings: [
      ["铸造有限公司", "91"],
      ["铸业有限公司", "91"],
      ["铸造厂", "91"],
    ],
    project: ["年产#吨铸件", 3_000, 5_000, 10_000, 20_000],
    discharge: "permit",
  },
  {
    industry: "C3031",
    share: 6,
    endings: [
      ["新型建材有限公司", "91"],
      ["砖厂", "91"],
    ],
    project: ["年产#万块烧结砖", 3_000, 6_000],
    discharge: "permit",
  },
  {
    industry: "C3021",
    share: 6,
    endings: [
      ["水泥制品有限公司", "91"],
      ["水泥制品厂", "92"],
    ],
    project: ["年产#吨水泥制品", 5_000, 10_000],
    discharge: "registration",
  },
  { industry: "C1742", share: 2, endings: [["丝织有限公司", "91"]], project: ["年产#万米丝织品", 50, 100], discharge: "registration" },
  { industry: "C1711", share: 2, endings: [["纺织有限公司", "91"]], project: ["年产#吨棉纱", 500, 1_200], discharge: "registration" },
  {
    industry: "A0313",
    share: 14,
    endings: [
      ["养殖专业合作社", "93"],
      ["生猪养殖有限公司", "91"],
      ["养殖场", "92"],
    ],
    project: ["年出栏#头生猪", 800, 1_500, 3_000, 6_000],
    discharge: "registration",
  },
  {
    industry: "A0321",
    share: 4,
    endings: [
      ["蛋鸡养殖专业合作社", "93"],
      ["禽业有限公司", "91"],
    ],
    project: ["存栏#羽蛋鸡", 10_000, 30_000],
    discharge: "registration",
  },
  {
    industry: "C1392",
    share: 8,
    endings: [
      ["食品有限公司", "91"],
      ["豆制品厂", "92"],
    ],
    project: ["年产#吨豆制品", 200, 500, 1_000],
    discharge: "registration",
  },
  {
    industry: "O8111",
    share: 10,
    endings: [
      ["汽车修理部", "92"],
      ["汽车维修有限公司", "91"],
    ],
    project: ["年维修#辆汽车", 800, 1_500, 3_000],
    discharge: "registration",
  },
  builder,
  {
    industry: "F5265",
    share: 3,
    endings: [
      ["加油站", "91"],
      ["加油站有限公司", "91"],
    ],
    project: ["日加油#升加油站改造", 5_000, 9_000],
    discharge: "registration",
  },
  { industry: "F5171", share: 3, endings: [["农机经销部", "92"]], project: ["#平方米农机仓储", 600, 1_000], discharge: "registration" },
  {
    industry: "Q8411",
    share: 1,
    endings: [
      ["医院", "91"],
      ["医院有限公司", "91"],
    ],
    project: ["#张床位综合医院", 60, 99],
    discharge: "permit",
  },
  { industry: "D4620", share: 2, endings: [["污水处理有限公司", "91"]], project: ["日处理#立方米污水", 1_000, 5_000, 10_000], discharge: "permit" },
  {
    industry: "C3484",
    share: 7,
    endings: [
      ["机械制造有限公司", "91"],
      ["机械厂", "91"],
    ],
    project: ["年加工#吨机械零部件", 1_000, 2_000, 5_000],
    discharge: "registration",
  },
];

const byPlace = trades.flatMap((trade) => Array<Trade>(trade.share).fill(trade));

/** The trade at a place from 0 to 99. */
export function tradeAt(place: number): Trade {
  return byPlace[place % byPlace.length] ?? builder;
}

export const towns = [
  "北城街道",
  "东城街道",
  "南城街道",
  "米山镇",
  "三甲镇",
  "神农镇",
  "陈区镇",
  "北诗镇",
  "河西镇",
  "马村镇",
  "野川镇",
  "寺庄镇",
  "建宁乡",
  "石末乡",
  "原村乡",
] as const;
export const roads = ["丰收路", "兴工街", "南环路", "新农街", "迎宾巷", "滨河路", "工业园"] as const;
/** Only firms that moved are there. */
export const newRoad = "创业路";
