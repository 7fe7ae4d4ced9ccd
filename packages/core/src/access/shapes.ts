import * as z from "zod";
import { Division } from "../division/index.ts";
import type { Vault } from "../vault.ts";

export { notFound, requireVersion } from "../versioned.ts";

/** What the records of access have in common. */

export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "Write the instant in UTC, as 2026-03-05T01:02:03.000Z");

/** Eight letters and digits that no eye takes for one another. */
export const shortId = z.string().regex(/^[a-hjkmnp-z2-9]{8}$/, "It has eight small letters and digits");

export const division = z
  .string()
  .refine((code) => code === "000000" || Division.find(code) !== null, "There is no such division; 000000 is the whole country")
  .describe("GB/T 2260 code; it stands for itself and all below it, 000000 for the whole country");

export const divisions = z.array(division).min(1).max(50);

const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** A new short id, by chance. */
export function newId(vault: Vault): string {
  return [...vault.random(8)].map((byte) => alphabet[byte % alphabet.length]).join("");
}
