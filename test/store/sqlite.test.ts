import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Change, Item } from "@hub/core/ports";
import { itemStoreContract } from "@hub/store/contract";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../support/world.ts";

itemStoreContract("SQLite", {
  async place() {
    const folder = mkdtempSync(join(tmpdir(), "hub-store-"));
    const file = join(folder, "data", "hub.sqlite");
    return {
      open: async () => openSqlite({ file }),
      elsewhere: { module: fileURLToPath(new URL("./sqlite-elsewhere.ts", import.meta.url)), argument: file },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
});

const indexes = { gsi1: { pk: "X", sk: "1" } };
const item = (sk: string, text = "text"): Item => ({ pk: "ENT#1", sk, version: 1, body: { text } });

function keyChange(sk: string, version: number): Change {
  return { pk: "ENT#1", sk, version, operation: "put" };
}

/** All columns and indexes of a file, and its layout. */
function tablesOf(file: string): readonly unknown[] {
  const all = (sql: string) => databaseAt(file).prepare(sql).all();
  return [all("PRAGMA table_info(items)"), all("SELECT name, sql FROM sqlite_schema WHERE name <> 'items' ORDER BY name"), all("PRAGMA user_version")];
}

function databaseAt(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

/** What a hub made before items could expire. */
const layout2 = `
CREATE TABLE items (
  id INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, wrapped INTEGER NOT NULL,
  gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT
);
CREATE UNIQUE INDEX items_key ON items (pk, sk);
CREATE INDEX items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL;
CREATE INDEX items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL;
CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, deleted INTEGER NOT NULL);
CREATE TABLE tokens (token TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX tokens_at ON tokens (at);
INSERT INTO items VALUES (1, 'ENT#1', 'A', 1, '{"text":"old"}', 0, NULL, NULL, NULL, NULL), (2, 'ENT#1', 'B', 3, '{"text":"older"}', 0, 'X', '1', NULL, NULL);
INSERT INTO changes VALUES (7, 'ENT#1', 'B', 3, 0);
PRAGMA application_id = ${0x45454348};
PRAGMA user_version = 2;
`;

describe("a SQLite file", () => {
  const code = (file: string) => {
    try {
      openSqlite({ file });
      return "opened";
    } catch (error) {
      return (error as { readonly code?: string }).code;
    }
  };

  it("is made with its folder, and read again as it was left", async () => {
    const file = join(temporaryFolder(), "a", "b", "hub.sqlite");
    const store = openSqlite({ file });
    await store.transact([{ put: item("A") }]);
    await store.close();
    await store.close();
    const again = openSqlite({ file });
    expect(await again.get(item("A"))).toEqual(item("A"));
    await again.close();
  });

  it("of another program is refused and left alone", () => {
    const folder = temporaryFolder();
    const foreign = join(folder, "foreign.sqlite");
    const db = databaseAt(foreign);
    db.exec("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
    expect(code(foreign)).toBe("STORE_UNUSABLE");
    expect(db.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "notes" }]);

    const text = join(folder, "notes.txt");
    writeFileSync(text, "Not a database, but longer than the hundred bytes that a header of one has. ".repeat(20));
    const before = readFileSync(text);
    expect(code(text)).toBe("STORE_UNUSABLE");
    expect(readFileSync(text)).toEqual(before);
  });

  it("of a newer layout, or of one without history, is refused", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    await openSqlite({ file }).close();
    for (const version of [1, 999]) {
      databaseAt(file).exec(`PRAGMA user_version = ${version}`);
      expect(code(file)).toBe("STORE_UNUSABLE");
    }
  });

  it("of layout 2 keeps its items and its outbox, takes items that expire, and is then as a new one", async () => {
    const [old, made] = ["old", "made"].map((name) => join(temporaryFolder(), `${name}.sqlite`)) as [string, string];
    databaseAt(old).exec(layout2);
    const kept: readonly Item[] = [item("A", "old"), { ...item("B", "older"), version: 3, indexes: { gsi1: { pk: "X", sk: "1" } } }];
    const expiring: Item = { ...item("C"), expires: 4_102_444_800 };
    for (const writes of [[], [expiring]]) {
      const store = openSqlite({ file: old });
      for (const put of writes) await store.transact([{ put }]);
      expect((await store.scan()).items).toStrictEqual([...kept, ...writes]);
      expect((await store.query({ index: "gsi1", pk: "X" })).items).toStrictEqual(kept.slice(1));
      expect((await store.changes(null)).items).toEqual([keyChange("B", 3), ...writes.map(({ sk }) => keyChange(sk, 1))]);
      await store.close();
    }
    await openSqlite({ file: made }).close();
    expect(tablesOf(old)).toEqual(tablesOf(made));
  });

  it("in a place that cannot be opened is refused", () => {
    const folder = temporaryFolder();
    expect(code(folder)).toBe("STORE_UNUSABLE");
  });

  it.skipIf(!existsSync("/proc"))("below a folder that takes no other is refused", () => {
    expect(code("/proc/hub/data/hub.sqlite")).toBe("STORE_UNUSABLE");
  });

  it("that was damaged is refused with what to do", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    const store = openSqlite({ file });
    await store.transact(Array.from({ length: 100 }, (_, n) => ({ put: item(`K${n}`, "x".repeat(3_000)) })));
    await store.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xee, 4_096));
    const damaged = () => {
      const opened = openSqlite({ file });
      onTestFinished(() => opened.close());
      return opened.scan();
    };
    await expect((async () => damaged())()).rejects.toMatchObject({ code: "STORE_UNUSABLE", message: expect.stringContaining("damaged") });
  });

  it("that another process keeps locked is waited for, then refused as busy, with nothing written", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    const store = openSqlite({ file, busyMs: 50 });
    onTestFinished(() => store.close());
    const other = databaseAt(file);
    other.exec("BEGIN IMMEDIATE");
    await expect(store.transact([{ put: item("A") }])).rejects.toMatchObject({ code: "STORE_BUSY" });
    expect(await store.get(item("A"))).toBeNull();
    other.exec("ROLLBACK");
    await store.transact([{ put: item("A") }]);
    expect(await store.get(item("A"))).toEqual(item("A"));
  });

  it.skipIf(process.getuid?.() === 0)("that may not be written to is refused", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    await openSqlite({ file }).close();
    chmodSync(file, 0o444);
    expect(code(file)).toBe("STORE_UNUSABLE");
  });

  it("keeps keys alone in its outbox, never what was stored", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    const store = openSqlite({ file });
    await store.transact([{ put: item("A", "secret-of-the-old-version") }]);
    await store.transact([{ delete: item("A") }]);
    await store.close();
    const db = databaseAt(file);
    expect(db.prepare("SELECT * FROM changes").all()).toEqual([
      { seq: 1, pk: "ENT#1", sk: "A", version: 1, deleted: 0 },
      { seq: 2, pk: "ENT#1", sk: "A", version: 1, deleted: 1 },
    ]);
  });

  it("forgets idempotency tokens after their time", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    const store = openSqlite({ file, tokenMs: -1 });
    onTestFinished(() => store.close());
    const token = randomUUID();
    await store.transact([{ put: item("A", "first") }], { token });
    await store.transact([{ put: item("A", "second") }], { token });
    expect((await store.get(item("A")))?.body).toEqual({ text: "second" });
    expect(databaseAt(file).prepare("SELECT count(*) AS n FROM tokens").get()).toEqual({ n: 1 });
  });

  describe("whose items expire", () => {
    const second = 1_893_456_000;

    /** A store whose clock stands at a second, and a way to set it. */
    function clocked() {
      vi.useFakeTimers({ toFake: ["Date"], now: second * 1_000 });
      const store = openSqlite({ file: ":memory:" });
      onTestFinished(async () => {
        vi.useRealTimers();
        await store.close();
      });
      return { store, at: (seconds: number) => vi.setSystemTime((second + seconds) * 1_000) };
    }

    it("drops them with the first write of a minute when their second has passed, keeps all others, and tells the outbox nothing", async () => {
      const { store, at } = clocked();
      const expiring = (sk: string, seconds: number): Item => ({ ...item(sk), expires: second + seconds });
      const items = [item("forever"), expiring("before", 59), expiring("now", 60), expiring("later", 61), { ...expiring("indexed", 1), indexes }];
      await store.transact(items.map((put) => ({ put })));
      const { cursor } = await store.changes(null);
      const left: (readonly string[])[] = [];
      for (const seconds of [59, 60, 62, 119, 120]) {
        at(seconds);
        await store.transact([{ put: item("write") }]);
        left.push((await store.scan()).items.map(({ sk }) => sk));
      }
      const atFirst = ["forever", "before", "now", "later", "indexed", "write"];
      const afterwards = ["forever", "now", "later", "write"];
      expect(left).toEqual([atFirst, afterwards, afterwards, afterwards, ["forever", "write"]]);
      expect((await store.query({ index: "gsi1", pk: "X" })).items).toEqual([]);
      expect((await store.changes(cursor)).items).toEqual(Array(5).fill(keyChange("write", 1)));
    });

    it("drops a thousand with one write, and the rest with those that follow", async () => {
      const { store, at } = clocked();
      const numbers = Array.from({ length: 2_100 }, (_, n) => n);
      for (let from = 0; from < numbers.length; from += 100) {
        await store.transact(numbers.slice(from, from + 100).map((n) => ({ put: { ...item(`K${n}`), expires: second } })));
      }
      at(60);
      const left: number[] = [];
      for (const sk of ["A", "B", "C", "D"]) {
        await store.transact([{ put: item(sk) }]);
        left.push((await store.query({ pk: "ENT#1", sk: { begins: "K" }, limit: 1_000 })).items.length);
      }
      expect(left).toEqual([1_000, 100, 0, 0]);
    });

    it("drops none with a transaction that was refused", async () => {
      const { store, at } = clocked();
      const expiring = { ...item("A"), expires: second };
      await store.transact([{ put: expiring }]);
      at(60);
      await expect(store.transact([{ put: item("B"), if: "present" }])).rejects.toMatchObject({ code: "CONFLICT" });
      expect((await store.scan()).items).toEqual([expiring]);
    });

    it("finds them by an index that holds no others", async () => {
      const file = join(temporaryFolder(), "hub.sqlite");
      await openSqlite({ file }).close();
      const sql = "EXPLAIN QUERY PLAN DELETE FROM items WHERE id IN (SELECT id FROM items WHERE expires < ? LIMIT ?)";
      const plan = databaseAt(file).prepare(sql).all(0, 1);
      expect(plan.map(({ detail }) => detail)).toEqual([
        "SEARCH items USING INTEGER PRIMARY KEY (rowid=?)",
        "LIST SUBQUERY 1",
        "SEARCH items USING COVERING INDEX items_expires (expires<?)",
      ]);
    });
  });

  it("serves every query from an index, without sorting", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    await openSqlite({ file }).close();
    const db = databaseAt(file);
    const plan = (sql: string) =>
      db
        .prepare(`EXPLAIN QUERY PLAN SELECT * FROM items WHERE ${sql} LIMIT 10`)
        .all()
        .map(({ detail }) => detail)
        .join("; ");
    for (const direction of ["ASC", "DESC"]) {
      expect(plan(`pk = 'a' AND sk >= 'b' AND sk < 'c' AND sk > 'd' ORDER BY sk ${direction}`)).toMatch(/^SEARCH items USING INDEX items_key \(pk=\? AND sk/);
      for (const index of ["gsi1", "gsi2"]) {
        const order = `${index}sk ${direction}, pk ${direction}, sk ${direction}`;
        const sql = `${index}pk = 'a' AND ${index}sk >= 'b' AND (${index}sk, pk, sk) > ('b', 'c', 'd') ORDER BY ${order}`;
        expect(plan(sql)).toMatch(new RegExp(`^SEARCH items USING INDEX items_${index} \\(${index}pk=\\? AND ${index}sk[^;]*$`));
      }
    }
  });

  it("in memory leaves nothing behind", async () => {
    const store = openSqlite({ file: ":memory:" });
    await store.transact([{ put: item("A") }]);
    await store.close();
    expect(existsSync(":memory:")).toBe(false);
  });
});
