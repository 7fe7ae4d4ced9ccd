import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { batchOf } from "./batch.ts";
import { allOf, everything, type Harness, openAt, openNew, type Place } from "./harness.ts";

const worker = fileURLToPath(new URL("./worker.ts", import.meta.url));

function start({ elsewhere }: Place, ...task: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [worker, elsewhere.module, elsewhere.argument, ...task], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

export function processes(harness: Harness): void {
  describe("several processes", () => {
    it("that count up together lose no count", { timeout: 120_000 }, async () => {
      const { store, place } = await openNew(harness);
      const [names, times] = [["a", "b", "c", "d"], 40];
      const children = names.map((name) => start(place, "count", name, String(times)));
      for (const { stdout } of children) if (stdout) await once(stdout, "data");
      for (const child of children) child.stdin?.end("go\n");
      expect(await Promise.all(children.map(async (child) => (await once(child, "exit"))[0] as number))).toEqual([0, 0, 0, 0]);

      const total = names.length * times;
      expect((await store.get({ pk: "COUNTER", sk: "A" }))?.version).toBe(total);
      const marks = await allOf(store, { pk: "MARK" });
      const counts = marks.map(({ body }) => Number(body["count"]));
      expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, n) => n + 1));
      // One order for all: the changes tell the counts in the order in which they were committed.
      const order = (await store.changes(null)).items.filter(({ pk }) => pk === "COUNTER").map(({ version }) => version);
      expect(order).toEqual(Array.from({ length: total }, (_, n) => n + 1));
    });

    it("may be killed while they write: what was committed is whole, what was not is absent", { timeout: 120_000 }, async () => {
      const { store, place } = await openNew(harness);
      await store.close();
      let next = 0;
      for (let kill = 0; kill < 5; kill += 1) {
        const child = start(place, "write", String(next));
        let acknowledged = -1;
        if (child.stdout === null) throw new TypeError("The worker has no output");
        const target = next + 5 + Math.floor(20 * Math.random());
        const lines = createInterface({ input: child.stdout });
        lines.on("line", (line) => {
          acknowledged = Number(line);
          if (acknowledged === target) child.kill("SIGKILL");
        });
        await Promise.all([once(child, "exit"), once(lines, "close")]);
        expect(acknowledged, "the writer wrote until it was killed").toBeGreaterThanOrEqual(target);

        const reopened = await openAt(place);
        const items = await everything(reopened);
        const batches = items.length / 10;
        // The batch in flight may have been committed without having been acknowledged.
        expect([acknowledged + 1, acknowledged + 2]).toContain(batches);
        const expected = Array.from({ length: batches }, (_, batch) => batchOf(batch)).flat();
        const byKey = (a: { pk: string; sk: string }, b: { pk: string; sk: string }) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1);
        expect(items).toEqual(expected.toSorted(byKey));
        expect(await allOf(reopened, { index: "gsi1", pk: "BATCHES" })).toHaveLength(items.length);
        await reopened.close();
        next = batches;
      }
    });
  });
}
