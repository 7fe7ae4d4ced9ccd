import type { Chance } from "./random.ts";

/** Invented names. Nobody's: what looks like a known firm is a fault of the lists below. */

/** Brands and firms of the region and of the country that no invented name may come upon. */
export const realNames = [
  "兰花",
  "太钢",
  "潞安",
  "晋煤",
  "晋能",
  "阳煤",
  "同煤",
  "焦煤",
  "美锦",
  "汾酒",
  "泫氏",
  "康硕",
  "凯永",
  "吉利尔",
  "科兴",
  "兴高",
  "丹峰",
  "福鑫",
  "润恒",
  "厦普赛尔",
  "皇城相府",
  "天脊",
  "三甲",
  "神农",
  "亚宝",
  "振东",
  "海诺",
  "春晨",
  "伟业",
  "唐一",
  "浩坤",
  "华为",
  "美的",
  "格力",
  "海尔",
  "海信",
  "腾讯",
  "阿里",
  "百度",
  "京东",
  "小米",
  "联想",
  "比亚迪",
  "吉利",
  "茅台",
  "五粮液",
  "伊利",
  "蒙牛",
  "双汇",
  "温氏",
  "牧原",
  "新希望",
  "海螺",
  "恒大",
  "万科",
  "碧桂园",
  "万达",
  "中建",
  "中铁",
  "中石化",
  "中石油",
  "昆仑",
  "壳牌",
  "宝钢",
  "鞍钢",
  "首钢",
  "三一",
  "中联",
  "徐工",
  "恒源祥",
  "鄂尔多斯",
  "康师傅",
  "顺丰",
  "平安",
  "昊华",
  "鹏博士",
  "麒麟",
] as const;

const taken = new Set([...realNames.join(""), ..."禾岫"]);
const wished =
  "榆槿樾沐沄泠洵涵溪漪澜澍颢煦熠燊晔晗晟晖曜暄昶旻昊宸寰岱崧嵘巍彧徵恺懿敦斐旌纬绮缙羲耘耕苒荃莳葆蕴藜虔衡袤谨赟逸遒郅钧铎镜雍霁韬颂骁骏鹏麒岚峪桓霖泓琮珩璟瑄筠筱翊翎栩栎堃昱煜炜";

/** A prime number of characters, none of which stands in a real name above: so no part of a trade name can be one. */
export const characters = [...wished].filter((character) => !taken.has(character)).slice(0, 83);
const { length: many } = characters;

/** From here on trade names have three, then four characters. */
const pairsEnd = 2_000;
const triplesEnd = 300_000;
const multipliers = { 2: 4_253, 3: 353_401, 4: 29_334_691 } as const;

/** The trade name (字号) of a firm: no two firms below a million have the same one. */
export function tradeNameOf(seed: number, index: number): string {
  return written(seed, index, index < pairsEnd ? 2 : index < triplesEnd ? 3 : 4);
}

/** A trade name of two characters that no firm has: for the new names of firms and for rows that are never taken. */
export function spareNameOf(seed: number, number: number): string {
  return written(seed, pairsEnd + (number % (many ** 2 - pairsEnd)), 2);
}

/** One-to-one below 83 to the power of `length`, as the multiplier has no factor in common with it. */
function written(seed: number, index: number, length: 2 | 3 | 4): string {
  let rest = (index * multipliers[length] + (seed % 1_000_003) * 7_919) % many ** length;
  let text = "";
  for (let at = 0; at < length; at += 1) {
    text += characters[rest % many];
    rest = Math.floor(rest / many);
  }
  return text;
}

const surnames = [..."王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗宋梁韩冯邢牛秦常申武"];
const given = [..."明强军伟磊勇杰涛超平刚玉兰国庆文斌志红建新秀芳丽敏静艳霞娟桂英"];

export function personName(by: Chance): string {
  return `${by.pick(surnames)}${by.pick(given)}${by.percent(60) ? by.pick(given) : ""}`;
}
