import * as z from "zod";

/** What was looked for and not found. Each says exactly what was searched: nothing is concluded from it. */
export const absenceClaims = ["noRecord", "noRegisterData", "noPenaltyInForce", "noPenaltyDecided", "noLicenceInForce"] as const;
export type AbsenceClaim = (typeof absenceClaims)[number];

export const absence = z.object({
  claim: z.enum(absenceClaims).describe("Which absence is claimed"),
  en: z.string().describe("The claim in English"),
  zh: z.string().describe("The claim in Chinese"),
});
export type Absence = z.output<typeof absence>;

interface Prose {
  readonly en: string;
  readonly zh: string;
}

export const absenceProse: Readonly<Record<AbsenceClaim, Prose>> = {
  noRecord: { en: "The hub held no record of any kind under this code.", zh: "本中枢在该代码下未持有任何记录。" },
  noRegisterData: { en: "The hub held no register data under this code.", zh: "本中枢在该代码下未持有登记信息。" },
  noPenaltyInForce: {
    en: "Among the administrative penalties that are published, none was in force on the day: decided by then, its stated effect not ended before.",
    zh: "在公示期内的行政处罚记录中，该日无有效处罚（即截至该日已作出决定、且所载有效期此前未届满）。",
  },
  noPenaltyDecided: {
    en: "Among the administrative penalties that are published, none had been decided by the day, whether its effect has ended or not.",
    zh: "在公示期内的行政处罚记录中，截至该日无任何已作出的处罚决定（不论是否仍有效）。",
  },
  noLicenceInForce: {
    en: "Among the administrative licences held, none was in force on the day and reported as valid.",
    zh: "所持有的行政许可记录中，该日无处于有效期内且报送状态为有效的许可。",
  },
};

/** Stands in every certificate. */
export const scope: Prose = {
  en:
    "This certificate speaks of the records that had been reported to the hub under this code, of penalties those whose publicity lasts, and of nothing else. " +
    "It does not claim that no authority took a decision that was not reported or was reported without the code, nor that a decision is lawful, final or carried out.",
  zh: "本证明仅就截至所示时点以该代码报送至本中枢的记录作出陈述，其中行政处罚仅限处于公示期内的记录，不及其他；不表明任何机关未作出未报送或未注明该代码的决定，亦不对决定的合法性、终局性或履行情况作出判断。",
};

/** What can be claimed absent, by what was found. */
export function absencesOf(found: {
  readonly isKnown: boolean;
  readonly hasRegister: boolean;
  readonly penaltiesDecided: number;
  readonly penaltiesInForce: number;
  readonly licencesInForce: number;
}): readonly Absence[] {
  const isAbsent: Readonly<Record<AbsenceClaim, boolean>> = {
    noRecord: !found.isKnown,
    noRegisterData: !found.hasRegister,
    noPenaltyInForce: found.penaltiesInForce === 0,
    noPenaltyDecided: found.penaltiesDecided === 0,
    noLicenceInForce: found.licencesInForce === 0,
  };
  return absenceClaims.filter((claim) => isAbsent[claim]).map((claim) => ({ claim, ...absenceProse[claim] }));
}
