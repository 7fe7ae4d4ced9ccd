import * as z from "zod";
import { Calendar } from "../calendar/index.ts";
import { Decision } from "../decision/index.ts";
import { dispute } from "../dispute.ts";
import { countedPlace, countedShards, entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { exitShape, states } from "./machine.ts";
import { countedUntil, publicityOf, settled } from "./rules.ts";

const number = z.string().min(1).max(200);

export const shape = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe("Its own id among the firm's entries in lists"),
  uscc: z.string().length(18).describe("Unified Social Credit Code of the enterprise"),
  list: z.string().min(1).max(40).describe("Code of the list"),
  state: z.enum(states).describe("Where it stands"),
  facts: z.string().min(1).max(2_000).describe("What the firm is listed for"),
  basis: z.string().min(1).max(500).nullable().describe("Law and article, or document, that the entry rests on; null where the list's own suffices"),
  listedOn: Provenance.day.describe("Day of the decision to list it, from which the terms run"),
  documentNumber: number.describe("Number of the document that lists it"),
  exit: exitShape.nullable().describe("That it ended, once that was written down; null before"),
  case: z.string().min(1).max(64).describe("Case in which that was decided, by its id: the proposal, or another in which the firm was heard"),
  authority: Decision.authority.describe("Authority that lists"),
  dispute: dispute.nullable().default(null).describe("The objection that is open against the record; null where there is none"),
  provenance: Provenance.entered.describe("Where the record comes from"),
});
export type Info = z.output<typeof shape>;

/** What names one entry: whose it is, and its id. */
export const reference = shape.pick({ uscc: true, id: true });
export type Reference = z.output<typeof reference>;

export function entryKey({ uscc, id }: Reference): Key {
  return { pk: Decision.enterprisePartition(uscc), sk: `LST#${id}` };
}

/** Where the entries of a month stand in index gsi2, published or not. */
export function listedPartition(month: string): string {
  return `LISTED#${month}`;
}

const authority = { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" };

/** One firm's membership of one list, from the entry to its end. */
export const entityOf = entity({
  name: "listEntry",
  shape,
  key: entryKey,
  keyTemplate: { pk: "ENT#{uscc}", sk: "LST#{id}" },
  indexes: (record) => ({
    ...countedPlace("listEntry", countedUntil(record), entryKey(record)),
    gsi2: { pk: listedPartition(record.listedOn.slice(0, 7)), sk: `${record.listedOn}#${entryKey(record).pk}` },
  }),
  indexTemplates: {
    gsi1: { pk: "COUNTED#listEntry#{shard}", sk: "{last day of publicity}#{partition of the record}" },
    gsi2: { pk: "LISTED#{month}", sk: "{day of the entry}#{partition of the record}" },
  },
  history: {
    validity: ({ listedOn, exit: end }) => ({ from: listedOn, to: end && dayBefore(end.on) }),
    divisions: Decision.divisionsOfFirm,
    counted: (record) => (countedUntil(record) === null ? null : { list: record.list, division: Decision.divisionOf(record.authority), day: record.listedOn }),
    countedUntil,
    settled,
    published: (record, day) => publicityOf(record, day).isPublished,
  },
  partition: "its firm's, see there; in the indexes eight shards for all listed ones, and one for each month: written when one is listed or exited",
  access: [
    {
      name: "next page",
      why: "a client turns the pages of a firm's entries, which are few; each page is cut from all the firm's records",
      steps: [[{ call: "query", reads: { ...Decision.usualFile, listEntry: 3 } }]],
    },
    { name: "by id", why: "a partner follows a link; an officer's change reads it by a get", steps: [[{ call: "getMany", reads: { listEntry: 1 } }]] },
    {
      name: "statistics",
      why: "a page of figures: totals less the entries whose longest term is over and that are still counted, usually none",
      steps: [
        [
          { call: "get", reads: { projection: 1 } },
          { call: "query", index: "gsi1", times: countedShards, reads: { listEntry: 1 } },
        ],
        [{ call: "query", reads: { total: 20 } }],
      ],
    },
    {
      name: "term over",
      why: "the hub's own job, each minute: entries whose longest term is over and that are still counted, usually none",
      // One after the other: nobody waits for it.
      steps: Array.from({ length: countedShards }, () => [{ call: "query", index: "gsi1", reads: { listEntry: 1 } }] as const),
    },
  ],
  examples: [
    {
      ...{ id: "0f9d3c1e7a5b4d28", uscc: "91140581MA0DEMX13N", list: "seriousDishonesty", state: "listed" },
      ...{ facts: "示例：篡改自动监测数据", basis: "示例法第一条", listedOn: "2026-06-01", documentNumber: "示环失信〔2026〕1号" },
      ...{ exit: null, case: "lpr_0123456789abcdef0123", authority, dispute: null },
      provenance: Provenance.enteredBy(authority, { at: "2026-06-01T01:00:00.000Z", by: "psn_0123456789abcdef01234567", reason: "陈述申辩未予采纳" }),
    },
  ],
});

function dayBefore(day: string): string {
  return Calendar.fromEpochDay(Calendar.toEpochDay(day) - 1);
}
