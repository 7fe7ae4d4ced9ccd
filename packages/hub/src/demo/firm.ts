import { type Category, registrationNumberOf, usccOf } from "./code.ts";
import { personName, spareNameOf, tradeNameOf } from "./name.ts";
import { about, type Chance, chance } from "./random.ts";
import { builder, roads, type Trade, towns, tradeAt } from "./trade.ts";

/** An invented firm of Gaoping. All of it follows from the seed and its number. */
export interface Firm {
  readonly index: number;
  readonly uscc: string;
  readonly category: Category;
  readonly name: string;
  /** 字号, the part of the name that tells firms apart. */
  readonly tradeName: string;
  readonly formerNames: readonly string[];
  readonly legalForm: string;
  readonly trade: Trade;
  readonly town: string;
  readonly address: string;
  readonly legalRepresentative: string;
  /** YYYY-MM-DD, 2016 at the latest: before every decision. */
  readonly establishedOn: string;
  /** Null when it was established under the unified code (from 2015-10-01). */
  readonly registrationNumber: string | null;
}

/** Firms behind this number are in rows that are never taken; so their codes and names are nobody else's. */
const firstSpare = 2_000_000;
/** A firm that stands in no register the hub is given. */
const outsideIndex = 1_900_000;

/**
 * The firm that the story follows: fined 10,000 yuan for dust on a kindergarten's building site. Number 0, the same for
 * every seed. Its trade name was looked for in public text and found nowhere.
 */
export const threadFirm: Firm = {
  index: 0,
  uscc: usccOf("91", 0),
  category: "91",
  name: "高平市禾岫建筑工程有限公司",
  tradeName: "禾岫",
  formerNames: ["高平县禾岫建筑工程队"],
  legalForm: "有限责任公司(自然人投资或控股)",
  trade: builder,
  town: "野川镇",
  address: "山西省晋城市高平市野川镇兴工街18号",
  legalRepresentative: "申建平",
  establishedOn: "2008-05-19",
  registrationNumber: registrationNumberOf("91", 0),
};

export function firmOf(seed: number, index: number): Firm {
  if (index === 0) return threadFirm;
  return made(seed, index, tradeNameOf(seed, index), "140581");
}

/** A firm that is in no file but where a wrong row names it. */
export function spareFirmOf(seed: number, index: number): Firm {
  return made(seed, firstSpare + index, spareNameOf(seed, index), "140581");
}

/** A firm of the neighbouring county (泽州县), penalised in Gaoping: known by its decision only. */
export function outsideFirm(seed: number): Firm {
  const firm = made(seed, outsideIndex, spareNameOf(seed, outsideIndex), "140525");
  return { ...firm, name: firm.name.replace(/^高平市/, "泽州县"), formerNames: [] };
}

/** Firms whose old registration number only the update of the register brings: their decisions wait until then. */
export function isLate(index: number): boolean {
  return index % 200 === 5;
}

function made(seed: number, index: number, tradeName: string, division: string): Firm {
  const by = chance(seed, about.firm, index);
  const trade = tradeAt(by.below(100));
  const [ending, category] = by.pick(trade.endings);
  const town = by.pick(towns);
  const isOld = isLate(index) || by.percent(92);
  const year = isOld ? 1996 + by.below(19) : 2016;
  return {
    index,
    uscc: usccOf(category, index, division),
    category,
    name: `高平市${tradeName}${ending}`,
    tradeName,
    formerNames: by.percent(8) ? [`高平县${tradeName}${ending.replace(/(有限责任公司|有限公司|专业合作社)$/, "厂")}`] : [],
    legalForm: legalForm(ending, category),
    trade,
    town,
    address: `山西省晋城市高平市${town}${by.pick(roads)}${1 + by.below(300)}号`,
    legalRepresentative: personName(by),
    establishedOn: `${year}-${twoDigits(1 + by.below(12))}-${twoDigits(1 + by.below(28))}`,
    registrationNumber: isOld ? registrationNumberOf(category, index) : null,
  };
}

function legalForm(ending: string, category: Category): string {
  if (category === "92") return "个体工商户";
  if (category === "93") return "农民专业合作社";
  return ending.endsWith("公司") ? "有限责任公司(自然人投资或控股)" : "个人独资企业";
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** What the firm builds, e.g. 年产5000吨铸件项目. */
export function projectOf({ trade }: Firm, by: Chance): string {
  const [text, ...figures] = trade.project;
  return `${text.replace("#", String(by.pick(figures)))}项目`;
}
