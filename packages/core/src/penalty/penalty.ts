import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { dispute } from "../dispute.ts";
import { countedPlace, countedShards, entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { Publicity } from "../publicity/index.ts";

/** The closed list of penalty kinds: 行政处罚法 (2021) art. 9, and the 2018 standard's older wording. */
export const types = [
  "warning",
  "criticism",
  "fine",
  "confiscationOfGains",
  "confiscationOfGoods",
  "suspensionOfLicence",
  "downgrading",
  "revocationOfLicence",
  "suspensionOrRevocation",
  "restriction",
  "suspensionOfBusiness",
  "closure",
  "professionalBan",
  "detention",
  "other",
] as const;
export type Type = (typeof types)[number];

export const shape = z.object({
  decisionNumber: z.string().min(1).describe("Number of the decision document, brackets written 〔〕 (行政处罚决定书文号)"),
  subject: Decision.subject.describe("Who was penalised"),
  violationType: z.string().describe("Kind of violation in the authority's words (违法行为类型)"),
  facts: z.string().describe("Facts the decision rests on (违法事实)"),
  legalBasis: z.string().describe("Law and article applied (处罚依据)"),
  penaltyTypes: z.array(z.enum(types)).min(1).describe("Kinds of penalty imposed (处罚类别)"),
  penaltyTypesText: z.string().describe("Kinds of penalty in the authority's words"),
  content: z.string().describe("What was imposed, in the authority's words (处罚内容)"),
  fineFen: z.int().min(0).nullable().describe("Fine in fen (1/100 yuan); null when no fine was imposed"),
  confiscatedFen: z.int().min(0).nullable().describe("Value confiscated in fen (1/100 yuan); null when nothing was confiscated"),
  suspendedOrRevokedCertificate: z.string().nullable().describe("Name and number of a suspended or revoked certificate (暂扣或吊销证照名称及编号)"),
  decidedOn: Provenance.day.describe("Date of the decision; starts the reporting and publicity terms (处罚决定日期)"),
  validTo: Provenance.day.nullable().describe("Last day the decision has effect; null without end (处罚有效期)"),
  claimedPublicityEndsOn: Provenance.day.nullable().describe("End of the publicity term as the source claims it (公示截止期); the hub computes its own"),
  authority: Decision.authority.describe("Authority that decided"),
  remark: z.string().nullable().describe("Remark of the source (备注)"),
  standing: Publicity.standing.nullable().default(null).describe("What became of it after the decision; null while nothing is known"),
  dispute: dispute.nullable().default(null).describe("The objection that is open against the record; null where there is none"),
  provenance: Provenance.provenance.describe("Where the record comes from"),
});
export type Info = z.output<typeof shape>;

const dustControl: z.input<typeof shape> = {
  decisionNumber: "高环罚〔2025〕17号",
  subject: {
    name: "高平市示例建筑工程有限公司",
    type: "organisation",
    uscc: "91140581MA0EXAMP11",
    registrationNumber: null,
    organisationCode: null,
    taxNumber: null,
    institutionCertificateNumber: null,
    socialOrganisationCertificateNumber: null,
    legalRepresentative: "示例",
  },
  violationType: "施工工地扬尘污染防治措施不到位",
  facts: "幼儿园工地未落实扬尘防治“六个百分之百”，裸露土方未覆盖。",
  legalBasis: "《中华人民共和国大气污染防治法》第一百一十五条",
  penaltyTypes: ["fine"],
  penaltyTypesText: "罚款",
  content: "罚款人民币壹万元整",
  fineFen: 1_000_000,
  confiscatedFen: null,
  suspendedOrRevokedCertificate: null,
  decidedOn: "2025-04-10",
  validTo: null,
  claimedPublicityEndsOn: "2026-04-10",
  authority: { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
  remark: null,
  standing: null,
  dispute: null,
  provenance: Provenance.first(
    { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
    "2025-04-15",
    { fileSha256: "0".repeat(64), fileName: "penalties.xlsx", row: 2, at: "2026-01-05T01:00:00.000Z" },
    [
      { field: "subject.type", column: "行政相对人类别", value: "法人及非法人组织" },
      { field: "penaltyTypes", column: "处罚类别", value: "罚款" },
      { field: "fineFen", column: "罚款金额(万元)", value: "1.000000" },
      { field: "decidedOn", column: "处罚决定日期", value: "2025/04/10" },
      { field: "validTo", column: "处罚有效期", value: "2099/12/31" },
      { field: "claimedPublicityEndsOn", column: "公示截止期", value: "2026/04/10" },
      { field: "reportedOn", column: "报送日期", value: "2025/04/15" },
    ],
  ),
};

/** Where the penalties decided in a month stand in index gsi2, published or not. */
export function decidedPartition(month: string): string {
  return `DECIDED#penalty#${month}`;
}

const placeOf = (authority: string, number: string) => `PEN#${authority}#${number}`;
const keyOf = (record: Info): Key => ({ pk: Decision.subjectPartition(record.subject), sk: placeOf(record.authority.uscc, record.decisionNumber) });

/** Where the penalty lies that a reference names. */
export function keyIn({ uscc, authority, number }: Decision.Reference): Key {
  return { pk: Decision.enterprisePartition(uscc), sk: placeOf(authority, number) };
}

/** One administrative penalty decision (行政处罚) against one subject. */
export const entityOf = entity({
  name: "penalty",
  shape,
  key: keyOf,
  indexes: (record) => ({
    ...countedPlace("penalty", Publicity.countedUntil(record), keyOf(record)),
    gsi2: { pk: decidedPartition(record.decidedOn.slice(0, 7)), sk: `${record.decidedOn}#${keyOf(record).pk}` },
  }),
  indexTemplates: {
    gsi1: { pk: "COUNTED#penalty#{shard}", sk: "{last day of publicity}#{partition of the record}" },
    gsi2: { pk: "DECIDED#penalty#{month}", sk: "{day of the decision}#{partition of the record}" },
  },
  keyTemplate: { pk: "ENT#{uscc}", sk: "PEN#{authority uscc}#{decision number}" },
  history: {
    validity: ({ decidedOn, validTo }) => ({ from: decidedOn, to: validTo }),
    divisions: Decision.divisionsOf,
    // Totals are of what is published: they tell nobody of a penalty that was repaired.
    counted: (record) => (Publicity.countedUntil(record) === null ? null : { division: Decision.divisionOf(record.authority), day: record.decidedOn }),
    countedUntil: Publicity.countedUntil,
    settled: (record, day) => {
      const standing = Publicity.settled(record, day);
      return standing === record.standing ? record : { ...record, standing };
    },
    published: (record, day) => Publicity.isPublished(record, day),
  },
  partition: `${Decision.partition}; in the indexes eight shards, and one for each month: an import waits for each batch`,
  access: [
    ...Decision.accessOf("penalty"),
    {
      name: "statistics",
      why: "a page of figures: totals less the penalties whose longest term is over and that are still counted, usually none",
      steps: [
        [
          { call: "get", reads: { projection: 1 } },
          { call: "query", index: "gsi1", times: countedShards, reads: { penalty: 1 } },
        ],
        [{ call: "query", reads: { total: 120 } }],
      ],
    },
    {
      name: "term over",
      why: "the hub's own job, each minute: penalties whose longest term is over and that are still counted, usually none",
      // One after the other: nobody waits for it.
      steps: Array.from({ length: countedShards }, () => [{ call: "query", index: "gsi1", reads: { penalty: 1 } }] as const),
    },
  ],
  examples: [dustControl],
});
