import { codesIn } from "../code-list.ts";
import { industries, version } from "./data/industries.ts";

/** Industries (国民经济行业), GB/T 4754-2017: a letter for the section, two to four digits below it. A few are missing. */
export interface Info {
  /** Letter and digits, e.g. C3391. */
  readonly code: string;
  readonly name: string;
  readonly level: "section" | "division" | "group" | "class";
  /** The industry above, as far as the table has it; null for a section. */
  readonly parentCode: string | null;
  /** Names from the section down to this one. */
  readonly path: readonly string[];
}

/** State of the table, as certificates name it. */
export const dataVersion = version;

interface Index {
  readonly names: ReadonlyMap<string, string>;
  /** The section's letter by the two digits of a division. */
  readonly letters: ReadonlyMap<string, string>;
  readonly below: ReadonlyMap<string | null, readonly string[]>;
}

const levels = ["section", "section", "section", "division", "group", "class"] as const;

let built: Index | undefined;

/** Built on first use, so that a cold start does not wait for it. */
function index(): Index {
  built ??= build();
  return built;
}

function build(): Index {
  const names = codesIn(industries);
  const letters = new Map<string, string>();
  const below = new Map<string | null, string[]>();
  for (const code of names.keys()) {
    if (code.length === 3) letters.set(code.slice(1), code.slice(0, 1));
    const parent = parentOf(code, names);
    const siblings = below.get(parent);
    if (siblings) siblings.push(code);
    else below.set(parent, [code]);
  }
  return { names, letters, below };
}

/** The nearest code above that the table has: a class whose group is missing lies below its division. */
function parentOf(code: string, names: ReadonlyMap<string, string>): string | null {
  return [code.slice(0, 4), code.slice(0, 3), code.slice(0, 1)].find((each) => each.length < code.length && names.has(each)) ?? null;
}

const usual = /^(?:[A-T](?:\d{2,4})?|\d{2,4})$/;

/** With its letter, in capitals; the letter stands in the table for codes written without it. */
function normalise(raw: string, letters: Index["letters"]): string {
  const text = usual.test(raw) ? raw : raw.normalize("NFKC").replace(/[\s.]/g, "").toUpperCase();
  return /^\d/.test(text) ? `${letters.get(text.slice(0, 2)) ?? ""}${text}` : text;
}

/**
 * The industry with that code, with or without its letter ("C3031", "3031", "303", "30", "C"; full width, blanks and
 * lower case do not matter); null when the table has none or the letter is another section's. Never throws.
 * @example find("3391")?.code // "C3391"
 */
export function find(raw: string): Info | null {
  const { names, letters } = index();
  const code = normalise(raw, letters);
  const name = names.get(code);
  if (name === undefined) return null;
  const parentCode = parentOf(code, names);
  const above = parentCode === null ? null : find(parentCode);
  return { code, name, level: levels[code.length] ?? "class", parentCode, path: [...(above?.path ?? []), name] };
}

/** The industry and all above it, the section first. */
export function path(of: Info): readonly Info[] {
  const above = of.parentCode === null ? null : find(of.parentCode);
  return above ? [...path(above), of] : [of];
}

/** The industries directly below one, in the order of the table; the sections for null; none for an unknown code. */
export function children(code: string | null): readonly Info[] {
  const { below, letters } = index();
  return (below.get(code === null ? null : normalise(code, letters)) ?? []).flatMap((each) => find(each) ?? []);
}
