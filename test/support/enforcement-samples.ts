import { pdfBase64 } from "./repair.ts";
import { authority, builder } from "./rows.ts";
import { refusals, type Sample, sample, type Targets } from "./sample.ts";

/** How enforcement cases and the law behind them are asked for and changed, as in `samples`. */

/** Of a case as an input names it, the id alone. */
const idIn = (of: string) => of.split(",")[0] ?? "";
const ofCase = (name: string, state: keyof Targets["enforcement"], rest: string) =>
  sample(({ enforcement }) => `mutation { ${name}(input: {${enforcement[state]}, ${rest}}) { __typename ${refusals} } }`, name);
const opening = `uscc: "${builder.uscc}", name: "${builder.name}", division: "140581", authority: {name: "${authority.name}", uscc: "${authority.uscc}"}`;

export const enforcementSamples: Readonly<Record<string, Sample>> = {
  "Query.legalProvisions": sample("{ legalProvisions(violation: NO_PERMIT) { article } }", "legalProvisions"),
  "Query.eiaDocumentNames": sample('{ eiaDocumentNames(on: "2026-08-15") { name } }', "eiaDocumentNames"),
  "Query.enforcementCase": sample(({ enforcement }) => `{ enforcementCase(${idIn(enforcement.opened)}) { state } }`, "enforcementCase"),
  "Query.enforcementCases": sample("{ enforcementCases { nodes { id } } }", "enforcementCases", "nodes"),
  "Query.enforcementRules": sample("{ enforcementRules { terms { code } } }", "enforcementRules"),
  "Query.enforcementCasesOf": sample(`{ enforcementCasesOf(uscc: "${builder.uscc}") { id } }`, "enforcementCasesOf"),
  "Mutation.openCase": sample(
    `mutation { openCase(input: {${opening}, violation: {type: "扬尘", facts: "示例", place: "示例", occurredOn: "2025-12-20"}}) { __typename ${refusals} } }`,
    "openCase",
  ),
  "Mutation.attachToCase": ofCase("attachToCase", "opened", `name: "笔录.pdf", content: "${pdfBase64}"`),
  "Mutation.investigateCase": ofCase("investigateCase", "opened", 'facts: "示例"'),
  "Mutation.orderRectification": ofCase("orderRectification", "investigated", 'number: "示例", text: "示例", dueOn: "2026-02-01"'),
  "Mutation.confirmCorrection": ofCase("confirmCorrection", "rectificationOrdered", 'correctedOn: "2026-01-05", evidence: "示例"'),
  "Mutation.assessCase": ofCase("assessCase", "investigated", "grounds: []"),
  "Mutation.giveCaseNotice": ofCase("giveCaseNotice", "investigated", 'number: "示例"'),
  "Mutation.decideCase": ofCase("decideCase", "noticed", 'number: "示例环罚〔2026〕99号", penaltyTypes: [WARNING], content: "警告", answer: "无"'),
  "Mutation.noteCaseReport": ofCase("noteCaseReport", "decided", ""),
  "Mutation.serveCaseDecision": ofCase("serveCaseDecision", "decided", 'served: {on: "2026-01-05", noticeNumber: "示例", noticeOn: "2026-01-05"}'),
  "Mutation.closeCaseWithoutPenalty": ofCase(
    "closeCaseWithoutPenalty",
    "noticed",
    'discretion: {ground: NO_FAULT, facts: [{of: "noFault", text: "示例"}]}, reason: "示例"',
  ),
  "Mutation.dismissCase": ofCase("dismissCase", "opened", 'reason: "示例"'),
  "Mutation.fulfilCase": ofCase("fulfilCase", "decided", 'fulfilledOn: "2026-01-05", proof: "示例"'),
};
