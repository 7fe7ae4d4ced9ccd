import * as z from "zod";
import type { Publicity } from "../publicity/index.ts";
import noticeData from "./data/repair-notice.json" with { type: "json" };

/** The notice on credit repair (信用修复告知书), which is served with a decision (两书同达): what a firm has to know, in two languages. */

const paragraph = z.object({
  code: z.string(),
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  en: z.string(),
  zh: z.string(),
  source: z.string(),
  confidence: z.enum(["sourced", "high", "medium", "low"]),
});
const { paragraphs: standing } = z.object({ version: z.string(), paragraphs: z.array(paragraph).min(1) }).parse(noticeData);

export interface RepairNotice {
  readonly title: Publicity.Prose;
  /** Number of the notice; null while it has none. */
  readonly number: string | null;
  readonly addressee: string;
  readonly paragraphs: readonly Publicity.Prose[];
  readonly signedBy: string;
}

/** The decision that a notice goes with. */
export interface Notified {
  readonly decisionNumber: string;
  readonly decidedOn: string;
  readonly subject: { readonly name: string };
  readonly authority: { readonly name: string };
  readonly standing: Pick<Publicity.Standing, "notice"> | null;
}

/** The text of the notice, by the terms of the decision and by what the rules said on its day. Whoever prints it takes it as it is. */
export function repairNotice(penalty: Notified, publicity: Publicity.Terms): RepairNotice {
  const { decisionNumber, decidedOn, subject, authority } = penalty;
  const rules = standing.filter(({ from, to }) => from <= decidedOn && (to === null || decidedOn <= to));
  return {
    title: { en: "Notice on credit repair", zh: "信用修复告知书" },
    number: penalty.standing?.notice?.number ?? null,
    addressee: subject.name,
    paragraphs: [
      {
        en: `On ${decidedOn} ${authority.name} decided ${decisionNumber} on an administrative penalty against you. Here is how long that is published, and how your credit is repaired.`,
        zh: `${authority.name}于${decidedOn}对你单位作出行政处罚决定（${decisionNumber}）。现将公示期限及信用修复有关事项告知如下。`,
      },
      ...termsIn(publicity),
      ...(publicity.isPublicised ? rules.map(({ en, zh }) => ({ en, zh })) : []),
    ],
    signedBy: authority.name,
  };
}

function termsIn({ isPublicised, isConfirmed, gradeName, grade, regime, startsOn, endsOn, repairableFrom }: Publicity.Terms): readonly Publicity.Prose[] {
  const by = {
    en: `By ${regime.name} (${regime.number}) it is of the grade ${grade}`,
    zh: `依据${regime.name}（${regime.number}），该失信信息属于“${gradeName}”`,
  };
  if (!isPublicised) return [{ en: `${by.en}: it is not publicised, and there is nothing to repair.`, zh: `${by.zh}，不予公示，无需申请信用修复。` }];
  const open = isConfirmed ? { en: "", zh: "" } : { en: " The grade is to be confirmed by the authority.", zh: "分级以作出决定的单位确认为准。" };
  const repair =
    repairableFrom === null
      ? { en: "There is no repair before.", zh: "期满前不予修复。" }
      : { en: `Repair may be applied for from ${repairableFrom} on.`, zh: `自${repairableFrom}起可以申请信用修复。` };
  return [
    {
      en: `${by.en}: it is published from ${startsOn} to ${endsOn}, and no more after that. ${repair.en}${open.en}`,
      zh: `${by.zh}，公示期限自${startsOn}起至${endsOn}止，期满自动停止公示。${repair.zh}${open.zh}`,
    },
  ];
}
