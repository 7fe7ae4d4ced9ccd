import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import { fileName, type MediaType } from "./document.ts";
import { type Limits, limits } from "./limits.ts";
import { zipNames } from "./zip.ts";

/** What the bytes of a file say of it. */
export interface Checked {
  readonly name: string;
  readonly type: MediaType;
}

const newest = limits[limits.length - 1] as Limits;

/**
 * Decides what a file is, from its bytes and never from what is said of it, and whether it may be attached; by the newest limits
 * unless told. Throws BAD_INPUT, with `path` "content" or "name".
 */
export function checkFile(bytes: Uint8Array, name: string, { types, mostBytes }: Limits = newest): Checked {
  if (bytes.length === 0) throw refused("content", "The file is empty");
  if (bytes.length > mostBytes) throw refused("content", `The file has ${bytes.length} bytes, ${mostBytes} are allowed`);
  const found = typeOf(bytes);
  const allowed = Object.values(types).map(([ending = ""]) => ending.toUpperCase());
  if (typeof found !== "string") throw refused("content", `${found?.why ?? "The file is of a form that is not taken"}; ${allowed.join(", ")} are taken`);
  const endings = types[found];
  if (!endings) throw refused("content", `The file is a ${found}, which is not taken; ${allowed.join(", ")} are`);
  return { name: checkName(name, endings), type: found };
}

/** The name as it is kept. One that promises another form is refused: what opens a file goes by its name. */
function checkName(name: string, endings: readonly string[]): string {
  // Somebody's number must not stay in a name that everybody reads who may read the file.
  const parsed = fileName.safeParse(Identity.scrubResidentIds(name.normalize("NFC")).text);
  if (!parsed.success) throw refused("name", `The name was not accepted: ${parsed.error.issues[0]?.message}`);
  const [, ending] = /\.([a-z][a-z0-9]{1,4})$/i.exec(parsed.data) ?? [];
  if (ending !== undefined && !endings.includes(ending.toLowerCase()))
    throw refused("name", `The name ends in .${ending}, but the file is one of .${endings[0]}: name it so, or hand in the file that was meant`);
  return parsed.data;
}

function refused(path: "content" | "name", message: string): HubError {
  return new HubError("BAD_INPUT", message, { path });
}

/** The form of a file; what is wrong with it where it nearly is of a form, null where it is of none. */
function typeOf(bytes: Uint8Array): MediaType | { readonly why: string } | null {
  if (begins(bytes, "%PDF-")) return "application/pdf";
  if (begins(bytes, "\xff\xd8\xff")) return "image/jpeg";
  if (begins(bytes, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (begins(bytes, "PK\x03\x04")) return officeTypeOf(bytes);
  if (begins(bytes, "\xd0\xcf\x11\xe0")) return { why: "The file is one of Office before 2007, or protected by a password: save it as PDF" };
  return null;
}

/** A ZIP that is one document of Office Open XML and no other: by the parts that only such a document has. */
function officeTypeOf(bytes: Uint8Array): MediaType | { readonly why: string } {
  const names = new Set(zipNames(bytes)?.map((name) => name.toLowerCase()));
  const [isText, isSheet] = [names.has("word/document.xml"), names.has("xl/workbook.xml")];
  if (!names.has("[content_types].xml") || isText === isSheet) return { why: "The file is a ZIP, or one of its kind, and no document of Office" };
  if ([...names].some((name) => name.endsWith("vbaproject.bin"))) return { why: "The file holds macros: save it without them" };
  return isText
    ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

/** Whether a file begins with these bytes, a character each. */
function begins(bytes: Uint8Array, mark: string): boolean {
  return bytes.length >= mark.length && Array.from(mark).every((character, at) => bytes[at] === character.charCodeAt(0));
}
