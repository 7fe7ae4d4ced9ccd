import * as z from "zod";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";

/** How many requests somebody may make. */
export const allowance = z
  .object({
    perMinute: z.int().min(1).max(1_000_000).describe("Requests a minute in the long run"),
    burst: z.int().min(1).max(100_000).describe("Requests at once"),
  })
  .meta({ id: "Allowance", description: "How many requests may be made" });

export type Allowance = z.output<typeof allowance>;

export const quotaShape = z.object({
  who: z.string().min(1).max(200).describe("Whose requests are counted: a key, a person, or the digest of an address"),
  level: z.number().min(0).describe("How full the bucket was, in requests"),
  at: z.int().min(0).describe("When that was, in milliseconds since 1970: it leaks since then"),
  until: z.int().min(0).describe("Second since 1970 when it is empty again, and can be forgotten"),
});
export type Quota = z.output<typeof quotaShape>;

export function quotaKey(who: string): Key {
  return { pk: `QUOTA#${who}`, sk: "BUCKET" };
}

/** How much of its allowance somebody has used: a bucket that each request fills and that leaks at the rate that is allowed. */
export const quotaEntity = entity({
  name: "quota",
  shape: quotaShape,
  key: ({ who }) => quotaKey(who),
  keyTemplate: { pk: "QUOTA#{who}", sk: "BUCKET" },
  expires: ({ until }) => until,
  partition: "one for each who asks; a process takes the more requests at once the faster they come, up to an eighth of what is allowed at once",
  access: [
    {
      name: "before a request",
      why: "every process, for some requests at once of somebody whom it has met, or met in vain to write down as new",
      steps: [[{ call: "get", reads: { quota: 1 } }]],
    },
  ],
  examples: [{ who: "key:7f3k9c2a.x1y2z3", level: 12, at: 1_767_574_800_000, until: 1_767_574_801 }],
});
