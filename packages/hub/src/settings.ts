import { HubError } from "@hub/core/error";
import { parseAllowance, parseIssuers } from "@hub/server/access";
import { parseClamd } from "@hub/server/clamd";
import { isOnThisMachine } from "@hub/store/dynamodb";
import * as z from "zod";

/** Reads a text by a parser that refuses with a reason. */
function parsed<T>(parse: (text: string) => T) {
  return (text: string, ctx: z.RefinementCtx): T => {
    try {
      return parse(text);
    } catch (error) {
      ctx.addIssue({ code: "custom", message: error instanceof Error ? error.message : "It cannot be read" });
      return z.NEVER;
    }
  };
}

/** Every setting of the hub on one machine: read from the environment, in this one place. `hub settings` prints this table. */
const shape = z.object({
  HUB_DATA: z.string().min(1).default(".hub").describe("Folder that holds all data; made when missing"),
  HUB_STORE: z.enum(["sqlite", "dynamodb"]).default("sqlite").describe("Where records lie: in one file of the folder, or in a table of DynamoDB"),
  HUB_TABLE: z
    .string()
    .regex(/^[\w.-]{3,255}$/)
    .default("hub")
    .describe("Name of the table of DynamoDB"),
  HUB_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address of DynamoDB Local, where the table is made when missing; without it, AWS by its own variables (AWS_REGION, AWS_PROFILE …)"),
  HUB_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional()
    .describe("Bucket of S3 for files that people attach; without it, they lie in the folder, and with a table of AWS none are taken"),
  HUB_CLAMD: z
    .string()
    .transform(parsed((text) => parseClamd(text)))
    .optional()
    .describe("Host and port of ClamAV's daemon, as 127.0.0.1:3310; without it, nobody looks for malware in files"),
  HUB_HOST: z.string().min(1).default("127.0.0.1").describe("Address to serve on; 0.0.0.0 to be reached from other machines"),
  HUB_PORT: z.coerce.number().int().min(0).max(65_535).default(4000).describe("Port to serve on; 0 for any free one"),
  HUB_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .max(120)
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("Address under which others reach the hub, for certificates and their QR codes; without it, http://localhost and the port"),
  HUB_DEMO: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(1147)
    .describe("Invented enterprises loaded when `hub serve` finds an empty store, unless that is a table of AWS; 0 for none"),
  HUB_LOG: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info").describe("Least level of what is logged"),
  HUB_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Collector that takes traces by OTLP over HTTP; without it, none are made"),
  HUB_INTROSPECTION: z.stringbool().default(true).describe("Whether clients may read the schema"),
  HUB_KEY_PEPPER: z
    .string()
    .optional()
    .describe("Secret under which keys are hashed, 32 bytes or more in base64; without it, one that is made in the data folder at first use"),
  HUB_ISSUERS: z
    .string()
    .transform(parsed((text) => parseIssuers(text)))
    .optional()
    .describe("Issuers whose tokens are taken, as JSON (see the README); without it, none are"),
  HUB_DEV_ISSUER: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe("Port of an issuer for development, where anyone may sign in as anyone; 0 for none. Never where true data are"),
  HUB_RATE_ANONYMOUS: z
    .string()
    .default("120/60")
    .transform(parsed((text) => parseAllowance(text)))
    .describe("Requests a minute, and at once, of each address without key or token; 0 for as many as come"),
  HUB_RATE_KNOWN: z
    .string()
    .default("1200/200")
    .transform(parsed((text) => parseAllowance(text)))
    .describe("The same of each key, client or person whose agency has no other allowance"),
  HUB_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe("Proxies before the hub whose X-Forwarded-For is believed; with 0, the connection's own address counts"),
  HUB_CLOCK: z.iso.datetime().optional().describe("An instant at which the hub's clock stands still, for tests and reproducible imports"),
});
export type Settings = z.output<typeof shape>;

/** Whether the store is a table of AWS: others may work with it, and what stands in it is meant. */
export function isOnAws({ HUB_STORE, HUB_ENDPOINT }: Settings): boolean {
  return HUB_STORE === "dynamodb" && (HUB_ENDPOINT === undefined || !isOnThisMachine(HUB_ENDPOINT));
}

/** The settings in an environment; an empty variable is one that is not set. Throws BAD_INPUT naming the variable. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.keys(shape.shape).flatMap((name) => (environment[name]?.trim() ? [[name, environment[name].trim()]] : [])));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0]);
  throw new HubError("BAD_INPUT", `The setting ${name}=${environment[name]} was not accepted: ${issue?.message}`, { setting: name });
}

/** All settings with their value and meaning. */
export function describeSettings(settings: Settings): readonly { readonly name: string; readonly value: string; readonly meaning: string }[] {
  return Object.entries(shape.shape).map(([name, field]) => ({
    name,
    value: shown(name, settings[name as keyof Settings]),
    meaning: field.description ?? "",
  }));
}

/** A setting's value as it may be shown: a secret is not. */
function shown(name: string, value: unknown): string {
  if (value === undefined) return "(not set)";
  if (name === "HUB_KEY_PEPPER") return "(set)";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
