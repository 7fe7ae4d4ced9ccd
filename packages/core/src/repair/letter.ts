import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Info } from "./repair.ts";
import { commitmentOn } from "./rules.ts";

/** The commitment letter of an application, in the wording in force on a day. */
export interface Letter {
  readonly version: string;
  readonly zh: string;
  readonly en: string;
  /** SHA-256 of both, one after the other with a line between them: who accepts the letter names it, so that it is no other. */
  readonly sha256: string;
}

type About = Pick<Info, "name" | "uscc" | "violationType" | "authority" | "decisionNumber" | "decidedOn">;

export function letterOf({ name, uscc, violationType, authority, decisionNumber, decidedOn }: About, on: string): Letter {
  const wording = commitmentOn(on);
  const values: Readonly<Record<string, string>> = { name, uscc, violation: violationType, authority: authority.name, number: decisionNumber, decidedOn };
  const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_all, field: string) => values[field] ?? "");
  const [zh, en] = [filled(wording.zh), filled(wording.en)];
  return { version: wording.version, zh, en, sha256: bytesToHex(sha256(utf8ToBytes(`${zh}\n${en}`))) };
}
