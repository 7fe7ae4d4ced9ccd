import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Identity } from "@hub/core/identity";
import { Intake } from "@hub/core/intake";
import { writeCsv } from "@hub/files/write";
import { registerRows } from "@hub/hub/demo";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { created, messages, standIn } from "../support/aws.ts";
import { lambdaContext } from "../support/event.ts";
import { dynamodb, emptyTable, logOf, started } from "../support/function.ts";
import { temporaryFolder, world } from "../support/world.ts";

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

async function importer(env: Readonly<Record<string, string>> = {}) {
  const { table, store } = await emptyTable();
  const hub = world({ store });
  const aws = await standIn();
  const handler = await started<Handler>("import", { HUB_TABLE: table, ...aws.env, ...env });
  const runs = async () =>
    (await Intake.list(hub.ctx, { first: 100 })).items.map(({ fileName, state, rows, created, rejected }) => ({ fileName, state, rows, created, rejected }));
  return { hub, aws, handler, runs };
}

/** A register of so many firms, as a file. */
async function register(enterprises: number): Promise<Buffer> {
  const path = join(temporaryFolder(), "register.csv");
  const { header, rows } = registerRows({ enterprises, seed: 1 });
  await writeCsv(path, header, rows, { encoding: "utf-8" });
  return readFileSync(path);
}

/** The second time that a call looks, its time is up. */
function shortTime(): () => number {
  let looks = 0;
  return () => (looks++ === 0 ? 61_000 : 59_000);
}

const none: SQSBatchResponse = { batchItemFailures: [] };

describe.skipIf(dynamodb === "")("the import function, bundled, over DynamoDB Local", () => {
  it("takes in what was put into the bucket, under its name", async () => {
    const { aws, handler, runs } = await importer();
    const message = aws.put("2026/一月 register+1.csv", await register(60));
    expect(await handler(messages(message), lambdaContext())).toEqual(none);
    const done = [{ fileName: "一月 register+1.csv", state: "done", rows: 60, created: 60, rejected: 0 }];
    expect([await runs(), aws.sent]).toEqual([done, []]);

    expect(await handler(messages(message), lambdaContext())).toEqual(none);
    expect(await runs()).toEqual(done);
  });

  it("stops before its time is up and goes on with the message it sent itself, to the same end as in one go", async () => {
    const whole = await importer();
    const file = await register(220);
    whole.aws.put("register.csv", file);
    await whole.handler(messages(created("register.csv")), lambdaContext());

    const { hub, aws, handler, runs } = await importer();
    let message: string | undefined = aws.put("register.csv", file);
    const rows: number[] = [];
    for (let calls = 0; message !== undefined && calls < 50; calls += 1) {
      expect(await handler(messages(message), lambdaContext({ remainingMs: shortTime() }))).toEqual(none);
      rows.push((await runs())[0]?.rows ?? 0);
      message = aws.sent.pop();
    }
    expect(rows.length).toBeGreaterThan(2);
    expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
    expect(await runs()).toEqual([{ fileName: "register.csv", state: "done", rows: 220, created: 220, rejected: 0 }]);
    const records = async (of: typeof hub) =>
      (await of.items())
        .filter(({ sk }) => sk === "A#REGISTER")
        .map(({ pk, body: { provenance: _, ...body } }) => ({ pk, body }))
        .toSorted((a, b) => (a.pk < b.pk ? -1 : 1));
    expect(await records(hub)).toEqual(await records(whole.hub));
  });

  it("refuses a file that no retry would mend once, and leaves the rest to the queue", async () => {
    const { aws, handler, runs } = await importer();
    aws.put("letter.csv", Buffer.from("甲,乙,丙\n一,二,三\n"));
    aws.put("good.csv", await register(3));
    const batch = messages(created("letter.csv"), created("missing.csv"), created("good.csv"), '{"Event":"s3:TestEvent"}', "{");
    expect(await handler(batch, lambdaContext())).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }, { itemIdentifier: "message-4" }] });
    expect(await runs()).toEqual([{ fileName: "good.csv", state: "done", rows: 3, created: 3, rejected: 0 }]);
  });

  it("goes on with each file of a message on its own", async () => {
    const { aws, handler } = await importer();
    const files = [await register(220), await register(221)];
    const both = ["a.csv", "b.csv"].map((key, n) => JSON.parse(aws.put(key, files[n] ?? Buffer.of())) as { readonly Records: readonly unknown[] });
    const message = JSON.stringify({ Records: both.flatMap(({ Records }) => Records) });
    await handler(messages(message), lambdaContext({ remainingMs: () => 59_000 }));
    expect(aws.sent.map((body) => JSON.parse(body) as unknown)).toEqual(both);
  });

  it("takes in every version of a file, whenever it hears of it", async () => {
    const { aws, handler, runs } = await importer();
    const first = aws.put("register.csv", await register(3), { versionId: "v1" });
    const second = aws.put("register.csv", await register(5), { versionId: "v2" });
    for (const message of [second, first]) expect(await handler(messages(message), lambdaContext())).toEqual(none);
    expect((await runs()).map(({ rows }) => rows).toSorted()).toEqual([3, 5]);
  });

  it("never goes on in other bytes than those in which it stopped", async () => {
    const { aws, handler, runs } = await importer();
    const first = aws.put("register.csv", await register(220));
    await handler(messages(first), lambdaContext({ remainingMs: shortTime() }));
    const second = aws.put("register.csv", await register(5));
    const before = await runs();
    expect(await handler(messages(aws.sent[0] ?? ""), lambdaContext())).toEqual(none);
    expect(await runs()).toEqual(before);
    expect(await handler(messages(second), lambdaContext())).toEqual(none);
    expect(await runs()).toEqual([{ fileName: "register.csv", state: "done", rows: 5, created: 0, rejected: 0 }, ...before]);
  });

  it("looks again at a file that two calls took at once, for either may end before its time", async () => {
    const { aws, handler, runs } = await importer();
    const message = aws.put("register.csv", await register(220));
    expect(await Promise.all([1, 2].map(() => handler(messages(message), lambdaContext())))).toEqual([none, none]);
    const done = [{ fileName: "register.csv", state: "done", rows: 220, created: 220, rejected: 0 }];
    expect([aws.sent, aws.delays, await runs()]).toEqual([[message], [900], done]);
    expect(await handler(messages(message), lambdaContext())).toEqual(none);
    expect([aws.sent, await runs()]).toEqual([[message], done]);
  });

  it("passes over folders, and refuses what its disk cannot hold", async () => {
    const { aws, handler, runs } = await importer();
    const batch = messages(aws.put("2026/", Buffer.of()), aws.put("huge.csv", Buffer.from("甲,乙,丙\n"), { length: Number.MAX_SAFE_INTEGER }));
    expect(await handler(batch, lambdaContext())).toEqual(none);
    expect(await runs()).toEqual([]);
  });

  it("leaves an object whose bytes stop coming to the queue", async () => {
    const { aws, handler } = await importer();
    const message = aws.put("slow.csv", Buffer.from("甲,乙,丙\n"), { length: 1_000 });
    expect(await handler(messages(message), lambdaContext())).toEqual({ batchItemFailures: [{ itemIdentifier: "message-0" }] });
  });

  it("frees its disk of what a killed call left", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "hub-import-killed"));
    writeFileSync(join(folder, "hub-import-killed", "incoming"), "x");
    await importer({ TMPDIR: folder });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("does not start without its queue", async () => {
    await expect(importer({ HUB_QUEUE: "" })).rejects.toMatchObject({ code: "BAD_INPUT", details: { setting: "HUB_QUEUE" } });
  });

  it("logs which file it begins with, and which it refused and why, without personal numbers", async () => {
    const { table } = await emptyTable();
    const aws = await standIn();
    const person = `11010119900307007${Identity.checkOf("11010119900307007")}`;
    const batch = messages(aws.put(`a/${person}.csv`, Buffer.from(`${person},乙,丙\n一,二,三\n`)), aws.put("empty.csv", Buffer.of()), created(`${person}.csv`));
    const log = await logOf("import", { HUB_TABLE: table, ...aws.env }, batch);
    const at = (key: string) => ({ bucket: "uploads", key, requestId: "lambda-request" });
    const [begun, refused] = [
      { level: 30, msg: "import begins", receives: 1 },
      { level: 40, msg: "file refused" },
    ];
    expect(log).toMatchObject([
      { ...at(`a/${Identity.scrubbed}.csv`), ...begun },
      { ...at(`a/${Identity.scrubbed}.csv`), ...refused, code: "FILE_UNKNOWN" },
      { ...at("empty.csv"), ...begun },
      { ...at("empty.csv"), ...refused, code: "FILE_UNREADABLE", message: "the file is empty" },
      { ...at(`${Identity.scrubbed}.csv`), ...begun },
      { level: 50, msg: "import failed", messageId: "message-2", err: { message: expect.stringContaining("NoSuchKey") } },
    ]);
    expect(JSON.stringify(log)).not.toContain(person);
  });
});
