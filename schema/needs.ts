import type { Action } from "@hub/core/ctx";

/** What a field or argument says of the right that it takes: contracts are made from it. What says nothing is everybody's who sees its type. */
export interface Needing {
  readonly extensions: { readonly action: Action };
}

/** The right that an operation of core asks for is that of the field which calls it. */
export function needs({ action }: { readonly action: Action }): Needing {
  return { extensions: { action } };
}
