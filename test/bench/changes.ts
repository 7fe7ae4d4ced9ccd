import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { systemClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Intake } from "@hub/core/intake";
import { Log } from "@hub/core/log";
import type { ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import { writeCsv } from "@hub/files/write";
import { penaltyRows } from "@hub/hub/demo";
import { makeTable, openDynamo } from "@hub/store/dynamodb";
import { openSqlite } from "@hub/store/sqlite";
import { hasJava, startDynamoLocal } from "../support/dynamodb-local.ts";
import { builder, fileOf, tableOf } from "../support/rows.ts";
import { counted } from "../support/world.ts";
import { type Bench, hubCommand, inFolder, type Metric, measured, sizes } from "./harness.ts";

const samples = 200;

export const changesBench: Bench = {
  about: "versions put into the log, from commit to visible, and a profile of another instant, on both stores (BENCH_ROWS=100000, BENCH_DYNAMODB_ROWS=5000)",
  run: (say) =>
    inFolder(async (folder) => {
      const metrics: Metric[] = [...(await onSqlite(folder, say))];
      if (hasJava()) metrics.push(...(await onDynamo(say)));
      else say("*** DynamoDB Local needs Java 17: not measured there ***");
      return metrics;
    }),
};

async function onSqlite(folder: string, say: (text: string) => void): Promise<readonly Metric[]> {
  const [rows = 100_000] = sizes("BENCH_ROWS", [100_000]);
  const file = join(folder, "penalties.csv");
  const table = penaltyRows({ enterprises: Math.max(1, Math.floor(rows / 10)), rows, seed: 1 });
  await writeCsv(file, table.header, table.rows, { encoding: "utf-8" });
  const env = { HUB_DATA: join(folder, "data") };
  say(`importing ${rows} rows`);
  await measured(hubCommand, ["import", file], folder, env);
  say("projecting them");
  const { seconds, peakRssMb } = await measured(hubCommand, ["project"], folder, env);
  say("verifying them");
  const verified = await measured(hubCommand, ["verify"], folder, env);
  const store = openSqlite({ file: join(folder, "data", "hub.sqlite") });
  const hub = serveBeside(env);
  try {
    say(`waiting for ${samples} changes, one by one, to be in the log of a hub that serves`);
    const times = await visibleAfter(store);
    return [
      { name: "per_s", value: rows / seconds, unit: "versions/s" },
      { name: "peak_rss_mb", value: peakRssMb, unit: "MB" },
      { name: "verified_per_s", value: rows / verified.seconds, unit: "versions/s" },
      { name: "visible_p50_ms", value: quantile(times, 0.5), unit: "ms" },
      { name: "visible_p99_ms", value: quantile(times, 0.99), unit: "ms" },
      { name: "known_at_calls", value: await callsOfThen(store), unit: "calls" },
    ];
  } finally {
    hub.kill("SIGKILL");
    await store.close();
  }
}

/** A hub that serves in a process of its own, whose projector keeps the log up. */
function serveBeside(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [hubCommand, "serve"], { env: { ...process.env, ...env, HUB_PORT: "0", HUB_DEMO: "0", HUB_LOG: "warn" }, stdio: "ignore" });
}

async function onDynamo(say: (text: string) => void): Promise<readonly Metric[]> {
  const [rows = 5_000] = sizes("BENCH_DYNAMODB_ROWS", [5_000]);
  const { endpoint, stop } = await startDynamoLocal();
  const at = { table: "hub", endpoint };
  await makeTable(at);
  const store = openDynamo(at);
  const ctx: Ctx = { actor: operator, store, clock: systemClock };
  try {
    say(`DynamoDB Local: importing ${rows} rows`);
    await Intake.run(ctx, { file: fileOf("rows", penaltyRows({ enterprises: Math.max(1, Math.floor(rows / 10)), rows, seed: 1 })) });
    say("DynamoDB Local: projecting them");
    const begun = performance.now();
    const projected = await Projection.catchUp(ctx, {});
    const seconds = (performance.now() - begun) / 1_000;
    const following = { isOn: true };
    const followed = follow(ctx, following);
    const times = await visibleAfter(store);
    following.isOn = false;
    await followed;
    return [
      { name: "per_s_dynamodb", value: projected / seconds, unit: "versions/s" },
      { name: "visible_p99_ms_dynamodb", value: quantile(times, 0.99), unit: "ms" },
      { name: "known_at_calls_dynamodb", value: await callsOfThen(store), unit: "calls" },
    ];
  } finally {
    await store.close();
    await stop();
  }
}

/** Follows the stream as the local hub does; on AWS it calls a function instead. */
async function follow(ctx: Ctx, following: { readonly isOn: boolean }): Promise<void> {
  const follower = Projection.followerOf(ctx);
  while (following.isOn) {
    await Projection.catchUp(ctx, { follower });
    await wait(50);
  }
}

/** Milliseconds from the commit of a change to its entry in the log, for changes one by one at any moment. */
async function visibleAfter(store: ItemStore): Promise<readonly number[]> {
  let committedAt = 0;
  const timed: ItemStore = {
    ...store,
    async transact(writes, options) {
      await store.transact(writes, options);
      if (writes.some((write) => "put" in write && write.put.pk.startsWith("ENT#"))) committedAt = performance.now();
    },
  };
  const ctx: Ctx = { actor: operator, store: timed, clock: systemClock };
  const times: number[] = [];
  for (let at = 0; at < samples; at += 1) {
    // Not in step with who follows.
    await wait(Math.random() * 100);
    const before = (await Log.position(ctx, {})).sequence;
    await Intake.run(ctx, { file: fileOf(`visible ${at}`, tableOf("penalty", [{ CF_WSH: `可见${at}号` }])) });
    while ((await Log.position(ctx, {})).sequence === before) await wait(1);
    times.push(performance.now() - committedAt);
  }
  return times;
}

/** Calls to the store of a profile of an instant since which something was replaced. */
async function callsOfThen(store: ItemStore): Promise<number> {
  const watched = counted(store);
  const ctx: Ctx = { actor: operator, store: watched.store, clock: systemClock };
  const knownAt = new Date().toISOString();
  await wait(2);
  const later = { CF_WSH: "可见0号", CF_SY: "更正后的事实。", HUB_BSRQ: "2026/05/06" };
  await Intake.run(ctx, { file: fileOf("corrected", tableOf("penalty", [later])) });
  watched.calls.length = 0;
  const profile = await Enterprise.get(ctx, { uscc: builder.uscc, knownAt });
  if (!profile || profile.penalties.length < samples) throw new Error(`${profile?.penalties.length} of ${samples} penalties were known then`);
  return watched.calls.length;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
