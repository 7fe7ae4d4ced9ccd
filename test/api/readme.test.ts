import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@hub/core/clock";
import { anyone } from "@hub/core/ctx";
import type { Role } from "@hub/core/rights";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { run } from "../support/cli.ts";
import { asked } from "../support/people.ts";
import { temporaryFolder } from "../support/world.ts";

describe("the README", () => {
  it("shows true answers of the demo that npm start loads", async () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const shown = [...readme.matchAll(/```graphql\n([^`]*)```\s*```json\n([^`]*)```/g)];
    expect(shown.length).toBeGreaterThan(3);

    const folder = temporaryFolder();
    await run(["demo", "--out", join(folder, "files")]);
    expect(await run(["import", join(folder, "files")], { env: { HUB_DATA: folder } })).toMatchObject({ code: 1, stderr: "" });
    expect(await run(["project"], { env: { HUB_DATA: folder } })).toMatchObject({ code: 0, stderr: "" });
    const store = openSqlite({ file: join(folder, "hub.sqlite") });
    for (const [, query = "", answer = ""] of shown) {
      // A query says in its first line who asks it, if not anyone.
      const role = (/^# as (\w+)\n/.exec(query)?.[1] ?? "public") as Role;
      const api = await serving({ store, ctx: { actor: anyone, clock: systemClock, store } }, { actor: asked(role) });
      const { data, errors } = await api.ask(query);
      expect([{ data }, errors]).toEqual([JSON.parse(answer), []]);
    }
    await store.close();
  });
});
