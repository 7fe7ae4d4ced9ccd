import columnsData from "./data/columns.json" with { type: "json" };

/** State of the columns, as certificates name it. */
export const columnsVersion = columnsData.version;

/** Kinds of records that a file can hold. */
export const fileKinds = ["register", "licence", "penalty"] as const;
export type FileKind = (typeof fileKinds)[number];

/** One column of a format, as data/columns.json declares it. */
export interface Column {
  /** Code of the field in messages, e.g. CF_WSH. */
  readonly code: string;
  /** Chinese header in sheets. */
  readonly header: string;
  /** Older codes and other headers met for the same column. */
  readonly aliases?: readonly string[];
  /** Field of the record; absent for what is never stored. */
  readonly field?: string;
  /** How a cell is read: text, uscc, day, dayOrOpen, tenThousandYuan, documentNumber, list, division, industry, personal, enum:…, enumList:…, identifier:… */
  readonly type: string;
  readonly maxLength?: number;
  /** `organisations`: of subjects that are no individual business. */
  readonly required?: "always" | "organisations";
  /** Several columns of the file that map here are joined with ";". */
  readonly join?: boolean;
  readonly note?: string;
}

interface RecordFormat {
  readonly title: string;
  readonly identifiedBy: readonly string[];
  readonly columns: readonly Column[];
}

const formats = columnsData.records as Readonly<Record<FileKind, RecordFormat>>;

/** The declared columns of a kind of record, in the standard's order. */
export function columnsOf(kind: FileKind): readonly Column[] {
  return formats[kind].columns;
}

/** The official header of the column that a field is read from; null when none is. */
export function headerOf(kind: FileKind, field: string): string | null {
  return formats[kind].columns.find((column) => column.field === field)?.header ?? null;
}

export function titleOf(kind: FileKind): string {
  return formats[kind].title;
}

/** The words that mean a value of an enumeration, e.g. `subjectType`. */
export function enumeration(name: string): Readonly<Record<string, readonly string[]>> {
  const found = (columnsData.enumerations as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>)[name];
  if (!found) throw new TypeError(`No enumeration ${name} in columns.json`);
  return found;
}

/** The day by which the standard says "without end". */
export const openDay = columnsData.open.day.replaceAll("/", "-");

/** Words by which files say it. */
export const openWords: ReadonlySet<string> = new Set(columnsData.open.words);

/** Where a file's columns lead. */
export interface Mapping {
  readonly kind: FileKind;
  /** For each declared column that the file has: the positions of its cells. */
  readonly columns: readonly { readonly column: Column; readonly positions: readonly number[]; readonly header: string }[];
  /** Columns that every record needs and the file lacks. */
  readonly missing: readonly Column[];
  /** Headers of the file that mean nothing to the hub. */
  readonly ignored: readonly string[];
}

/** Headers are compared without blanks, marks of obligation, and differences of width or case. */
function headerKey(header: string): string {
  return header
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/^\*+|\*+$/g, "")
    .replace(/\((必填|选填|非必填)\)$/, "")
    .toUpperCase();
}

let headerIndex: ReadonlyMap<FileKind, ReadonlyMap<string, Column>> | undefined;

function byHeader(kind: FileKind): ReadonlyMap<string, Column> {
  headerIndex ??= new Map(
    fileKinds.map((each) => {
      const names = new Map<string, Column>();
      const columns = columnsOf(each);
      for (const column of columns) for (const alias of column.aliases ?? []) names.set(headerKey(alias), column);
      for (const column of columns) names.set(headerKey(column.header), column).set(headerKey(column.code), column);
      return [each, names];
    }),
  );
  return headerIndex.get(kind) ?? new Map();
}

/** Which kind of record a header belongs to: the one most of its columns name, or null when none is identified. */
export function matchHeader(header: readonly string[], only?: FileKind): Mapping | null {
  const mappings = fileKinds
    .filter((kind) => only === undefined || kind === only)
    .map((kind) => mapHeader(header, kind))
    .filter((mapping) => formats[mapping.kind].identifiedBy.every((code) => mapping.columns.some(({ column }) => column.code === code)));
  return mappings.sort((a, b) => b.columns.length - a.columns.length)[0] ?? null;
}

function mapHeader(header: readonly string[], kind: FileKind): Mapping {
  const names = byHeader(kind);
  const positions = new Map<Column, number[]>();
  const ignored: string[] = [];
  header.forEach((text, position) => {
    const column = names.get(headerKey(text));
    if (column) positions.set(column, [...(positions.get(column) ?? []), position]);
    else if (text.trim() !== "") ignored.push(text.trim());
  });
  const found = columnsOf(kind).filter((column) => positions.has(column));
  return {
    kind,
    columns: found.map((column) => {
      const at = positions.get(column) ?? [];
      return { column, positions: at, header: header[at[0] ?? 0]?.trim() || column.header };
    }),
    missing: columnsOf(kind).filter((column) => column.required === "always" && !positions.has(column)),
    ignored,
  };
}
