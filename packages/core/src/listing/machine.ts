import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { Provenance } from "../provenance/index.ts";

/** Where an entry stands. */
export const states = ["proposed", "noticed", "listed", "exited", "dropped"] as const;
export type State = (typeof states)[number];

/** What is done with an entry. `expire` is the hub's own: the longest term is over. */
export const events = ["notice", "enter", "exit", "expire", "drop"] as const;
export type Event = (typeof events)[number];

export const machine = Casework.machine<State, Event>({
  name: "list entry",
  initial: "proposed",
  states,
  events: {
    notice: { from: ["proposed"], to: "noticed" },
    enter: { from: ["noticed"], to: "listed" },
    exit: { from: ["listed"], to: "exited" },
    expire: { from: ["listed"], to: "exited" },
    drop: { from: ["proposed", "noticed"], to: "dropped" },
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
