import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, start } from "../support/cli.ts";
import { ask, served } from "../support/served.ts";
import { temporaryFolder } from "../support/world.ts";

const query = '{ enterprise(uscc: "91140581DEM0000064") { name penalties { nodes { decisionNumber } } licences { totalCount } } }';
// The firm's penalty of 2020 is published no more.
const answer = {
  data: {
    enterprise: { name: "高平市禾岫建筑工程有限公司", penalties: { nodes: [] }, licences: { totalCount: 2 } },
  },
};

describe("hub serve", () => {
  it("loads the demo at the first start, says so, and serves it; a restart and kill -9 lose nothing", async () => {
    const env = { HUB_DATA: join(temporaryFolder(), "data") };
    const first = await served(env);
    expect(first.said).toContain("loading 40 invented enterprises");
    expect(first.said.match(/-\S+: \d+ rows, \d+ created/g)).toHaveLength(5);
    expect(await ask(first.url, query)).toEqual(answer);
    expect(await (await fetch(`${first.url}/health`)).json()).toMatchObject({ status: "ok", store: "sqlite" });
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0 });

    const second = await served(env);
    expect(second.said).not.toContain("loading");
    expect(await ask(second.url, query)).toEqual(answer);
    second.child.kill("SIGKILL");
    await second.ended;

    const third = await served(env);
    expect(await ask(third.url, query)).toEqual(answer);
    third.child.kill("SIGINT");
    expect(await third.ended).toMatchObject({ code: 0 });
    expect(readdirSync(env.HUB_DATA).filter((name) => name.startsWith("demo-"))).toEqual([]);
  });

  it("goes on loading the demo when it was killed in the midst of it", async () => {
    const env = { HUB_DATA: join(temporaryFolder(), "data"), HUB_DEMO: "900" };
    const { child, ended } = start(["serve"], { env: { HUB_PORT: "0", ...env } });
    await new Promise<void>((resolve) => {
      child.stderr?.on("data", (text: string) => text.includes("1-register.csv") && resolve());
    });
    child.kill("SIGKILL");
    expect((await ended).stderr).not.toContain("serves on");
    const again = await served(env);
    expect(await ask(again.url, query)).toEqual(answer);
    const whole = await run(["imports"], { env });
    expect(whole.stdout.match(/ done {3}/g)).toHaveLength(5);
  });

  it("leaves a store alone that holds something, and an empty one when told", async () => {
    const env = { HUB_DATA: join(temporaryFolder(), "data"), HUB_DEMO: "0" };
    const empty = await served(env);
    expect(await ask(empty.url, query)).toEqual({ data: { enterprise: null } });
    expect(empty.said).not.toContain("loading");
  });

  it("takes imports while it serves", async () => {
    const folder = temporaryFolder();
    const env = { HUB_DATA: join(folder, "data"), HUB_DEMO: "0" };
    const { url } = await served(env);
    await run(["demo", "--enterprises", "5", "--out", join(folder, "files")]);
    await run(["import", join(folder, "files")], { env });
    expect(await ask(url, query)).toEqual(answer);
  });

  it("ends when told although a client holds a connection and says nothing", async () => {
    const { child, ended, url } = await served({ HUB_DATA: join(temporaryFolder(), "data"), HUB_DEMO: "0" });
    const silent = connect(Number(new URL(url).port), "127.0.0.1");
    await new Promise((resolve) => silent.once("connect", resolve));
    silent.on("error", () => {});
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0 });
  });

  it("says what to do when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const env = { HUB_DATA: join(temporaryFolder(), "data"), HUB_DEMO: "0", HUB_PORT: String(port) };
    const { code, stderr } = await run(["serve"], { env });
    expect([code, stderr]).toEqual([2, `BAD_INPUT: Cannot serve on 127.0.0.1:${port}: another program uses the port; set HUB_PORT to another one\n`]);
    other.close();
  });
});
