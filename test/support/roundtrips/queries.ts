import { authority } from "../rows.ts";
import { type Filled, longLists } from "./fill.ts";

/** Asks a query of a hub and gives its data; throws where it has errors. */
// biome-ignore lint/suspicious/noExplicitAny: data have the shape of each query
export type Ask = (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<any>;

/** A documented query, whose calls to the store a test keeps and a bench measures. */
export interface Documented {
  /** The bench's name for it. */
  readonly name: string;
  /** The access pattern that it is, as "entity, pattern"; null for what needs no call. */
  readonly pattern: string | null;
  readonly query: string;
  /** Its variables in a filled hub. May ask for ids and cursors first. */
  readonly variables: (filled: Filled, ask: Ask) => Promise<Readonly<Record<string, unknown>>>;
}

const none = async () => ({});
type Lists = "penalties" | "licences" | "ratings" | "listings";
const list = (field: Lists, number: string) =>
  `query Next($uscc: String!, $after: String!) { enterprise(uscc: $uscc) { ${field}(after: $after) { totalCount nodes { id ${number} } pageInfo { hasNextPage } } } }`;

async function afterFirstPage(ask: Ask, field: Lists) {
  const uscc = longLists[field];
  const { enterprise } = await ask(`query First($uscc: String!) { enterprise(uscc: $uscc) { ${field} { pageInfo { endCursor } } } }`, { uscc });
  return { uscc, after: enterprise[field].pageInfo.endCursor as string };
}

/** Id of the newest rating, or membership of a list, of the firm that has some. */
async function firstId(ask: Ask, field: "ratings" | "listings"): Promise<{ readonly id: string }> {
  const { enterprise } = await ask(`query Id($uscc: String!) { enterprise(uscc: $uscc) { ${field}(first: 1) { nodes { id } } } }`, { uscc: longLists[field] });
  return enterprise[field].nodes[0];
}

async function afterVersion(ask: Ask, field: "ratings" | "listings") {
  const { id } = await firstId(ask, field);
  const type = field === "ratings" ? "Rating" : "ListEntry";
  const { node } = await ask(`query H($id: ID!) { node(id: $id) { ... on ${type} { history(first: 1) { pageInfo { endCursor } } } } }`, { id });
  return { id, after: node.history.pageInfo.endCursor as string };
}

async function hundredIds(ask: Ask, field: "penalties" | "licences"): Promise<readonly string[]> {
  const { enterprise } = await ask(`query Ids($uscc: String!) { enterprise(uscc: $uscc) { ${field}(first: 100) { nodes { id } } } }`, {
    uscc: longLists[field],
  });
  return enterprise[field].nodes.map(({ id }: { readonly id: string }) => id);
}

async function afterVersions(ask: Ask, field: "timeline" | "registerHistory") {
  const uscc = longLists[field === "timeline" ? "penalties" : "licences"];
  const { enterprise } = await ask(`query First($uscc: String!) { enterprise(uscc: $uscc) { ${field}(first: 1) { pageInfo { endCursor } } } }`, { uscc });
  return { uscc, after: enterprise[field].pageInfo.endCursor as string };
}

/** Id of the decision that was corrected. */
const corrected = Buffer.from(`Penalty:${longLists.penalties}/${authority.uscc}/0号`).toString("base64url");

const profile = "uscc name status penalties { totalCount nodes { decisionNumber } } licences { totalCount nodes { documentNumber } }";

/** Every query that the documentation promises, with the access pattern it stands for. */
export const documented: readonly Documented[] = [
  // First, since every query of what is not public adds to the end of the trail, which these go through.
  { name: "audit", pattern: "trailEntry, in a time", query: "query Audit { auditEntries { nodes { at actor actions } } }", variables: none },
  {
    name: "audit_of_enterprise",
    pattern: "trailListing, of an enterprise",
    query: "query Seen($uscc: String!) { auditEntries(subject: $uscc) { nodes { at agency purpose } } }",
    variables: async ({ usccs }) => ({ uscc: usccs[0] }),
  },
  {
    name: "audit_of_agency",
    pattern: "trailListing, by an agency",
    query: "query Done($agency: String!) { auditTotals(agency: $agency) { entries actions { value count } } }",
    variables: async ({ agency }) => ({ agency }),
  },
  {
    name: "profile",
    pattern: "enterprise, profile",
    query: `query Profile($uscc: String!) { enterprise(uscc: $uscc) { ${profile} } }`,
    variables: async ({ usccs }) => ({ uscc: usccs[0] }),
  },
  {
    name: "profiles_100",
    pattern: "enterprise, profiles",
    query: `query Profiles($usccs: [String!]!) { enterprises(usccs: $usccs) { asked enterprise { ${profile} } } }`,
    variables: async ({ usccs }) => ({ usccs }),
  },
  {
    name: "certificate",
    pattern: "enterprise, certificate",
    query: "query Certificate($uscc: String!) { certificate(uscc: $uscc) { jws seal statement { asOf penalties { number } absences { claim } } } }",
    variables: async ({ usccs }) => ({ uscc: usccs[0] }),
  },
  {
    name: "by_old_number",
    pattern: "identifier, profile",
    query: `query Old($value: String!) { enterpriseByIdentifier(kind: REGISTRATION_NUMBER, value: $value) { ${profile} } }`,
    variables: async ({ oldNumber }) => ({ value: oldNumber }),
  },
  {
    name: "node_enterprise",
    pattern: "enterprise, profile",
    query: "query Node($id: ID!) { node(id: $id) { ... on Enterprise { name } } }",
    variables: async ({ usccs }, ask) => ({ id: (await ask("query Id($u: String!) { enterprise(uscc: $u) { id } }", { u: usccs[0] })).enterprise.id }),
  },
  {
    name: "node_penalty",
    pattern: "penalty, by id",
    query: "query Node($id: ID!) { node(id: $id) { ... on Penalty { decisionNumber } } }",
    variables: async (_filled, ask) => ({ id: (await hundredIds(ask, "penalties"))[0] }),
  },
  {
    name: "node_licence",
    pattern: "licence, by id",
    query: "query Node($id: ID!) { node(id: $id) { ... on Licence { documentNumber } } }",
    variables: async (_filled, ask) => ({ id: (await hundredIds(ask, "licences"))[0] }),
  },
  {
    name: "nodes_100_penalties",
    pattern: "penalty, by ids",
    query: "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on Penalty { decisionNumber } } }",
    variables: async (_filled, ask) => ({ ids: await hundredIds(ask, "penalties") }),
  },
  {
    name: "nodes_100_licences",
    pattern: "licence, by ids",
    query: "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on Licence { documentNumber } } }",
    variables: async (_filled, ask) => ({ ids: await hundredIds(ask, "licences") }),
  },
  {
    name: "penalties_next_page",
    pattern: "penalty, next page",
    query: list("penalties", "decisionNumber"),
    variables: (_filled, ask) => afterFirstPage(ask, "penalties"),
  },
  {
    name: "licences_next_page",
    pattern: "licence, next page",
    query: list("licences", "documentNumber"),
    variables: (_filled, ask) => afterFirstPage(ask, "licences"),
  },
  {
    name: "ratings_next_page",
    pattern: "rating, next page",
    query: list("ratings", "year level { code }"),
    variables: (_filled, ask) => afterFirstPage(ask, "ratings"),
  },
  {
    name: "listings_next_page",
    pattern: "listEntry, next page",
    query: list("listings", "state list { code }"),
    variables: (_filled, ask) => afterFirstPage(ask, "listings"),
  },
  {
    name: "node_rating",
    pattern: "rating, by id",
    query: "query Node($id: ID!) { node(id: $id) { ... on Rating { year score } } }",
    variables: (_filled, ask) => firstId(ask, "ratings"),
  },
  {
    name: "node_list_entry",
    pattern: "listEntry, by id",
    query: "query Node($id: ID!) { node(id: $id) { ... on ListEntry { state publicity { endsOn } } } }",
    variables: (_filled, ask) => firstId(ask, "listings"),
  },
  {
    name: "rating_history",
    pattern: "version, history of a decision",
    query: "query History($id: ID!, $after: String!) { node(id: $id) { ... on Rating { history(first: 1, after: $after) { totalCount } } } }",
    variables: (_filled, ask) => afterVersion(ask, "ratings"),
  },
  {
    name: "list_entry_history",
    pattern: "version, history of a decision",
    query: "query History($id: ID!, $after: String!) { node(id: $id) { ... on ListEntry { history(first: 1, after: $after) { totalCount } } } }",
    variables: (_filled, ask) => afterVersion(ask, "listings"),
  },
  { name: "rating_schemes", pattern: null, query: "query Schemes { ratingSchemes { code startScore levels { code } } }", variables: none },
  { name: "lists", pattern: null, query: "query Lists { lists { code publicity { longestMonths } } }", variables: none },
  {
    name: "known_at",
    pattern: "version, enterprise at a time",
    query: `query KnownAt($uscc: String!, $knownAt: DateTime!) { enterprise(uscc: $uscc, knownAt: $knownAt) { ${profile} } }`,
    variables: async ({ before }) => ({ uscc: longLists.penalties, knownAt: before }),
  },
  {
    name: "timeline",
    pattern: "version, timeline",
    query: "query Timeline($uscc: String!) { enterprise(uscc: $uscc) { timeline(first: 5) { nodes { recordId } } } }",
    variables: async () => ({ uscc: longLists.penalties }),
  },
  {
    name: "timeline_next_page",
    pattern: "version, timeline",
    query: `query NextVersions($uscc: String!, $after: String!) { enterprise(uscc: $uscc) { timeline(first: 5, after: $after) { totalCount nodes { recordId kind version change recordedAt } } } }`,
    variables: (_filled, ask) => afterVersions(ask, "timeline"),
  },
  {
    name: "register_history",
    pattern: "version, timeline",
    query: `query Register($uscc: String!, $after: String!) { enterprise(uscc: $uscc) { registerHistory(first: 1, after: $after) { totalCount } } }`,
    variables: (_filled, ask) => afterVersions(ask, "registerHistory"),
  },
  {
    name: "history_of_decision",
    pattern: "version, history of a decision",
    query:
      "query History($id: ID!, $after: String!) { node(id: $id) { ... on Penalty { history(first: 1, after: $after) { nodes { version changes { field from to } } } } } }",
    variables: async (_filled, ask) => {
      const { node } = await ask("query H($id: ID!) { node(id: $id) { ... on Penalty { history(first: 1) { pageInfo { endCursor } } } } }", { id: corrected });
      return { id: corrected, after: node.history.pageInfo.endCursor as string };
    },
  },
  {
    name: "histories",
    pattern: "version, timeline",
    query: `query Histories($uscc: String!) { enterprise(uscc: $uscc) { penalties { nodes { history(first: 2) { totalCount nodes { version } } } } licences { nodes { history(after: "none") { totalCount } } } } }`,
    variables: async () => ({ uscc: longLists.penalties }),
  },
  {
    name: "changes",
    pattern: "logEntries, next page",
    query: "query Changes($after: String!) { changes(after: $after) { nodes { sequence recordId change hash } endCursor hasNextPage } }",
    variables: async (_filled, ask) => ({ after: (await ask("query First { changes(first: 10) { endCursor } }")).changes.endCursor as string }),
  },
  {
    name: "credit_rules",
    pattern: null,
    query: "query CreditRules { creditRules { code use effect instrument } }",
    variables: none,
  },
  {
    name: "credit_status",
    pattern: "enterprise, profile",
    query:
      "query CreditStatus($uscc: String!) { enterprise(uscc: $uscc) { creditStatus { publishedCount repairedCount uses { use effect findings { rule { code } } } } } }",
    variables: async () => ({ uscc: longLists.penalties }),
  },
  {
    name: "repair_eligibility",
    pattern: "repair, eligibility",
    query: "query Eligibility($uscc: String!) { repairEligibility(uscc: $uscc) { canApply missing } }",
    variables: async () => ({ uscc: longLists.penalties }),
  },
  {
    name: "repair",
    pattern: "repair, by id",
    query: "query Repair($id: String!) { repair(id: $id) { state letter { sha256 } } }",
    variables: async ({ repair }) => ({ id: repair }),
  },
  {
    name: "repairs",
    pattern: "repair, worklist",
    query: "query Repairs { repairs { nodes { id state } totals { all states { state count } } } }",
    variables: none,
  },
  {
    name: "repairs_of",
    pattern: "repair, of a firm",
    query: "query RepairsOf($uscc: String!) { repairsOf(uscc: $uscc) { id state } }",
    variables: async () => ({ uscc: longLists.penalties }),
  },
  {
    name: "objection",
    pattern: "objection, by id",
    query: "query Objection($id: String!) { objection(id: $id) { state grounds } }",
    variables: async ({ objection }) => ({ id: objection }),
  },
  {
    name: "objections",
    pattern: "objection, worklist",
    query: "query Objections { objections { nodes { id state due { dueOn } } totals { all } } }",
    variables: none,
  },
  {
    name: "objections_of",
    pattern: "objection, of a firm",
    query: "query ObjectionsOf($uscc: String!) { objectionsOf(uscc: $uscc) { id state } }",
    variables: async () => ({ uscc: longLists.penalties }),
  },
  {
    name: "list_proposal",
    pattern: "listProposal, by id",
    query: "query Proposal($id: String!) { listProposal(id: $id) { state notice { servedOn } entryId } }",
    variables: async ({ proposal }) => ({ id: proposal }),
  },
  {
    name: "list_proposals",
    pattern: "listProposal, worklist",
    query: "query Proposals { listProposals { nodes { id list { code } state } totals { all states { state count } } } }",
    variables: none,
  },
  {
    name: "list_proposals_of",
    pattern: "listProposal, of a firm",
    query: "query ProposalsOf($uscc: String!) { listProposalsOf(uscc: $uscc) { id state } }",
    variables: async () => ({ uscc: longLists.listings }),
  },
  {
    name: "outreach_campaigns",
    pattern: "outreach, all",
    query: "query Campaigns { outreachCampaigns { id title phase } }",
    variables: none,
  },
  {
    name: "outreach",
    pattern: "outreach, by id",
    query: "query Outreach($id: String!) { outreach(id: $id) { firms told abilities { ability count } targets { uscc ability } } }",
    variables: async ({ campaign }) => ({ id: campaign }),
  },
  {
    name: "repair_advice",
    pattern: "outreachTarget, of a firm",
    query: "query Advice($uscc: String!) { repairAdvice(uscc: $uscc) { notice { zh } } }",
    variables: async () => ({ uscc: longLists.penalties }),
  },
  {
    name: "publicity_regimes",
    pattern: null,
    query: "query Regimes { publicityRegimes { code grades { grade shortestMonths longestMonths } } }",
    variables: none,
  },
  {
    name: "publicity_preview",
    pattern: null,
    query: 'query Preview { publicityPreview(decidedOn: "2026-05-31", penaltyTypes: [FINE]) { publicity { endsOn } reportDue { due } } }',
    variables: none,
  },
  {
    name: "legal_provisions",
    pattern: null,
    query: 'query Law { legalProvisions(violation: OVER_PERMITTED_LIMITS) { citation fines { most { fen } } } eiaDocumentNames(on: "2026-08-15") { name } }',
    variables: none,
  },
  {
    name: "enforcement_rules",
    pattern: null,
    query: "query Rules { enforcementRules { terms { code days article confidence } grounds { ground effect elements } } }",
    variables: none,
  },
  {
    name: "enforcement_case",
    pattern: "enforcementCase, by id",
    query:
      "query Case($id: String!) { enforcementCase(id: $id) { state law { lighter } decision { number publicity { endsOn } reportDue { due } } terms { dueOn } } }",
    variables: async ({ enforcement }) => ({ id: enforcement }),
  },
  {
    name: "enforcement_cases",
    pattern: "enforcementCase, worklist",
    query: "query Cases { enforcementCases { nodes { id due { dueOn } } totals { all overdue states { count } } } }",
    variables: none,
  },
  {
    name: "enforcement_cases_of_firm",
    pattern: "enforcementCase, of a firm",
    query: "query CasesOf($uscc: String!) { enforcementCasesOf(uscc: $uscc) { id state } }",
    variables: async ({ usccs }) => ({ uscc: usccs[0] }),
  },
  { name: "log_position", pattern: "projection, log position", query: "query Position { logPosition { sequence hash } }", variables: none },
  {
    name: "statistics",
    pattern: "total, statistics",
    query: "query Statistics { statistics(kind: LICENCE) { count states { value count } divisions { nodes { value count } } days { totalCount } } }",
    variables: none,
  },
  {
    name: "statistics_published",
    pattern: "penalty, statistics",
    query: "query Published { statistics(kind: PENALTY) { count divisions { nodes { value count } } days { totalCount } } }",
    variables: none,
  },
  {
    name: "statistics_of_lists",
    pattern: "listEntry, statistics",
    query: "query Listed { statistics(kind: LIST_ENTRY) { count lists { value count } } }",
    variables: none,
  },
  {
    name: "statistics_next_page",
    pattern: "penalty, statistics",
    query:
      "query NextDays($division: String!, $day: String!) { statistics(kind: PENALTY) { divisions(first: 1, after: $division) { totalCount } days(first: 1, after: $day) { nodes { value count } } } }",
    variables: async (_filled, ask) => {
      const cursors = "pageInfo { endCursor }";
      const { statistics } = await ask(`query First { statistics(kind: PENALTY) { divisions(first: 1) { ${cursors} } days(first: 1) { ${cursors} } } }`);
      return { division: statistics.divisions.pageInfo.endCursor as string, day: statistics.days.pageInfo.endCursor as string };
    },
  },
  {
    name: "node_at",
    pattern: "version, record at a time",
    query: "query NodeAt($id: ID!, $knownAt: DateTime!) { node(id: $id, knownAt: $knownAt) { ... on Penalty { facts } } }",
    variables: async ({ before }) => ({ id: corrected, knownAt: before }),
  },
  {
    name: "import",
    pattern: "import, by file",
    query: "query Import($sha256: String!) { import(sha256: $sha256) { fileName state rows } }",
    variables: async ({ sha256 }) => ({ sha256 }),
  },
  {
    name: "import_rows",
    pattern: "importRow, of an import",
    query: "query Rows($sha256: String!) { import(sha256: $sha256) { fileName rowIssues { nodes { row issues { code } } endCursor } } }",
    variables: async ({ sha256 }) => ({ sha256 }),
  },
  { name: "imports", pattern: "importListing, newest first", query: "query Imports { imports { nodes { fileName state rows } endCursor } }", variables: none },
  {
    name: "imports_rows",
    pattern: "importRow, of each import",
    query: "query ImportsRows { imports { nodes { fileName rowIssues(first: 3) { nodes { row } } } } }",
    variables: none,
  },
  { name: "me", pattern: null, query: "query { me { id role grants { action reach } } rights { name who { role reach } } }", variables: none },
  {
    name: "agency",
    pattern: "agency, by id",
    query: "query Agency($id: String!) { agency(id: $id) { name kind divisions version } }",
    variables: async ({ agency }) => ({ id: agency }),
  },
  { name: "agencies", pattern: "agency, all", query: "query Agencies { agencies { nodes { id name } } }", variables: none },
  {
    name: "agency_keys",
    pattern: "apiKey, of an agency",
    query: "query Keys($id: String!) { agency(id: $id) { keys { prefix label expiresAt } } }",
    variables: async ({ agency }) => ({ id: agency }),
  },
  {
    name: "agency_keys_used",
    pattern: "keyUse, of a key",
    query: "query Used($id: String!) { agency(id: $id) { keys { lastUsedAt } } }",
    variables: async ({ agency }) => ({ id: agency }),
  },
  {
    name: "agency_clients",
    pattern: "client, of an agency",
    query: "query Clients($id: String!) { agency(id: $id) { clients { issuer client } } }",
    variables: async ({ agency }) => ({ id: agency }),
  },
  {
    name: "person",
    pattern: "person, by id",
    query: "query Person($id: String!) { person(id: $id) { subject memberships { role } } }",
    variables: async ({ person }) => ({ id: person }),
  },
  { name: "persons", pattern: "person, all", query: "query Persons { persons { nodes { id subject } } }", variables: none },
  {
    name: "delegations",
    pattern: "delegation, of an enterprise",
    query: "query Delegations($uscc: String!) { delegations(uscc: $uscc) { person actions until } }",
    variables: async ({ usccs }) => ({ uscc: usccs[0] }),
  },
  { name: "division", pattern: null, query: 'query { division(code: "140581") { name path { name } } divisions(below: "140500") { name } }', variables: none },
  { name: "industry", pattern: null, query: 'query { industry(code: "C3391") { name path { name } } industries(below: "C") { name } }', variables: none },
  { name: "due_date", pattern: null, query: 'query { dueDate(from: "2025-09-30", workingDays: 7) { due } }', variables: none },
  { name: "uscc_check", pattern: null, query: 'query { usccCheck(uscc: "91140581MA0DEMX13P") { ok suggestion } }', variables: none },
];
