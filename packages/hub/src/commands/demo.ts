import { type Command, InvalidArgumentError } from "commander";
import { summaryText, writeDemo } from "../demo/index.ts";

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("A whole number is needed.");
  return number;
}

export function addDemo(program: Command): void {
  program
    .command("demo")
    .description("write demo files in the official forms: invented firms of Gaoping, some rows wrong on purpose")
    .option("--enterprises <n>", "how many firms", wholeNumber, 1147)
    .option("--seed <n>", "another number, other firms; the same number, the same bytes", wholeNumber, 1)
    .option("--out <folder>", "where to write", "demo-files")
    .addHelpText("after", "\nExample:\n  hub demo --enterprises 1147 --seed 1 --out demo-files\n  hub import demo-files")
    .action(async ({ enterprises, seed, out }: { enterprises: number; seed: number; out: string }) => {
      const demo = await writeDemo({ enterprises, seed, out });
      process.stdout.write(`${summaryText(demo)}\nWritten to ${out}. What an import of them into an empty store gives is stated above.\n`);
    });
}
