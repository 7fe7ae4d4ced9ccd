import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../support/cli.ts";
import { temporaryFolder } from "../support/world.ts";

describe("hub", () => {
  it("lists its commands, and explains each with an example", async () => {
    const { code, stdout } = await run(["--help"]);
    expect(code).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}(\w+)(?: \[options\]| <|\s{2,})/gm)].map(([, name]) => name ?? "").filter((name) => name !== "help");
    const asking = [
      "serve",
      "access",
      "token",
      "audit",
      "import",
      "imports",
      "show",
      "uscc",
      "certificate",
      "check",
      "keys",
      "changes",
      "statistics",
      "rules",
      "outreach",
    ];
    expect(commands).toEqual([...asking, "project", "verify", "rebuild", "digest", "demo", "capacity", "settings"]);
    const helps = await Promise.all(commands.map((name) => run(["help", name])));
    expect(helps.map(({ code: ended }) => ended)).toEqual(commands.map(() => 0));
    expect(commands.filter((_, at) => !/^Examples?:\n {2}hub /m.test(helps[at]?.stdout ?? ""))).toEqual([]);
  });

  it("refuses an unknown command and an unknown option with exit code 2", async () => {
    expect(await run(["nope"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("unknown command 'nope'") });
    expect(await run(["digest", "--nope"])).toMatchObject({ code: 2, stderr: expect.stringContaining("unknown option '--nope'") });
  });

  it("settings prints every setting with its value and meaning, and the README has them all", async () => {
    const { code, stdout } = await run(["settings"], { env: { HUB_PORT: "4999" } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^HUB_PORT +4999 +Port to serve on/m);
    const names = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(" ")[0]);
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it.each([
    ["HUB_PORT", "x"],
    ["HUB_PORT", "70000"],
    ["HUB_LOG", "loud"],
    ["HUB_CLOCK", "yesterday"],
    ["HUB_INTROSPECTION", "perhaps"],
    ["HUB_PUBLIC_URL", "credit.example.cn"],
  ])("refuses %s=%s by name", async (name, value) => {
    const { code, stdout, stderr } = await run(["settings"], { env: { [name]: value } });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(new RegExp(`^BAD_INPUT: The setting ${name}=${value} was not accepted: .+\n$`));
  });

  it("uscc names the fault and what was meant", async () => {
    expect(await run(["uscc", "91140581MA0DEMX13N", "91140581MA0DEMX13P"])).toEqual({
      code: 1,
      stderr: "",
      stdout:
        "91140581MA0DEMX13N\tsound\n91140581MA0DEMX13P\tCharacter 18 is P, but the 17 characters before it have the check N. Did you mean 91140581MA0DEMX13N?\n",
    });
  });

  it("show, imports and digest tell what is stored", async () => {
    const folder = temporaryFolder();
    const env = { HUB_DATA: join(folder, "data"), HUB_CLOCK: "2026-11-24T01:00:00.000Z" };
    await run(["demo", "--enterprises", "3", "--seed", "9", "--out", join(folder, "files")]);
    await run(["import", join(folder, "files")], { env });
    const shown = await run(["show", "91140581DEM0000064"], { env });
    expect(shown.code).toBe(0);
    expect(JSON.parse(shown.stdout)).toMatchObject({ name: "高平市禾岫建筑工程有限公司", penalties: [{ fineFen: 1_000_000 }] });
    expect(await run(["show", "91140581MA0DEMX13N"], { env })).toEqual({ code: 1, stdout: "null\n", stderr: "" });
    expect(await run(["show", "1"], { env })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("USCC_INVALID: 1: The code has 1 characters"),
    });
    const imports = await run(["imports", "--first", "2"], { env });
    expect(imports.stdout.trim().split("\n")).toHaveLength(2);
    const digests = await Promise.all([run(["digest"], { env }), run(["digest"], { env })]);
    expect(digests[0]).toEqual(digests[1]);
  });

  it("refuses a data folder that belongs to something else", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "hub.sqlite"), "this is no database, but long enough to be looked at as one".repeat(40));
    const { code, stdout, stderr } = await run(["digest"], { env: { HUB_DATA: folder } });
    expect([code, stdout, stderr]).toEqual([2, "", `STORE_UNUSABLE: ${join(folder, "hub.sqlite")}: it is not a database\n`]);
  });
});
