import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { authority, builder } from "../support/rows.ts";
import { temporaryFolder, world } from "../support/world.ts";

async function logged(count = 7) {
  const hub = world();
  await hub.take(
    "penalty",
    Array.from({ length: count }, (_, at) => ({ CF_WSH: `${at}号` })),
    { name: "one.csv" },
  );
  await hub.take("register", [{}]);
  await Projection.catchUp(hub.ctx, {});
  return { hub, api: await serving(hub) };
}

async function get(url: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, { headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, entries: text.split("\n").filter(Boolean) };
}

describe("GET /changes", () => {
  it("serves the log as JSON Lines, page by page to its end, each page in itself for ever", async () => {
    const { hub, api } = await logged();
    const entries: unknown[] = [];
    const kept: (readonly [url: string, text: string, etag: string | null])[] = [];
    for (let url = `${api.url}/changes?first=3`; ; ) {
      const { status, headers, text, entries: lines } = await get(url);
      expect([status, headers.get("content-type")]).toEqual([200, "application/jsonl; charset=utf-8"]);
      entries.push(...lines.map((line) => JSON.parse(line) as unknown));
      const isFull = headers.get("x-has-more") === "true";
      // From the beginning it is asked for anew: a log that was mended begins otherwise.
      expect(headers.get("cache-control")).toBe(isFull && url.includes("after=") ? "public, max-age=31536000, immutable" : "no-cache");
      if (isFull) kept.push([url, text, headers.get("etag")]);
      const link = /^<(.+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
      expect(link).toBe(`?first=3&after=${headers.get("x-next-cursor")}`);
      if (!isFull) break;
      url = new URL(link ?? "", url).href;
    }
    expect(entries).toEqual((await Log.changes(hub.ctx, { first: 100 })).entries);
    expect(entries).toHaveLength(8);
    expect(entries[0]).toMatchObject({
      sequence: 1,
      kind: "penalty",
      subject: builder.uscc,
      record: `PEN#${authority.uscc}#0号`,
      version: 1,
      change: "created",
    });

    await hub.take("penalty", [{ CF_WSH: "later号" }], { name: "later.csv" });
    await Projection.catchUp(hub.ctx, {});
    for (const [url, text, etag] of kept) {
      const again = await get(url);
      expect([again.text, again.headers.get("etag")]).toEqual([text, etag]);
    }
  });

  it("answers 304 to who has the page already, until something is new", async () => {
    const { hub, api } = await logged();
    const first = await get(`${api.url}/changes`);
    const etag = first.headers.get("etag") ?? "";
    expect(await get(`${api.url}/changes`, { "if-none-match": `"other", ${etag}` })).toMatchObject({ status: 304, text: "" });
    await hub.take("penalty", [{ CF_WSH: "later号" }], { name: "later.csv" });
    await Projection.catchUp(hub.ctx, {});
    const second = await get(`${api.url}/changes`, { "if-none-match": etag });
    expect([second.status, second.entries.length]).toEqual([200, 9]);
    expect((await get(`${api.url}/changes?after=${first.headers.get("x-next-cursor")}`)).entries).toHaveLength(1);
  });

  it("gives only the kinds asked for, and says where to go on behind what it passed over", async () => {
    const { api } = await logged();
    const { entries, headers } = await get(`${api.url}/changes?kinds=enterprise`);
    expect(entries.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual(["enterprise"]);
    expect((await get(`${api.url}/changes?after=${headers.get("x-next-cursor")}`)).entries).toEqual([]);
    expect((await get(`${api.url}/changes?kinds=penalty,enterprise`)).entries).toHaveLength(8);
  });

  it("of an empty log is empty, and says so", async () => {
    const api = await serving(world());
    const { status, text, headers } = await get(`${api.url}/changes`);
    expect([status, text, headers.get("x-next-cursor"), headers.get("x-has-more")]).toEqual([200, "", null, "false"]);
  });

  const cursor = (place: string) => Buffer.from(place).toString("base64url");
  it.each([
    ["no cursor", "after=xyz", 400, "BAD_CURSOR"],
    ["a cursor of another log", `after=${cursor("0.3.0123456789abcdef")}`, 410, "CURSOR_GONE"],
    ["a cursor beyond the end, of a log that was longer", `after=${cursor("0.300.0123456789abcdef")}`, 410, "CURSOR_GONE"],
    ["an unknown kind", "kinds=permit", 400, "BAD_INPUT"],
    ["too many", "first=1001", 400, "BAD_INPUT"],
    ["no number", "first=x", 400, "BAD_INPUT"],
    ["an unknown parameter", "since=1", 400, "BAD_INPUT"],
  ])("refuses %s", async (_what, query, status, code) => {
    const { api } = await logged();
    const answer = await get(`${api.url}/changes?${query}`);
    expect([answer.status, answer.headers.get("content-type"), JSON.parse(answer.text)]).toMatchObject([
      status,
      "application/problem+json; charset=utf-8",
      { code, status },
    ]);
    if (code === "CURSOR_GONE") expect(JSON.parse(answer.text)).toMatchObject({ restart: null });
  });

  it("takes nothing but reading", async () => {
    const { api } = await logged();
    expect((await fetch(`${api.url}/changes`, { method: "POST" })).status).toBe(400);
    const head = await fetch(`${api.url}/changes`, { method: "HEAD" });
    expect([head.status, await head.text(), head.headers.get("x-has-more")]).toEqual([200, "", "false"]);
  });
});

describe("in GraphQL", () => {
  it("changes lead to the records themselves, and the position seals them", async () => {
    const { hub, api } = await logged(2);
    const { data } = await api.ask(
      "{ changes(first: 2) { nodes { sequence recordId hash previous content } endCursor hasNextPage } logPosition { sequence hash } }",
    );
    expect(data.changes).toMatchObject({ hasNextPage: true, nodes: [{ sequence: 1, previous: "0".repeat(64) }, { sequence: 2 }] });
    expect(data.changes.nodes[1].previous).toBe(data.changes.nodes[0].hash);
    const ids = data.changes.nodes.map(({ recordId }: { readonly recordId: string }) => recordId);
    const nodes = await api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Penalty { decisionNumber } } }", { ids });
    expect(nodes.data.nodes).toEqual([{ decisionNumber: "0号" }, { decisionNumber: "1号" }]);
    const last = await api.ask("query ($c: String!) { changes(after: $c, kinds: [ENTERPRISE]) { nodes { sequence kind hash recordId } hasNextPage } }", {
      c: data.changes.endCursor,
    });
    expect(last.data.changes).toMatchObject({ nodes: [{ sequence: 3, kind: "ENTERPRISE", hash: data.logPosition.hash }], hasNextPage: false });
    expect(data.logPosition.sequence).toBe(3);
    expect((await Log.position(hub.ctx, {})).hash).toBe(data.logPosition.hash);
  });

  it("statistics are counts, by state, division and day, within what is asked", async () => {
    const { api } = await logged(3);
    const { data, errors } = await api.ask(
      `{ statistics(kind: PENALTY) { kind count states { value } lists { value } divisions { totalCount nodes { value count division { name } } } none: divisions(within: "11") { totalCount }
         days(from: "2025-04-10", to: "2025-04-10") { nodes { value count } } before: days(to: "2025-04-09") { totalCount } } enterprises: statistics(kind: ENTERPRISE) { count states { value count } } }`,
    );
    expect([data, errors]).toEqual([
      {
        statistics: {
          ...{ kind: "PENALTY", count: 3, states: [], lists: [], none: { totalCount: 0 }, before: { totalCount: 0 } },
          divisions: { totalCount: 1, nodes: [{ value: "140500", count: 3, division: { name: "晋城市" } }] },
          days: { nodes: [{ value: "2025-04-10", count: 3 }] },
        },
        enterprises: { count: 1, states: [{ value: "active", count: 1 }] },
      },
      [],
    ]);
  });

  it("health says how far the log is behind", async () => {
    const { hub, api } = await logged();
    const lag = async () => ((await (await fetch(`${api.url}/health`)).json()) as { readonly changesLag: Projection.Lag }).changesLag;
    expect(await lag()).toEqual({ changes: 0, seconds: 0 });
    await hub.take("penalty", [{ CF_WSH: "甲号" }, { CF_WSH: "乙号" }], { name: "later.csv" });
    expect(await lag()).toMatchObject({ changes: 2, seconds: expect.any(Number) });
    expect((await lag()).seconds).toBeGreaterThan(0);
    await Projection.catchUp(hub.ctx, {});
    expect(await lag()).toEqual({ changes: 0, seconds: 0 });
  });
});

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
