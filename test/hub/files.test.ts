import { readdirSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@hub/core/clock";
import { anyone, type Ctx } from "@hub/core/ctx";
import { Document } from "@hub/core/document";
import { asOperator } from "@hub/hub/local";
import { readSettings } from "@hub/hub/settings";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openHouse } from "../../packages/functions/src/house.ts";
import { readSettings as readFunctionSettings } from "../../packages/functions/src/settings.ts";
import { admit, type House } from "../../packages/server/src/access/admit.ts";
import { createLogger } from "../../packages/server/src/logger.ts";
import { refusalOf } from "../support/access.ts";
import { bucket } from "../support/s3.ts";
import { temporaryFolder } from "../support/world.ts";

const given = { name: "a.pdf", base64: Buffer.from("%PDF-1.7").toString("base64") };

/** The context of a command under some settings. */
function commandWith(env: Readonly<Record<string, string>>): Ctx {
  return asOperator(openSqlite({ file: ":memory:" }), readSettings(env));
}

/** A bucket that the SDK finds where AWS's own would be. */
async function bucketOfAws() {
  const at = await bucket();
  const env = { AWS_ENDPOINT_URL_S3: at.endpoint, AWS_REGION: "cn-northwest-1", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return at;
}

/** The context of a request from anyone. */
async function requestIn(house: House): Promise<Ctx> {
  return (await admit(house, { requestId: "x", channel: "graphql", search: "", address: "192.0.2.1", header: () => undefined })).ctx;
}

describe("files that people attach", () => {
  it("lie in the data folder, looked at by nobody, unless told", async () => {
    const folder = temporaryFolder();
    const { sha256, scan } = await Document.accept(commandWith({ HUB_DATA: folder }), given);
    expect(readdirSync(join(folder, "files/files"))).toEqual([`${sha256}+blob`]);
    expect(scan).toMatchObject({ verdict: "unscanned", by: null });
  });

  it("lie in the bucket that is named, on this machine and in the functions alike", async () => {
    const at = await bucketOfAws();
    const file = await Document.accept(commandWith({ HUB_DATA: temporaryFolder(), HUB_BUCKET: at.bucket }), given);
    expect([...at.objects.keys()]).toEqual([`files/${file.sha256}`]);
    for (const [name, value] of Object.entries({ HUB_TABLE: "hub", HUB_ENDPOINT: "http://127.0.0.1:1", HUB_FILES: at.bucket, HUB_RATE_ANONYMOUS: "0" }))
      vi.stubEnv(name, value);
    const ctx = await requestIn(openHouse(readFunctionSettings(), createLogger("silent")));
    expect((await Document.read(ctx, file)).bytes).toEqual(Uint8Array.from(Buffer.from("%PDF-1.7")));
    expect(await Document.accept({ ...ctx, clock: { now: () => new Date(file.addedAt) } }, given)).toEqual({ ...file, addedBy: "public" });
  });

  it("are not taken beside a table of AWS without a bucket, nor by functions without one", async () => {
    const none = { code: "STORE_UNUSABLE", message: "This hub keeps no files", details: {} };
    expect(await refusalOf(Document.accept(commandWith({ HUB_DATA: temporaryFolder(), HUB_STORE: "dynamodb" }), given))).toEqual(none);
    vi.stubEnv("HUB_TABLE", "hub");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(openHouse(readFunctionSettings(), createLogger("silent"))).toMatchObject({ blobs: undefined, scanner: undefined });
  });

  it("are looked at by the clamd that is named; a request has what its house has", async () => {
    const { scanner } = commandWith({ HUB_DATA: temporaryFolder(), HUB_CLAMD: "127.0.0.1:1" });
    expect(await scanner?.scan(new Uint8Array())).toMatchObject({ verdict: "unscanned" });
    vi.stubEnv("HUB_TABLE", "hub");
    vi.stubEnv("HUB_CLAMD", "127.0.0.1:1");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(openHouse(readFunctionSettings(), createLogger("silent")).scanner?.name).toBe("clamd");
    const { blobs } = commandWith({ HUB_DATA: temporaryFolder() });
    const door = { enter: async () => ({ actor: anyone, allowed: Promise.resolve() }), forget: () => {} };
    const trails = { begin: () => ({ note: () => {}, written: async () => {}, end: () => {} }) };
    const store = openSqlite({ file: ":memory:" });
    const house = {
      store,
      clock: systemClock,
      vault: { random: () => new Uint8Array(), hash: String, seal: String, open: String },
      door,
      trails,
      blobs,
      scanner,
    };
    expect(await requestIn(house)).toMatchObject({ blobs, scanner });
  });

  it.each([
    ["HUB_CLAMD", "clamd"],
    ["HUB_BUCKET", "No_Bucket"],
  ])("are refused a wrong %s by name", (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(expect.objectContaining({ code: "BAD_INPUT", details: { setting: name } }) as Error);
  });
});
