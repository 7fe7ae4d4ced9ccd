import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import { fileKinds, type Mapping, matchHeader, titleOf } from "./columns.ts";
import { clipped } from "./issue.ts";
import type { RawRow } from "./row.ts";

/** A file that has been opened, as the readers of files describe it. */
export interface OpenFile {
  readonly name: string;
  readonly format: "csv" | "xlsx" | "xml";
  readonly encoding: string | null;
  readonly sheet: string | null;
  readonly header: readonly string[];
  readonly sha256: string;
  readonly bytes: number;
  rows(): AsyncIterable<readonly RawRow[]>;
}

/** What a file is called and how its columns are: kept and shown like its cells, so personal numbers are dropped there too. */
export function withoutPersonalNumbers(file: OpenFile): OpenFile {
  const scrub = (text: string) => Identity.scrubResidentIds(text).text;
  const { name, header, sheet } = file;
  return { ...file, name: scrub(name), header: header.map(scrub), sheet: sheet && scrub(sheet), rows: () => file.rows() };
}

/** Which columns are which fields of which kind of record. Throws FILE_UNKNOWN. */
export function requireMapping(header: readonly string[], kind: Mapping["kind"] | undefined): Mapping {
  const mapping = matchHeader(header, kind);
  if (!mapping) {
    const titles = fileKinds.map(titleOf).join("; ");
    throw new HubError("FILE_UNKNOWN", `The columns (${clipped(header.slice(0, 5).join(", "), 200)}…) belong to no known format: ${titles}`, { header });
  }
  const twice = header.find((name, at) => name !== "" && header.indexOf(name) !== at);
  if (twice !== undefined)
    throw new HubError("FILE_UNKNOWN", `The column ${clipped(twice, 100)} stands twice; remove or rename one`, { column: clipped(twice, 100) });
  if (mapping.missing.length > 0) {
    const names = mapping.missing.map(({ header: name, code }) => `${name} (${code})`).join(", ");
    throw new HubError("FILE_UNKNOWN", `As ${titleOf(mapping.kind)} the file lacks the columns ${names}`, { missing: mapping.missing.map(({ code }) => code) });
  }
  return mapping;
}
