import { Identity } from "@hub/core/identity";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";

const UsccFaultCode = enumFrom<Identity.UsccFaultCode>("UsccFaultCode", "What can be wrong with a Unified Social Credit Code", {
  LENGTH: "It has not 18 characters",
  CHARACTER: "It holds a character that the code never has",
  AUTHORITY: "Its first character is no registration authority's",
  CATEGORY: "Its second character is no category of organisations",
  DIVISION_DIGITS: "Characters 3 to 8 are not all digits",
  ORG_CODE_CHECK: "The organisation code inside it fails its own check (GB 11714)",
  CHECK: "Its last character fails the check over the whole (GB 32100)",
  PLACEHOLDER: "It is the placeholder for a subject without a code",
});

export const UsccFaultType = builder.objectRef<Identity.UsccFault>("UsccFault").implement({
  description: "One thing that is wrong with a code",
  fields: (t) => ({
    code: t.expose("code", { type: UsccFaultCode, description: "Kind of fault" }),
    position: t.exposeInt("position", { nullable: true, description: "Place of the wrong character, 1 to 18; null when the whole is meant" }),
    found: t.exposeString("found", { nullable: true, description: "What stands there" }),
    expected: t.exposeString("expected", { nullable: true, description: "What would be right there, where that is certain" }),
    message: t.exposeString("message", { description: "The fault in a sentence" }),
    messageZh: t.exposeString("messageZh", { description: "The fault in a sentence, in Chinese" }),
  }),
});

const UsccParts = builder.objectRef<Identity.UsccParts>("UsccParts").implement({
  description: "What a sound code consists of",
  fields: (t) => ({
    authority: t.exposeString("authority", { description: "Registration authority, e.g. 9 for market regulation" }),
    category: t.exposeString("category", { description: "Category of organisation, e.g. 1 for an enterprise" }),
    division: t.exposeString("division", { description: "Division of the registering organ at the time, GB/T 2260; it may have been repealed since" }),
    organisationCode: t.exposeString("organisationCode", { description: "Organisation code, nine characters" }),
    check: t.exposeString("check", { description: "Check character" }),
  }),
});

const UsccCheck = builder.objectRef<Identity.UsccCheck>("UsccCheck").implement({
  description: "Result of checking a Unified Social Credit Code. A sound code need not be anybody's",
  fields: (t) => ({
    given: t.exposeString("given", { description: "The code as it was given" }),
    normalised: t.exposeString("normalised", { description: "Without blanks and hyphens, in half width and capitals" }),
    ok: t.exposeBoolean("ok", { description: "Whether both checks pass" }),
    faults: t.field({ type: [UsccFaultType], description: "What is wrong; empty for a sound code", resolve: ({ faults }) => [...faults] }),
    suggestion: t.exposeString("suggestion", { nullable: true, description: "The code that was most likely meant, where only one can be" }),
    parts: t.expose("parts", { type: UsccParts, nullable: true, description: "The parts of a sound code" }),
  }),
});

builder.queryField("usccCheck", (t) =>
  t.field({
    type: UsccCheck,
    ...needs(Identity.check),
    description: "Checks a Unified Social Credit Code: what is wrong with it, and which was most likely meant. Nothing is looked up",
    args: { uscc: t.arg.string({ description: "The code as it was written" }) },
    resolve: (_root, args, ctx) => Identity.check(ctx, args),
  }),
);
