import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { dispute } from "../dispute.ts";
import { entity } from "../entity.ts";
import { Provenance } from "../provenance/index.ts";

export const statuses = ["active", "suspended", "revoked", "deregistered", "movedOut", "other"] as const;

export const shape = z.object({
  uscc: z.string().length(18).describe("Unified Social Credit Code (统一社会信用代码); stays the same when the firm moves or changes its name"),
  name: z.string().min(1).describe("Registered name"),
  formerNames: z.array(z.string()).describe("Names the firm had before (曾用名), newest first where the register says so"),
  type: z.string().nullable().describe("Legal form in the register's words (企业类型)"),
  status: z.enum(statuses).describe("Standing in the register (登记状态)"),
  statusText: z.string().describe("Standing in the register's words"),
  division: z.string().nullable().describe("Division of the registered seat, GB/T 2260 code"),
  industry: z.string().nullable().describe("Industry, GB/T 4754-2017 code"),
  address: z.string().nullable().describe("Registered address (住所)"),
  legalRepresentative: z.string().nullable().describe("Name of the legal representative (法定代表人)"),
  establishedOn: Provenance.day.nullable().describe("Day the firm was established (成立日期)"),
  registrationNumber: z.string().nullable().describe("Business registration number used before the unified code (工商注册号)"),
  organisationCode: z.string().nullable().describe("Organisation code (组织机构代码); for a unified code its 9th to 17th characters"),
  taxNumber: z.string().nullable().describe("Tax registration number used before the unified code (税务登记号)"),
  dispute: dispute.nullable().default(null).describe("The objection that is open against the record; null where there is none"),
  provenance: Provenance.provenance.describe("Where the register data come from"),
});
export type Info = z.output<typeof shape>;

/** Where the register's entry lies among an enterprise's records. */
export const registerPlace = "A#REGISTER";

export function registerKey(uscc: string) {
  return { pk: Decision.enterprisePartition(uscc), sk: registerPlace };
}

/** What the enterprise register says of one firm. */
export const entityOf = entity({
  name: "enterprise",
  shape,
  key: (record) => registerKey(record.uscc),
  keyTemplate: { pk: "ENT#{uscc}", sk: "A#REGISTER" },
  history: {
    validity: ({ establishedOn }) => ({ from: establishedOn, to: null }),
    statedOn: ({ provenance }) => Provenance.statedOn(provenance),
    // Where the register names no seat, the code says where the firm was registered.
    divisions: ({ uscc, division }) => [division ?? uscc.slice(2, 8)],
    counted: ({ status, division, establishedOn }) => ({
      state: status,
      ...(division !== null && { division }),
      ...(establishedOn !== null && { day: establishedOn }),
    }),
  },
  partition: "one for each firm: an import waits for each batch, and thousands of partners would have to ask for the same firm in the same second",
  access: [
    { name: "profile", why: "every partner query: register data and all records of one enterprise", steps: [[{ call: "query", reads: Decision.usualFile }]] },
    {
      name: "profiles",
      why: "a partner with a list of bidders or borrowers, 100 codes at a time",
      steps: [[{ call: "query", times: 100, reads: Decision.usualFile }]],
    },
    {
      name: "certificate",
      why: "a partner has a firm's record certified, or a firm its own; first the position of the log",
      steps: [[{ call: "get", reads: { projection: 1 } }], [{ call: "get", reads: { logHead: 1 } }], [{ call: "query", reads: Decision.usualFile }]],
    },
    {
      name: "before a batch",
      why: "intake of a register, for each 100 rows with two old numbers; those that one transaction has no room for are asked for again",
      steps: [[{ call: "getMany", times: 3, reads: { enterprise: 33, identifier: 67 } }]],
    },
  ],
  examples: [
    {
      uscc: "91140581MA0DEMX13N",
      name: "高平市示例铸造有限公司",
      formerNames: ["高平县示例铸造厂"],
      type: "有限责任公司(自然人投资或控股)",
      status: "active",
      statusText: "存续",
      division: "140581",
      industry: "C3391",
      address: "山西省晋城市高平市示例路1号",
      legalRepresentative: "示例",
      establishedOn: "2009-06-18",
      registrationNumber: "140581000000017",
      organisationCode: "MA0DEMX13",
      taxNumber: null,
      provenance: Provenance.first(
        { name: "示例登记机关", uscc: null },
        null,
        { fileSha256: "0".repeat(64), fileName: "2026-01-register.csv", row: 2, at: "2026-01-05T01:00:00.000Z" },
        [
          { field: "status", column: "登记状态", value: "存续" },
          { field: "establishedOn", column: "成立日期", value: "2009/06/18" },
        ],
      ),
    },
  ],
});
