import type { Ctx } from "../ctx.ts";
import type { Decision } from "../decision/index.ts";
import { digestOf } from "../digest.ts";
import { toItem } from "../entity.ts";
import type { Write } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { entityOf, type Info } from "./listing.ts";
import { machine } from "./machine.ts";

/** What an entry begins with. */
interface Entering extends Pick<Info, "uscc" | "list" | "facts" | "basis" | "listedOn" | "documentNumber" | "case"> {
  readonly authority: Decision.Authority;
  readonly reason: string;
}

/** A new entry, and the write of it: one for each case, so that nobody enters by the same twice. */
export function entered(
  { actor, clock }: Pick<Ctx, "actor" | "clock">,
  { reason, ...begun }: Entering,
): { readonly record: Info; readonly writes: readonly Write[] } {
  const writing = { at: clock.now().toISOString(), by: actor.id, reason };
  const record: Info = {
    id: digestOf([begun.uscc, begun.list, begun.case]).slice(0, 16),
    state: machine.initial,
    ...begun,
    ...{ exit: null, dispute: null },
    provenance: Provenance.enteredBy(begun.authority, writing),
  };
  return { record, writes: [{ put: toItem(entityOf, record, 1), if: "absent" }] };
}
