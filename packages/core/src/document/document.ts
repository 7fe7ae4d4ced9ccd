import * as z from "zod";

/** The forms of files that the hub can tell by their bytes. Which of them are taken is a rule with a date (`limits`). */
export const mediaTypes = [
  "application/pdf",
  "image/jpeg",
  "image/png",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
] as const;
export type MediaType = (typeof mediaTypes)[number];

/** Separators of paths, control characters, and marks that turn the order of letters or are not seen: `exe.` must not look like `.pdf`. */
const strange = /[/\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The name of a file, as people know it. It names nothing in the store. */
export const fileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !strange.test(name) && !/^\.+$/.test(name), "A name has neither / nor \\, no control characters, and more than dots");

/** The hub's reference to a file that is attached to something; its bytes lie in the blob store under their SHA-256. */
export const fileShape = z.object({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of the bytes, in hexadecimal digits: the same file has the same, and another none that has it"),
  name: fileName.describe("Name of the file as it was handed in, without numbers of identity cards"),
  type: z.enum(mediaTypes).describe("Media type, told by the bytes and not by who handed the file in"),
  bytes: z.int().min(1).describe("Size in bytes"),
  scan: z
    .object({
      verdict: z.enum(["clean", "unscanned"]).describe("Whether malware was looked for; files in which some was found are not taken"),
      by: z.string().min(1).nullable().describe("Who looked or should have; null where the hub has nobody who does"),
      why: z.string().min(1).nullable().describe("Why nobody looked; null where somebody did"),
      at: z.iso.datetime().describe("When that was"),
    })
    .describe("What is known of malware in it"),
  addedAt: z.iso.datetime().describe("When it was handed in"),
  addedBy: z.string().min(1).describe("Who handed it in, as the trail names them"),
});
export type File = z.output<typeof fileShape>;
