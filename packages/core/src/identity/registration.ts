/**
 * Who registers an organisation (position 1 of a unified code) and as what (position 2), GB 32100-2015 table 1.
 * Data, not logic: rows 1 to 5 are sourced, the categories of rows 5 to 9, A, N and Y are well known but were not read
 * in the standard itself (credit-law sheet 1.3). So a pair that is missing here is noted on a code, never refused.
 */
export interface Registration {
  /** One character. */
  readonly code: string;
  readonly en: string;
  readonly zh: string;
}

export interface Authority extends Registration {
  readonly categories: readonly Registration[];
}

const other: Registration = { code: "9", en: "other", zh: "其他" };

function authority(code: string, en: string, zh: string, ...categories: readonly (readonly [en: string, zh: string])[]): Authority {
  return { code, en, zh, categories: [...categories.map(([english, chinese], at) => ({ code: String(at + 1), en: english, zh: chinese })), other] };
}

/** Every registration authority with its categories. */
export const authorities: readonly Authority[] = [
  authority(
    "1",
    "staffing office",
    "机构编制",
    ["state organ", "机关"],
    ["public institution", "事业单位"],
    ["mass organisation under the staffing office", "编办直接管理机构编制的群众团体"],
  ),
  authority("2", "foreign affairs", "外交", ["foreign news agency", "外国常驻新闻机构"]),
  authority(
    "3",
    "judicial administration",
    "司法行政",
    ["law firm", "律师执业机构"],
    ["notary office", "公证处"],
    ["grass-roots legal service", "基层法律服务所"],
    ["forensic institution", "司法鉴定机构"],
    ["arbitration commission", "仲裁委员会"],
  ),
  authority("4", "culture", "文化", ["foreign cultural centre", "外国在华文化中心"]),
  authority("5", "civil affairs", "民政", ["social association", "社会团体"], ["private non-enterprise unit", "民办非企业单位"], ["foundation", "基金会"]),
  authority(
    "6",
    "tourism",
    "旅游",
    ["office of a foreign tourism body", "外国旅游部门常驻代表机构"],
    ["office of a Hong Kong, Macao or Taiwan tourism body", "港澳台地区旅游部门常驻内地（大陆）代表机构"],
  ),
  authority("7", "religious affairs", "宗教", ["place of worship", "宗教活动场所"], ["religious school", "宗教院校"]),
  authority("8", "trade unions", "工会", ["grass-roots union", "基层工会"]),
  authority(
    "9",
    "market regulation",
    "工商（市场监管）",
    ["enterprise", "企业"],
    ["individual business", "个体工商户"],
    ["farmers' cooperative", "农民专业合作社"],
  ),
  authority("A", "staffing office of the Central Military Commission", "中央军委改革和编制办公室", ["military institution", "军队事业单位"]),
  authority(
    "N",
    "agriculture",
    "农业",
    ["collective economic organisation of a group", "组级集体经济组织"],
    ["collective economic organisation of a village", "村级集体经济组织"],
    ["collective economic organisation of a township", "乡镇级集体经济组织"],
  ),
  { code: "Y", en: "other", zh: "其他", categories: [{ code: "1", en: "other", zh: "其他" }] },
];

const pairs: ReadonlySet<string> = new Set(authorities.flatMap(({ code, categories }) => categories.map((category) => code + category.code)));

/** Whether the table has this pair; `text` begins with the authority and the category. */
export function isKnownRegistration(text: string): boolean {
  return pairs.has(text.slice(0, 2));
}

/**
 * Names of the authority and the category a unified code begins with; null for what the table does not have.
 * Reads the first two characters only and checks nothing else.
 */
export function registrationOf(uscc: string): { readonly authority: Registration | null; readonly category: Registration | null } {
  const found = authorities.find(({ code }) => code === uscc[0]);
  if (!found) return { authority: null, category: null };
  const { code, en, zh, categories } = found;
  return { authority: { code, en, zh }, category: categories.find((each) => each.code === uscc[1]) ?? null };
}
