import industryData from "./data/industries.json" with { type: "json" };

/** Industries (国民经济行业), GB/T 4754-2017: a letter for the section, two to four digits below it. */
export interface Info {
  /** Letter and digits, e.g. C3391. */
  readonly code: string;
  readonly name: string;
  readonly level: "section" | "division" | "group" | "class";
  /** The industry above; null for a section. */
  readonly parentCode: string | null;
}

const names = industryData.industries as Readonly<Record<string, string>>;
const levels = { 1: "section", 3: "division", 4: "group", 5: "class" } as Readonly<Record<number, Info["level"]>>;

let sectionOf: ReadonlyMap<string, string> | undefined;

/** The letter that stands before a division's two digits. */
function section(digits: string): string {
  sectionOf ??= new Map(Object.keys(names).filter((code) => code.length === 3).map((code) => [code.slice(1), code.slice(0, 1)]));
  return sectionOf.get(digits.slice(0, 2)) ?? "";
}

/** The industry with that code, written with or without its letter; null when the table does not have it. */
export function find(raw: string): Info | null {
  const text = raw.trim().toUpperCase();
  const code = /^\d/.test(text) ? `${section(text)}${text}` : text;
  const name = names[code];
  if (name === undefined) return null;
  const level = levels[code.length] ?? "class";
  const parentCode = code.length === 1 ? null : code.length === 3 ? code.slice(0, 1) : code.slice(0, -1);
  return { code, name, level, parentCode };
}

/** The industry and all above it, the section first. */
export function path(of: Info): readonly Info[] {
  const above = of.parentCode === null ? null : find(of.parentCode);
  return above ? [...path(above), of] : [of];
}

/** The industries directly below one; the sections for null. */
export function children(code: string | null): readonly Info[] {
  return Object.keys(names)
    .map(find)
    .filter((industry) => industry !== null && industry.parentCode === code) as Info[];
}
