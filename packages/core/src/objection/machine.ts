import { Casework } from "../casework/index.ts";

/** Where an objection stands (credit-law sheet 3.7). */
export const states = ["raised", "checking", "upheld", "rejected", "withdrawn"] as const;
export type State = (typeof states)[number];
export type Event = "check" | "uphold" | "reject" | "withdraw";

export const machine = Casework.machine<State, Event>({
  name: "objection",
  initial: "raised",
  states,
  events: {
    check: { from: ["raised"], to: "checking" },
    uphold: { from: ["checking"], to: "upheld" },
    reject: { from: ["checking"], to: "rejected" },
    withdraw: { from: ["raised", "checking"], to: "withdrawn" },
  },
});

export function isOpen(state: State): boolean {
  return Casework.isOpen(machine, state);
}
