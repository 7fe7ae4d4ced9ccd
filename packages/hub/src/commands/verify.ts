import { Audit } from "@hub/core/audit";
import type { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { type Command, InvalidArgumentError } from "commander";
import { withStore } from "../opened.ts";
import { progressLine } from "../progress.ts";
import { isOnAws } from "../settings.ts";

export function addVerify(program: Command): void {
  program
    .command("verify")
    .description("check the change log, every record's versions, the totals and the sealed audit trail; name the first differences")
    .option("--at <position>", "a position of the log that was kept elsewhere, SEQUENCE:HASH as in a certificate: the log must still have it", positionOf)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExit code 0: all is as it must be; 1: something is not, or could not be compared.\n\nExamples:\n  hub verify\n  hub verify --at 2892:0a39…",
    )
    .action(({ json, at }: { json?: boolean; at?: Log.Position }) =>
      withStore(async (ctx, settings) => {
        const line = progressLine();
        const source = isOnAws(settings) ? "stream" : "changes";
        const result = await Projection.verify(ctx, {
          source,
          ...(at && { at }),
          onProgress: ({ step, done, of }) => line.show(`${step}: ${done}${of === null ? "" : ` of ${of}`}`),
        });
        const trail = await Audit.verify(ctx, {});
        line.clear();
        if (result.differences.length > 0 || result.isBusy || trail.broken.length > 0 || trail.falseListings.length > 0) process.exitCode = 1;
        process.stdout.write(json ? `${JSON.stringify({ ...result, trail })}\n` : `${textOf(result)}${trailTextOf(trail)}`);
      }),
    );
}

function textOf({ sequence, hash, records, pending, differences, isBusy }: Projection.Verified): string {
  if (differences.length > 0) {
    return `Not sound. The log is sound up to entry ${sequence}.\n${differences.map(({ in: where, position, message }) => `  ${where} ${position}: ${message}\n`).join("")}`;
  }
  if (isBusy) return `The hub was written to all the time: the log is sound up to entry ${sequence}, but records and totals were not compared.\n`;
  return `Sound: ${records} records, ${sequence} entries of the log up to ${hash}, ${pending} versions not yet in it.\n`;
}

function trailTextOf({ seals, entries, broken, falseListings }: Audit.TrailVerdict): string {
  if (falseListings.length > 0) return `Lists of the audit trail tell of what it does not have:\n${falseListings.map((place) => `  ${place}\n`).join("")}`;
  if (broken.length > 0) {
    return `The audit trail is not what was sealed.\n${broken.map(({ number, from, to, problem }) => `  seal ${number}, from ${from ?? "the beginning"} to ${to}: ${problem}\n`).join("")}`;
  }
  return `The audit trail is what was sealed: ${entries} entries under ${seals} seals.\n`;
}

function positionOf(text: string): Log.Position {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) throw new InvalidArgumentError("A position is written SEQUENCE:HASH, with 64 hexadecimal digits.");
  return { sequence: Number(sequence), hash };
}
