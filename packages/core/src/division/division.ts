import { codesIn } from "../code-list.ts";
import { divisions, version } from "./data/divisions.ts";
import townshipData from "./data/townships.json" with { type: "json" };

/** Administrative divisions (行政区划), GB/T 2260, and the townships of Gaoping. See README.md for what is missing. */
export interface Info {
  /** Six digits; nine for a township. */
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county" | "township";
  /** The division above, as far as the list has it; null for a province. */
  readonly parentCode: string | null;
  /** Names from the province down to this one. */
  readonly path: readonly string[];
}

/** State of both lists, as certificates name it. */
export const dataVersion = `${version}, townships ${townshipData.version}`;

interface Index {
  readonly names: ReadonlyMap<string, string>;
  readonly below: ReadonlyMap<string | null, readonly string[]>;
}

let built: Index | undefined;

/** Built on first use, so that a cold start does not wait for it. */
function index(): Index {
  built ??= build();
  return built;
}

function build(): Index {
  const names = new Map<string, string>([...codesIn(divisions), ...Object.entries(townshipData.townships)]);
  const below = new Map<string | null, string[]>();
  for (const code of names.keys()) {
    const parent = parentOf(code, names);
    const siblings = below.get(parent);
    if (siblings) siblings.push(code);
    else below.set(parent, [code]);
  }
  return { names, below };
}

/** Counties of municipalities, and those a province governs itself, have no city above them. */
function parentOf(code: string, names: ReadonlyMap<string, string>): string | null {
  const above = [code.length > 6 ? code.slice(0, 6) : "", `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
  return above.find((each) => each !== code && names.has(each)) ?? null;
}

function levelOf(code: string): Info["level"] {
  if (code.length > 6) return "township";
  return code.endsWith("0000") ? "province" : code.endsWith("00") ? "city" : "county";
}

/** Whether the list has that code, six digits or nine. */
export function has(code: string): boolean {
  return index().names.has(code);
}

/**
 * The division with that code, written in digits only; null when the list has none, which does not make the code wrong.
 * @example find("140581")?.path // ["山西省", "晋城市", "高平市"]
 */
export function find(code: string): Info | null {
  const { names } = index();
  const name = names.get(code);
  if (name === undefined) return null;
  const parentCode = parentOf(code, names);
  const above = parentCode === null ? null : find(parentCode);
  return { code, name, level: levelOf(code), parentCode, path: [...(above?.path ?? []), name] };
}

/** The division and all above it, the province first. */
export function path(of: Info): readonly Info[] {
  const above = of.parentCode === null ? null : find(of.parentCode);
  return above ? [...path(above), of] : [of];
}

/** Whether a code is that division or lies below it, by its digits alone; also for codes the list does not have. */
export function within(code: string, ancestor: string): boolean {
  if (ancestor.length !== 6) return code.startsWith(ancestor);
  return code.startsWith(ancestor.endsWith("0000") ? ancestor.slice(0, 2) : ancestor.endsWith("00") ? ancestor.slice(0, 4) : ancestor);
}

/** The divisions directly below one, in the order of their codes; the provinces for null; none for an unknown code. */
export function children(code: string | null): readonly Info[] {
  return (index().below.get(code) ?? []).flatMap((each) => find(each) ?? []);
}
