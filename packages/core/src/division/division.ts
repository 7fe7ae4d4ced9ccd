import divisionData from "./data/divisions.json" with { type: "json" };
import townshipData from "./data/townships.json" with { type: "json" };

/** Administrative divisions (行政区划), GB/T 2260, repealed codes included: unified codes keep them for ever. */
export interface Info {
  /** Six digits; nine for a township. */
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county" | "township";
  /** The division above; null for a province. */
  readonly parentCode: string | null;
}

const names = divisionData.divisions as Readonly<Record<string, string>>;
const townships = townshipData.townships as Readonly<Record<string, string>>;

function levelOf(code: string): Info["level"] {
  if (code.length > 6) return "township";
  return code.endsWith("0000") ? "province" : code.endsWith("00") ? "city" : "county";
}

/** The division with that code, or null. */
export function find(code: string): Info | null {
  const name = names[code] ?? townships[code];
  if (name === undefined) return null;
  const level = levelOf(code);
  const above = { province: null, city: `${code.slice(0, 2)}0000`, county: countyParent(code), township: code.slice(0, 6) }[level];
  return { code, name, level, parentCode: above };
}

/** Counties of municipalities lie directly below the province. */
function countyParent(code: string): string {
  const city = `${code.slice(0, 4)}00`;
  return city in names ? city : `${code.slice(0, 2)}0000`;
}

/** The division and all above it, the province first. */
export function path(of: Info): readonly Info[] {
  const above = of.parentCode === null ? null : find(of.parentCode);
  return above ? [...path(above), of] : [of];
}

/** Whether a code is a division or lies below it. */
export function within(code: string, ancestor: string): boolean {
  return code.startsWith(ancestor.replace(/(00){1,2}$/, ""));
}

/** The divisions directly below one; the provinces for null. */
export function children(code: string | null): readonly Info[] {
  const below = code === null ? Object.keys(names) : [...Object.keys(names), ...Object.keys(townships)].filter((each) => within(each, code));
  return below.map(find).filter((division) => division !== null && division.parentCode === code) as Info[];
}
