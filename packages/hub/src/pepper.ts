import { randomUUID } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HubError } from "@hub/core/error";
import type { Vault } from "@hub/core/vault";
import { makePepper, parsePepper, vaultOf } from "@hub/server/vault";

/**
 * The vault of the hub on one machine: under the pepper of the settings, or one that lies in the data folder, readable by its
 * owner alone, and is made when there is none. Who loses it loses all keys: they must be made anew. Throws VAULT_UNUSABLE.
 */
export async function openVault({ HUB_DATA, HUB_KEY_PEPPER }: { readonly HUB_DATA: string; readonly HUB_KEY_PEPPER?: string | undefined }): Promise<Vault> {
  if (HUB_KEY_PEPPER !== undefined) return vaultOf(parsePepper(HUB_KEY_PEPPER, "The setting HUB_KEY_PEPPER"));
  const folder = join(HUB_DATA, "access");
  const path = join(folder, "pepper");
  try {
    return vaultOf(parsePepper((await found(path)) ?? (await made(folder, path)), path));
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw new HubError("VAULT_UNUSABLE", `${path}: ${error instanceof Error ? error.message : String(error)}`, { path }, { cause: error });
  }
}

async function found(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Whole or not at all; where another process is first, its pepper is the one. */
async function made(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const draft = join(folder, `draft-${randomUUID()}`);
  try {
    await writeFile(draft, `${makePepper()}\n`, { mode: 0o600, flag: "wx", flush: true });
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, "utf8");
}
