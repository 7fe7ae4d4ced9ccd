import { type Cases, maskedNumber, type Named } from "./cases.ts";
import { pdfBase64 } from "./repair.ts";
import { authority, firm } from "./rows.ts";
import { ofFirm, refusals, type Sample, sample } from "./sample.ts";

/** How credit, repair, objections and campaigns are asked for and changed, as in `samples`. */

/** A change of a case, with what its input says beside the case. */
const change = (name: string, of: (cases: Cases) => Named, more: (cases: Cases) => string = () => "") =>
  sample(({ cases }) => {
    const { id, version } = of(cases);
    return `mutation { ${name}(input: {id: "${id}", version: ${version}${more(cases)}}) { __typename ${refusals} } }`;
  }, name);
const decided = () => ', documentNumber: "高环信修〔2026〕2号", reason: "示例"';
const why = () => ', reason: "示例"';
const ofPenalty = `uscc: "${firm.uscc}", authority: "${authority.uscc}", decisionNumber: "高环罚〔2025〕17号"`;
const ofMasked = `uscc: "${firm.uscc}", authority: "${authority.uscc}", decisionNumber: "${maskedNumber}"`;
const maskedId = Buffer.from(`Penalty:${firm.uscc}/${authority.uscc}/${maskedNumber}`).toString("base64url");
const checks = ["IDENTITY", "TERM", "FULFILMENT", "CORRECTION", "COMMITMENT", "MATERIALS"].map((code) => `{code: ${code}, isMet: true}`).join(", ");

export const caseSamples: Readonly<Record<string, Sample>> = {
  "Query.creditRules": sample("{ creditRules { code } }", "creditRules"),
  "Enterprise.creditStatus": ofFirm("creditStatus { publishedCount }", "creditStatus"),
  "Query.repairEligibility": sample(`{ repairEligibility(uscc: "${firm.uscc}") { canApply } }`, "repairEligibility"),
  "Query.repair": sample(({ cases }) => `{ repair(id: "${cases.submitted.id}") { state } }`, "repair"),
  "Query.repairs": sample("{ repairs { nodes { id } } }", "repairs", "nodes"),
  "Query.repairsOf": sample(`{ repairsOf(uscc: "${firm.uscc}") { id } }`, "repairsOf"),
  "Query.objection": sample(({ cases }) => `{ objection(id: "${cases.objection.id}") { state } }`, "objection"),
  "Query.objections": sample("{ objections { nodes { id } } }", "objections", "nodes"),
  "Query.objectionsOf": sample(`{ objectionsOf(uscc: "${firm.uscc}") { id } }`, "objectionsOf"),
  "Query.outreachCampaigns": sample("{ outreachCampaigns { id } }", "outreachCampaigns"),
  "Query.outreach": sample(({ cases }) => `{ outreach(id: "${cases.ready.id}") { firms } }`, "outreach"),
  "Query.repairAdvice": sample(`{ repairAdvice(uscc: "${firm.uscc}") { name } }`, "repairAdvice"),
  "Mutation.classifyPenalty": sample(
    `mutation { classifyPenalty(input: {${ofPenalty}, grade: KEY_FIELD, reason: "示例"}) { __typename ${refusals} } }`,
    "classifyPenalty",
  ),
  "Mutation.noteFulfilment": sample(
    `mutation { noteFulfilment(input: {${ofPenalty}, fulfilledOn: "2025-05-06"}) { __typename ${refusals} } }`,
    "noteFulfilment",
  ),
  "Penalty.mask": sample(`{ node(id: "${maskedId}") { ... on Penalty { mask { court } } } }`, "node", "mask"),
  "Mutation.maskPenalty": sample(
    `mutation { maskPenalty(input: {${ofPenalty}, court: "示例市中级人民法院", rulingNumber: "（2025）示0000破2号", ruledOn: "2025-06-30"}) { __typename ${refusals} } }`,
    "maskPenalty",
  ),
  "Mutation.unmaskPenalty": sample(
    `mutation { unmaskPenalty(input: {${ofMasked}, documentNumber: "（2025）示0000破1号之二", reason: "示例"}) { __typename ${refusals} } }`,
    "unmaskPenalty",
  ),
  "Mutation.withdrawPenalty": sample(
    `mutation { withdrawPenalty(input: {${ofPenalty}, documentNumber: "晋市环撤〔2026〕1号", reason: "示例"}) { __typename ${refusals} } }`,
    "withdrawPenalty",
  ),
  "Mutation.startRepair": sample(`mutation { startRepair(input: {${ofPenalty}}) { __typename ${refusals} } }`, "startRepair"),
  "Mutation.attachToRepair": change(
    "attachToRepair",
    ({ draft }) => draft,
    () => `, kind: OTHER, name: "其他.pdf", content: "${pdfBase64}"`,
  ),
  "Mutation.detachFromRepair": change(
    "detachFromRepair",
    ({ attached }) => attached,
    ({ attached }) => `, sha256: "${attached.sha256}"`,
  ),
  "Mutation.commitToRepair": change(
    "commitToRepair",
    ({ draft }) => draft,
    ({ draft }) => `, sha256: "${draft.letter}"`,
  ),
  "Mutation.submitRepair": change("submitRepair", ({ complete }) => complete),
  "Mutation.withdrawRepair": change("withdrawRepair", ({ submitted }) => submitted, why),
  "Mutation.returnRepair": change("returnRepair", ({ submitted }) => submitted, why),
  "Mutation.acceptRepair": change("acceptRepair", ({ submitted }) => submitted),
  "Mutation.startRepairReview": change("startRepairReview", ({ accepted }) => accepted),
  "Mutation.examineRepair": change(
    "examineRepair",
    ({ underReview }) => underReview,
    () => `, checks: [${checks}], recommendation: APPROVE, opinion: "示例"`,
  ),
  "Mutation.extendRepair": change(
    "extendRepair",
    ({ underReview }) => underReview,
    () => `, days: 3${why()}`,
  ),
  "Mutation.announceRepairRejection": change("announceRepairRejection", ({ underReview }) => underReview, why),
  "Mutation.approveRepair": change("approveRepair", ({ examined }) => examined, decided),
  "Mutation.rejectRepair": change("rejectRepair", ({ announced }) => announced, decided),
  "Mutation.revokeRepair": change("revokeRepair", ({ approved }) => approved, decided),
  "Mutation.raiseObjection": sample(
    `mutation { raiseObjection(input: {uscc: "${firm.uscc}", kind: REGISTER, grounds: "示例"}) { __typename ${refusals} } }`,
    "raiseObjection",
  ),
  "Mutation.checkObjection": change("checkObjection", ({ objection }) => objection),
  "Mutation.upholdObjection": change(
    "upholdObjection",
    ({ checking }) => checking,
    () => ', reason: "示例", withdraw: true',
  ),
  "Mutation.rejectObjection": change("rejectObjection", ({ checking }) => checking, why),
  "Mutation.withdrawObjection": change("withdrawObjection", ({ objection }) => objection),
  "Mutation.openOutreach": sample(
    `mutation { openOutreach(input: {title: "示例三", division: "140581", since: "2025-01-01"}) { __typename ${refusals} } }`,
    "openOutreach",
  ),
  "Mutation.advanceOutreach": sample(
    ({ cases }) => `mutation { advanceOutreach(input: {id: "${cases.gathering.id}"}) { __typename ${refusals} } }`,
    "advanceOutreach",
  ),
  "Mutation.tellOutreach": sample(({ cases }) => `mutation { tellOutreach(input: {id: "${cases.ready.id}"}) { __typename ${refusals} } }`, "tellOutreach"),
  "Mutation.refreshOutreach": sample(
    ({ cases }) => `mutation { refreshOutreach(input: {id: "${cases.ready.id}"}) { __typename ${refusals} } }`,
    "refreshOutreach",
  ),
  "Mutation.logOutreachContact": sample(
    ({ cases }) => `mutation { logOutreachContact(input: {id: "${cases.ready.id}", uscc: "${firm.uscc}", how: PHONE}) { __typename ${refusals} } }`,
    "logOutreachContact",
  ),
};
