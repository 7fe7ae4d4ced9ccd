import { Identity } from "@hub/core/identity";

/**
 * Identifiers of invented firms and authorities. They are computed, never looked up, and shaped so that nobody can take
 * them for real: the organisation code begins with DEM (O is not among a code's letters, so the first 923,521 read
 * DEM0…), where all real ones in our sheets begin with a digit or, since 2015, with MA or MB.
 */
const digits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const base = digits.length;

/** 91 enterprise, 92 individual business, 93 farmers' cooperative. */
export type Category = "91" | "92" | "93";

/** `DEM` and five places of the code's own 31 characters: 28 million codes, all distinct. */
function organisationCode(counter: number): string {
  let text = "";
  for (let rest = counter; text.length < 5; rest = Math.floor(rest / base)) text = `${digits[rest % base]}${text}`;
  return Identity.completeOrganisationCode(`DEM${text}`);
}

export function usccOf(category: Category | "11", counter: number, division = "140581"): string {
  return Identity.completeUscc(`${category}${division}${organisationCode(counter)}`);
}

/** Far behind every firm's counter. */
const firstAuthority = 20_000_000;

/** The names are those of real offices, as the law sheets have them; their codes are invented. */
export const authorities = {
  branch: { name: "晋城市生态环境局高平分局", uscc: usccOf("11", firstAuthority) },
  approval: { name: "高平市行政审批服务管理局", uscc: usccOf("11", firstAuthority + 1) },
  register: { name: "高平市市场监督管理局", uscc: usccOf("11", firstAuthority + 2) },
} as const;

/**
 * A registration number (工商注册号) from before the unified code, 15 digits with the check of GS 15-2006; a
 * cooperative's has NA and X. The sequences are the last millions of their ranges, which no county has reached.
 */
export function registrationNumberOf(category: Category, index: number): string {
  if (category === "93") return `140581NA${String(index % 1_000_000).padStart(6, "0")}X`;
  const first14 = `140581${(category === "92" ? 90_000_000 : 30_000_000) + index}`;
  let carried = 10;
  for (const digit of first14) carried = (((carried + Number(digit)) % 10 || 10) * 2) % 11;
  return `${first14}${(11 - carried) % 10}`;
}

/** The right check behind the sequence 000, which is given to nobody: recognised and dropped like a real one. */
export function residentIdOf(index: number): string {
  const first17 = `140581${1958 + (index % 38)}${String(1 + (index % 12)).padStart(2, "0")}${String(1 + (index % 28)).padStart(2, "0")}000`;
  return `${first17}${Identity.checkOf(first17)}`;
}
