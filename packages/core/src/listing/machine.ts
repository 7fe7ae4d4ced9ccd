import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { Provenance } from "../provenance/index.ts";

/** Where a proposal stands. */
export const proposalStates = ["proposed", "noticed", "listed", "dropped"] as const;
export type ProposalState = (typeof proposalStates)[number];
export type ProposalEvent = "notice" | "enter" | "drop";

export const proposalMachine = Casework.machine<ProposalState, ProposalEvent>({
  name: "list proposal",
  initial: "proposed",
  states: proposalStates,
  events: {
    notice: { from: ["proposed"], to: "noticed" },
    enter: { from: ["noticed"], to: "listed" },
    drop: { from: ["proposed", "noticed"], to: "dropped" },
  },
});

/** Where an entry stands. */
export const states = ["listed", "exited"] as const;
export type State = (typeof states)[number];

/** What is done with an entry. `expire` is the hub's own: the longest term is over. */
export type Event = "exit" | "expire";

export const machine = Casework.machine<State, Event>({
  name: "list entry",
  initial: "listed",
  states,
  events: {
    exit: { from: ["listed"], to: "exited" },
    expire: { from: ["listed"], to: "exited" },
  },
});

/** By what an entry ended: by repair, by itself, or because it was wrong. */
export const exits = ["repaired", "expired", "corrected"] as const;

export const exitShape = z.object({
  how: z.enum(exits).describe("By what it ended"),
  on: Provenance.day.describe("First day on which it is published no more"),
  reason: z.string().min(1).max(500).nullable().describe("Why; null where it ended by itself"),
  documentNumber: z.string().min(1).max(200).nullable().describe("Number of the document that decided it; null where it ended by itself"),
});
export type Exit = z.output<typeof exitShape>;
