import { type Estimate, estimate } from "./estimate.ts";
import { load } from "./load.ts";
import { rounded, table } from "./markdown.ts";
import { type Peak, readPeak, writePeaks } from "./peak.ts";
import type { Prices } from "./price.ts";

/** The demo, a million, and 180 million. */
export const usualEnterprises: readonly number[] = [1_147, 1_000_000, 180_000_000];

/** What one table of DynamoDB comes to for so many enterprises: the figures, the peaks, and the load and prices behind them. */
export function figures(enterprises: readonly number[], prices: Prices): string {
  const estimates = enterprises.map((count) => estimate(count, prices));
  return [
    "What so many enterprises come to, per month unless it says otherwise, by the load and the prices below:",
    table(["Enterprises", ...enterprises.map((count) => count.toLocaleString("en-US"))], lines(estimates, prices.currency), columns(enterprises)),
    "The most that one partition is asked for in a second. An import waits for each batch, so that what its partition does not give slows it:",
    table(["Partition", "When", "Units asked", "Units given", "The import goes on at"], [...writePeaks(), ...enterprises.map(readPeak)].map(peakRow), [2, 3]),
    "The load. No number of it has been measured in use:",
    table(
      ["Number", "Of", "Why"],
      Object.values(load).map(({ is, of, why }) => [String(is), of, why]),
      [0],
    ),
    `The prices, in ${prices.currency}: ${prices.write} per million write units, ${prices.read} per million read units, ${prices.storage} per GB stored and month, ${prices.backup} per GB and month of point-in-time recovery; ${prices.source}. No free tier, no tax, no stream, no traffic and no Lambda is counted.`,
  ].join("\n\n");
}

function columns(enterprises: readonly number[]): readonly number[] {
  return enterprises.map((_, at) => at + 1);
}

function lines(estimates: readonly Estimate[], currency: string): readonly (readonly string[])[] {
  const line = (name: string, text: (estimate: Estimate) => string) => [name, ...estimates.map(text)];
  const cost = (name: string, of: (estimate: Estimate) => number) => line(`${name}, ${currency}`, (each) => money(of(each)));
  return [
    line("Records", ({ records }) => rounded(records)),
    line("Items, all kinds", ({ items }) => rounded(items)),
    line("Bytes stored", ({ bytes }) => bytesText(bytes.table + bytes.indexes)),
    line("Requests for profiles", ({ requests }) => rounded(requests)),
    line("Rows taken in", ({ rows }) => rounded(rows)),
    line("Read units", ({ readUnits }) => rounded(readUnits)),
    line("Write units", ({ writeUnits }) => rounded(writeUnits)),
    cost("Reads", (each) => each.cost.read),
    cost("Writes", (each) => each.cost.write),
    cost("Storage", (each) => each.cost.storage),
    cost("Point-in-time recovery", (each) => each.cost.backup),
    cost("All of these", (each) => each.cost.total),
    line("First load, once: write units", ({ firstLoad }) => rounded(firstLoad.writeUnits)),
    cost("First load, once", (each) => each.firstLoad.cost),
  ];
}

function peakRow({ partition, when, units, limit, slowedTo }: Peak): readonly string[] {
  return [partition, when, rounded(units), limit.toLocaleString("en-US"), slowedTo === null ? "" : `${rounded(slowedTo)} rows a second`];
}

/** Sums as they are paid; what is less than one of the currency, or more than a hundred, to three digits. */
function money(amount: number): string {
  return amount >= 1 && amount < 100 ? amount.toFixed(2) : rounded(amount);
}

function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${rounded(bytes / 1_024 ** power)} ${units[power]}`;
}
