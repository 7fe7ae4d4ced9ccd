import { checkedKey } from "@hub/core/change-key";
import type { Command } from "@hub/core/command";
import type { Ctx } from "@hub/core/ctx";
import { digestOf } from "@hub/core/digest";
import { type GraphQLResolveInfo, getDirectiveValues } from "graphql";
import type * as z from "zod";
import { builder } from "./builder.ts";
import { idempotentDirective } from "./directives.ts";
import { refusalOf, refusals } from "./errors.ts";
import { inputOf } from "./input.ts";
import { needs } from "./needs.ts";

builder.mutationType({ description: "What may be changed. Every change answers with its payload, or with why it was not made" });

export type PayloadRef<R> = ReturnType<typeof builder.objectRef<R>>;

interface Mutation<I extends z.ZodObject, R> {
  readonly does: Command<I, R>;
  readonly description: string;
  /** Implements what the change answers with. */
  readonly payload: (ref: PayloadRef<R>) => void;
}

/**
 * Declares a mutation: the right, the input with its prose, the typed refusals, and that it may be repeated under a key come
 * from the command. `grantAccess` takes `GrantAccessInput` and answers `GrantAccessPayload` or why it was not made.
 */
export function mutation<I extends z.ZodObject, R extends object>(name: string, { does, description, payload }: Mutation<I, R>): void {
  const base = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const input = inputOf(`${base}Input`, `Input of ${name}`, does.input);
  const Payload = builder.objectRef<R>(`${base}Payload`);
  payload(Payload);
  builder.mutationField(name, (t) =>
    t.field({
      type: Payload,
      description,
      args: { input: t.arg({ type: input, required: true, description: "What is to be done" }) },
      // A change reads and writes; what it answers is small.
      complexity: 50,
      errors: {
        types: refusals,
        directResult: true,
        union: { name: `${base}Result`, description: `What became of ${name}: its payload, or why it was not made` },
      },
      ...needs(does),
      resolve: (async (_root: unknown, args: { readonly input: Readonly<Record<string, unknown>> }, ctx: Ctx, info: GraphQLResolveInfo) => {
        try {
          return await does(withKey(ctx, info), withoutNothing(does.input, args.input) as z.input<I>);
        } catch (error) {
          throw refusalOf(error);
        }
        // The builder cannot tell whether a type that is still open is a list.
      }) as never,
    }),
  );
}

interface RecordPayload<R> {
  readonly type: ReturnType<PayloadRef<R>["implement"]>;
  readonly prose: string;
  /** Prose of the field that holds the record. */
  readonly of: string;
}

/** The payload of a change that answers with one record, in a field of that name. */
export function recordPayload<R extends object>(name: string, { type, prose, of }: RecordPayload<R>): (ref: PayloadRef<R>) => void {
  return (ref) => {
    ref.implement({ description: prose, fields: (t) => ({ [name]: t.field({ type, description: of, resolve: ((made: R) => made) as never }) }) });
  };
}

/** Nothing, where a field takes no nothing, is a field that was left out. */
function withoutNothing(shape: z.ZodObject, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const takesNull = (name: string) => (shape.shape as Readonly<Record<string, z.ZodType>>)[name]?.safeParse(null).success === true;
  return Object.fromEntries(Object.entries(input).filter(([name, value]) => value !== null || takesNull(name)));
}

/** The context with the key of this change: its own, or the request's with the field's name, since a request may make several. */
function withKey(ctx: Ctx, info: GraphQLResolveInfo): Ctx {
  const [node] = info.fieldNodes;
  const own = node && getDirectiveValues(idempotentDirective, node, info.variableValues)?.["key"];
  if (typeof own === "string") return { ...ctx, idempotencyKey: checkedKey(own) };
  return ctx.idempotencyKey === undefined ? ctx : { ...ctx, idempotencyKey: digestOf([ctx.idempotencyKey, String(info.path.key)]) };
}
