import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Item } from "@hub/core/ports";
import { itemStoreContract } from "@hub/store/contract";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
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

const item = (sk: string, text = "text"): Item => ({ pk: "ENT#1", sk, version: 1, body: { text } });

function databaseAt(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

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
