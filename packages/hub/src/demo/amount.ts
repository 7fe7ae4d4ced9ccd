/** Sums of money as decisions write them. */

const digits = "零壹贰叁肆伍陆柒捌玖";
const places = [
  [1_000, "仟"],
  [100, "佰"],
  [10, "拾"],
  [1, ""],
] as const;

/** Whole yuan below 100 million in the numerals of documents: 15000 → 壹万伍仟元整, 200500 → 贰拾万零伍佰元整 */
export function capitals(yuan: number): string {
  const [high, low] = [Math.floor(yuan / 10_000), yuan % 10_000];
  const zero = high > 0 && low > 0 && low < 1_000 ? "零" : "";
  return `${high > 0 ? `${group(high)}万` : ""}${zero}${low > 0 ? group(low) : ""}元整`;
}

function group(number: number): string {
  let text = "";
  for (const [unit, word] of places) {
    const digit = Math.floor(number / unit) % 10;
    if (digit > 0) text += `${digits[digit]}${word}`;
    else if (text !== "" && !text.endsWith("零")) text += "零";
  }
  return text.replace(/零$/, "");
}

/** Whole yuan in 万元 with the standard's six decimals: 15000 → 1.500000 */
export function tenThousands(yuan: number): string {
  return `${Math.floor(yuan / 10_000)}.${String(yuan % 10_000).padStart(4, "0")}00`;
}
