import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { dispute } from "../dispute.ts";
import { entity } from "../entity.ts";
import { Provenance } from "../provenance/index.ts";

/** Licence categories of the 2018 standard (许可类别). */
export const categories = ["general", "concession", "recognition", "approval", "registration", "other"] as const;

export const shape = z.object({
  documentNumber: z.string().min(1).describe("Number of the decision document, brackets written 〔〕 (行政许可决定文书号)"),
  documentName: z.string().describe("Title of the decision document (行政许可决定文书名称)"),
  subject: Decision.subject.describe("Who holds the licence"),
  category: z.enum(categories).describe("Category of the licence (许可类别)"),
  categoryText: z.string().describe("Category in the authority's words"),
  certificateName: z.string().nullable().describe("Name of the certificate, where one is issued (许可证书名称)"),
  certificateNumber: z.string().nullable().describe("Number of the certificate (许可编号)"),
  content: z.string().describe("What is licensed (许可内容)"),
  decidedOn: Provenance.day.describe("Date of the decision; starts the reporting term (许可决定日期)"),
  validFrom: Provenance.day.describe("First day in force (有效期自)"),
  validTo: Provenance.day.nullable().describe("Last day in force; null without end (有效期至)"),
  status: z.enum(["valid", "invalid"]).describe("Whether the source reports the licence as valid (当前状态)"),
  authority: Decision.authority.describe("Authority that decided"),
  remark: z.string().nullable().describe("Remark of the source (备注)"),
  dispute: dispute.nullable().default(null).describe("The objection that is open against the record; null where there is none"),
  provenance: Provenance.provenance.describe("Where the record comes from"),
});
export type Info = z.output<typeof shape>;

const wasteWater: z.input<typeof shape> = {
  documentNumber: "高环审〔2024〕8号",
  documentName: "关于示例铸造项目环境影响报告表的批复",
  subject: {
    name: "高平市示例铸造有限公司",
    type: "organisation",
    uscc: "91140581MA0DEMX13N",
    registrationNumber: "140581000000017",
    organisationCode: null,
    taxNumber: null,
    institutionCertificateNumber: null,
    socialOrganisationCertificateNumber: null,
    legalRepresentative: "示例",
  },
  category: "general",
  categoryText: "普通",
  certificateName: null,
  certificateNumber: null,
  content: "同意项目按照报告表所列性质、规模、地点建设。",
  decidedOn: "2024-03-18",
  validFrom: "2024-03-18",
  validTo: null,
  status: "valid",
  authority: { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
  remark: null,
  provenance: Provenance.first(
    { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
    "2024-03-20",
    { fileSha256: "0".repeat(64), fileName: "licences.csv", row: 2, at: "2026-01-05T01:00:00.000Z" },
    [
      { field: "subject.type", column: "行政相对人类别", value: "法人及非法人组织" },
      { field: "category", column: "许可类别", value: "普通" },
      { field: "decidedOn", column: "许可决定日期", value: "2024/03/18" },
      { field: "validFrom", column: "有效期自", value: "2024/03/18" },
      { field: "validTo", column: "有效期至", value: "2099/12/31" },
      { field: "status", column: "当前状态", value: "1" },
      { field: "reportedOn", column: "报送日期", value: "2024/03/20" },
    ],
  ),
};

/** One administrative licence decision (行政许可) for one subject. */
export const entityOf = entity({
  name: "licence",
  shape,
  key: (record) => ({ pk: Decision.subjectPartition(record.subject), sk: `LIC#${record.authority.uscc}#${record.documentNumber}` }),
  keyTemplate: { pk: "ENT#{uscc}", sk: "LIC#{authority uscc}#{document number}" },
  history: {
    validity: ({ status, decidedOn, validFrom, validTo }) => (status === "valid" ? { from: [decidedOn, validFrom].sort().at(-1) ?? null, to: validTo } : null),
    divisions: Decision.divisionsOf,
    counted: ({ status, authority, decidedOn }) => ({ state: status, division: Decision.divisionOf(authority), day: decidedOn }),
  },
  partition: Decision.partition,
  access: Decision.accessOf("licence"),
  examples: [wasteWater],
});
