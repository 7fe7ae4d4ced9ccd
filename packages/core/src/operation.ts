import type * as z from "zod";
import type { Action, Ctx } from "./ctx.ts";
import { HubError } from "./error.ts";

/** The divisions an actor's grant reaches: a division and all below it, by prefix of its code. */
export interface Scope {
  covers(division: string | null): boolean;
}

export interface Operation<I extends z.ZodType, R> {
  (ctx: Ctx, input: z.input<I>): Promise<R>;
  readonly action: Action;
  readonly input: I;
}

/** The only gate into the domain: who may (action), what is accepted (input), what happens (run). */
export function operation<I extends z.ZodType, R>(action: Action, input: I, run: (ctx: Ctx, input: z.output<I>, scope: Scope) => Promise<R>): Operation<I, R> {
  const call = async (ctx: Ctx, raw: z.input<I>): Promise<R> => {
    const grant = ctx.actor.grants[action];
    if (!grant) throw new HubError("FORBIDDEN", `The actor "${ctx.actor.id}" may not ${action}`);
    const parsed = input.safeParse(raw);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
      const first = issues[0];
      throw new HubError("BAD_INPUT", `${first?.path || "input"}: ${first?.message}`, { issues });
    }
    return run(ctx, parsed.data, scopeOf(grant));
  };
  return Object.assign(call, { action, input });
}

function scopeOf(grant: "all" | readonly string[]): Scope {
  if (grant === "all") return { covers: () => true };
  const prefixes = grant.map((code) => code.replace(/(00)+$/, ""));
  return { covers: (division) => division !== null && prefixes.some((prefix) => division.startsWith(prefix)) };
}
