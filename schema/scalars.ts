import { HubError } from "@hub/core/error";
import { builder } from "./builder.ts";

function refuse(what: string, value: unknown): never {
  throw new HubError("BAD_INPUT", `${JSON.stringify(value)} is not ${what}`);
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

export function isDay(value: unknown): value is string {
  return typeof value === "string" && dayPattern.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
}

builder.scalarType("Date", {
  description: "A calendar day in China (Asia/Shanghai), written YYYY-MM-DD",
  serialize: (value) => value,
  parseValue: (value) => (isDay(value) ? value : refuse("a day written YYYY-MM-DD", value)),
});

builder.scalarType("DateTime", {
  description: "An instant in UTC, written YYYY-MM-DDTHH:MM:SS.sssZ; taken with another offset too, and never without one",
  serialize: (value) => value,
  parseValue: (value) =>
    typeof value === "string" && instantPattern.test(value) && !Number.isNaN(Date.parse(value))
      ? new Date(value).toISOString()
      : refuse("an instant written YYYY-MM-DDTHH:MM:SSZ", value),
});

builder.scalarType("Fen", {
  description: "A whole number of fen (1/100 yuan), exact up to 9,007,199,254,740,991",
  serialize: (value) => value,
  parseValue: (value) => (Number.isSafeInteger(value) ? (value as number) : refuse("a whole number of fen", value)),
});

builder.scalarType("Json", {
  description: "Any value as JSON",
  serialize: (value) => value,
  parseValue: (value) => value,
});

/** Amounts are kept in fen; people read yuan, official forms 万元. */
export const Money = builder.objectRef<number>("Money").implement({
  description: "An amount of money in renminbi",
  fields: (t) => ({
    fen: t.field({ type: "Fen", description: "The amount in fen (1/100 yuan)", resolve: (fen) => fen }),
    yuan: t.string({ description: "The amount in yuan with two decimals", resolve: (fen) => decimal(fen, 2) }),
    tenThousandYuan: t.string({ description: "The amount in 万元 with six decimals, as official forms write it", resolve: (fen) => decimal(fen, 6) }),
  }),
});

function decimal(fen: number, places: number): string {
  const digits = String(fen).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
