import * as z from "zod";
import { digestOf } from "../digest.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { instant, shortId } from "./shapes.ts";

export const clientId = z.string().regex(/^cli_[0-9a-f]{24}$/, "A client's id begins with cli_");

export const clientShape = z.object({
  id: clientId.describe("Its own id, made of issuer and client id"),
  issuer: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .describe("Who vouches for it: issuer of its tokens (iss)"),
  client: z.string().min(1).max(255).describe("Its client id at the issuer (client_id)"),
  agency: shortId.describe("Agency whose system it is"),
  createdAt: instant.describe("When it was entered"),
  createdBy: z.string().min(1).describe("Who entered it"),
});
export type Client = z.output<typeof clientShape>;

export function clientIdOf(issuer: string, client: string): string {
  return `cli_${digestOf([issuer, client]).slice(0, 24)}`;
}

export function clientKey(id: string): Key {
  return { pk: `CLIENT#${id}`, sk: "CLIENT" };
}

export function clientsPartition(agency: string): string {
  return `CLIENTSOF#${agency}`;
}

/** An agency's system that shows tokens of its own (OAuth 2 client credentials) instead of a key. */
export const clientEntity = entity({
  name: "client",
  shape: clientShape,
  key: ({ id }) => clientKey(id),
  keyTemplate: { pk: "CLIENT#{client}", sk: "CLIENT" },
  indexes: ({ agency, id }) => ({ gsi1: { pk: clientsPartition(agency), sk: id } }),
  indexTemplates: { gsi1: { pk: "CLIENTSOF#{agency}", sk: "{client}" } },
  partition: "one for each client; processes keep what they read for five seconds",
  access: [
    {
      name: "before a request",
      why: "a process that meets a client's token, once in five seconds",
      steps: [[{ call: "get", reads: { client: 1 } }], [{ call: "get", reads: { agency: 1 } }]],
    },
    {
      name: "of an agency",
      why: "an administrator looks at an agency's clients",
      steps: [
        [{ call: "get", reads: { agency: 1 } }],
        [
          { call: "get", reads: { agency: 1 } },
          { call: "query", index: "gsi1", reads: { client: 2 } },
        ],
      ],
    },
  ],
  examples: [
    {
      id: "cli_0123456789abcdef01234567",
      issuer: "https://login.example.gov.cn",
      client: "bidding-platform",
      agency: "7f3k9c2a",
      createdAt: "2026-01-05T01:00:00.000Z",
      createdBy: "operator",
    },
  ],
});
