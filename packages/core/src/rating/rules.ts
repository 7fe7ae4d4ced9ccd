import { Casework } from "../casework/index.ts";
import type { Publicity } from "../publicity/index.ts";
import type { Deduction } from "./rating.ts";
import { hasCutOffs, type Level, type Scheme } from "./scheme.ts";

/** What a scheme makes of deductions on a day, with the rule that says so. */
export interface Rated {
  /** Points left; null where the scheme counts none. */
  readonly score: number | null;
  /** Null where the scheme does not say which points are which level: an officer does. */
  readonly level: Level | null;
  /** The deductions that count on the day. */
  readonly active: readonly Deduction[];
  readonly rule: UsedRule;
}

export interface UsedRule {
  readonly scheme: string;
  readonly number: string | null;
  readonly article: string | null;
  readonly says: Publicity.Prose;
  readonly source: string;
  readonly confidence: Publicity.Confidence;
}

/** The score by the deductions that count on a day, and the level where the scheme says which points are which. */
export function ratingOf(scheme: Scheme, deductions: readonly Deduction[], on: string): Rated {
  const active = deductions.filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on <= validTo));
  const score = scheme.startScore === null ? null : scheme.startScore - active.reduce((sum, { points }) => sum + points, 0);
  const level = score === null || !hasCutOffs(scheme) ? null : levelAt(scheme, score);
  return { score, level, active, rule: ruleOf(scheme, score, level) };
}

/** The best level whose points are reached, or the last where none is. */
function levelAt({ levels }: Scheme, score: number): Level | null {
  return levels.find(({ atLeast }) => atLeast !== null && score >= atLeast) ?? levels.at(-1) ?? null;
}

function ruleOf(scheme: Scheme, score: number | null, level: Level | null): UsedRule {
  const { code, number, levelsArticle: article, levelsSource: source, levelsConfidence: confidence } = scheme;
  return { scheme: code, number, article, says: says(scheme, score, level), source, confidence };
}

function says({ startScore }: Scheme, score: number | null, level: Level | null): Publicity.Prose {
  if (score === null || startScore === null) return { en: "the scheme counts no points: an officer says the level", zh: "该办法不计分，等级由工作人员认定" };
  const points = { en: `${startScore} points less ${startScore - score} are ${score}`, zh: `起始${startScore}分，扣${startScore - score}分，得${score}分` };
  return level === null
    ? { en: `${points.en}; which level that is, is not known: an officer says it`, zh: `${points.zh}；等级分界未知，由工作人员认定` }
    : { en: `${points.en}: ${level.name.en}`, zh: `${points.zh}：${level.name.zh}` };
}

/** Until when objections may be raised against a rating; null where it is not announced, or the scheme's term is not known. */
export function objectionOf({ objections }: Pick<Scheme, "objections">, announcedOn: string | null): Objection | null {
  if (announcedOn === null || objections.length === 0) return null;
  const rule = Casework.ruleOn(objections, "objection", announcedOn);
  // How it stands on a day makes no difference to when it ends.
  return { from: announcedOn, until: Casework.viewOf(Casework.begin(rule, announcedOn), announcedOn).dueOn, rule };
}

export interface Objection {
  readonly from: string;
  /** Last day. */
  readonly until: string;
  readonly rule: Casework.TermRule;
}
