import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BlobStore } from "@hub/core/ports";
import { blobStoreContract } from "@hub/store/contract";
import { openDirectory } from "@hub/store/directory";
import { openS3 } from "@hub/store/s3";
import { describe, expect, it } from "vitest";
import { refusalOf } from "../support/access.ts";
import { type Bucket, bucket, refuseWith } from "../support/s3.ts";
import { temporaryFolder } from "../support/world.ts";

const key = "files/ab";
const pdf = { bytes: Uint8Array.from(Buffer.from("%PDF-1.7 高平")), type: "application/pdf" };

blobStoreContract("A directory", async () => {
  const folder = join(temporaryFolder(), "data", "files");
  return () => openDirectory({ folder });
});

blobStoreContract("S3", async () => {
  const at = await bucket();
  return () => openS3(at);
});

describe("a directory", () => {
  it("is made with the first file, for its owner's eyes alone", async () => {
    const folder = join(temporaryFolder(), "files");
    const store = openDirectory({ folder });
    expect(await store.get(key)).toBe(null);
    expect(readdirSync(join(folder, ".."))).toEqual([]);
    await store.put(key, pdf);
    const file = join(folder, "files/ab+blob");
    expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(readFileSync(file, "utf8")).toBe('{"type":"application/pdf","bytes":15}\n%PDF-1.7 高平');
    expect(readdirSync(join(folder, ".drafts"))).toEqual([]);
  });

  it("holds whole files only when a writer is killed in the midst, and loses none that was answered for", async () => {
    const folder = join(temporaryFolder(), "files");
    const writer = `
      import { openDirectory } from ${JSON.stringify(pathToFileURL("packages/store/src/directory/index.ts").href)};
      const store = openDirectory({ folder: ${JSON.stringify(folder)} });
      for (let n = 0; ; n += 1) {
        await store.put("files/" + n, { bytes: new Uint8Array(400_000).fill(n), type: "image/x-" + n });
        process.stdout.write(n + "\\n");
      }`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", writer], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (text: Buffer) => {
      said += text.toString();
      if (said.split("\n").length > 12) child.kill("SIGKILL");
    });
    await new Promise((resolve) => child.once("close", resolve));
    const store = openDirectory({ folder });
    const names = readdirSync(join(folder, "files")).map((name) => name.replace("+blob", ""));
    for (const n of names) {
      const found = await store.get(`files/${n}`);
      expect([found?.type, found?.bytes.length, found?.bytes.every((byte) => byte === Number(n) % 256)]).toEqual([`image/x-${n}`, 400_000, true]);
    }
    const answered = said.split("\n").slice(0, -1);
    expect(answered.filter((n) => !names.includes(n))).toEqual([]);
  });

  it("takes away what killed writers left behind an hour ago, and nothing that is being written", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, ".drafts"));
    for (const name of ["old", "new"]) writeFileSync(join(folder, ".drafts", name), "half");
    const before = Date.now() / 1_000 - 3_700;
    utimesSync(join(folder, ".drafts/old"), before, before);
    await openDirectory({ folder }).put(key, pdf);
    expect(readdirSync(join(folder, ".drafts"))).toEqual(["new"]);
  });

  it.each<readonly [string, (file: string) => void]>([
    ["cut short", (file) => truncateSync(file, 45)],
    ["empty", (file) => truncateSync(file, 0)],
    ["another program's", (file) => writeFileSync(file, "%PDF-1.7\n")],
  ])("says that a file is damaged which is %s", async (_what, damage) => {
    const folder = temporaryFolder();
    const store = openDirectory({ folder });
    await store.put(key, pdf);
    damage(join(folder, "files/ab+blob"));
    expect(await refusalOf(store.get(key))).toMatchObject({ code: "STORE_UNUSABLE", message: expect.stringMatching(/damaged; restore a backup/) });
  });

  it("says why it cannot be used: a file in its place, or no right to write", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const inFile = openDirectory({ folder: join(folder, "file") });
    for (const call of [() => inFile.put(key, pdf), () => inFile.get(key), () => inFile.delete(key)])
      expect(await refusalOf(call())).toMatchObject({ code: "STORE_UNUSABLE", message: expect.stringMatching(/a file is in the place of a folder/) });
    if (process.getuid?.() === 0) return;
    mkdirSync(join(folder, "closed"));
    chmodSync(join(folder, "closed"), 0o500);
    expect(await refusalOf(openDirectory({ folder: join(folder, "closed") }).put(key, pdf))).toMatchObject({ code: "STORE_UNUSABLE" });
  });
});

describe("S3", () => {
  const all = (store: BlobStore) => [() => store.put(key, pdf), () => store.get(key), () => store.delete(key)];

  it("is asked to encrypt, and is sent the SHA-256", async () => {
    const at = await bucket();
    await openS3(at).put(key, pdf);
    expect(at.objects.get(key)?.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-length": "15",
      "x-amz-server-side-encryption": "AES256",
      "x-amz-checksum-sha256": expect.stringMatching(/^[\w+/]{43}=$/),
    });
  });

  it("hands out nothing that is not what was put", async () => {
    const at = await bucket();
    const store = openS3(at);
    await store.put(key, pdf);
    const kept = at.objects.get(key);
    if (kept) at.objects.set(key, { ...kept, bytes: Buffer.from(kept.bytes.map((byte, n) => (n === 3 ? byte ^ 1 : byte))) });
    expect(await refusalOf(store.get(key))).toMatchObject({ code: "STORE_UNUSABLE", message: expect.stringMatching(/not what was put there/) });
  });

  it.each<readonly [string, Bucket["answer"], string]>([
    ["a role that may not", told(403, "AccessDenied"), "STORE_UNUSABLE"],
    ["no such bucket", told(404, "NoSuchBucket"), "STORE_UNUSABLE"],
    ["a wrong signature", told(403, "SignatureDoesNotMatch"), "STORE_UNUSABLE"],
    ["another region", told(301, "PermanentRedirect"), "STORE_UNUSABLE"],
    ["what nobody foresaw", told(400, "InvalidRequest"), "STORE_UNUSABLE"],
    ["too many requests", told(503, "SlowDown"), "STORE_BUSY"],
    ["a failure of its own", told(500, "InternalError"), "STORE_BUSY"],
    ["a proxy's page", (response) => Boolean(response.writeHead(502, { "content-type": "text/html" }).end("<html>gateway</html>")), "STORE_BUSY"],
    ["a lost connection", (response) => Boolean(response.destroy()), "STORE_BUSY"],
    ["no answer", () => true, "STORE_BUSY"],
  ])("answers %s by a refusal of the port's", async (_what, answer, code) => {
    const at = await bucket();
    at.answer = answer;
    const outcomes = await Promise.all(all(openS3({ ...at, callMs: 1_500 })).map((call) => refusalOf(call())));
    expect(outcomes.map((refusal) => refusal.code)).toEqual([code, code, code]);
  });

  it("is tried again when it was busy once", async () => {
    const at = await bucket();
    for (const call of all(openS3(at))) {
      const before = at.calls.length;
      at.answer = (response) => at.calls.length === before + 1 && told(503, "SlowDown")(response);
      await call();
      expect(at.calls.length).toBe(before + 2);
    }
  });

  it("is unusable where nothing answers", async () => {
    expect(await refusalOf(openS3({ bucket: "files", endpoint: "http://127.0.0.1:1" }).get(key))).toMatchObject({ code: "STORE_UNUSABLE" });
  });

  function told(status: number, code: string): (response: Parameters<Bucket["answer"]>[0]) => boolean {
    return (response) => {
      refuseWith(status, code)(response);
      return true;
    };
  }
});
