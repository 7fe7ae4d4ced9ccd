import type { FineRange, Provision } from "./law.ts";

/** Which of two versions of the law is lighter; null where their fines do not say. */
export type Lighter = "ofAct" | "ofDecision" | "same" | null;

/** The fines of one case under both versions. */
export interface ComparedLine {
  readonly line: string;
  readonly name: FineRange["name"];
  readonly ofAct: FineRange | null;
  readonly ofDecision: FineRange | null;
  readonly lighter: Lighter;
}

export interface Compared {
  readonly differs: boolean;
  /** Null also where one case is lighter under the one, another under the other. */
  readonly lighter: Lighter;
  readonly lines: readonly ComparedLine[];
}

const ordinary = "ordinary";

/**
 * The law of the day of the act and that of the day of the decision, beside each other. A case that only one of them sets
 * apart is compared with what the other sets as a rule. It goes by fines alone: whether a version is lighter as a whole, an officer says.
 */
export function compare(ofAct: Provision | null, ofDecision: Provision | null): Compared {
  const differs = ofAct?.lawCode !== ofDecision?.lawCode || ofAct?.article !== ofDecision?.article;
  if (!differs) return { differs, lighter: "same", lines: [] };
  const [old, fresh] = [ofAct?.fines ?? [], ofDecision?.fines ?? []];
  const names = new Map([...old, ...fresh].map(({ line, name }) => [line, name]));
  const lines = [...names].map(([line, name]): ComparedLine => {
    const [a, b] = [rangeOf(old, line), rangeOf(fresh, line)];
    return { line, name, ofAct: a, ofDecision: b, lighter: a && b && lighterOf(a, b) };
  });
  const found = new Set(lines.map(({ lighter }) => lighter));
  return { differs, lighter: found.size === 1 ? ([...found][0] ?? null) : null, lines };
}

function rangeOf(fines: readonly FineRange[], line: string): FineRange | null {
  return fines.find((each) => each.line === line) ?? fines.find((each) => each.line === ordinary) ?? null;
}

function lighterOf(a: FineRange, b: FineRange): Lighter {
  const [least, most] = [Math.sign(a.leastFen - b.leastFen), Math.sign(a.mostFen - b.mostFen)];
  if (least === 0 && most === 0) return "same";
  if (least <= 0 && most <= 0) return "ofAct";
  return least >= 0 && most >= 0 ? "ofDecision" : null;
}
