import * as z from "zod";
import { type Actor, reach } from "../ctx.ts";
import { operation } from "../operation.ts";
import { type Action, type Reach, type Role, rights, roles } from "../rights.ts";

/** What somebody may do, and how far. */
export interface Granted {
  readonly action: Action;
  readonly reach: Reach;
  readonly why: string;
}

export interface Info {
  readonly actor: Actor;
  readonly grants: readonly Granted[];
}

/** As whom the hub takes the asker, and what it may do. No round trip. */
export const get = operation("self:read", z.object({}), async ({ actor }): Promise<Info> => {
  const grants = (Object.keys(rights) as Action[]).flatMap((action) => {
    const far = reach(actor, action);
    return far === null ? [] : [{ action, reach: far, why: rights[action].why }];
  });
  return { actor, grants };
});

/** One right, and which roles have it. */
export interface RightInfo {
  readonly action: Action;
  readonly why: string;
  readonly who: readonly { readonly role: Exclude<Role, "operator">; readonly reach: Reach }[];
}

/** The catalogue of rights: every action, why it is a right of its own, and how far it reaches for each role. No round trip. */
export const catalogue = operation(
  "reference:read",
  z.object({}),
  async (): Promise<readonly RightInfo[]> =>
    (Object.keys(rights) as Action[]).map((action) => ({
      action,
      why: rights[action].why,
      who: roles.flatMap((role) => {
        const far = reach({ role }, action);
        return far === null ? [] : [{ role, reach: far }];
      }),
    })),
);
