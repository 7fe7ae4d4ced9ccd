import type { ItemStore } from "@hub/core/ports";
import { type Consumed, type DynamoOptions, makeTable, openDynamo } from "@hub/store/dynamodb";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { answer, beSilent, type Call, cancel, lose, proxyAnswer, refuse, type Step, stall, type Wire, wire } from "../support/wire.ts";

/** The adapter with the real SDK, over a server that fails as DynamoDB and the network fail. */
async function over(steps: readonly [Step, ...Step[]], options: Partial<DynamoOptions> = {}): Promise<Wire & { readonly store: ItemStore }> {
  const server = await wire(...steps);
  const store = openDynamo({ table: "hub", endpoint: server.endpoint, backoff: { attempts: 3, base: 1, most: 5 }, ...options });
  onTestFinished(() => store.close());
  return { ...server, store };
}

/** Waiting with jitter takes no time, until the test ends. */
function withoutJitter(): void {
  vi.spyOn(Math, "random").mockReturnValue(0);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
}

const key = { pk: "ENT#1", sk: "A" };
const stored = { pk: { S: "ENT#1" }, sk: { S: "A" }, v: { N: "1" }, b: { M: {} } };
const item = { ...key, version: 1, body: {} };
const get = (store: ItemStore) => store.get(key);
const write = (store: ItemStore) => store.transact([{ put: item, if: "absent" }]);
const writeTwo = (store: ItemStore) =>
  store.transact([
    { put: item, if: "absent" },
    { check: { pk: "ENT#1", sk: "B" }, if: "present" },
  ]);

/** Code of a refusal; what is no refusal is named as such. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "accepted";
  } catch (error) {
    const { code, name } = error as { readonly code?: string; readonly name: string };
    return name === "HubError" ? String(code) : `a bug: ${name} ${code}`;
  }
}

type Case = readonly [what: string, step: Step, call: (store: ItemStore) => Promise<unknown>, code: string];

const refusals: readonly Case[] = [
  ["a condition that failed", cancel("ConditionalCheckFailed", "None"), writeTwo, "CONFLICT"],
  ["a condition that failed beside a rival", cancel("ConditionalCheckFailed", "TransactionConflict"), writeTwo, "CONFLICT"],
  ["a condition that failed beside throttling", cancel("ThrottlingError", "ConditionalCheckFailed"), writeTwo, "CONFLICT"],
  ["rivals that stay", cancel("TransactionConflict", "None"), writeTwo, "STORE_BUSY"],
  ["throttling within a transaction", cancel("None", "ThrottlingError"), writeTwo, "STORE_BUSY"],
  ["too little capacity within a transaction", cancel("ProvisionedThroughputExceeded", "None"), writeTwo, "STORE_BUSY"],
  ["a transaction that stays in progress", refuse("TransactionInProgressException"), write, "STORE_BUSY"],
  ["a full partition", cancel("ItemCollectionSizeLimitExceeded", "None"), writeTwo, "ITEM_TOO_LARGE"],
  ["another call's token", refuse("IdempotentParameterMismatchException"), write, "TOKEN_REUSED"],
  ["an item too large", refuse("ValidationException", { message: "Item size has exceeded the maximum allowed size" }), write, "ITEM_TOO_LARGE"],
  ["a transaction too large", refuse("ValidationException", { message: "Transaction request size cannot exceed 4MB" }), write, "TOO_MANY_WRITES"],
  ["what it does not take", refuse("ValidationException", { message: "ExpressionAttributeValues must not be empty" }), get, "BAD_INPUT"],
  ["what it does not take within a transaction", cancel("ValidationError", "None"), writeTwo, "BAD_INPUT"],
  ["a table that is not there", refuse("ResourceNotFoundException"), get, "STORE_UNUSABLE"],
  ["a role that may not", refuse("AccessDeniedException"), get, "STORE_UNUSABLE"],
  ["a wrong key", refuse("UnrecognizedClientException"), get, "STORE_UNUSABLE"],
  ["a wrong signature", refuse("InvalidSignatureException"), get, "STORE_UNUSABLE"],
  ["a signature without its parts", refuse("IncompleteSignatureException"), get, "STORE_UNUSABLE"],
  ["no signature", refuse("MissingAuthenticationTokenException"), get, "STORE_UNUSABLE"],
  ["credentials that have expired", refuse("ExpiredTokenException"), get, "STORE_UNUSABLE"],
  ["throttling of a table", refuse("ProvisionedThroughputExceededException"), get, "STORE_BUSY"],
  ["throttling of an account", refuse("RequestLimitExceeded"), get, "STORE_BUSY"],
  ["throttling", refuse("ThrottlingException"), get, "STORE_BUSY"],
  ["throttling of writes", refuse("ThrottlingException"), write, "STORE_BUSY"],
  ["another region's write", refuse("ReplicatedWriteConflictException"), write, "STORE_BUSY"],
  ["a failure of its own", refuse("InternalServerError", { status: 500 }), get, "STORE_BUSY"],
  ["a failure without a name", refuse("InternalFailure", { status: 500 }), get, "STORE_BUSY"],
  ["no service", refuse("ServiceUnavailable", { status: 503 }), get, "STORE_BUSY"],
  ["a proxy that has no answer", proxyAnswer(502), get, "STORE_BUSY"],
  ["a proxy that refuses", proxyAnswer(403), get, "STORE_UNUSABLE"],
  ["a connection that is lost", lose, get, "STORE_BUSY"],
  ["a connection that is lost in a transaction", lose, write, "STORE_BUSY"],
  ["no answer", beSilent, get, "STORE_BUSY"],
  ["no answer to a transaction", beSilent, write, "STORE_BUSY"],
  ["an answer that never ends", stall, get, "STORE_BUSY"],
  ["no answer of the stream", beSilent, (store) => store.changes(null), "STORE_BUSY"],
];

describe("DynamoDB's failures, over the wire", () => {
  it.each(refusals)("%s", async (_what, step, call, code) => {
    withoutJitter();
    const { store } = await over([step], { callMs: 900 });
    const begun = performance.now();
    expect(await outcome(call(store))).toBe(code);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});

describe("a transaction", () => {
  const inProgress = refuse("TransactionInProgressException");
  const tokensOf = ({ calls }: Wire) => calls.map(({ input }) => input.ClientRequestToken as unknown);

  it("is one and the same however often its answer is lost and it is still in progress", async () => {
    withoutJitter();
    let first: unknown;
    // Carried out at once, but it takes long until it says so; another call's condition would find it done.
    const server = await over([
      (response, call) => {
        first = call.input.ClientRequestToken;
        lose(response, call);
      },
      ...Array.from({ length: 9 }, () => inProgress),
      (response, call) => (call.input.ClientRequestToken === first ? answer({}) : cancel("ConditionalCheckFailed"))(response, call),
    ]);
    expect(await outcome(write(server.store))).toBe("accepted");
    expect(new Set(tokensOf(server)).size).toBe(1);
    expect(server.calls).toHaveLength(11);
  });

  it("that was cancelled is begun anew, under its caller's token if there is one", async () => {
    const steps = [cancel("TransactionConflict"), cancel("ThrottlingError"), answer({})] as const;
    const own = await over([...steps]);
    await write(own.store);
    expect(new Set(tokensOf(own)).size).toBe(3);
    const callers = await over([...steps]);
    await callers.store.transact([{ put: item }], { token: "one" });
    expect(new Set(tokensOf(callers)).size).toBe(1);
  });
});

it("writes the second after which an item may go as the number `ttl`, which the stack names", async () => {
  const { store, calls } = await over([answer({})]);
  await store.transact([{ put: { ...item, expires: 4_102_444_800 } }]);
  expect(calls[0]?.input.TransactItems).toEqual([{ Put: { TableName: "hub", Item: { ...stored, ttl: { N: "4102444800" } } } }]);
});

describe("a table that is there", () => {
  const made = answer({ Table: { TableName: "hub" } });
  const isOn = refuse("ValidationException", { message: "TimeToLive is already enabled" });

  it.each([
    ["did not drop expired items before", answer({}), "accepted"],
    ["drops expired items already", isOn, "accepted"],
    ["cannot drop expired items", refuse("ValidationException"), "BAD_INPUT"],
  ] as const)("and %s", async (_what, step, code) => {
    const { endpoint, calls } = await wire(made, step);
    expect(await outcome(makeTable({ table: "hub", endpoint }))).toBe(code);
    expect(calls).toEqual([
      { operation: "DescribeTable", input: { TableName: "hub" } },
      { operation: "UpdateTimeToLive", input: { TableName: "hub", TimeToLiveSpecification: { Enabled: true, AttributeName: "ttl" } } },
    ]);
  });
});

describe("a page", () => {
  it.each([undefined, "gsi1"] as const)("that DynamoDB cut before its first item is not the end (index %s)", async (index) => {
    const [found, last] = ["B", "C"].map((sk) => ({ ...stored, sk: { S: sk }, gsi1pk: { S: "ENT#1" }, gsi1sk: { S: sk } }));
    const keyOf = ({ pk, sk, gsi1pk, gsi1sk }: NonNullable<typeof found>) => (index ? { pk, sk, gsi1pk, gsi1sk } : { pk, sk });
    if (!found || !last) throw new TypeError("No items");
    const { store, calls } = await over([
      answer({ Items: [], LastEvaluatedKey: keyOf(found) }),
      answer({ Items: [found], LastEvaluatedKey: keyOf(found) }),
      answer({ Items: [last] }),
    ]);
    const query = { pk: "ENT#1", ...(index && { index }) };
    const page = await store.query(query);
    expect(page.items.map(({ sk }) => sk)).toEqual(["B"]);
    expect(await store.query({ ...query, cursor: page.cursor })).toMatchObject({ items: [{ sk: "C" }], cursor: null });
    expect(calls.map(({ input }) => input.ExclusiveStartKey)).toEqual([undefined, keyOf(found), keyOf(found)]);
  });
});

describe("many keys", () => {
  const keys = ["A", "B", "C"].map((sk) => ({ pk: "ENT#1", sk }));
  const attributes = (sk: string) => ({ ...stored, sk: { S: sk } });
  const left = (...sks: readonly string[]) => ({ UnprocessedKeys: { hub: { Keys: sks.map((sk) => ({ pk: { S: "ENT#1" }, sk: { S: sk } })) } } });

  it("that were left unread are asked for until all are read", async () => {
    const { store, calls } = await over([
      answer({ Responses: { hub: [attributes("B")] }, ...left("A", "C") }),
      answer({ Responses: {}, ...left("A", "C") }),
      answer({ Responses: { hub: [attributes("C")] }, ...left("A") }),
      answer({ Responses: { hub: [] } }),
    ]);
    expect((await store.getMany(keys)).map((found) => found?.sk ?? null)).toEqual([null, "B", "C"]);
    expect(calls.map(({ input }) => input.RequestItems.hub.Keys.length)).toEqual([3, 2, 2, 1]);
  });

  it("that are left unread again and again are refused", async () => {
    const { store } = await over([answer({ Responses: {}, ...left("A", "B", "C") })]);
    expect(await outcome(store.getMany(keys))).toBe("STORE_BUSY");
  });
});

it("comes through a long gap in a stream, though each call ends at some empty answers", async () => {
  const gap = 9;
  const record = { eventName: "INSERT", dynamodb: { Keys: { pk: stored.pk, sk: stored.sk }, NewImage: stored, SequenceNumber: "7" } };
  const outputOf = ({ operation, input }: Call) => {
    if (operation === "DescribeTable") return { Table: { LatestStreamArn: "arn" } };
    if (operation === "DescribeStream") return { StreamDescription: { Shards: [{ ShardId: "one", SequenceNumberRange: { StartingSequenceNumber: "1" } }] } };
    if (operation === "GetShardIterator") return { ShardIterator: "0" };
    const at = Number(input.ShardIterator);
    return { Records: at === gap ? [record] : [], NextShardIterator: String(at + 1) };
  };
  const { store } = await over([(response, call) => answer(outputOf(call))(response, call)]);
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let calls = 0; calls < 8; calls += 1) {
    const page: Awaited<ReturnType<ItemStore["changes"]>> = await store.changes(cursor);
    seen.push(...page.items.map(({ sk }) => sk));
    cursor = page.cursor;
  }
  expect(seen).toEqual(["A"]);
});

describe("time", () => {
  it("is up for a table that is to be made, too", async () => {
    const { endpoint } = await wire(beSilent);
    const begun = performance.now();
    expect(await outcome(makeTable({ table: "hub", endpoint, callMs: 600 }))).toBe("STORE_BUSY");
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it("is not lost on a stream of many shards: a call answers with what it has, and the next goes on", async () => {
    const shards = Array.from({ length: 8 }, (_, n) => ({
      ShardId: `shard-${n}`,
      SequenceNumberRange: { StartingSequenceNumber: "1", EndingSequenceNumber: "2" },
    }));
    const record = (shard: string) => ({
      eventName: "INSERT",
      dynamodb: { Keys: { pk: { S: "ENT#1" }, sk: { S: shard } }, NewImage: stored, SequenceNumber: "1" },
    });
    const outputOf = ({ operation, input }: Call) => {
      if (operation === "DescribeTable") return { Table: { LatestStreamArn: "arn" } };
      if (operation === "DescribeStream") return { StreamDescription: { Shards: shards } };
      if (operation === "GetShardIterator") return { ShardIterator: input.ShardId };
      return { Records: [record(input.ShardIterator)] };
    };
    const slowly: Step = (response, call) => {
      setTimeout(() => answer(outputOf(call))(response, call), 100);
    };
    const { store } = await over([slowly], { callMs: 1_200 });
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let calls = 0; calls < 6; calls += 1) {
      const page: Awaited<ReturnType<ItemStore["changes"]>> = await store.changes(cursor);
      seen.push(...page.items.map(({ sk }) => sk));
      cursor = page.cursor;
    }
    expect(seen).toEqual(shards.map(({ ShardId }) => ShardId));
  });

  it("is up for a call that waits for its rivals", async () => {
    const { store } = await over([cancel("TransactionConflict")], { callMs: 300, backoff: { attempts: 1_000, base: 50, most: 50 } });
    expect(await outcome(write(store))).toBe("STORE_BUSY");
  });
});

it("says that no region is told", async () => {
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  expect(await outcome(get(openDynamo({ table: "hub" })))).toBe("STORE_UNUSABLE");
});

it("tells of every request what it consumed and how often it was sent", async () => {
  withoutJitter();
  const told: Consumed[] = [];
  const capacity = (units: number) => ({ TableName: "hub", CapacityUnits: units });
  const { store } = await over(
    [
      refuse("ThrottlingException"),
      lose,
      answer({ Item: stored, ConsumedCapacity: capacity(1.5) }),
      answer({ Responses: {}, UnprocessedKeys: { hub: { Keys: [{ pk: stored.pk, sk: stored.sk }] } }, ConsumedCapacity: [capacity(1)] }),
      answer({ Responses: { hub: [stored] }, ConsumedCapacity: [capacity(2)] }),
      cancel("TransactionConflict"),
      answer({ ConsumedCapacity: [capacity(4)] }),
      answer({ Table: { LatestStreamArn: "arn" } }),
      answer({ StreamDescription: { Shards: [{ ShardId: "one", SequenceNumberRange: { StartingSequenceNumber: "1", EndingSequenceNumber: "2" } }] } }),
      answer({ ShardIterator: "here" }),
      answer({ Records: [] }),
    ],
    { onCapacity: (consumed) => told.push(consumed) },
  );
  await store.get(key);
  await store.getMany([key]);
  await write(store);
  await store.changes(null);
  expect(told).toEqual([
    { operation: "GetItem", units: 1.5, attempts: 3 },
    { operation: "BatchGetItem", units: 1, attempts: 1 },
    { operation: "BatchGetItem", units: 2, attempts: 1 },
    { operation: "TransactWriteItems", units: 0, attempts: 1 },
    { operation: "TransactWriteItems", units: 4, attempts: 1 },
    { operation: "DescribeTable", units: 0, attempts: 1 },
    { operation: "DescribeStream", units: 0, attempts: 1 },
    { operation: "GetShardIterator", units: 0, attempts: 1 },
    { operation: "GetRecords", units: 1, attempts: 1 },
  ]);
});
