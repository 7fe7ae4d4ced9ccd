import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { shape as entry } from "./listing.ts";
import { proposalMachine, proposalStates } from "./machine.ts";

const number = z.string().min(1).max(200);

export const proposalId = z.string().regex(/^lpr_[0-9a-f]{20}$/, "A proposal's id begins with lpr_");

export const proposalShape = z.object({
  id: proposalId.describe("Its own id"),
  state: z.enum(proposalStates).describe("Where it stands"),
  uscc: entry.shape.uscc.describe("The firm, by its code"),
  division: z
    .string()
    .length(6)
    .describe("Division whose officers work on it: the firm's where it lies below that of the authority that lists, else the authority's"),
  list: entry.shape.list.describe("Code of the list"),
  facts: entry.shape.facts.describe("What the firm is to be listed for"),
  basis: entry.shape.basis,
  authority: entry.shape.authority,
  openedOn: Provenance.day.describe("Day on which it was proposed"),
  notice: z
    .object({ number: number.describe("Number of the notice"), servedOn: Provenance.day.describe("Day on which it was served") })
    .nullable()
    .describe("The prior notice, to which the firm may answer; null before"),
  entry: entry.shape.id.nullable().describe("The entry that was made of it, by its id; null before"),
  terms: z.array(Casework.term).max(10).describe("The terms that run or ran; none as long as no source sets one"),
  steps: Casework.steps,
});
export type Proposal = z.output<typeof proposalShape>;

/** A proposal as it is shown. */
export type ShownProposal = Casework.Work<Proposal>;

export const proposalKind = "listProposal";

export function proposalKey(id: string): Key {
  return { pk: `PROPOSAL#${id}`, sk: "CASE" };
}

const authority = { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" };
const step = { by: "psn_0123456789abcdef01234567", role: "officer", reason: null, files: [] };

/** That a firm be listed. It lies outside of the firm's file, of which the change log tells everybody, until it is decided. */
export const proposalEntity = entity({
  name: "listProposal",
  shape: proposalShape,
  key: ({ id }) => proposalKey(id),
  keyTemplate: { pk: "PROPOSAL#{id}", sk: "CASE" },
  indexes: (record) => Casework.casePlaces(proposalKind, record, Casework.isOpen(proposalMachine, record.state)),
  indexTemplates: Casework.placeTemplates(proposalKind),
  partition: Casework.casePartition,
  access: [
    { name: "by id", why: "an officer works on a proposal; a firm looks at what it was told", steps: [[{ call: "get", reads: { listProposal: 1 } }]] },
    {
      name: "worklist",
      why: "an officer looks which proposals are open, each morning",
      steps: [[{ call: "query", index: "gsi1", reads: { listProposal: 10 } }]],
    },
    { name: "of a firm", why: "an officer looks what else was proposed of a firm", steps: [[{ call: "query", index: "gsi2", reads: { listProposal: 1 } }]] },
  ],
  examples: [
    {
      ...{ id: "lpr_0123456789abcdef0123", state: "noticed", uscc: "91140581MA0DEMX13N", division: "140581", list: "seriousDishonesty" },
      ...{ facts: "示例：篡改自动监测数据", basis: "示例法第一条", authority, openedOn: "2026-05-06" },
      notice: { number: "示环失信告〔2026〕1号", servedOn: "2026-05-08" },
      ...{ entry: null, terms: [] },
      steps: [
        { ...step, event: "propose", from: "proposed", to: "proposed", at: "2026-05-06T01:00:00.000Z" },
        { ...step, event: "notice", from: "proposed", to: "noticed", at: "2026-05-08T01:00:00.000Z" },
      ],
    },
  ],
});

/** Whose matter a proposal is for the trail, which the firm can read of itself: nobody's until the firm was told. */
export function toldOf({ uscc, notice }: Pick<Proposal, "uscc" | "notice">): readonly string[] {
  return notice === null ? [] : [uscc];
}
