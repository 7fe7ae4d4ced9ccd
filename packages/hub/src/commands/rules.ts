import { Calendar } from "@hub/core/calendar";
import { Credit } from "@hub/core/credit";
import { HubError } from "@hub/core/error";
import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import { Repair } from "@hub/core/repair";
import { type Command, Option } from "commander";

/** Which rule says what: the dated data that answers rest on. Reads no store. */
export function addRules(program: Command): void {
  const rules = program
    .command("rules")
    .description("which rule says what: publicity terms, repair, and what follows from published records")
    .addHelpText("after", "\nExamples:\n  hub rules show 2026-05-31\n  hub rules test 2026-05-31 --type fine");
  rules
    .command("show")
    .description("print every rule as data, with its source and how sure it is, as JSON Lines")
    .argument("[date]", "only what is in force on that day")
    .addHelpText("after", "\nExample:\n  hub rules show 2026-05-31")
    .action((date?: string) => {
      const on = date === undefined ? null : dayIn(date);
      const isIn = ({ from, to }: { readonly from: string; readonly to: string | null }) => on === null || (from <= on && (to === null || on <= to));
      for (const regime of Publicity.regimes.filter(isIn)) say({ rule: "publicity", ...regime });
      for (const term of Repair.termRules.filter(isIn)) say({ rule: "repair term", ...term });
      for (const requirement of Repair.requirements) say({ rule: "repair requirement", ...requirement });
      for (const use of Credit.useRules.filter(isIn)) say({ rule: "credit use", ...use });
    });
  rules
    .command("test")
    .description("tell what a penalty decided on a day comes to: grade, terms, until when to report it, by which rules")
    .argument("<date>", "day of the decision")
    .addOption(new Option("--type <kind...>", "kinds of penalty that it imposes").choices([...Penalty.types]).default(["fine"]))
    .option("--on <day>", "day of which it is told; that of the decision unless told")
    .option("--json", "print it all as JSON")
    .addHelpText("after", "\nExamples:\n  hub rules test 2026-05-31\n  hub rules test 2024-02-29 --type warning fine --on 2026-11-25")
    .action((date: string, { type, on, json = false }: { type: string[]; on?: string; json?: boolean }) => {
      const decidedOn = dayIn(date);
      const publicity = Publicity.publicityOf({ decidedOn, penaltyTypes: type, standing: null }, on === undefined ? decidedOn : dayIn(on));
      const reportDue = Publicity.reportDueOn(decidedOn);
      if (json) say({ publicity, reportDue });
      else process.stdout.write(`${wordsOf(publicity, reportDue)}\n`);
    });
}

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Throws BAD_INPUT. */
function dayIn(text: string): string {
  const day = Calendar.parseDay(text);
  if (day === null) throw new HubError("BAD_INPUT", `${text} is not a day; write it as 2026-03-05`);
  return day;
}

function wordsOf(of: Publicity.Info, { due, provisional, rule }: ReturnType<typeof Publicity.reportDueOn>): string {
  const { regime, gradeName, grade, isConfirmed, repairableFrom, endsOn, on, state, nextChange, rules, reasons, alternatives } = of;
  return [
    `regime      ${regime.number} (${regime.id})`,
    `grade       ${grade} ${gradeName}${isConfirmed ? "" : ", to be confirmed by an officer"}`,
    `repairable  ${repairableFrom === null ? "not before the longest term" : `from ${repairableFrom}`}`,
    `published   ${endsOn === null ? "not publicised" : `until ${endsOn}, stops at the midnight after`}`,
    `on ${on}  ${state}${nextChange === null ? "" : `; ${nextChange.to} on ${nextChange.on}`}`,
    `report by   ${due}${provisional ? " (provisional)" : ""}, ${rule.workingDays} working days by ${rule.number}`,
    ...reasons.map(({ en }) => `why         ${en}`),
    ...rules.map(({ number, says, source, confidence }) => `rule        ${number}: ${says.en} [${confidence}: ${source}]`),
    ...alternatives.map((each) => `or          by ${each.regime.number}: ${each.grade}, from ${each.repairableFrom}, until ${each.endsOn}`),
  ].join("\n");
}
