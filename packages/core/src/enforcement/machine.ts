import { Casework } from "../casework/index.ts";

/** Where a case stands. */
export const states = ["opened", "investigated", "rectificationOrdered", "corrected", "noticed", "decided", "noPenalty", "fulfilled", "dismissed"] as const;
export type State = (typeof states)[number];

/** States before anything was decided, but the first: there is something to weigh. */
const undecided = ["investigated", "rectificationOrdered", "corrected", "noticed"] as const;

/**
 * The enforcement case (law sheet 4.4). A penalty follows a notice, which the firm may answer (行政处罚法 44), but in the summary
 * procedure; an order to correct is no penalty and comes with one or without (生态环境行政处罚办法 9).
 */
export const machine = Casework.machine({
  name: "case",
  initial: "opened",
  states,
  events: {
    attach: { from: ["opened", ...undecided, "decided"], to: null },
    investigate: { from: ["opened"], to: "investigated" },
    orderRectification: { from: ["investigated", "corrected"], to: "rectificationOrdered" },
    confirmCorrection: { from: ["rectificationOrdered"], to: "corrected" },
    giveNotice: { from: ["investigated", "rectificationOrdered", "corrected"], to: "noticed" },
    decide: { from: ["noticed"], to: "decided" },
    decideSummarily: { from: ["opened", "investigated", "rectificationOrdered", "corrected"], to: "decided" },
    closeWithoutPenalty: { from: undecided, to: "noPenalty" },
    serve: { from: ["decided"], to: "decided" },
    report: { from: ["decided", "fulfilled"], to: null },
    fulfil: { from: ["decided"], to: "fulfilled" },
    dismiss: { from: ["opened", ...undecided], to: "dismissed" },
  },
});
export type Event = keyof typeof machine.events;

/** Whether the case is still worked on: that its decision was reported can be noted after it. */
export function isOpen(state: State): boolean {
  return Casework.isOpen(machine, state, ["report"]);
}

/** States in which the firm has not been told yet: until then nothing that it can read tells it of the case. */
const untold: readonly State[] = ["opened", "investigated"];

/** Whose matter a case is for the trail, which the firm can read of itself: nobody's until the firm was told. */
export function toldOf({ uscc, state, steps }: { readonly uscc: string; readonly state: State; readonly steps: readonly Casework.Step[] }): readonly string[] {
  const last = steps.at(-1);
  const isTold = state === "dismissed" ? last !== undefined && !untold.includes(last.from as State) : !untold.includes(state);
  return isTold ? [uscc] : [];
}
