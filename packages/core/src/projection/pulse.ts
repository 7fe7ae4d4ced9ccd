import * as z from "zod";
import { entity, fromItem, toItem } from "../entity.ts";
import { Log } from "../log/index.ts";
import type { ItemStore, Key } from "../ports.ts";
import { recordPartitions } from "../records.ts";

/**
 * Where a stream hands changes over, nobody can ask it how far behind it is. So a pulse is written each minute; when it
 * has come through the stream, the projector notes that it met it. What the newest note lacks to now is the lag:
 * that of the shard of the stream through which pulses go. An alarm watches the oldest record of all shards.
 */

export const pulseShape = z.object({
  place: z.enum(["sent", "met"]).describe("Whether the pulse was sent, or has come through the stream"),
  at: Log.activeShape.shape.since.describe("When it was sent"),
});

function pulseKey(place: "sent" | "met"): Key {
  return { pk: `PULSE#${place}`, sk: "AT" };
}

/** Partition of the pulses sent: the stream must hand them over, too. */
export const pulsePartition = pulseKey("sent").pk;

/** How the partitions begin whose writes a stream must hand over, and no others: what the projector writes itself would call it for ever. */
export const streamed: readonly string[] = [...recordPartitions, pulsePartition];

export const pulseEntity = entity({
  name: "pulse",
  shape: pulseShape,
  key: ({ place }) => pulseKey(place),
  keyTemplate: { pk: "PULSE#{place}", sk: "AT" },
  partition: "two items, each written once a minute",
  access: [{ name: "lag", why: "whoever asks for the health of a hub on AWS", steps: [[{ call: "get", reads: { pulse: 1 } }]] }],
  examples: [{ place: "sent", at: "2026-01-05T01:00:00.000Z" }],
});

/** Sends a pulse into the stream. */
export async function sendPulse(store: ItemStore, at: string): Promise<void> {
  await write(store, "sent", at);
}

/** Notes that a pulse has come through the stream, by its version, unless a newer one has. */
export async function meetPulse(store: ItemStore, version: number): Promise<void> {
  const met = await lastMet(store);
  const at = new Date(version * 1_000).toISOString();
  if (met === null || met < at) await write(store, "met", at);
}

/** A pulse's version is the second in which it was sent, so that what the stream hands over tells it. */
async function write(store: ItemStore, place: "sent" | "met", at: string): Promise<void> {
  await store.transact([{ put: toItem(pulseEntity, { place, at }, Math.max(1, Math.floor(Date.parse(at) / 1_000))) }]);
}

/** When the pulse was sent that last came through; null before the first. */
export async function lastMet(store: ItemStore): Promise<string | null> {
  const item = await store.get(pulseKey("met"));
  return item ? fromItem(pulseEntity, item).record.at : null;
}
