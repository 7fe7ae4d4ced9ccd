import { basename, join } from "node:path";
import { anyone } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Intake } from "@hub/core/intake";
import { openTable } from "@hub/files/read";
import { writeCsv } from "@hub/files/write";
import { describe, expect, it } from "vitest";
import { builder, firm, tableOf } from "../../support/rows.ts";
import { temporaryFolder, tickingClock, world } from "../../support/world.ts";

/** The number of a person that GB 11643 gives as its example. */
const resident = "11010519491231002X";

async function opened(path: string) {
  const table = await openTable(path);
  return { ...table, name: basename(path), rows: () => table.rows() };
}

const later = (instant: string, minutes: number) => new Date(Date.parse(instant) + 60_000 * minutes).toISOString();

const counts = ({ rows, created, changed, unchanged, rejected }: Intake.Run) => ({ rows, created, changed, unchanged, rejected });

describe("an import", () => {
  it("keeps what a file without the column says nothing of, and empties what an empty cell says is none", async () => {
    const hub = world();
    const known = { REGISTRATION_NUMBER: firm.registrationNumber, FORMER_NAMES: "高平县示例铸造厂" };
    await hub.take("register", [known], { name: "all.csv" });
    const register = async () => (await Enterprise.get(hub.ctx, { uscc: firm.uscc }))?.register;
    const before = await register();
    expect(counts(await hub.take("register", [{}], { name: "fewer.csv" }))).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await register()).toMatchObject({ registrationNumber: firm.registrationNumber, formerNames: before?.formerNames });
    expect(counts(await hub.take("register", [{ REGISTRATION_NUMBER: "" }], { name: "empty.csv" }))).toMatchObject({ changed: 1 });
    expect(await register()).toMatchObject({ registrationNumber: null, formerNames: before?.formerNames });

    await hub.take("penalty", [{ BZ: "备注", CF_XDR_GSZC: firm.registrationNumber }], { name: "p1.csv" });
    expect(counts(await hub.take("penalty", [{}], { name: "p2.csv" }))).toMatchObject({ changed: 0, unchanged: 1 });
    const [penalty] = (await Enterprise.get(hub.ctx, { uscc: builder.uscc }))?.penalties ?? [];
    expect([penalty?.remark, penalty?.subject.registrationNumber]).toEqual(["备注", firm.registrationNumber]);
  });

  it("refuses a day of receipt that does not exist", async () => {
    await expect(world().take("penalty", [{}], { receivedOn: "2024-02-31" })).rejects.toMatchObject({ code: "BAD_INPUT" });
  });

  it("ends each row as created, changed, unchanged or rejected, and keeps where each record comes from", async () => {
    const hub = world();
    const first = await hub.take("penalty", [{}, { CF_WSH: "18号" }, { CF_SY: "" }], { name: "one.csv" });
    expect(counts(first)).toEqual({ rows: 3, created: 2, changed: 0, unchanged: 0, rejected: 1 });
    const second = await hub.take("penalty", [{ CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }, { CF_WSH: "18号" }, { CF_WSH: "19号" }], {
      name: "two.csv",
    });
    expect(counts(second)).toEqual({ rows: 3, created: 1, changed: 1, unchanged: 1, rejected: 0 });

    const profile = await Enterprise.get(hub.ctx, { uscc: builder.uscc });
    // An import reads the clock when it begins, for who began it, and then for each batch.
    const recorded = (run: Intake.Run, change: string) => ({ at: later(run.receivedAt, 2), by: "operator", change, reason: "import" });
    const seen = (run: Intake.Run, row: number) => ({ fileSha256: run.sha256, fileName: run.fileName, row, at: run.receivedAt });
    const facts = Object.fromEntries(
      (profile?.penalties ?? []).map(({ decisionNumber, facts: text, provenance }) => [decisionNumber, { text, ...provenance, originals: [], source: null }]),
    );
    const rest = { originals: [], source: null };
    const unchangedText = "幼儿园工地裸露土方未覆盖。";
    expect(facts).toEqual({
      "高环罚〔2025〕17号": {
        text: "更正后的事实。",
        reportedOn: "2025-05-06",
        confirmedOn: "2025-05-06",
        firstSeen: seen(first, 2),
        lastSeen: seen(second, 2),
        changedAt: second.receivedAt,
        revision: 2,
        recorded: recorded(second, "changed"),
        ...rest,
      },
      "18号": {
        text: unchangedText,
        reportedOn: "2025-04-15",
        confirmedOn: "2025-04-15",
        firstSeen: seen(first, 3),
        lastSeen: seen(second, 3),
        changedAt: first.receivedAt,
        revision: 1,
        recorded: recorded(second, "confirmed"),
        ...rest,
      },
      "19号": {
        text: unchangedText,
        reportedOn: "2025-04-15",
        confirmedOn: "2025-04-15",
        firstSeen: seen(second, 4),
        lastSeen: seen(second, 4),
        changedAt: second.receivedAt,
        revision: 1,
        recorded: recorded(second, "created"),
        ...rest,
      },
    });
  });

  it("of a file in which a column stands twice is refused, and says which", async () => {
    const hub = world();
    const path = join(temporaryFolder(), "twice.csv");
    const { header, rows } = tableOf("register", [{}]);
    await writeCsv(
      path,
      [...header, header[1] ?? ""],
      rows.map((row) => [...row, "x"]),
      { encoding: "utf-8" },
    );
    await expect(Intake.run(hub.ctx, { file: await opened(path) })).rejects.toMatchObject({
      code: "FILE_UNKNOWN",
      message: "The column 企业名称 stands twice; remove or rename one",
    });
    expect(await hub.items()).toEqual([]);
  });

  it("keeps no person's number, not even out of the name of the file or of a column", async () => {
    const hub = world();
    const path = join(temporaryFolder(), `${resident}.csv`);
    const { header, rows } = tableOf("register", [{}]);
    await writeCsv(
      path,
      [...header, resident],
      rows.map((row) => [...row, "x"]),
      { encoding: "utf-8" },
    );
    const { run } = await Intake.run(hub.ctx, { file: await opened(path) });
    expect(counts(run)).toEqual({ rows: 1, created: 1, changed: 0, unchanged: 0, rejected: 0 });
    expect(JSON.stringify(await hub.items())).not.toContain(resident);
  });

  it("of the same bytes changes nothing, whatever the file is called, and reads it again only when told", async () => {
    const hub = world();
    await hub.take("penalty", [{}, { CF_SY: "", CF_WSH: "2号" }]);
    const before = await hub.items();
    hub.calls.length = 0;
    const repeat = await hub.take("penalty", [{}, { CF_SY: "", CF_WSH: "2号" }], { name: "copy.csv" });
    expect(counts(repeat)).toEqual({ rows: 2, created: 0, changed: 0, unchanged: 1, rejected: 1 });
    expect(hub.calls).toEqual(["getMany"]);
    expect(await hub.items()).toEqual(before);
    const again = await hub.take("penalty", [{}, { CF_SY: "", CF_WSH: "2号" }], { again: true });
    expect([again.passes, counts(again)]).toEqual([2, { rows: 2, created: 0, changed: 0, unchanged: 1, rejected: 1 }]);
    const records = (items: typeof before) => items.filter(({ pk }) => pk.startsWith("ENT#"));
    expect(records(await hub.items())).toEqual(records(before));
  });

  it("reads what a batch depends on in one round and writes it in one transaction with its progress", async () => {
    const hub = world();
    const rows = Array.from({ length: 190 }, (_, index) => ({ CF_WSH: `${index}号` }));
    await hub.take("penalty", rows);
    // 98 records, the progress and room for a remark fill a transaction; 100 records and a register are two calls to read.
    const begin = ["getMany", "transact"];
    expect(hub.calls).toEqual([...begin, "getMany", "getMany", "transact", "getMany", "transact", "transact"]);
  });

  it("states progress that others can read while it runs", async () => {
    const hub = world();
    const seen: [string, number][] = [];
    const { header, rows } = await import("../../support/rows.ts").then(({ tableOf }) =>
      tableOf("penalty", [{ CF_WSH: "1号" }, { CF_WSH: "2号" }, { CF_WSH: "3号" }]),
    );
    const file = {
      name: "slow.csv",
      format: "csv" as const,
      encoding: "utf-8",
      sheet: null,
      header,
      sha256: "a".repeat(64),
      bytes: 1,
      async *rows() {
        for (const [index, cells] of rows.entries()) yield [{ number: index + 2, cells }];
      },
    };
    await Intake.run(hub.ctx, { file, onProgress: (run) => seen.push([run.state, run.rows]) });
    expect(seen.at(-1)).toEqual(["done", 3]);
    expect((await Intake.get(hub.ctx, { sha256: file.sha256 }))?.state).toBe("done");
  });

  it("lists imports newest first, page by page", async () => {
    const hub = world();
    for (const name of ["1号", "2号", "3号"]) await hub.take("penalty", [{ CF_WSH: name }], { name: `${name}.csv` });
    const first = await Intake.list(hub.ctx, { first: 2 });
    const second = await Intake.list(hub.ctx, { first: 2, after: first.cursor });
    expect([first, second].map(({ items }) => items.map(({ fileName }) => fileName))).toEqual([["3号.csv", "2号.csv"], ["1号.csv"]]);
    expect(second.cursor).toBeNull();
  });

  it("is refused to who may not", async () => {
    const hub = world();
    await expect(Intake.list({ ...hub.ctx, actor: anyone }, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("names", () => {
  it("that a firm had are kept when the register forgets them, and its decisions under an old name are its own", async () => {
    const hub = world();
    await hub.take("register", [{ FORMER_NAMES: "" }], { name: "1.csv" });
    const renamed = await hub.take("register", [{ NAME: "高平市新示例铸造有限公司", FORMER_NAMES: "" }], { name: "2.csv" });
    const old = await hub.take("penalty", [{ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name }]);
    const profile = await Enterprise.get(hub.ctx, { uscc: firm.uscc });
    expect([counts(renamed).changed, counts(old).created]).toEqual([1, 1]);
    expect(profile).toMatchObject({ name: "高平市新示例铸造有限公司", register: { formerNames: [firm.name] } });
    expect(profile?.penalties.map(({ subject }) => subject.name)).toEqual([firm.name]);
  });

  it("of an unregistered subject come from its newest decision", async () => {
    const hub = world();
    await hub.take("penalty", [
      { CF_WSH: "1号", CF_XDR_MC: "旧名", CF_JDRQ: "2024/01/04" },
      { CF_WSH: "2号", CF_XDR_MC: "新名" },
    ]);
    expect(await Enterprise.get(hub.ctx, { uscc: builder.uscc })).toMatchObject({ name: "新名", register: null });
  });
});

describe("two imports of one file at a time", () => {
  it("end in one result; the slower one stops with IMPORT_RUNNING or finds it done", async () => {
    const hub = world();
    const changes = Array.from({ length: 400 }, (_, index) => ({ CF_WSH: `${index}号` }));
    const results = await Promise.allSettled([hub.take("penalty", changes), hub.take("penalty", changes)]);
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [(result.reason as { code: string }).code] : []));
    expect(refusals.every((code) => code === "IMPORT_RUNNING")).toBe(true);
    const after = await hub.take("penalty", changes);
    expect(after).toMatchObject({ state: "done", rows: 400, rejected: 0 });
    const clean = world();
    await clean.take("penalty", changes);
    const records = async (of: typeof hub) => (await of.items()).filter(({ pk }) => pk.startsWith("ENT#")).length;
    expect(await records(hub)).toBe(await records(clean));
  });
});

describe("different files at a time that change the same records", () => {
  it("lose nothing: each plans anew what another has changed", async () => {
    const hub = world();
    const numbers = Array.from({ length: 150 }, (_, index) => `${index}号`);
    const file = (name: string, day: string) =>
      hub.take(
        "penalty",
        numbers.map((number) => ({ CF_WSH: number, CF_SY: name, HUB_BSRQ: day })),
        { name: `${name}.csv` },
      );
    await Promise.all([file("甲", "2025/05/06"), file("乙", "2025/05/07"), file("丙", "2025/05/08")]);
    const items = (await hub.items()).filter(({ sk }) => sk.startsWith("PEN#"));
    expect(items).toHaveLength(150);
    expect(new Set(items.map(({ body }) => body["facts"]))).toEqual(new Set(["丙"]));
  });
});

it("a clock for tests goes on", () => {
  const clock = tickingClock("2026-01-05T01:00:00.000Z");
  expect([clock.now(), clock.now()].map((each) => each.toISOString())).toEqual(["2026-01-05T01:00:00.000Z", "2026-01-05T01:01:00.000Z"]);
});

describe("what has no bound in a file", () => {
  const long = "9".repeat(450_000);

  it("has one in what is said of it: cells, headers and names of sources", async () => {
    const hub = world();
    const run = await hub.take("penalty", [{ CF_JDRQ: long }, { CF_NR_FK: long }, { CF_SJLY: "名".repeat(100_000) }, {}]);
    expect([run.rejected, run.rows]).toEqual([3, 4]);
    const issues = (await hub.issuesOf(run)).flatMap((row) => row.issues);
    expect(issues.map(({ code }) => code)).toEqual(expect.arrayContaining(["DATE", "AMOUNT"]));
    expect(Math.max(...issues.map(({ message, value }) => message.length + (value?.length ?? 0)))).toBeLessThanOrEqual(1_200);
    expect(Math.max(...Object.keys(run.sources).map((name) => name.length))).toBeLessThanOrEqual(200);
  });

  it("counts a source whatever its name", async () => {
    const hub = world();
    const run = await hub.take("penalty", [{ CF_SJLY: "__proto__" }, { CF_SJLY: "constructor", CF_WSH: "2号" }]);
    expect(Object.entries(run.sources).map(([name, { rows }]) => [name, rows])).toEqual([
      ["（其他）", 1],
      ["constructor", 1],
    ]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("a day of report that the operator states", () => {
  it("decides which of two reports is newer, whatever the order they come in", async () => {
    const ends = [];
    for (const order of [
      ["new", "old"],
      ["old", "new"],
    ] as const) {
      const hub = world();
      const days = { new: "2025-06-01", old: "2025-05-01" };
      for (const which of order) {
        await hub.take("penalty", [{ HUB_BSRQ: "", CF_NR: which }], { name: `${which}.csv`, receivedOn: days[which] });
      }
      const [penalty] = (await hub.items()).filter(({ sk }) => sk.startsWith("PEN#"));
      ends.push(penalty?.body["content"]);
    }
    expect(ends).toEqual(["new", "new"]);
  });
});
