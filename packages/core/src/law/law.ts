import * as z from "zod";
import lawsData from "./data/laws.json" with { type: "json" };

/**
 * Provisions of law that violations are punished by, each with the days on which it was in force: on 2026-08-15 the Code
 * (生态环境法典) took the place of most. Nothing else in the hub names an article of them.
 */

/** Kinds of violations that the table knows. What it does not know is named in the officer's words alone. */
export const violations = [
  ...(["unapprovedStart", "eiaRegistrationMissing", "falsifiedEia", "approvalMeasuresMissing", "facilitiesNotTogether"] as const),
  ...(["noPermit", "overPermittedLimits", "facilitiesNotAsPermitted", "permitByFraud", "registrationFormMissing"] as const),
  ...(["overStandard", "evadedSupervision", "illegalOutlet", "disclosureMissing", "noSelfMonitoring"] as const),
  ...(["solidWasteLedgerMissing", "constructionDust", "dailyFine"] as const),
] as const;
export type Violation = (typeof violations)[number];

export const eiaKinds = ["report", "form", "registrationForm"] as const;
export type EiaKind = (typeof eiaKinds)[number];

const prose = z.object({ en: z.string().describe("In English"), zh: z.string().describe("In Chinese") });
const sure = { source: z.string().describe("Where that was read"), confidence: z.enum(["sourced", "high", "medium", "low"]).describe("How sure it is") };
const inForce = {
  validFrom: z.iso.date().nullable().describe("First day in force; null where it is not at hand, long ago"),
  validTo: z.iso.date().nullable().describe("Last day on which it is the one to cite; null while it is"),
};

export const fineRange = z.object({
  line: z.string().describe("Code of the case in which it is so"),
  name: prose.describe("The case, in words"),
  leastFen: z.int().min(0).describe("Least fine in fen"),
  mostFen: z.int().min(0).describe("Highest fine in fen"),
});
export type FineRange = z.output<typeof fineRange>;

/** A provision as a case keeps it: what it said then stays with the case. */
export const provision = z.object({
  violation: z.enum(violations).describe("Kind of violation that it punishes"),
  lawCode: z.string().describe("Short code of the instrument"),
  title: z.string().describe("Title of the instrument"),
  article: z.string().describe("Number of the article"),
  what: prose.describe("What it punishes"),
  ...inForce,
  fines: z.array(fineRange).describe("Fines that it sets as sums; none where it sets them in another way"),
  says: prose.nullable().describe("What else it sets; null for nothing"),
  ...sure,
});
export type Provision = z.output<typeof provision>;

const eiaName = z.object({ kind: z.enum(eiaKinds), name: z.string(), ...inForce, ...sure });
export type EiaName = z.output<typeof eiaName>;

/** What the data are. A test holds them to it: to check them at each start would take longer than all else that a start does. */
export const dataShape = z.object({ version: z.string(), provisions: z.array(provision), eiaNames: z.array(eiaName) });
const data = lawsData as unknown as z.output<typeof dataShape>;

export const provisions: readonly Provision[] = data.provisions;

/** Whether something that has days of validity is in force on a day. */
export function isInForce({ validFrom, validTo }: Pick<Provision, "validFrom" | "validTo">, on: string): boolean {
  return (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo);
}

/** What a violation is punished by on a day; null where the table does not say. */
export function provisionOn(violation: Violation, on: string): Provision | null {
  return provisions.find((each) => each.violation === violation && isInForce(each, on)) ?? null;
}

/** What the documents of environmental impact assessment are called on a day. */
export function eiaNamesOn(on: string): readonly EiaName[] {
  return data.eiaNames.filter((each) => isInForce(each, on));
}

/** A provision as decisions cite it. */
export function cited({ title, article }: Pick<Provision, "title" | "article">): string {
  return `《${title}》第${chinese(Number(article))}条`;
}

const digits = "零一二三四五六七八九";
const places = ["", "十", "百", "千"];

/** A number up to 9,999 in Chinese words, as articles are numbered. */
function chinese(number: number): string {
  const figures = [...String(number)].map(Number);
  const words = figures.map((figure, at) => (figure === 0 ? digits[0] : `${digits[figure]}${places[figures.length - 1 - at]}`)).join("");
  return words
    .replace(/零+/g, "零")
    .replace(/(?<=.)零$/, "")
    .replace(/^一十/, "十");
}
