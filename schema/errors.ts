import { type Code, HubError } from "@hub/core/error";
import { builder } from "./builder.ts";

/** What a mutation answers where it was not made. */
abstract class Refusal extends Error {
  readonly code: Code;
  readonly path: readonly string[];

  constructor({ code, message, details }: HubError) {
    super(message);
    this.code = code;
    this.path = pathIn(details);
  }
}

/** Where in the input: the place of the first issue, or the one that the refusal names. */
function pathIn(details: HubError["details"]): readonly string[] {
  const [first] = (details["issues"] as readonly { readonly path: string }[] | undefined) ?? [];
  const path = first?.path ?? details["path"];
  return typeof path === "string" && path !== "" ? ["input", ...path.split(".")] : ["input"];
}

export class ValidationError extends Refusal {}
export class NotAllowed extends Refusal {}
export class Conflict extends Refusal {}
export class NotFound extends Refusal {}

/** Which of them a refusal is; null for what is no matter of the input, e.g. a store that does not answer. */
const kinds: Partial<Record<Code, new (error: HubError) => Refusal>> = {
  BAD_INPUT: ValidationError,
  USCC_INVALID: ValidationError,
  WRONG_STATE: ValidationError,
  IDEMPOTENCY_KEY_REUSED: ValidationError,
  ITEM_TOO_LARGE: ValidationError,
  FORBIDDEN: NotAllowed,
  PURPOSE_REQUIRED: NotAllowed,
  CONFLICT: Conflict,
  NOT_FOUND: NotFound,
};

/** A refusal as a mutation answers it; whatever else was thrown stays as it is. */
export function refusalOf(error: unknown): unknown {
  const Kind = error instanceof HubError ? kinds[error.code] : undefined;
  return Kind ? new Kind(error as HubError) : error;
}

const RefusalInterface = builder.interfaceRef<Refusal>("Refusal").implement({
  description: "Why a change was not made. Nothing of it happened",
  fields: (t) => ({
    code: t.exposeString("code", { description: "One of the hub's error codes" }),
    message: t.exposeString("message", { description: "What is wrong, and what to do" }),
    path: t.stringList({ description: "Where in the input", resolve: ({ path }) => [...path] }),
  }),
});

const typeOf = (name: string, of: new (error: HubError) => Refusal, description: string) =>
  builder.objectType(of, { name, description, interfaces: [RefusalInterface], isTypeOf: (value) => value instanceof of });

typeOf("ValidationError", ValidationError, "The input was not accepted");
typeOf("NotAllowed", NotAllowed, "Whoever asks has no right to make this change");
typeOf("Conflict", Conflict, "Somebody else changed the same record meanwhile: read it again and repeat the change");
typeOf("NotFound", NotFound, "There is no such record, or it is not yours to see");

/** What every mutation may answer beside its payload. */
export const refusals = [ValidationError, NotAllowed, Conflict, NotFound];
