import * as z from "zod";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { agencyPartition } from "./agency.ts";
import { instant, shortId } from "./shapes.ts";

/** Addresses from which a key is taken. */
export const networks = z.array(z.union([z.cidrv4(), z.cidrv6()], "Write a network as 203.0.113.0/24 or 2001:db8::/48; one address as 203.0.113.7/32")).max(50);

export const keyShape = z.object({
  agency: shortId.describe("Agency whose systems use it"),
  id: shortId.describe("Its own id, which the key itself begins with"),
  label: z.string().trim().min(1).max(100).describe("What it is used by"),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("HMAC-SHA256 of the key under the hub's pepper: the key itself is stored nowhere"),
  networks: networks.describe("Networks from which alone it is taken; from everywhere where there are none"),
  createdAt: instant.describe("When it was made"),
  createdBy: z.string().min(1).describe("Who made it"),
  expiresAt: instant.describe("From when on it is refused"),
  replacedBy: shortId.nullable().describe("Key that was made to take its place; null while none was"),
  revokedAt: instant.nullable().describe("When it was revoked; null while it was not"),
});
export type ApiKey = z.output<typeof keyShape>;

export function keyKey(agency: string, id: string): Key {
  return { pk: agencyPartition(agency), sk: `KEY#${id}` };
}

/** A key of an agency's systems, without the key itself. */
export const keyEntity = entity({
  name: "apiKey",
  shape: keyShape,
  key: ({ agency, id }) => keyKey(agency, id),
  keyTemplate: { pk: "AGENCY#{agency}", sk: "KEY#{key}" },
  partition: "its agency's, see there",
  access: [
    {
      name: "before a request",
      why: "a process that meets a key, once in five seconds",
      steps: [[{ call: "getMany", reads: { apiKey: 1, agency: 1, keyUse: 1 } }]],
    },
    {
      name: "of an agency",
      why: "an administrator looks at an agency's keys",
      steps: [[{ call: "get", reads: { agency: 1 } }], [{ call: "query", reads: { agency: 1, apiKey: 3, keyUse: 2 } }]],
    },
  ],
  examples: [
    {
      agency: "7f3k9c2a",
      id: "x2y3z4w5",
      label: "信贷系统",
      hash: "5a".repeat(32),
      networks: ["203.0.113.0/24"],
      createdAt: "2026-01-05T01:00:00.000Z",
      createdBy: "psn_0123456789abcdef01234567",
      expiresAt: "2027-01-05T01:00:00.000Z",
      replacedBy: null,
      revokedAt: null,
    },
  ],
});

export const keyUseShape = z.object({
  agency: shortId.describe("Agency whose key it is"),
  key: shortId.describe("The key"),
  lastUsedAt: instant.describe("When it was last used, to the hour"),
});

export function keyUseKey(agency: string, id: string): Key {
  return { pk: agencyPartition(agency), sk: `USED#${id}` };
}

/** When a key was last used: apart from the key, so that using one never meets its being changed. */
export const keyUseEntity = entity({
  name: "keyUse",
  shape: keyUseShape,
  key: ({ agency, key }) => keyUseKey(agency, key),
  keyTemplate: { pk: "AGENCY#{agency}", sk: "USED#{key}" },
  partition: "its agency's: written once an hour by each process",
  access: [
    {
      name: "of a key",
      why: "an administrator's list of an agency's keys, with them",
      steps: [[{ call: "get", reads: { agency: 1 } }], [{ call: "query", reads: { agency: 1, apiKey: 3, keyUse: 2 } }]],
    },
  ],
  examples: [{ agency: "7f3k9c2a", key: "x2y3z4w5", lastUsedAt: "2026-01-05T01:00:00.000Z" }],
});

/** A key as its holder has it: `hub_<agency>_<id>_<secret>`. What stands before the secret may be shown and logged. */
export function keyText(agency: string, id: string, secret: string): string {
  return `hub_${agency}_${id}_${secret}`;
}

/** The parts of a key; null for what is none. */
export function parseKey(text: string): { readonly agency: string; readonly id: string } | null {
  const [, agency, id] = /^hub_([a-z2-9]{8})_([a-z2-9]{8})_[A-Za-z0-9_-]{43}$/.exec(text) ?? [];
  return agency !== undefined && id !== undefined ? { agency, id } : null;
}
