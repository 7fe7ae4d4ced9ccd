import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where files are written before they have their name; no key begins so. */
const drafts = ".drafts";

/** Writes a file under its name in one step: whoever reads meets the old content or the new, also after a crash. */
export async function writeForGood(folder: string, path: string, content: Uint8Array): Promise<void> {
  const draft = join(folder, drafts, randomUUID());
  await makeFolder(dirname(draft));
  await makeFolder(dirname(path));
  await removeLeft(dirname(draft));
  try {
    await writeFile(draft, content, { mode: 0o600, flag: "wx", flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await settle(dirname(path));
}

export async function removeForGood(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  await settle(dirname(path));
}

/** Makes a folder that stays, with those above it. What people attach is for the hub's own eyes. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let made = folder; first !== undefined; made = dirname(made)) {
    await settle(dirname(made));
    if (made === first || made === dirname(made)) return;
  }
}

/** Has a folder's own entries written to the disk, without which a new name may be lost with the power. Windows has no such call. */
async function settle(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** How old a draft is that nobody writes any more, in milliseconds. */
const leftMs = 3_600_000;

/** Takes away what processes left behind that were killed while they wrote. Who comes second finds it gone. */
async function removeLeft(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < Date.now() - leftMs) await rm(path, { force: true });
  }
}
