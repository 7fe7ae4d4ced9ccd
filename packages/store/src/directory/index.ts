import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BlobStore } from "@hub/core/ports";
import { checkBlobKey, checkBlobType } from "../blob.ts";
import { folderError } from "./errors.ts";
import { packed, unpacked } from "./packed.ts";
import { removeForGood, writeForGood } from "./write.ts";

export interface DirectoryOptions {
  /** Made when missing, with the first file. */
  readonly folder: string;
}

/**
 * Files in a folder of this machine, one for each key. A put that has answered survives the loss of power; one that was broken off
 * leaves what was there before. Several processes may work with one folder.
 */
export function openDirectory({ folder }: DirectoryOptions): BlobStore {
  // No key has a plus, so that one key may go on where another ends: `a` and `a/b`.
  const pathOf = (key: string) => join(folder, `${key}+blob`);
  const guarded = async <T>(key: string, work: (path: string) => Promise<T>): Promise<T> => {
    checkBlobKey(key);
    const path = pathOf(key);
    try {
      return await work(path);
    } catch (error) {
      throw folderError(error, path);
    }
  };
  return {
    put: (key, blob) =>
      guarded(key, async (path) => {
        checkBlobType(blob);
        await writeForGood(folder, path, packed(blob));
      }),
    get: (key) =>
      guarded(key, async (path) => {
        const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
          if (error.code === "ENOENT") return null;
          throw error;
        });
        return content && unpacked(content, path);
      }),
    delete: (key) => guarded(key, removeForGood),
  };
}
