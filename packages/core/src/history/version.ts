import * as z from "zod";
import { entity } from "../entity.ts";
import { HubError } from "../error.ts";
import type { Body, Item, Key, Write } from "../ports.ts";
import { notBefore, type Recorded, recorded, type Writing } from "./recorded.ts";

/**
 * A record's item holds its newest version; what a write replaces is copied here in the same transaction, so that no
 * version is ever lost and a record that never changed costs nothing. A removed record leaves a mark in its place, so
 * that its versions go on counting should it come back.
 */

export const versionShape = z.object({
  pk: z.string().min(1).describe("Partition of the record"),
  sk: z.string().min(1).describe("Place of the record in its partition"),
  version: z.int().min(1).describe("Which version of the record it is"),
  content: z.record(z.string(), z.unknown()).describe("The record as it was stored, or the mark of its removal"),
});
export type Version = z.output<typeof versionShape>;

export function historyPartition(pk: string): string {
  return `HIST#${pk}`;
}

const digits = 10;

/** Where a version lies that has been replaced. */
export function versionKey({ pk, sk }: Key, version: number): Key {
  return { pk: historyPartition(pk), sk: `${sk}#${String(version).padStart(digits, "0")}` };
}

export const versionEntity = entity({
  name: "version",
  shape: versionShape,
  key: (record) => versionKey(record, record.version),
  keyTemplate: { pk: "HIST#{partition of the record}", sk: "{place of the record}#{version}" },
  partition: "one for each firm, as that of its records: a version comes here when a newer one replaces it",
  access: [
    {
      name: "enterprise at a time",
      why: "a court or a bank asks what was true on a day, or what the hub said at an instant: current records, then what has replaced others since",
      steps: [[{ call: "query", reads: { enterprise: 1, licence: 2, penalty: 1 } }], [{ call: "query", reads: { version: 4 } }]],
    },
    {
      name: "timeline",
      why: "an officer looks through what became of a firm, a few times a day: after the profile, the firm's records and what they replaced",
      steps: [
        [{ call: "query", reads: { enterprise: 1, licence: 2, penalty: 1 } }],
        [{ call: "query", reads: { enterprise: 1, licence: 2, penalty: 1 } }],
        [{ call: "query", reads: { version: 4 } }],
      ],
    },
    {
      name: "record at a time",
      why: "a follower of the change log asks for a decision as it was",
      steps: [[{ call: "getMany", reads: { penalty: 1 } }], [{ call: "query", reads: { version: 2 } }]],
    },
    {
      name: "history of a decision",
      why: "a clerk wonders how a decision came to read as it does; decisions of one firm share the second and third call",
      steps: [
        [{ call: "getMany", reads: { penalty: 1 } }],
        [{ call: "query", reads: { enterprise: 1, licence: 2, penalty: 1 } }],
        [{ call: "query", reads: { version: 4 } }],
      ],
    },
  ],
  examples: [
    {
      pk: "ENT#91140581MA0DEMX13N",
      sk: "A#REGISTER",
      version: 1,
      content: {
        uscc: "91140581MA0DEMX13N",
        name: "高平县示例铸造厂",
        formerNames: [],
        type: "有限责任公司(自然人投资或控股)",
        status: "active",
        statusText: "存续",
        division: "140581",
        industry: "C3391",
        address: "山西省晋城市高平市示例路1号",
        legalRepresentative: "示例",
        establishedOn: "2009-06-18",
        registrationNumber: "140581000000017",
        organisationCode: "MA0DEMX13",
        taxNumber: null,
        provenance: {
          source: { name: "示例登记机关", uscc: null },
          reportedOn: null,
          confirmedOn: null,
          firstSeen: { fileSha256: "0".repeat(64), fileName: "2026-01-register.csv", row: 2, at: "2026-01-05T01:00:00.000Z" },
          lastSeen: { fileSha256: "0".repeat(64), fileName: "2026-01-register.csv", row: 2, at: "2026-01-05T01:00:00.000Z" },
          changedAt: "2026-01-05T01:00:00.000Z",
          revision: 1,
          originals: [
            { field: "status", column: "登记状态", value: "存续" },
            { field: "establishedOn", column: "成立日期", value: "2009/06/18" },
          ],
          recorded: { at: "2026-01-05T01:00:01.250Z", by: "operator", change: "created", reason: "import" },
        },
      },
    },
  ],
});

/** The write that keeps what another write of the same transaction replaces. */
export function keep({ pk, sk, version, body }: Item): Write {
  return { put: { ...versionKey({ pk, sk }, version), version: 1, body: { pk, sk, version, content: body } }, if: "absent" };
}

/** The writes that take a record away: a mark in its place, and its last version among those replaced. */
export function removal(item: Item, writing: Writing): readonly Write[] {
  const removed = { at: notBefore(writing.at, recordedOf(item).at), by: writing.by, change: "removed", reason: writing.reason };
  const { pk, sk, version } = item;
  return [{ put: { pk, sk, version: version + 1, body: { removed } }, if: { version } }, keep(item)];
}

export function isRemoved({ body }: Pick<Item, "body">): boolean {
  return "removed" in body;
}

/** Who wrote the version that an item holds, when and why. */
export function recordedOf({ pk, sk, body }: Pick<Item, "pk" | "sk" | "body">): Recorded {
  const provenance = body["provenance"] as Body | undefined;
  const parsed = recorded.safeParse(isRemoved({ body }) ? body["removed"] : provenance?.["recorded"]);
  if (parsed.success) return parsed.data;
  throw new HubError("INTERNAL", `Stored ${pk} ${sk} does not say when it was recorded`);
}

/** The version in an item of the history, as the record's item held it. */
export function replacedItem(item: Item): Item {
  const parsed = versionShape.safeParse(item.body);
  if (!parsed.success) throw new HubError("INTERNAL", `Stored version ${item.pk} ${item.sk} does not fit its shape`);
  const { pk, sk, version, content } = parsed.data;
  return { pk, sk, version, body: content as Body };
}
