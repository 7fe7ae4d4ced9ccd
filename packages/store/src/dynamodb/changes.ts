import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import { HubError } from "@hub/core/error";
import type { Change, Page } from "@hub/core/ports";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { checkedLimit } from "../limit.ts";
import { type Connection, clientConfig, type DynamoOptions, measure, type Until } from "./connection.ts";
import { text } from "./item.ts";
import { table } from "./table.ts";

/**
 * The table's stream, read without a Lambda. A stream is a forest of shards that live for some hours: a shard is read
 * when its parent has been read to the end, which keeps the changes of one item in their order. The cursor says for
 * each shard how far it was read. On AWS the stream feeds a function instead; this is for one machine and for checks.
 */
export function changeReader(options: DynamoOptions, { table: TableName, client: tables }: Connection) {
  const client = new DynamoDBStreamsClient(clientConfig(options));
  // Both clients are made alike; only their commands differ.
  if (options.onCapacity) measure(client as unknown as DynamoDBClient, options.onCapacity);
  let stream: Promise<string> | null = null;
  /** Where the last call left each open shard: behind answers that were empty, of which no cursor could tell. */
  const resting = new Map<string, { readonly position: string; readonly iterator: string; readonly until: number }>();

  async function findStream(until: Until): Promise<string> {
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }), until);
    if (Table?.LatestStreamArn === undefined) throw new HubError("STORE_UNUSABLE", `The table ${TableName} has no stream; switch it on`, { table: TableName });
    return Table.LatestStreamArn;
  }

  async function listShards(StreamArn: string, until: Until): Promise<readonly Shard[]> {
    const shards: Shard[] = [];
    let from: string | undefined;
    do {
      const command = new DescribeStreamCommand({ StreamArn, ...(from !== undefined && { ExclusiveStartShardId: from }) });
      const { StreamDescription } = await client.send(command, until);
      shards.push(...(StreamDescription?.Shards ?? []));
      from = StreamDescription?.LastEvaluatedShardId;
    } while (from !== undefined);
    return shards;
  }

  /** Where to read a shard on from a position: behind the gaps that were seen there, or anew. */
  async function iteratorAt(StreamArn: string, ShardId: string, position: string, until: Until): Promise<string | undefined> {
    const rest = resting.get(ShardId);
    if (rest?.position === position && rest.until > performance.now()) return rest.iterator;
    const start = position === beginning ? ({ ShardIteratorType: "TRIM_HORIZON" } as const) : afterNumber(position);
    const { ShardIterator } = await client.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...start }), until);
    return ShardIterator;
  }

  /** Changes of one shard from a position on, and the position behind them. */
  async function readShard(StreamArn: string, { ShardId = "", SequenceNumberRange }: Shard, from: string, most: number, until: Until) {
    const changes: Change[] = [];
    let position = from;
    let iterator = await iteratorAt(StreamArn, ShardId, from, until);
    const isOpen = SequenceNumberRange?.EndingSequenceNumber === undefined;
    for (let emptyAnswers = 0; changes.length < most && iterator !== undefined; ) {
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: most - changes.length }), until);
      changes.push(...Records.map(toChange));
      position = Records.at(-1)?.dynamodb?.SequenceNumber ?? position;
      iterator = NextShardIterator;
      // A shard may have gaps, so that an empty answer is not the end; an open shard has no end at all.
      emptyAnswers = Records.length > 0 ? 0 : emptyAnswers + 1;
      if (isOpen && emptyAnswers === gapAnswers) break;
    }
    if (iterator === undefined) resting.delete(ShardId);
    else resting.set(ShardId, { position, iterator, until: performance.now() + iteratorMs });
    return { changes, position: iterator === undefined ? ended : position };
  }

  async function read(after: string | null, limit: number | undefined, until: Until): Promise<Page<Change>> {
    const most = checkedLimit(limit);
    const positions = after === null ? new Map<string, string>() : positionsOf(after);
    stream ??= findStream(until);
    const arn = await stream.catch((error: unknown) => {
      stream = null;
      throw error;
    });
    const shards = new Map((await listShards(arn, until)).map((shard) => [shard.ShardId ?? "", shard]));
    forget(positions, shards);
    for (const id of resting.keys()) if (!shards.has(id)) resting.delete(id);
    const items: Change[] = [];
    const isEnough = () => items.length >= most || performance.now() > until.enoughAt;
    for (let shard = nextShard(shards, positions, new Set()), seen = new Set<string>(); shard && !isEnough(); ) {
      const id = shard.ShardId ?? "";
      const { changes, position } = await readShard(arn, shard, positions.get(id) ?? beginning, most - items.length, until);
      // A shard that gave something goes to the end of the line, so that a busy one does not hold up the others.
      if (changes.length > 0) positions.delete(id);
      positions.set(id, position);
      items.push(...changes);
      shard = nextShard(shards, positions, seen.add(id));
    }
    return { items, cursor: encodeCursor("changes", [JSON.stringify([...positions])]) };
  }

  return {
    changes: async (after: string | null, limit: number | undefined, until: Until): Promise<Page<Change>> => {
      try {
        return await read(after, limit, until);
      } catch (error) {
        if (error instanceof Error && error.name === "TrimmedDataAccessException") throw tooOld(error);
        throw error;
      }
    },
    close: () => client.destroy(),
  };
}

/** Positions in a shard beside the numbers of its records. */
const beginning = "";
const ended = "end";

/** After how many empty answers in a row an open shard is taken to hold nothing more for now. */
const gapAnswers = 2;

/** An iterator may be used for fifteen minutes. */
const iteratorMs = 10 * 60_000;

function afterNumber(SequenceNumber: string) {
  return { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber } as const;
}

/** How far each shard was read, the longest untouched first. Throws BAD_CURSOR. */
function positionsOf(cursor: string): Map<string, string> {
  const [json = ""] = decodeCursor("changes", cursor, 1);
  let pairs: unknown;
  try {
    pairs = JSON.parse(json);
  } catch {
    pairs = null;
  }
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");
  if (!Array.isArray(pairs) || !pairs.every(isPair)) throw new HubError("BAD_CURSOR", "The cursor does not belong to this list; start again without a cursor");
  return new Map(pairs as readonly (readonly [string, string])[]);
}

/** Drops what was read to the end and is gone from the stream. Throws BAD_CURSOR when something unread is gone. */
function forget(positions: Map<string, string>, shards: ReadonlyMap<string, Shard>): void {
  for (const [id, position] of [...positions]) {
    if (shards.has(id)) continue;
    if (position !== ended) throw tooOld();
    positions.delete(id);
  }
}

function tooOld(cause?: Error): HubError {
  return new HubError("BAD_CURSOR", "The cursor is older than the 24 hours that the stream keeps; start again without a cursor", {}, { cause });
}

/** A shard with more to read, whose parent has been read; those that the cursor names come in its order. */
function nextShard(shards: ReadonlyMap<string, Shard>, positions: ReadonlyMap<string, string>, seen: ReadonlySet<string>): Shard | undefined {
  const isReadable = (id: string) => {
    const parent = shards.get(id)?.ParentShardId;
    const isParentRead = parent === undefined || !shards.has(parent) || positions.get(parent) === ended;
    return !seen.has(id) && positions.get(id) !== ended && isParentRead;
  };
  const id = [...positions.keys(), ...shards.keys()].find(isReadable);
  return id === undefined ? undefined : shards.get(id);
}

function toChange({ eventName, dynamodb }: StreamRecord): Change {
  const { Keys = {}, NewImage, OldImage } = dynamodb ?? {};
  const version = Number((NewImage ?? OldImage)?.[table.version]?.N);
  return { pk: text(Keys, "pk"), sk: text(Keys, "sk"), operation: eventName === "REMOVE" ? "delete" : "put", version };
}
