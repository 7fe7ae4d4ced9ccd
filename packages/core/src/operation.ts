import type * as z from "zod";
import type { Action, Actor, Ctx } from "./ctx.ts";
import { reach } from "./ctx.ts";
import { HubError } from "./error.ts";
import { isPublic, type Reach } from "./rights.ts";
import { noteRead, requirePurpose } from "./trail.ts";

/** Whose a record is, as far as rights go by it. */
export interface Owned {
  /** Divisions that it belongs to; none where it belongs to none. A right to any of them is a right to it. */
  readonly divisions: readonly string[];
  /** Code of the enterprise that it is about; null where it is about none. */
  readonly enterprise: string | null;
}

/** The records that an actor's right reaches. What lies beyond is answered as if it were absent. */
export interface Scope {
  readonly reach: Reach;
  covers(record: Owned): boolean;
}

export interface Operation<I extends z.ZodType, R> {
  (ctx: Ctx, input: z.input<I>): Promise<R>;
  readonly action: Action;
  readonly input: I;
}

export interface OperationOptions<I extends z.ZodType, R> {
  /** The enterprises that an answer tells of, by code: who looks at theirs is written down, where not everybody may. */
  readonly subjects?: (input: z.output<I>, result: R, scope: Scope) => readonly string[];
}

/** The only gate into the domain: who may (action), what is accepted (input), what happens (run), and who is told of it. */
export function operation<I extends z.ZodType, R>(
  action: Action,
  input: I,
  run: (ctx: Ctx, input: z.output<I>, scope: Scope) => Promise<R>,
  { subjects }: OperationOptions<I, R> = {},
): Operation<I, R> {
  const isOpen = isPublic(action) || !action.endsWith(":read");
  const call = async (ctx: Ctx, raw: z.input<I>): Promise<R> => {
    const scope = requireScope(ctx.actor, action);
    const parsed = parsedInput(input, raw);
    if (!isOpen) requirePurpose(ctx);
    const result = await run(ctx, parsed, scope);
    if (!isOpen) await noteRead(ctx, action, subjects?.(parsed, result, scope) ?? []);
    return result;
  };
  return Object.assign(call, { action, input });
}

/** What the actor's right to do something reaches. Throws FORBIDDEN. */
export function requireScope(actor: Actor, action: Action): Scope {
  const scope = scopeOf(actor, action);
  if (!scope) throw new HubError("FORBIDDEN", `The ${actor.role} "${actor.id}" may not ${action}`, { action });
  return scope;
}

/** What the actor's right to do something reaches; null where it has none. */
export function scopeOf(actor: Actor, action: Action): Scope | null {
  const far = reach(actor, action);
  if (far === null) return null;
  if (far === "all") return { reach: far, covers: () => true };
  if (far === "own") return { reach: far, covers: ({ enterprise }) => enterprise !== null && isOwn(actor, enterprise, action) };
  return { reach: far, covers: ({ divisions }) => divisions.some((division) => isWithin(division, actor.divisions)) };
}

function isOwn({ enterprises }: Actor, uscc: string, action: Action): boolean {
  const may = Object.hasOwn(enterprises, uscc) ? enterprises[uscc] : undefined;
  return may === "all" || may?.includes(action) === true;
}

/** Whether a division is one of some others or lies below one. */
export function isWithin(division: string, others: readonly string[]): boolean {
  return others.some((code) => division.startsWith(code.replace(/(00)+$/, "")));
}

/** Throws BAD_INPUT naming every field that was not accepted. */
export function parsedInput<I extends z.ZodType>(input: I, raw: unknown): z.output<I> {
  const parsed = input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = issues[0];
  throw new HubError("BAD_INPUT", `${first?.path || "input"}: ${first?.message}`, { issues });
}
