import { HubError } from "@hub/core/error";
import { parseAllowance, parseIssuers } from "@hub/server/access";
import { parseClamd } from "@hub/server/clamd";
import { parseKeySet } from "@hub/server/signing";
import { parsePepper } from "@hub/server/vault";
import * as z from "zod";

/** Takes a text as a parser reads it. Of what it throws only the hub's own words are shown: others may quote a secret. */
function readBy<T>(parse: (text: string) => T) {
  return (text: string, ctx: z.RefinementCtx): T => {
    try {
      return parse(text);
    } catch (error) {
      ctx.addIssue({ code: "custom", message: error instanceof HubError ? error.message : "It cannot be read" });
      return z.NEVER;
    }
  };
}

/** Every setting of the functions: the stacks write them into the environment. */
const shape = z.object({
  HUB_TABLE: z.string().min(1).describe("Name of the table"),
  HUB_ENDPOINT: z.url().optional().describe("Address of DynamoDB Local, in tests; without it, DynamoDB of the function's region"),
  HUB_FILES: z.string().min(1).optional().describe("Name of the bucket for files that people attach; without it, none are taken"),
  HUB_CLAMD: z
    .string()
    .transform(readBy(parseClamd))
    .optional()
    .describe("Host and port of ClamAV's daemon in the functions' own network; without it, nobody looks for malware in files"),
  HUB_LOG: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info").describe("Least level of what is logged"),
  HUB_INTROSPECTION: z.stringbool().default(false).describe("Whether clients may read the schema"),
  HUB_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Collector that takes traces by OTLP over HTTP; without it, none are made"),
  HUB_SIGNING_KEYS: z
    .string()
    .transform(readBy((text) => parseKeySet(text, "The secret")))
    .optional()
    .describe("JWK Set with private keys that sign certificates, a secret; without it, none are issued"),
  HUB_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .max(120)
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("Address under which others reach the hub, for certificates; the API's own unless told"),
  HUB_KEY_PEPPER: z
    .string()
    .transform(readBy((text) => parsePepper(text, "The secret")))
    .optional()
    .describe("Pepper under which keys are hashed, a secret: 32 bytes or more in base64; without it, no keys are taken or given"),
  HUB_ISSUERS: z.string().transform(readBy(parseIssuers)).optional().describe("Issuers whose tokens are taken, as JSON; without it, none are"),
  HUB_RATE_ANONYMOUS: z
    .string()
    .default("120/60")
    .transform(readBy(parseAllowance))
    .describe("Requests a minute, and at once, of each address without key or token; 0 for as many as come"),
  HUB_RATE_KNOWN: z
    .string()
    .default("1200/200")
    .transform(readBy(parseAllowance))
    .describe("The same of each key, client or person whose agency has no other allowance"),
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
