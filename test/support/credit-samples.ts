import { county } from "./credit.ts";
import { firm } from "./rows.ts";
import { ofFirm, past, refusals, type Sample, sample, type Targets, version } from "./sample.ts";

/** How ratings and memberships of lists are asked for and changed, as in `samples`. */

const authority = `authority: {name: "${county.name}", uscc: "${county.uscc}"}`;
const ratingId = Buffer.from(`Rating:${firm.uscc}/shanxi-pilot/2025`).toString("base64url");
const entryId = ({ entries }: Targets) => Buffer.from(`ListEntry:${firm.uscc}/${entries.listed}`).toString("base64url");
const named = (id: string, of: number) => `id: "${id}", version: ${of}`;
const change = (field: string, input: (targets: Targets) => string) =>
  sample((of) => `mutation { ${field}(input: {${input(of)}}) { __typename ${refusals} } }`, field);

export const creditSamples: Readonly<Record<string, Sample>> = {
  "Query.ratingSchemes": sample("{ ratingSchemes { code } }", "ratingSchemes"),
  "Query.lists": sample("{ lists { code } }", "lists"),
  "Query.listProposal": sample(({ entries }) => `{ listProposal(id: "${entries.noticed}") { state } }`, "listProposal"),
  "Query.listProposals": sample("{ listProposals { nodes { id } } }", "listProposals", "nodes"),
  "Query.listProposalsOf": sample(`{ listProposalsOf(uscc: "${firm.uscc}") { id } }`, "listProposalsOf"),
  "Enterprise.ratings": ofFirm("ratings { nodes { year } }", "ratings", "nodes"),
  "Enterprise.ratings(knownAt)": sample(
    (of) => `{ enterprise(uscc: "${firm.uscc}") { ratings(${past(of)}) { nodes { year } } } }`,
    ...["enterprise", "ratings", "nodes"],
  ),
  "Enterprise.listings": ofFirm("listings { nodes { state } }", "listings", "nodes"),
  "Enterprise.listings(knownAt)": sample(
    (of) => `{ enterprise(uscc: "${firm.uscc}") { listings(${past(of)}) { nodes { state } } } }`,
    ...["enterprise", "listings", "nodes"],
  ),
  "Rating.history": sample(`{ node(id: "${ratingId}") { ... on Rating { history { ${version} } } } }`, "node", "history", "nodes"),
  "Rating.history(knownAt)": sample(
    (of) => `{ node(id: "${ratingId}") { ... on Rating { history(${past(of)}) { ${version} } } } }`,
    ...["node", "history", "nodes"],
  ),
  "Deduction.penalty": sample(`{ node(id: "${ratingId}") { ... on Rating { deductions { penalty { number } } } } }`, ...["node", "deductions", 0, "penalty"]),
  "ListEntry.history": sample((of) => `{ node(id: "${entryId(of)}") { ... on ListEntry { history { ${version} } } } }`, "node", "history", "nodes"),
  "ListEntry.history(knownAt)": sample(
    (of) => `{ node(id: "${entryId(of)}") { ... on ListEntry { history(${past(of)}) { ${version} } } } }`,
    ...["node", "history", "nodes"],
  ),
  "Mutation.rateEnterprise": change(
    "rateEnterprise",
    () =>
      `uscc: "${firm.uscc}", scheme: "shanxi-pilot", year: 2025, version: 1, level: "A", reasons: ["示例"], ${authority}, documentNumber: "2号", reason: "示例"`,
  ),
  "Mutation.proposeListing": change(
    "proposeListing",
    () => `uscc: "${firm.uscc}", list: "seriousDishonesty", facts: "示例", basis: "示例法第二条", ${authority}`,
  ),
  "Mutation.noticeListing": change("noticeListing", ({ entries }) => `${named(entries.proposed, 1)}, noticeNumber: "1号"`),
  "Mutation.enterList": change("enterList", ({ entries }) => `${named(entries.noticed, 2)}, documentNumber: "1号", reason: "示例"`),
  "Mutation.exitList": change(
    "exitList",
    ({ entries }) => `uscc: "${firm.uscc}", ${named(entries.listed, 1)}, how: CORRECTED, documentNumber: "1号", reason: "示例"`,
  ),
  "Mutation.dropListing": change("dropListing", ({ entries }) => `${named(entries.proposed, 1)}, reason: "示例"`),
};
