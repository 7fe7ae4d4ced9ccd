import { Casework } from "../casework/index.ts";

/** Where an application stands (domain sheet 3). */
export const states = ["draft", "submitted", "returned", "accepted", "underReview", "approved", "rejected", "withdrawn", "revoked"] as const;
export type State = (typeof states)[number];

export type Event =
  | "attach"
  | "detach"
  | "commit"
  | "submit"
  | "return"
  | "accept"
  | "startReview"
  | "examine"
  | "extend"
  | "announceRejection"
  | "approve"
  | "reject"
  | "withdraw"
  | "revoke";

export const machine = Casework.machine<State, Event>({
  name: "application",
  initial: "draft",
  states,
  events: {
    attach: { from: ["draft", "returned"], to: null },
    detach: { from: ["draft", "returned"], to: null },
    commit: { from: ["draft", "returned"], to: null },
    submit: { from: ["draft", "returned"], to: "submitted" },
    return: { from: ["submitted"], to: "returned" },
    accept: { from: ["submitted"], to: "accepted" },
    startReview: { from: ["accepted"], to: "underReview" },
    examine: { from: ["underReview"], to: null },
    extend: { from: ["underReview"], to: null },
    announceRejection: { from: ["underReview"], to: null },
    approve: { from: ["underReview"], to: "approved" },
    reject: { from: ["underReview"], to: "rejected" },
    withdraw: { from: ["draft", "submitted", "returned", "accepted", "underReview"], to: "withdrawn" },
    revoke: { from: ["approved"], to: "revoked" },
  },
});

/** Whether the case is still worked on. */
export function isOpen(state: State): boolean {
  return Casework.isOpen(machine, state, ["revoke"]);
}
