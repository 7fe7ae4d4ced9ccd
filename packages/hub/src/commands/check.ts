import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { failures, type KeySet, kindOf, type Verdict, verifyCertificate, verifySeal } from "@hub/client";
import { HubError } from "@hub/core/error";
import { signerOf } from "@hub/server/signing";
import type { Command } from "commander";
import { keyFolder } from "../keys.ts";
import { clockOf } from "../local.ts";
import { readSettings, type Settings } from "../settings.ts";

export function addCheck(program: Command): void {
  program
    .command("check")
    .description("say whether a certificate or a seal is vouched for, and what it states; without any network")
    .argument("<file>", "the certificate, a seal, the address in a QR code, or what --format json wrote; - for standard input")
    .option("--jwks <file>", "public keys of the hub that issued it (its /.well-known/jwks.json, saved); this hub's own unless told")
    .addHelpText(
      "after",
      "\nExit code 0: valid; 1: not valid; 2: it could not be checked.\n\nExamples:\n  hub check firm.jws\n  hub check firm.jws --jwks jwks.json",
    )
    .action(async (file: string, { jwks }: { jwks?: string }) => {
      const settings = readSettings(process.env);
      const clock = clockOf(settings);
      const signed = signedIn(file === "-" ? await text(process.stdin) : await readFile(file, "utf8"));
      const keys = jwks === undefined ? await ownKeys(settings) : keysIn(jwks, await readFile(jwks, "utf8"));
      const options = { now: clock.now() };
      const verdict: Verdict<object> = kindOf(signed) === "seal" ? await verifySeal(signed, keys, options) : await verifyCertificate(signed, keys, options);
      if (verdict.ok) {
        process.stdout.write(`${JSON.stringify(verdict.claims, null, 2)}\n`);
        const retired = verdict.keyRetiredAt === null ? "" : `, which has ceased to sign on ${verdict.keyRetiredAt}`;
        process.stderr.write(`VALID: signed by the key ${verdict.keyId}${retired}\n`);
      } else {
        process.stderr.write(`${verdict.code}: ${verdict.message}. ${failures[verdict.code]}\n`);
        process.exitCode = 1;
      }
    });
}

/** Those of the data folder; none is made for it. */
async function ownKeys({ HUB_DATA }: Settings): Promise<KeySet> {
  return { keys: await signerOf(keyFolder(HUB_DATA, () => new Date()).peek).publicKeys() };
}

/** The signed text, in whatever a person has it: alone, in an answer as JSON, in the address of a QR code. */
function signedIn(content: string): string {
  const found = content.trim();
  if (found.startsWith("{")) {
    const { jws } = jsonIn("The file", found) as { readonly jws?: unknown };
    if (typeof jws === "string") return jws;
    throw new HubError("FILE_UNREADABLE", "The file is JSON without a field jws");
  }
  return /^https?:/.test(found) && URL.canParse(found) ? (new URL(found).searchParams.get("c") ?? "") : found;
}

function keysIn(file: string, content: string): KeySet {
  const set = jsonIn(file, content) as Partial<KeySet> | null;
  if (!Array.isArray(set?.keys)) throw new HubError("FILE_UNREADABLE", `${file}: it is no JWK Set`);
  return { keys: set.keys };
}

function jsonIn(name: string, content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new HubError("FILE_UNREADABLE", `${name}: it is not JSON`, {}, { cause: error });
  }
}
