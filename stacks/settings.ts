import * as z from "zod";

/** As the functions read it: requests a minute and at once. */
const allowance = z.string().regex(/^(0|[1-9]\d{0,6}\/[1-9]\d{0,5})$/, "Write requests a minute and at once, as 120/60, or 0 for as many as come");

/** What stands in the list the functions check when they start. */
function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Every setting of a deployment: read from the environment (or from a file `.env`, which SST reads), in this one place. */
const shape = z.object({
  HUB_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .default("cn-northwest-1")
    .describe("Region to deploy to"),
  HUB_CORS_ORIGINS: z
    .string()
    .optional()
    .transform((text) => text?.split(",").map((origin) => origin.trim()) ?? [])
    .pipe(z.array(z.url({ protocol: /^https?$/, hostname: z.regexes.hostname })))
    .describe("Origins of web pages that may ask the API, separated by commas; without it, no page of another site may"),
  HUB_RATE: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe("Requests a second that the API takes in the long run; more are answered with 429"),
  HUB_BURST: z.coerce.number().int().min(1).max(5_000).default(200).describe("Requests that the API takes at once"),
  HUB_RATE_ANONYMOUS: allowance.default("120/60").describe("Requests a minute, and at once, of each address without key or token; 0 for as many as come"),
  HUB_RATE_KNOWN: allowance.default("1200/200").describe("The same of each key, client or person whose agency has no other allowance"),
  HUB_ISSUERS: z
    .string()
    .refine(isList, 'Write a list as JSON: [{"issuer":"https://login.example.gov.cn","audience":"https://hub.example.gov.cn"}]')
    .optional()
    .describe("Issuers whose tokens are taken, as JSON; without it, none are"),
  HUB_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address under which others reach the hub, for certificates; the API's own unless told"),
  HUB_INTROSPECTION: z.stringbool().default(true).describe("Whether clients may read the schema"),
  HUB_LOG: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info").describe("Least level of what the functions log"),
  HUB_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Collector that takes traces by OTLP over HTTP; without it, none are made"),
  HUB_ALARM_EMAIL: z.email().optional().describe("Who is told of alarms, after confirming a first mail; without it, alarms show in CloudWatch only"),
});

type Settings = z.output<typeof shape>;

/** Throws an Error that names the setting: SST shows it and deploys nothing. */
function read(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.keys(shape.shape).flatMap((name) => (environment[name]?.trim() ? [[name, environment[name]?.trim()]] : [])));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`The setting ${String(issue?.path[0])} was not accepted: ${issue?.message}`);
}

export const settings: Settings = read(process.env);
