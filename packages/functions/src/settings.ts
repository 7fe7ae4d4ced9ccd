import { HubError } from "@hub/core/error";
import { parseKeySet } from "@hub/server/signing";
import * as z from "zod";

/** Every setting of the functions: the stacks write them into the environment. */
const shape = z.object({
  HUB_TABLE: z.string().min(1).describe("Name of the table"),
  HUB_ENDPOINT: z.url().optional().describe("Address of DynamoDB Local, in tests; without it, DynamoDB of the function's region"),
  HUB_LOG: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info").describe("Least level of what is logged"),
  HUB_INTROSPECTION: z.stringbool().default(false).describe("Whether clients may read the schema"),
  HUB_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Collector that takes traces by OTLP over HTTP; without it, none are made"),
  HUB_SIGNING_KEYS: z
    .string()
    .transform((text, ctx) => {
      try {
        return parseKeySet(text, "The secret");
      } catch (error) {
        ctx.addIssue({ code: "custom", message: error instanceof HubError ? error.message : "It cannot be read" });
        return z.NEVER;
      }
    })
    .optional()
    .describe("JWK Set with private keys that sign certificates, a secret; without it, none are issued"),
  HUB_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .max(120)
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("Address under which others reach the hub, for certificates; the API's own unless told"),
  HUB_FONTS: z.string().min(1).optional().describe("Folder of the print function's fonts; that of the installed package unless told"),
  HUB_QUEUE: z.url().optional().describe("The import function's own queue, to which it sends what it could not finish in its time"),
});
export type Settings = z.output<typeof shape>;

/** Read once, when the function starts; an empty variable is one that is not set. Throws BAD_INPUT naming the variable. */
export function readSettings(): Settings {
  const parsed = shape.safeParse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim())));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0]);
  throw new HubError("BAD_INPUT", `The setting ${name} was not accepted: ${issue?.message}`, { setting: name });
}

/** The import function's own queue. Throws BAD_INPUT when it is not set. */
export function requireQueue({ HUB_QUEUE }: Settings): string {
  if (HUB_QUEUE === undefined) throw new HubError("BAD_INPUT", "The setting HUB_QUEUE is missing", { setting: "HUB_QUEUE" });
  return HUB_QUEUE;
}
