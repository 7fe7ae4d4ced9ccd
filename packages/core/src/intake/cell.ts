import { Calendar } from "../calendar/index.ts";
import { Division } from "../division/index.ts";
import { Identity } from "../identity/index.ts";
import { Industry } from "../industry/index.ts";
import { type Column, enumeration, openDay, openWords } from "./columns.ts";
import type { IssueCode } from "./issue.ts";

/** What a cell turned into. `note` is said although the value is taken; `fault` keeps the row out. */
export interface CellValue {
  readonly value: unknown;
  readonly fault?: { readonly code: IssueCode; readonly message: string };
  readonly note?: { readonly code: IssueCode; readonly message: string };
}

/** Reads a cell that is not empty. The text has been trimmed. */
export type CellReader = (text: string) => CellValue;

/** The reader for a column's type. Built once for a file, called for every row. */
export function readerOf(column: Column): CellReader {
  const [type = "", argument = ""] = column.type.split(":");
  switch (type) {
    case "text":
      return (text) => ({ value: text });
    case "uscc":
      return readUscc;
    case "identifier":
      return identifierReader(argument as Identity.IdentifierKind);
    case "documentNumber":
      return (text) => ({ value: Identity.normaliseDocumentNumber(text).canonical });
    case "day":
      return readDay;
    case "dayOrOpen":
      return (text) => {
        if (openWords.has(text)) return { value: null };
        const read = readDay(text);
        return read.value === openDay ? { value: null } : read;
      };
    case "tenThousandYuan":
      return readTenThousandYuan;
    case "list":
      return (text) => ({ value: splitList(text) });
    case "enum":
      return enumReader(argument);
    case "enumList":
      return enumListReader(argument);
    case "division":
      return readDivision;
    case "industry":
      return readIndustry;
    default:
      throw new TypeError(`columns.json: ${column.code} has the unknown type ${column.type}`);
  }
}

function fault(code: IssueCode, message: string): CellValue {
  return { value: null, fault: { code, message } };
}

/** The code without blanks, in capitals; null for the placeholder, which names nobody. */
function readUscc(text: string): CellValue {
  const check = Identity.checkUscc(text);
  if (check.ok) return { value: check.normalised };
  if (check.isPlaceholder) return { value: null };
  return fault("USCC", Identity.explainUscc(check));
}

function identifierReader(kind: Identity.IdentifierKind): CellReader {
  return (text) => {
    // Firms of one person had the number of their owner's identity card, and two digits, as tax number: dropped, and no fault of the row.
    if (text.includes(Identity.scrubbed)) return { value: null };
    const parsed = Identity.parseIdentifier(kind, text);
    return "fault" in parsed ? fault("IDENTIFIER", parsed.fault) : { value: parsed.value };
  };
}

function readDay(text: string): CellValue {
  const day = Calendar.parseDay(text);
  return day === null ? fault("DATE", `"${text}" is not a date`) : { value: day };
}

const tenThousandYuan = /^(?=\.?\d)(\d{0,12})(?:\.(\d*))?(?:万元?)?$/;
const yuan = /^(\d{1,16})(?:\.(\d{0,2})0*)?元$/;

/** Without the commas that part thousands. Another comma stays, and is a fault: "1,00" may mean one, and would be read as a hundred. */
function withoutGroups(text: string): string {
  return /^\d{1,3}(?:,\d{3})+(?!\d)/.test(text) ? text.replaceAll(",", "") : text;
}

/** 万元 to fen, exactly: 1 万元 = 1,000,000 fen, so six decimals are whole fen. */
function readTenThousandYuan(text: string): CellValue {
  const plain = withoutGroups(text.normalize("NFKC").replaceAll(" ", ""));
  const inTenThousands = tenThousandYuan.exec(plain);
  const inYuan = inTenThousands ? null : yuan.exec(plain);
  const [, whole, fraction = ""] = inTenThousands ?? inYuan ?? [];
  if (whole === undefined) return fault("AMOUNT", `"${text}" is not an amount in 万元`);
  const places = inTenThousands ? 6 : 2;
  const decimals = fraction.replace(/0+$/, "");
  if (decimals.length > places) return fault("AMOUNT", `"${text}" has parts of a fen (more than ${places} decimals)`);
  const fen = Number(`${whole}${decimals.padEnd(places, "0")}`);
  if (!Number.isSafeInteger(fen)) return fault("AMOUNT", `"${text}" is larger than any fine: was it written in yuan?`);
  return fen > 10_000 * 1_000_000 ? { value: fen, note: { code: "AMOUNT_LARGE", message: `${whole} 万元` } } : { value: fen };
}

export function splitList(text: string): string[] {
  return text
    .split(/[;；、,，\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function wordsOf(name: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(enumeration(name)).flatMap(([value, words]) => words.map((word) => [word, value] as const)));
}

/** The value a word stands for; "其他-…" is other with its own words. */
function meaning(words: ReadonlyMap<string, string>, text: string): string | undefined {
  return words.get(text) ?? words.get(text.normalize("NFKC").replaceAll(" ", "")) ?? (/^其他[-—:：]/.test(text) ? "other" : undefined);
}

function enumReader(name: string): CellReader {
  const words = wordsOf(name);
  const isLenient = name === "registerStatus";
  const known = [...words.keys()].join(", ");
  return (text) => {
    const value = meaning(words, text);
    if (value !== undefined) return { value };
    if (isLenient) return { value: "other", note: { code: "STATUS", message: `"${text}"` } };
    return fault("ENUM", `"${text}" is none of ${known}`);
  };
}

function enumListReader(name: string): CellReader {
  const words = wordsOf(name);
  return (text) => {
    const values = new Set<string>();
    const unknown: string[] = [];
    for (const part of splitList(text)) {
      const value = meaning(words, part);
      if (value === undefined) unknown.push(part);
      values.add(value ?? "other");
    }
    const value = [...values];
    return unknown.length > 0 ? { value, note: { code: "PENALTY_TYPE", message: `"${unknown.join("; ")}"` } } : { value };
  };
}

function readDivision(text: string): CellValue {
  const code = text.slice(0, 6);
  if (Division.find(code)) return { value: code };
  return { value: null, note: { code: "DIVISION", message: `"${text}" is no division` } };
}

function readIndustry(text: string): CellValue {
  const industry = Industry.find(text);
  return industry ? { value: industry.code } : { value: null, note: { code: "INDUSTRY", message: `"${text}" is no known industry` } };
}
