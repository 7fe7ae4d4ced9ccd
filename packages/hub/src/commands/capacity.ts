import { HubError } from "@hub/core/error";
import { type Command, InvalidArgumentError } from "commander";
import { figures, type Prices, prices, usualEnterprises } from "../capacity/index.ts";

interface Options {
  readonly enterprises?: readonly number[];
  readonly writePrice?: number;
  readonly readPrice?: number;
  readonly storagePrice?: number;
  readonly backupPrice?: number;
  readonly currency: string;
}

export function addCapacity(program: Command): void {
  program
    .command("capacity")
    .description("work out items, bytes, peaks and the monthly cost on DynamoDB, for numbers of enterprises")
    .option("--enterprises <n...>", `how many enterprises, several numbers side by side; ${usualEnterprises.join(", ")} unless told`, alsoCount)
    .option("--write-price <amount>", `price of a million write units; ${prices.write} unless told`, price)
    .option("--read-price <amount>", `price of a million read units; ${prices.read} unless told`, price)
    .option("--storage-price <amount>", `price of a GB stored for a month; ${prices.storage} unless told`, price)
    .option("--backup-price <amount>", `price of a GB of point-in-time recovery for a month; ${prices.backup} unless told`, price)
    .option("--currency <code>", "currency of the prices; any other needs all four", currency, prices.currency)
    .addHelpText(
      "after",
      "\nExamples:\n  hub capacity\n  hub capacity --enterprises 50000 --write-price 0.7\n  hub capacity --currency CNY --write-price W --read-price R --storage-price S --backup-price B",
    )
    .action((options: Options) => {
      process.stdout.write(`${figures(options.enterprises ?? usualEnterprises, pricesOf(options))}\n`);
    });
}

/** The prices to reckon with. Throws BAD_INPUT for a mixture of currencies. */
function pricesOf({ writePrice, readPrice, storagePrice, backupPrice, currency: code }: Options): Prices {
  const named = { "--write-price": writePrice, "--read-price": readPrice, "--storage-price": storagePrice, "--backup-price": backupPrice };
  const missing = Object.entries(named).flatMap(([name, given]) => (given === undefined ? [name] : []));
  if (missing.length === Object.keys(named).length && code === prices.currency) return prices;
  if (missing.length > 0 && code !== prices.currency)
    throw new HubError("BAD_INPUT", `The hub knows prices in ${prices.currency} only; in ${code} it also needs ${missing.join(", ")}`, { missing });
  const source = missing.length === 0 ? "as given to the command" : `as given to the command, but for ${missing.join(", ")}: ${prices.source}`;
  return {
    currency: code,
    write: writePrice ?? prices.write,
    read: readPrice ?? prices.read,
    storage: storagePrice ?? prices.storage,
    backup: backupPrice ?? prices.backup,
    source,
  };
}

function alsoCount(text: string, before: readonly number[] | undefined): readonly number[] {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError("A whole number from 1 is needed.");
  return [...(before ?? []), count];
}

function price(text: string): number {
  const amount = Number(text);
  if (text.trim() === "" || !Number.isFinite(amount) || amount < 0) throw new InvalidArgumentError("An amount from 0 is needed, e.g. 0.625.");
  return amount;
}

function currency(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw new InvalidArgumentError("Three capital letters are needed, e.g. CNY.");
  return text;
}
