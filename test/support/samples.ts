import type { Role } from "@hub/core/rights";
import type { Cases, Named } from "./cases.ts";
import { pdfBase64 } from "./repair.ts";
import { authority, builder, firm } from "./rows.ts";

/** What samples ask for, in a hub that `seededAccess` has filled. */
export interface Targets {
  readonly agency: string;
  readonly key: string;
  readonly client: string;
  readonly person: string;
  readonly sha256: string;
  /** Cases of the firm. */
  readonly cases: Cases;
  /** Enforcement cases against the builder, by where they stand, each as GraphQL names it in an input. */
  readonly enforcement: Readonly<Record<"opened" | "investigated" | "rectificationOrdered" | "noticed" | "decided", string>>;
  /** An instant at which the hub knew the firm. */
  readonly knownAt: string;
}

const penaltyId = Buffer.from(`Penalty:${firm.uscc}/${authority.uscc}/高环罚〔2025〕17号`).toString("base64url");
const licenceId = Buffer.from(`Licence:${firm.uscc}/${authority.uscc}/高环审〔2024〕8号`).toString("base64url");
const firmId = Buffer.from(`Enterprise:${firm.uscc}`).toString("base64url");

/** One way to ask for a field, or with an argument; `at` is where the answer has what it is about. */
export interface Sample {
  readonly query: (targets: Targets) => string;
  readonly at: readonly (string | number)[];
}

const sample = (query: string | ((targets: Targets) => string), ...at: readonly (string | number)[]): Sample => ({
  query: typeof query === "string" ? () => query : query,
  at,
});
const ofFirm = (field: string, ...at: readonly (string | number)[]) => sample(`{ enterprise(uscc: "${firm.uscc}") { ${field} } }`, "enterprise", ...at);
const provenance = (field: string, name: string) =>
  sample(`{ enterprise(uscc: "${firm.uscc}") { penalties { nodes { provenance { ${field} } } } } }`, "enterprise", "penalties", "nodes", 0, "provenance", name);
const version = "nodes { version }";
const past = ({ knownAt }: Targets) => `knownAt: "${knownAt}"`;
const refusals = "... on Refusal { code message }";
/** Of a case as an input names it, the id alone. */
const idIn = (of: string) => of.split(",")[0] ?? "";
const ofCase = (name: string, state: keyof Targets["enforcement"], rest: string) =>
  sample(({ enforcement }) => `mutation { ${name}(input: {${enforcement[state]}, ${rest}}) { __typename ${refusals} } }`, name);
const opening = `uscc: "${builder.uscc}", name: "${builder.name}", division: "140581", authority: {name: "${authority.name}", uscc: "${authority.uscc}"}`;

/** A change of a case, with what its input says beside the case. */
const change = (name: string, of: (cases: Cases) => Named, more: (cases: Cases) => string = () => "") =>
  sample(({ cases }) => {
    const { id, version } = of(cases);
    return `mutation { ${name}(input: {id: "${id}", version: ${version}${more(cases)}}) { __typename ${refusals} } }`;
  }, name);
const decided = () => ', documentNumber: "高环信修〔2026〕2号", reason: "示例"';
const why = () => ', reason: "示例"';
const ofPenalty = `uscc: "${firm.uscc}", authority: "${authority.uscc}", decisionNumber: "高环罚〔2025〕17号"`;
const checks = ["IDENTITY", "TERM", "FULFILMENT", "CORRECTION", "COMMITMENT", "MATERIALS"].map((code) => `{code: ${code}, isMet: true}`).join(", ");

/** By "Type.field", or "Type.field(argument)" where the argument has a right of its own. */
export const samples: Readonly<Record<string, Sample>> = {
  "Query.me": sample("{ me { id } }", "me"),
  "Query.rights": sample("{ rights { name } }", "rights"),
  "Query.agency": sample(({ agency }) => `{ agency(id: "${agency}") { name } }`, "agency"),
  "Query.agencies": sample("{ agencies { nodes { id } } }", "agencies", "nodes"),
  "Query.person": sample(({ person }) => `{ person(id: "${person}") { subject } }`, "person"),
  "Query.persons": sample("{ persons { nodes { id } } }", "persons", "nodes"),
  "Query.delegations": sample(`{ delegations(uscc: "${firm.uscc}") { person } }`, "delegations"),
  "Query.auditEntries": sample(`{ auditEntries(subject: "${firm.uscc}") { nodes { at } } }`, "auditEntries", "nodes"),
  "Query.auditTotals": sample(`{ auditTotals(subject: "${firm.uscc}") { actions { count } } }`, "auditTotals", "actions"),
  "Query.dueDate": sample('{ dueDate(from: "2025-09-30", workingDays: 7) { due } }', "dueDate"),
  "Query.division": sample('{ division(code: "140581") { name } }', "division"),
  "Query.divisions": sample('{ divisions(below: "140500") { name } }', "divisions"),
  "Query.industry": sample('{ industry(code: "C3391") { name } }', "industry"),
  "Query.industries": sample('{ industries(below: "C") { name } }', "industries"),
  "Query.usccCheck": sample(`{ usccCheck(uscc: "${firm.uscc}") { ok } }`, "usccCheck"),
  "Query.statistics": sample("{ statistics(kind: PENALTY) { count } }", "statistics"),
  "Query.changes": sample("{ changes { nodes { sequence } } }", "changes", "nodes"),
  "Query.logPosition": sample("{ logPosition { sequence } }", "logPosition"),
  "Query.publicityRegimes": sample("{ publicityRegimes { code } }", "publicityRegimes"),
  "Query.publicityPreview": sample('{ publicityPreview(decidedOn: "2026-05-31", penaltyTypes: [FINE]) { publicity { endsOn } } }', "publicityPreview"),
  "Query.legalProvisions": sample("{ legalProvisions(violation: NO_PERMIT) { article } }", "legalProvisions"),
  "Query.eiaDocumentNames": sample('{ eiaDocumentNames(on: "2026-08-15") { name } }', "eiaDocumentNames"),
  "Query.enforcementCase": sample(({ enforcement }) => `{ enforcementCase(${idIn(enforcement.opened)}) { state } }`, "enforcementCase"),
  "Query.enforcementCases": sample("{ enforcementCases { nodes { id } } }", "enforcementCases", "nodes"),
  "Query.enforcementRules": sample("{ enforcementRules { terms { code } } }", "enforcementRules"),
  "Query.enforcementCasesOf": sample(`{ enforcementCasesOf(uscc: "${builder.uscc}") { id } }`, "enforcementCasesOf"),
  "Query.enterprise": ofFirm("name"),
  "Query.enterprise(knownAt)": sample((of) => `{ enterprise(uscc: "${firm.uscc}", ${past(of)}) { name } }`, "enterprise"),
  "Query.enterprises": sample(`{ enterprises(usccs: ["${firm.uscc}"]) { enterprise { name } } }`, "enterprises", 0, "enterprise"),
  "Query.enterprises(knownAt)": sample((of) => `{ enterprises(usccs: ["${firm.uscc}"], ${past(of)}) { enterprise { name } } }`, "enterprises", 0, "enterprise"),
  "Query.enterpriseByIdentifier": sample(
    `{ enterpriseByIdentifier(kind: REGISTRATION_NUMBER, value: "${firm.registrationNumber}") { name } }`,
    "enterpriseByIdentifier",
  ),
  "Query.enterpriseByIdentifier(knownAt)": sample(
    (of) => `{ enterpriseByIdentifier(kind: REGISTRATION_NUMBER, value: "${firm.registrationNumber}", ${past(of)}) { name } }`,
    "enterpriseByIdentifier",
  ),
  "Query.node": sample(`{ node(id: "${penaltyId}") { id } }`, "node"),
  "Query.node(knownAt)": sample((of) => `{ node(id: "${penaltyId}", ${past(of)}) { id } }`, "node"),
  "Query.nodes": sample(`{ nodes(ids: ["${firmId}"]) { id } }`, "nodes", 0),
  "Query.nodes(knownAt)": sample((of) => `{ nodes(ids: ["${firmId}"], ${past(of)}) { id } }`, "nodes", 0),
  "Query.certificate": sample(`{ certificate(uscc: "${firm.uscc}") { digest } }`, "certificate"),
  "Query.certificate(knownAt)": sample((of) => `{ certificate(uscc: "${firm.uscc}", ${past(of)}) { digest } }`, "certificate"),
  "Query.import": sample(({ sha256 }) => `{ import(sha256: "${sha256}") { fileName } }`, "import"),
  "Query.imports": sample("{ imports { nodes { fileName } } }", "imports", "nodes"),
  "Import.rowIssues": sample(({ sha256 }) => `{ import(sha256: "${sha256}") { rowIssues { nodes { row } } } }`, "import", "rowIssues", "nodes"),
  "Enterprise.penalties": ofFirm("penalties { nodes { decisionNumber } }", "penalties", "nodes"),
  "Enterprise.penalties(knownAt)": sample(
    (of) => `{ enterprise(uscc: "${firm.uscc}") { penalties(${past(of)}) { nodes { decisionNumber } } } }`,
    "enterprise",
    "penalties",
    "nodes",
  ),
  "Enterprise.licences": ofFirm("licences { nodes { documentNumber } }", "licences", "nodes"),
  "Enterprise.licences(knownAt)": sample(
    (of) => `{ enterprise(uscc: "${firm.uscc}") { licences(${past(of)}) { nodes { documentNumber } } } }`,
    "enterprise",
    "licences",
    "nodes",
  ),
  "Enterprise.timeline": ofFirm(`timeline { ${version} }`, "timeline", "nodes"),
  "Enterprise.timeline(knownAt)": sample(
    (of) => `{ enterprise(uscc: "${firm.uscc}") { timeline(${past(of)}) { ${version} } } }`,
    "enterprise",
    "timeline",
    "nodes",
  ),
  "Enterprise.registerHistory": ofFirm(`registerHistory { ${version} }`, "registerHistory", "nodes"),
  "Enterprise.registerHistory(knownAt)": sample(
    (of) => `{ enterprise(uscc: "${firm.uscc}") { registerHistory(${past(of)}) { ${version} } } }`,
    "enterprise",
    "registerHistory",
    "nodes",
  ),
  "Penalty.history": sample(`{ node(id: "${penaltyId}") { ... on Penalty { history { ${version} } } } }`, "node", "history", "nodes"),
  "Penalty.history(knownAt)": sample(
    (of) => `{ node(id: "${penaltyId}") { ... on Penalty { history(${past(of)}) { ${version} } } } }`,
    "node",
    "history",
    "nodes",
  ),
  "Licence.history": sample(`{ node(id: "${licenceId}") { ... on Licence { history { ${version} } } } }`, "node", "history", "nodes"),
  "Licence.history(knownAt)": sample(
    (of) => `{ node(id: "${licenceId}") { ... on Licence { history(${past(of)}) { ${version} } } } }`,
    "node",
    "history",
    "nodes",
  ),
  "Provenance.confirmedOn": provenance("confirmedOn", "confirmedOn"),
  "Provenance.firstSeen": provenance("firstSeen { row }", "firstSeen"),
  "Provenance.lastSeen": provenance("lastSeen { row }", "lastSeen"),
  "Provenance.revision": provenance("revision", "revision"),
  "Provenance.recordedAt": provenance("recordedAt", "recordedAt"),
  "Provenance.recordedBy": provenance("recordedBy", "recordedBy"),
  "Provenance.reason": provenance("reason", "reason"),
  "Provenance.originals": provenance("originals { field }", "originals"),
  "Agency.keys": sample(({ agency }) => `{ agency(id: "${agency}") { keys { id } } }`, "agency", "keys"),
  "Agency.clients": sample(({ agency }) => `{ agency(id: "${agency}") { clients { id } } }`, "agency", "clients"),
  "Mutation.addAgency": sample(`mutation { addAgency(input: {name: "示例", kind: PARTNER, divisions: ["140581"]}) { __typename ${refusals} } }`, "addAgency"),
  "Mutation.changeAgency": sample(
    ({ agency }) => `mutation { changeAgency(input: {id: "${agency}", version: 1, isActive: false}) { __typename ${refusals} } }`,
    "changeAgency",
  ),
  "Mutation.issueKey": sample(({ agency }) => `mutation { issueKey(input: {agency: "${agency}", label: "示例"}) { __typename ${refusals} } }`, "issueKey"),
  "Mutation.rotateKey": sample(
    ({ agency, key }) => `mutation { rotateKey(input: {agency: "${agency}", key: "${key}", version: 1}) { __typename ${refusals} } }`,
    "rotateKey",
  ),
  "Mutation.revokeKey": sample(
    ({ agency, key }) => `mutation { revokeKey(input: {agency: "${agency}", key: "${key}", version: 1}) { __typename ${refusals} } }`,
    "revokeKey",
  ),
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
  "Mutation.announceRepairRejection": change("announceRepairRejection", ({ underReview }) => underReview, why),
  "Mutation.approveRepair": change("approveRepair", ({ examined }) => examined, decided),
  "Mutation.rejectRepair": change("rejectRepair", ({ announced }) => announced, decided),
  "Mutation.revokeRepair": change("revokeRepair", ({ approved }) => approved, why),
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
  "Mutation.addClient": sample(
    ({ agency }) =>
      `mutation { addClient(input: {agency: "${agency}", issuer: "https://login.example.gov.cn", client: "another"}) { __typename ${refusals} } }`,
    "addClient",
  ),
  "Mutation.removeClient": sample(({ client }) => `mutation { removeClient(input: {id: "${client}", version: 1}) { __typename ${refusals} } }`, "removeClient"),
  "Mutation.addPerson": sample(
    `mutation { addPerson(input: {issuer: "https://login.example.gov.cn", subject: "u-9", memberships: [{role: OFFICER, divisions: ["140581"], enterprises: []}]}) { __typename ${refusals} } }`,
    "addPerson",
  ),
  "Mutation.changePerson": sample(
    ({ person }) => `mutation { changePerson(input: {id: "${person}", version: 1, isActive: false}) { __typename ${refusals} } }`,
    "changePerson",
  ),
  "Mutation.delegate": sample(
    ({ person }) => `mutation { delegate(input: {uscc: "${firm.uscc}", person: "${person}", actions: [HISTORY_READ]}) { __typename ${refusals} } }`,
    "delegate",
  ),
  "Mutation.openCase": sample(
    `mutation { openCase(input: {${opening}, violation: {type: "扬尘", facts: "示例", place: "示例", occurredOn: "2025-12-20"}}) { __typename ${refusals} } }`,
    "openCase",
  ),
  "Mutation.investigateCase": ofCase("investigateCase", "opened", 'facts: "示例"'),
  "Mutation.orderRectification": ofCase("orderRectification", "investigated", 'number: "示例", text: "示例", dueOn: "2026-02-01"'),
  "Mutation.confirmCorrection": ofCase("confirmCorrection", "rectificationOrdered", 'correctedOn: "2026-01-05", evidence: "示例"'),
  "Mutation.assessCase": ofCase("assessCase", "investigated", "grounds: []"),
  "Mutation.giveCaseNotice": ofCase("giveCaseNotice", "investigated", 'number: "示例"'),
  "Mutation.decideCase": ofCase("decideCase", "noticed", 'number: "示例环罚〔2026〕99号", penaltyTypes: [WARNING], content: "警告", answer: "无"'),
  "Mutation.serveCaseDecision": ofCase("serveCaseDecision", "decided", 'served: {on: "2026-01-05", noticeNumber: "示例", noticeOn: "2026-01-05"}'),
  "Mutation.closeCaseWithoutPenalty": ofCase(
    "closeCaseWithoutPenalty",
    "noticed",
    'discretion: {ground: NO_FAULT, facts: [{of: "noFault", text: "示例"}]}, reason: "示例"',
  ),
  "Mutation.dismissCase": ofCase("dismissCase", "opened", 'reason: "示例"'),
  "Mutation.fulfilCase": ofCase("fulfilCase", "decided", 'fulfilledOn: "2026-01-05", proof: "示例"'),
  "Mutation.endDelegation": sample(
    ({ person }) => `mutation { endDelegation(input: {uscc: "${firm.uscc}", person: "${person}", version: 1}) { __typename ${refusals} } }`,
    "endDelegation",
  ),
};

/** Roles in the order of tables. */
export const askers = ["public", "partner", "enterprise", "officer", "reviewer", "auditor", "admin", "operator"] as const satisfies readonly Role[];
