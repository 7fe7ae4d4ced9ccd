import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyFolder } from "@hub/hub/keys";
import type { KeySet } from "@hub/server/signing";
import { describe, expect, it } from "vitest";
import { run } from "../support/cli.ts";
import { served } from "../support/served.ts";
import { temporaryFolder } from "../support/world.ts";

const uscc = "91140581DEM0000064";

/** Settings of a hub with nothing in it. */
const emptyHub = (): { readonly HUB_DATA: string; readonly HUB_DEMO: string } => ({ HUB_DATA: join(temporaryFolder(), "data"), HUB_DEMO: "0" });

const kidOf = (jws: string) => (JSON.parse(Buffer.from(jws.split(".")[0] ?? "", "base64url").toString()) as { readonly kid: string }).kid;
const published = async (url: string) => ((await (await fetch(`${url}/.well-known/jwks.json`)).json()) as KeySet).keys;
const certificate = async (env: Readonly<Record<string, string>>) => (await run(["certificate", uscc], { env })).stdout.trim();

describe("signing keys", () => {
  it("are made at the first need, readable by their owner alone, and survive a restart and kill -9", async () => {
    const env = emptyHub();
    const first = await served(env);
    expect(readdirSync(env.HUB_DATA)).not.toContain("keys");
    const [key] = await published(first.url);
    first.child.kill("SIGKILL");
    await first.ended;
    const folder = join(env.HUB_DATA, "keys");
    expect(readdirSync(folder)).toEqual(["keys-1.json"]);
    expect([statSync(folder).mode & 0o777, statSync(join(folder, "keys-1.json")).mode & 0o777]).toEqual([0o700, 0o600]);
    const second = await served(env);
    expect(await published(second.url)).toEqual([key]);
    expect(key).not.toHaveProperty("d");
    expect(kidOf(await certificate(env))).toBe(key?.kid);
  });

  it("end as one when processes make the first one at once", async () => {
    const env = emptyHub();
    const made = await Promise.all(Array.from({ length: 4 }, () => certificate(env)));
    expect(made.map((jws) => jws.split(".").length)).toEqual([3, 3, 3, 3]);
    expect(new Set(made.map(kidOf)).size).toBe(1);
    expect(readdirSync(join(env.HUB_DATA, "keys"))).toEqual(["keys-1.json"]);
  });

  it("are rotated under a hub that serves: it signs with the new one, and publishes both", async () => {
    const env = emptyHub();
    const { url } = await served(env);
    const before = await (await fetch(`${url}/certificates/${uscc}.json`)).json();
    const rotated = await run(["keys", "rotate"], { env });
    const after = await (await fetch(`${url}/certificates/${uscc}.json`)).json();
    const kids = [kidOf((after as { jws: string }).jws), kidOf((before as { jws: string }).jws)];
    expect(rotated).toEqual({ code: 0, stdout: `${kids[0]}\n`, stderr: "" });
    const keys = await published(url);
    expect(keys.map(({ kid, exp }) => [kid, typeof exp])).toEqual([
      [kids[0], "undefined"],
      [kids[1], "number"],
    ]);
    for (const [jws, verdict] of [
      [(before as { jws: string }).jws, "which has ceased to sign"],
      [(after as { jws: string }).jws, "VALID: signed by the key"],
    ] as const) {
      expect(await run(["check", "-"], { env, input: jws })).toMatchObject({ code: 0, stderr: expect.stringContaining(verdict) });
    }
    const files = readdirSync(join(env.HUB_DATA, "keys")).sort();
    expect(files.map((file) => readFileSync(join(env.HUB_DATA, "keys", file), "utf8").match(/"d":/g)?.length ?? 0)).toEqual([0, 1]);
  });

  it("lose no rotation when several happen at once", async () => {
    const env = emptyHub();
    const made = await Promise.all(Array.from({ length: 4 }, () => run(["keys", "rotate"], { env })));
    const { stdout } = await run(["keys", "list"], { env });
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => line.split(" ")[0]).sort()).toEqual(made.map((each) => each.stdout.trim()).sort());
    expect(lines.filter((line) => line.endsWith("  signs"))).toEqual([lines[0]]);
  });

  it("are retired and revoked by id: what a revoked one signed is good no more, and none signs until the next", async () => {
    const env = emptyHub();
    const jws = await certificate(env);
    const kid = kidOf(jws);
    const retired = await run(["keys", "retire", kid.slice(0, 10)], { env });
    expect([retired.code, retired.stdout, retired.stderr]).toEqual([
      0,
      expect.stringMatching(/^\S+ {2}made \S+ {2}retired \S+\n$/),
      "No key signs now: hub keys rotate makes one\n",
    ]);
    expect(await run(["certificate", uscc], { env })).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("SIGNING_UNAVAILABLE") });
    expect(await run(["check", "-"], { env, input: jws })).toMatchObject({ code: 0 });
    await run(["keys", "rotate"], { env });
    expect(await run(["keys", "retire", kid, "--revoke"], { env })).toMatchObject({ code: 0, stdout: expect.stringContaining("revoked") });
    expect(await run(["check", "-"], { env, input: jws })).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("KEY_UNKNOWN") });
    expect(kidOf(await certificate(env))).not.toBe(kid);
    expect(await run(["keys", "retire", "none"], { env })).toMatchObject({ code: 2, stderr: "NOT_FOUND: No key begins with none; hub keys list shows them\n" });
  });

  it("that cannot be used are refused with the reason, and never overwritten", async () => {
    const env = emptyHub();
    expect(await run(["keys", "list"], { env })).toEqual({ code: 0, stdout: "", stderr: "There are no keys yet: the first certificate makes one\n" });
    await certificate(env);
    const file = join(env.HUB_DATA, "keys", "keys-1.json");
    const { keys } = JSON.parse(readFileSync(file, "utf8")) as KeySet;
    const secret = keys[0]?.d ?? "";
    for (const [content, why] of [
      ["{", "it is not JSON"],
      ['{"keys":[{}]}', "it is no JWK Set of Ed25519 keys (at keys.0.kty)"],
      [
        JSON.stringify({ keys: [{ ...keys[0], d: `${secret.startsWith("A") ? "B" : "A"}${secret.slice(1)}` }] }),
        "the id or the private part of key 1 belongs to another key",
      ],
      ["", "it is empty"],
    ] as const) {
      writeFileSync(file, content);
      const { code, stdout, stderr } = await run(["certificate", uscc], { env });
      expect([code, stdout, stderr.startsWith(`KEYS_UNUSABLE: ${file}: ${why}`), stderr.includes(secret.slice(1))]).toEqual([2, "", true, false]);
      expect(readFileSync(file, "utf8")).toBe(content);
    }
    rmSync(join(env.HUB_DATA, "keys"), { recursive: true });
    expect((await certificate(env)).split(".")).toHaveLength(3);
  });
});

describe("hub certificate and hub check", () => {
  it("issue and check without a network, by the keys of the folder or by a saved key set", async () => {
    const folder = temporaryFolder();
    const env = { HUB_DATA: join(folder, "data"), HUB_CLOCK: "2026-11-24T01:00:00.000Z", HUB_PUBLIC_URL: "https://credit.example.cn/" };
    const [jws, json, pdf] = ["firm.jws", "firm.json", "firm.pdf"].map((name) => join(folder, name)) as [string, string, string];
    await run(["demo", "--enterprises", "3", "--out", join(folder, "files")]);
    await run(["import", join(folder, "files")], { env });
    const ask = ["certificate", uscc, "--as-of", "2026-01-05"];
    const made = [];
    for (const [format, out] of [
      ["jws", jws],
      ["json", json],
      ["pdf", pdf],
    ] as const)
      made.push(await run([...ask, "--format", format, "--out", out], { env }));
    expect(made).toEqual(made.map(() => ({ code: 0, stdout: "", stderr: "" })));
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe("%PDF-");
    const { statement, seal, checkUrl } = JSON.parse(readFileSync(json, "utf8"));
    expect(statement).toMatchObject({ issuer: "https://credit.example.cn", asOf: "2026-01-05", issuedAt: "2026-11-24T01:00:00.000Z" });
    expect((await run(ask, { env })).stdout).toBe(readFileSync(jws, "utf8"));

    const checked = await run(["check", jws], { env });
    expect([checked.code, JSON.parse(checked.stdout)]).toEqual([0, statement]);
    expect(await run(["check", json], { env })).toEqual(checked);
    for (const input of [seal, checkUrl])
      expect(await run(["check", "-"], { env, input })).toMatchObject({ code: 0, stdout: expect.stringContaining('"licences": 1') });

    const { url } = await served({ ...env, HUB_DEMO: "0" });
    const jwks = join(folder, "jwks.json");
    writeFileSync(jwks, await (await fetch(`${url}/.well-known/jwks.json`)).text());
    const elsewhere = { HUB_DATA: join(folder, "other"), HUB_CLOCK: env.HUB_CLOCK };
    expect(await run(["check", jws, "--jwks", jwks], { env: elsewhere })).toEqual(checked);
    expect(await run(["check", jws], { env: elsewhere })).toMatchObject({ code: 1, stderr: expect.stringContaining("KEY_UNKNOWN") });
    expect(readdirSync(folder)).not.toContain("other");
  });

  it("refuse what cannot be issued or checked with exit code 2, and say that a changed one is not valid with 1", async () => {
    const env = emptyHub();
    const jws = await certificate(env);
    expect(await run(["check", "-"], { env, input: `${jws.slice(0, 200)}${jws[200] === "A" ? "B" : "A"}${jws.slice(201)}` })).toMatchObject({
      code: 1,
      stdout: "",
    });
    expect(await run(["check", "-"], { env, input: "{}" })).toMatchObject({ code: 2, stderr: "FILE_UNREADABLE: The file is JSON without a field jws\n" });
    expect(await run(["check", "nowhere.jws"], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining("FILE_UNREADABLE") });
    expect(await run(["check", "-", "--jwks", join(env.HUB_DATA, "keys", "keys-1.json")], { env, input: jws })).toMatchObject({ code: 0 });
    expect(await run(["certificate", "1"], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining("USCC_INVALID") });
    expect(await run(["certificate", uscc, "--as-of", "2999-01-01"], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining("BAD_INPUT: asOf") });
    expect(await run(["certificate", uscc, "--format", "doc"], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Allowed choices are jws, json, pdf"),
    });
  });
});

it("a private key does not outlive the crash of a rotation", async () => {
  const data = temporaryFolder();
  const keys = keyFolder(data, () => new Date());
  await keys.read();
  const path = join(data, "keys", "keys-1.json");
  const before = readFileSync(path, "utf8");
  await keys.rotate();
  writeFileSync(path, before); // As it lies there when the process died between its two steps.
  await keys.rotate();
  expect(readFileSync(path, "utf8")).toBe("");
});
