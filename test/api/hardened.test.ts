import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fixedClock } from "@hub/core/clock";
import { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { openSigner } from "@hub/hub/local";
import { openSqlite } from "@hub/store/sqlite";
import { expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { builder } from "../support/rows.ts";
import { temporaryFolder, world } from "../support/world.ts";

it("pages that were given away for ever are right after a rebuild that mended the log", async () => {
  const file = join(temporaryFolder(), "hub.sqlite");
  const hub = world({ store: openSqlite({ file }) });
  await hub.take(
    "penalty",
    Array.from({ length: 10 }, (_, at) => ({ CF_WSH: `${at}号` })),
  );
  await Projection.catchUp(hub.ctx, {});
  const api = await serving(hub);
  // A cache as RFC 9111 describes: what is immutable is not asked for again.
  const cache = new Map<string, { status: number; text: string; next: string | null }>();
  const get = async (path: string) => {
    const known = cache.get(path);
    if (known) return known;
    const response = await fetch(api.url + path);
    const answer = { status: response.status, text: await response.text(), next: response.headers.get("x-next-cursor") };
    if (response.headers.get("cache-control")?.includes("immutable")) cache.set(path, answer);
    return answer;
  };
  const first = await get("/changes?first=4");
  await get(`/changes?first=4&after=${first.next}`);
  const db = new DatabaseSync(file);
  db.exec("UPDATE items SET body = replace(body, '扬尘', '噪声') WHERE pk LIKE 'ENT#%' AND sk LIKE '%#2号'");
  db.close();
  await Projection.rebuild(hub.ctx, {});
  // A follower does as it is told: where the cursor is gone, it starts again without one.
  let restarts = 0;
  const lines: string[] = [];
  for (let path = "/changes?first=4"; restarts < 5; ) {
    const { status, text, next } = await get(path);
    if (status === 410) {
      restarts += 1;
      const { restart } = JSON.parse(text) as { readonly restart: string | null };
      // It has what stands before the cursor that it is told; the rest begins anew.
      lines.length = restart === null ? 0 : Number(atob(restart).split(".")[1]);
      path = restart === null ? "/changes?first=4" : `/changes?first=4&after=${restart}`;
      continue;
    }
    lines.push(...text.split("\n").filter(Boolean));
    if (text.split("\n").filter(Boolean).length < 4) break;
    path = `/changes?first=4&after=${next}`;
  }
  expect(lines.map((line) => JSON.parse(line))).toEqual((await Log.changes(hub.ctx, { first: 100 })).entries);
});

it("what a small query may make the hub read", { timeout: 120_000 }, async () => {
  const hub = world();
  await hub.take(
    "penalty",
    Array.from({ length: 6_000 }, (_, at) => ({ CF_WSH: `${at}号` })),
  );
  await Projection.catchUp(hub.ctx, {});
  const api = await serving(hub);
  const aliases = Array.from({ length: 200 }, (_, at) => `a${at}:changes(kinds:[ENTERPRISE],first:1){endCursor}`);
  const { errors } = await api.ask(`{${aliases.join(" ")}}`);
  expect(errors[0]?.extensions["code"]).toBe("QUERY_TOO_COSTLY");
});

it.each(["5", "2026-01-05T01:00:00", "January 5, 2026", "2026-01-05"])("an instant that is none is refused: %s", async (knownAt) => {
  const hub = world();
  await hub.take("penalty", [{}]);
  const api = await serving(hub);
  const { errors } = await api.ask('query ($k: DateTime) { enterprise(uscc: "91140581MA0EXAMP11", knownAt: $k) { name knownAt } }', { k: knownAt });
  expect(errors[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
});

it("a refusal does not tell where the hub's files lie", async () => {
  const data = temporaryFolder();
  mkdirSync(join(data, "keys"));
  writeFileSync(join(data, "keys", "keys-1.json"), "{");
  const hub = world();
  const api = await serving(hub, { signer: openSigner({ HUB_DATA: data }, fixedClock("2026-01-05T01:00:00.000Z")) });
  for (const path of ["/.well-known/jwks.json", `/certificates/${builder.uscc}.json`, "/check?c=eyJhbGciOiJFZERTQSJ9.e30.x"]) {
    const text = await (await fetch(api.url + path)).text();
    expect(text).not.toContain(data);
  }
});

it("nodes: an id that is none spoils only its own place", async () => {
  const hub = world();
  await hub.take("penalty", [{}]);
  const api = await serving(hub);
  const good = Buffer.from(`Enterprise:${builder.uscc}`).toString("base64");
  const bad = Buffer.from("Enterprise:123").toString("base64");
  const { data } = await api.ask("query ($i: [ID!]!) { nodes(ids: $i) { id } }", { i: [good, bad] });
  expect(data?.nodes?.[1]).toBeNull();
});
