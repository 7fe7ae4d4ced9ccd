import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { dispute } from "../dispute.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";

const text = z.string().min(1).max(500);

export const penaltyReference = z
  .object({
    authority: z.string().length(18).describe("Code of the authority that decided"),
    number: z.string().min(1).max(200).describe("Number of the decision document"),
  })
  .meta({ id: "PenaltyReference", description: "An administrative penalty of the firm" });

export const deduction = z
  .object({
    code: z.string().min(1).max(40).describe("Code of the criterion in the scheme"),
    points: z.int().min(0).max(1_000).describe("Points taken off"),
    text: text.describe("What was found"),
    validFrom: Provenance.day.describe("First day on which it counts"),
    validTo: Provenance.day.nullable().default(null).describe("Last day on which it counts; null without end"),
    penalty: penaltyReference.nullable().default(null).describe("The penalty for which it is; null where it is for none"),
  })
  .meta({ id: "Deduction", description: "Points taken off for something that was found" });
export type Deduction = z.output<typeof deduction>;

export const shape = z.object({
  uscc: z.string().length(18).describe("Unified Social Credit Code of the enterprise"),
  scheme: z.string().min(1).max(40).describe("Code of the scheme by which it is rated"),
  year: z.int().min(2000).max(2100).describe("Year for which it is rated"),
  level: z.string().min(1).max(40).describe("Level by the scheme"),
  isStated: z.boolean().describe("Whether an officer said the level, because the scheme's rules do not, or are not known"),
  score: z.int().nullable().describe("Points left on the day of the rating; null where the scheme counts none"),
  deductions: z.array(deduction).max(100).describe("Points taken off, also those that count no more or not yet"),
  reasons: z.array(text).max(20).describe("Why the level is what it is, in the authority's words"),
  firstRatedOn: Provenance.day.describe("Day on which it was first rated for the year"),
  ratedOn: Provenance.day.describe("Day of this rating, from which on it speaks"),
  announcedOn: Provenance.day.nullable().describe("Day on which it was announced, since when it is published; null before"),
  validTo: Provenance.day.nullable().describe("Last day on which it is used; null while none is set"),
  authority: Decision.authority.describe("Authority that rates"),
  documentNumber: z.string().min(1).max(200).describe("Number of the document that states it"),
  dispute: dispute.nullable().default(null).describe("The objection that is open against the record; null where there is none"),
  provenance: Provenance.entered.describe("Where the record comes from"),
});
export type Info = z.output<typeof shape>;

/** A rating is published once it was announced. */
const isAnnounced = ({ announcedOn }: Pick<Info, "announcedOn">) => announcedOn !== null;

const forPenalty = "行政处罚 · an administrative penalty";

/** Deductions without what they say of a penalty: that may be published no more, and ratings of before stay as they were announced. */
function withoutPenalties(deductions: readonly Deduction[]): readonly Deduction[] {
  return deductions.map((each) => (each.penalty === null ? each : { ...each, text: forPenalty, penalty: null }));
}

/** What names one rating: whose it is, by which scheme, for which year. */
export const reference = shape.pick({ uscc: true, scheme: true, year: true });
export type Reference = z.output<typeof reference>;

export function ratingKey({ uscc, scheme, year }: Reference): Key {
  return { pk: Decision.enterprisePartition(uscc), sk: `RTG#${scheme}#${year}` };
}

/** The environmental credit rating (企业环境信用评价) of one firm for one year. */
export const entityOf = entity({
  name: "rating",
  shape,
  key: ratingKey,
  keyTemplate: { pk: "ENT#{uscc}", sk: "RTG#{scheme}#{year}" },
  history: {
    validity: ({ firstRatedOn, validTo }) => ({ from: firstRatedOn, to: validTo }),
    statedOn: ({ ratedOn }) => ratedOn,
    divisions: Decision.divisionsOfFirm,
    // Totals are of what is published.
    counted: (record) => (isAnnounced(record) ? { state: record.level, division: Decision.divisionOf(record.authority), day: record.ratedOn } : null),
    published: isAnnounced,
    veils: { deductions: withoutPenalties },
  },
  partition: "its firm's, see there: one a year for each scheme",
  access: [
    {
      name: "next page",
      why: "a client turns the pages of a firm's ratings, which are few; each page is cut from all the firm's records",
      steps: [[{ call: "query", reads: { ...Decision.usualFile, rating: 5 } }]],
    },
    {
      name: "by id",
      why: "a partner follows a link; an authority reads it before it rates anew, by a get",
      steps: [[{ call: "getMany", reads: { rating: 1 } }]],
    },
  ],
  examples: [
    {
      ...{ uscc: "91140581MA0DEMX13N", scheme: "shanxi-pilot", year: 2025, level: "B", isStated: true, score: 97 },
      deductions: [
        {
          code: "示例-1",
          points: 3,
          text: "施工扬尘防治措施不到位",
          validFrom: "2025-04-10",
          validTo: null,
          penalty: { authority: "11140500MB0EXAMP5D", number: "高环罚〔2025〕17号" },
        },
      ],
      reasons: ["扣分项已整改"],
      ...{ firstRatedOn: "2026-01-20", ratedOn: "2026-01-20", announcedOn: "2026-01-26", validTo: null },
      authority: { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
      documentNumber: "示环信评〔2026〕1号",
      dispute: null,
      provenance: Provenance.enteredBy(
        { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
        { at: "2026-01-20T01:00:00.000Z", by: "psn_0123456789abcdef01234567", reason: "rated" },
      ),
    },
  ],
});
