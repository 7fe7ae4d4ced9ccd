import * as z from "zod";
import { checkedKey } from "./change-key.ts";
import type { Action, Ctx } from "./ctx.ts";
import { digestOf } from "./digest.ts";
import { entity, fromItem, type Stored, toItem } from "./entity.ts";
import { HubError } from "./error.ts";
import { Identity } from "./identity/index.ts";
import { type Operation, parsedInput, requireScope, type Scope } from "./operation.ts";
import { pause } from "./pause.ts";
import type { Key, Write } from "./ports.ts";
import { askedBy, requirePurpose, trailWrite } from "./trail.ts";
import type { Vault } from "./vault.ts";

/**
 * Changes. A command plans what is to be written and answered; the rest is the same for all and stands here: the right, the
 * input, the trail, one transaction, and that a change may be repeated under its key without a second effect.
 */

/** What a command wants done: all of it in one transaction, or nothing. */
export interface Change<R> {
  /** Plain data: it is kept with the key of the change, to be given again. */
  readonly result: R;
  /** At most 98: two places of the transaction are the trail's and the key's. Each on condition that what was read still stands. */
  readonly writes: readonly Write[];
  /** Code of the enterprise whose matter it is; nobody's unless told. */
  readonly subject?: string;
  /** What else it is about, for the trail. */
  readonly target?: string;
}

export interface Command<I extends z.ZodType, R> extends Operation<I, R> {
  readonly isCommand: true;
}

export interface CommandOptions {
  /** Whether its answer holds a secret, so that it is kept sealed under the key of the change. */
  readonly isSecret?: boolean;
}

/**
 * Declares a change: who may, what is accepted, and the plan of what is written. Throws what the plan throws; CONFLICT where
 * something that the plan had read was changed meanwhile; IDEMPOTENCY_KEY_REUSED.
 */
export function command<I extends z.ZodType, R>(
  action: Action,
  input: I,
  plan: (ctx: Ctx, input: z.output<I>, scope: Scope) => Promise<Change<R>>,
  { isSecret = false }: CommandOptions = {},
): Command<I, R> {
  const call = async (ctx: Ctx, raw: z.input<I>): Promise<R> => {
    const scope = requireScope(ctx.actor, action);
    const parsed = parsedInput(input, raw);
    requirePlain(parsed, "");
    requirePurpose(ctx);
    const once = ctx.idempotencyKey === undefined ? null : onceOf(ctx, { action, input: parsed, isSecret });
    for (let attempt = 1; ; attempt += 1) {
      const before = once && (await readOnce(ctx, once));
      if (once && before?.isValid) return answered<R>(once, before.stored.record, scope);
      try {
        const change = await plan(ctx, parsed, scope);
        await write(ctx, { action, change, ...(once && { once: onceWrite(ctx, once, change, before?.stored.version ?? 0) }) });
        return change.result;
      } catch (error) {
        // Another call with the same key may have done it meanwhile: then this one's plan met what that one made.
        if (!once || !(error instanceof HubError) || attempt === mostAttempts) throw error;
        if (error.code === "STORE_BUSY") await pause(attempt * pauseMs);
        // Where an answer of before was over, the store may just have taken it away.
        else if (!(await readOnce(ctx, once))?.isValid && (before === null || error.code !== "CONFLICT")) throw error;
      }
    }
  };
  return Object.assign(call, { action, input, isCommand: true as const });
}

/** Signs that steer a display or a machine and say nothing, and those that are half a sign. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const unwanted = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Neither a person's document number comes in with a change, in whatever field, nor what no text should hold. Throws BAD_INPUT naming the field. */
function requirePlain(value: unknown, path: string): void {
  if (typeof value === "string" && (unwanted.test(value) || !value.isWellFormed()))
    throw new HubError("BAD_INPUT", `${path}: it holds signs that cannot be read`, { path });
  if (typeof value === "string" && Identity.scrubResidentIds(value).count > 0)
    throw new HubError("BAD_INPUT", `${path}: it holds the number of an identity card, which the hub stores nowhere`, { path });
  if (typeof value !== "object" || value === null) return;
  for (const [name, each] of Object.entries(value)) requirePlain(each, path === "" ? name : `${path}.${name}`);
}

const mostAttempts = 8;
const pauseMs = 10;

async function write<R>(ctx: Ctx, { action, change, once }: { readonly action: Action; readonly change: Change<R>; readonly once?: Write }): Promise<void> {
  const { subject = null, target = null, writes } = change;
  const noted = { kind: "write" as const, ...askedBy(ctx), actions: [action], subject, target };
  const at = ctx.clock.now().toISOString();
  // By what is written as well: two changes of one record in the same instant are two entries.
  const entry = trailWrite(noted, at, digestOf({ ...noted, at, writes }).slice(0, 32));
  try {
    await ctx.store.transact([...writes, entry, ...(once ? [once] : [])]);
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "CONFLICT") throw error;
    throw new HubError("CONFLICT", "Somebody else changed the same record meanwhile; read it again and repeat the change", {}, { cause: error });
  }
}

/** How long the answer to a change is kept with its key, in seconds. */
export const onceSeconds = 24 * 3_600;

export const onceShape = z.object({
  id: z.string().length(64).describe("SHA-256 of who made the change and of its key"),
  input: z.string().length(64).describe("SHA-256 of what was done with which input"),
  answer: z.string().describe("The answer as JSON; sealed where it holds a secret"),
  subject: z.string().length(18).optional().describe("Code of the enterprise whose matter it is; none where it is nobody's"),
  until: z.int().min(0).describe("Second since 1970 until which it is kept"),
});
type Once = z.output<typeof onceShape>;

function onceKey(id: string): Key {
  return { pk: `ONCE#${id}`, sk: "ONCE" };
}

/** A change that was made under a key, with its answer: written in the transaction of the change itself. */
export const onceEntity = entity({
  name: "once",
  shape: onceShape,
  key: ({ id }) => onceKey(id),
  keyTemplate: { pk: "ONCE#{digest of actor and key}", sk: "ONCE" },
  expires: ({ until }) => until,
  partition: "one for each change that is made under a key",
  access: [{ name: "before a change", why: "a client that repeats a change because it got no answer", steps: [[{ call: "get", reads: { once: 1 } }]] }],
  examples: [{ id: "5a".repeat(32), input: "c3".repeat(32), answer: '{"id":"7f3k9c2a","name":"示例银行高平支行","version":1}', until: 1_767_661_200 }],
});

/** A change under a key. */
interface Keyed {
  readonly id: string;
  readonly input: string;
  /** The key itself: what is sealed can be read by who knows it. */
  readonly word: string;
  readonly vault: Vault | null;
}

/** What was done with which input, under whose key. Whoever acts in another role, or for others, is another: it must not get that one's answers. */
function onceOf(
  { actor, idempotencyKey: word = "", vault }: Ctx,
  { action, input, isSecret }: { readonly action: Action; readonly input: unknown; readonly isSecret: boolean },
): Keyed {
  checkedKey(word);
  const { id: who, role, agency, divisions, only = null } = actor;
  return {
    id: digestOf({ who, role, agency, divisions, only, key: word }),
    input: digestOf({ action, input }),
    word,
    vault: isSecret ? requireVault(vault) : null,
  };
}

/** Throws VAULT_UNUSABLE. */
export function requireVault(vault: Vault | undefined): Vault {
  if (!vault) throw new HubError("VAULT_UNUSABLE", "This hub has no pepper to make keys with");
  return vault;
}

interface Before {
  readonly stored: Stored<Once>;
  /** Not when it is over and only waits to be taken away. */
  readonly isValid: boolean;
}

/** Throws IDEMPOTENCY_KEY_REUSED. */
async function readOnce({ store, clock }: Ctx, { id, input }: Keyed): Promise<Before | null> {
  const item = await store.get(onceKey(id));
  if (!item) return null;
  const stored = fromItem(onceEntity, item);
  const isValid = stored.record.until > clock.now().getTime() / 1_000;
  if (isValid && stored.record.input !== input)
    throw new HubError("IDEMPOTENCY_KEY_REUSED", "This idempotency key was used for another change in the last 24 hours; use a fresh one");
  return { stored, isValid };
}

function onceWrite({ clock }: Ctx, { id, input, word, vault }: Keyed, { result, subject = "" }: Change<unknown>, version: number): Write {
  const text = JSON.stringify(result);
  const until = Math.floor(clock.now().getTime() / 1_000) + onceSeconds;
  const record = { id, input, answer: vault ? vault.seal(text, word) : text, until, ...(subject !== "" && { subject }) };
  return { put: toItem(onceEntity, record, version + 1), if: version === 0 ? "absent" : { version } };
}

/** Throws VAULT_UNUSABLE where another pepper had sealed it, and NOT_FOUND for who may act no more for the enterprise whose matter it was. */
function answered<R>({ word, vault }: Keyed, { answer, subject }: Once, scope: Scope): R {
  if (scope.reach === "own" && subject !== undefined && !scope.covers({ divisions: [], enterprise: subject }))
    throw new HubError("NOT_FOUND", "There is no such matter, or it is not yours to see");
  const text = vault ? vault.open(answer, word) : answer;
  if (text === null) throw new HubError("VAULT_UNUSABLE", "The answer was sealed under another pepper and cannot be given again");
  return JSON.parse(text) as R;
}
