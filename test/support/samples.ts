import type { Role } from "@hub/core/rights";
import { caseSamples } from "./case-samples.ts";
import { creditSamples } from "./credit-samples.ts";
import { enforcementSamples } from "./enforcement-samples.ts";
import { authority, firm } from "./rows.ts";
import { ofFirm, past, refusals, type Sample, sample, version } from "./sample.ts";

const penaltyId = Buffer.from(`Penalty:${firm.uscc}/${authority.uscc}/高环罚〔2025〕17号`).toString("base64url");
const licenceId = Buffer.from(`Licence:${firm.uscc}/${authority.uscc}/高环审〔2024〕8号`).toString("base64url");
const firmId = Buffer.from(`Enterprise:${firm.uscc}`).toString("base64url");

const provenance = (field: string, name: string) =>
  sample(`{ enterprise(uscc: "${firm.uscc}") { penalties { nodes { provenance { ${field} } } } } }`, "enterprise", "penalties", "nodes", 0, "provenance", name);
/** By "Type.field", or "Type.field(argument)" where the argument has a right of its own. */
export const samples: Readonly<Record<string, Sample>> = {
  ...caseSamples,
  ...enforcementSamples,
  ...creditSamples,
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
  "Mutation.endDelegation": sample(
    ({ person }) => `mutation { endDelegation(input: {uscc: "${firm.uscc}", person: "${person}", version: 1}) { __typename ${refusals} } }`,
    "endDelegation",
  ),
};

/** Roles in the order of tables. */
export const askers = ["public", "partner", "enterprise", "officer", "reviewer", "auditor", "admin", "operator"] as const satisfies readonly Role[];
