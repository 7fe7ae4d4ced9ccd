import { type StoredKey, signingKeyOf } from "@hub/server/signing";
import type { Command } from "commander";
import { type KeyFolder, keyFolder } from "../keys.ts";
import { clockOf } from "../local.ts";
import { readSettings } from "../settings.ts";

export function addKeys(program: Command): void {
  const keys = program
    .command("keys")
    .description("list, rotate and retire the keys that sign certificates")
    .addHelpText("after", "\nExamples:\n  hub keys list\n  hub keys rotate\n  hub keys retire 4fT1 --revoke");
  keys
    .command("list")
    .description("list the keys, the newest first, and the file that holds them")
    .action(async () => {
      const folder = open();
      const set = await folder.peek();
      const signing = signingKeyOf(set)?.kid;
      for (const key of set.keys) process.stdout.write(`${lineOf(key, signing)}\n`);
      const file = await folder.file();
      process.stderr.write(file === null ? "There are no keys yet: the first certificate makes one\n" : `The keys are in ${file}; its content is a secret\n`);
    });
  keys
    .command("rotate")
    .description("make a new key that signs from now on; older ones only verify, and their private parts are deleted")
    .action(async () => {
      const { kid } = await open().rotate();
      process.stdout.write(`${kid}\n`);
    });
  keys
    .command("retire")
    .description("let a key sign no more; what it signed stays good unless it is revoked")
    .argument("<kid>", "id of the key, or how it begins")
    .option("--revoke", "publish it no more: nothing that it signed is good any longer")
    .action(async (kid: string, { revoke = false }: { revoke?: boolean }) => {
      const folder = open();
      const key = revoke ? await folder.revoke(kid) : await folder.retire(kid);
      process.stdout.write(`${lineOf(key, undefined)}\n`);
      if (signingKeyOf(await folder.peek()) === null) process.stderr.write("No key signs now: hub keys rotate makes one\n");
    });
}

function open(): KeyFolder {
  const settings = readSettings(process.env);
  return keyFolder(settings.HUB_DATA, () => clockOf(settings).now());
}

function lineOf({ kid, iat, exp, revoked }: StoredKey, signing: string | undefined): string {
  const state = revoked !== undefined ? `revoked ${shown(revoked)}` : exp !== undefined ? `retired ${shown(exp)}` : kid === signing ? "signs" : "ready to sign";
  return `${kid}  made ${shown(iat)}  ${state}`;
}

function shown(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
