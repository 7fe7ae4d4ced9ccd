import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { Division } from "../division/index.ts";
import { Enterprise } from "../enterprise/index.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
import { Law } from "../law/index.ts";
import { isWithin, type Scope } from "../operation.ts";
import { idOf } from "./case.ts";
import { dayOf, onDay, reason, written } from "./change.ts";
import { machine } from "./machine.ts";
import { begin } from "./rules.ts";
import { type Info, violation } from "./shape.ts";

const input = z.object({
  uscc: z.string().max(64).describe("The firm, by its code"),
  name: z.string().trim().min(1).max(200).nullish().describe("Name of the firm; that of the register unless told"),
  division: z
    .string()
    .refine((code) => Division.find(code) !== null, "There is no such division")
    .describe("Division whose matter it is: GB/T 2260 code, one of yours"),
  authority: Decision.authority.meta({ id: "CaseAuthority", description: "Authority whose case it is, as its documents name it" }),
  openedOn: onDay.nullish().describe("Day on which it was opened (立案); today unless told"),
  violation,
  reason: reason.nullish().describe("How it came to be known"),
});

/** Opens a case against a firm. One round trip. Throws BAD_INPUT, FORBIDDEN for a division beyond the asker's own or an authority of another place. */
export const open = command("case:write", input, async (ctx, { reason: why, ...asked }, scope) => {
  if (!scope.covers({ divisions: [asked.division], enterprise: null }))
    throw new HubError("FORBIDDEN", "An officer opens cases of divisions of its own only", { path: "division" });
  const uscc = soundCode(asked.uscc, "uscc");
  const authority = { name: asked.authority.name, uscc: soundCode(asked.authority.uscc, "authority.uscc") };
  requireOfPlace(scope, authority, asked.division);
  const { occurredOn, code } = asked.violation;
  const openedOn = dayOf(ctx, asked.openedOn, { path: "openedOn", from: occurredOn });
  const name = asked.name ?? (await registeredName(ctx, uscc));
  const { initial } = machine;
  const record: Info = {
    id: idOf([uscc, asked.violation, authority, ctx.actor.id, ctx.clock.now().toISOString()]),
    state: initial,
    ...{ uscc, name, division: asked.division, authority, openedOn, violation: asked.violation },
    law: { ofAct: code && Law.provisionOn(code, occurredOn), ofDecision: null },
    ...{ rectifications: [], discretion: [], files: [], notice: null, decision: null, fulfilment: null },
    terms: [begin("decide", openedOn)],
    steps: [Casework.stepBy(ctx, { event: "open", from: initial, to: initial, reason: why })],
  };
  return written(ctx, record, 0);
});

/** What is decided is filed in the authority's name: of another place than the case's and the asker's it is not theirs to use. Throws FORBIDDEN. */
function requireOfPlace(scope: Scope, authority: Decision.Authority, division: string): void {
  const own = Decision.divisionOf(authority);
  if (isWithin(division, [own]) || scope.covers({ divisions: [own], enterprise: null })) return;
  throw new HubError("FORBIDDEN", `An officer opens cases of authorities of its own divisions, or of those above ${division}`, { path: "authority.uscc" });
}

/** Throws BAD_INPUT. */
function soundCode(raw: string, path: string): string {
  const check = Identity.checkUscc(raw);
  if (check.ok) return check.normalised;
  throw new HubError("BAD_INPUT", `${path}: ${raw} is no sound code; ${Identity.explainUscc(check)}`, { path });
}

async function registeredName({ store }: Ctx, uscc: string): Promise<string> {
  const item = await store.get(Enterprise.registerKey(uscc));
  if (item && !History.isRemoved(item)) return fromItem(Enterprise.entityOf, item).record.name;
  throw new HubError("BAD_INPUT", "name: the register does not know the firm; state its name", { path: "name" });
}
