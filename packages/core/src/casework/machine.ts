import { HubError } from "../error.ts";

/**
 * States of a case and what leads from one to another, as a table: what stands here can be done, nothing else. Tests are made of
 * the same table, every event in every state.
 */
export interface Machine<S extends string, E extends string> {
  /** What it is a case of, for messages. */
  readonly name: string;
  readonly initial: S;
  readonly states: readonly S[];
  readonly events: Readonly<Record<E, Transition<S>>>;
}

export interface Transition<S extends string> {
  readonly from: readonly S[];
  /** Null where it stays as it is. */
  readonly to: S | null;
}

export function machine<S extends string, E extends string>(declaration: Machine<S, E>): Machine<S, E> {
  return declaration;
}

/** What can be done in a state. */
export function eventsFrom<S extends string, E extends string>({ events }: Machine<S, E>, state: S): readonly E[] {
  return (Object.entries(events) as [E, Transition<S>][]).filter(([, { from }]) => from.includes(state)).map(([event]) => event);
}

/** The state that an event leads to. Throws WRONG_STATE with what can be done instead. */
export function after<S extends string, E extends string>(of: Machine<S, E>, state: S, event: E): S {
  const { from, to } = of.events[event];
  if (from.includes(state)) return to ?? state;
  const can = eventsFrom(of, state);
  const instead = can.length === 0 ? "it is closed" : `what can be done is ${can.join(", ")}`;
  throw new HubError("WRONG_STATE", `The ${of.name} is ${state}: ${event} is done from ${from.join(", ")}; ${instead}`, { state, event, can, path: "id" });
}

/** Whether anything can still be done in a state but what is named as coming after the end. */
export function isOpen<S extends string, E extends string>(of: Machine<S, E>, state: S, afterEnd: readonly E[] = []): boolean {
  return eventsFrom(of, state).some((event) => !afterEnd.includes(event));
}
