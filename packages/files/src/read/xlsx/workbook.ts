import { posix } from "node:path";
import { type Handlers, markup } from "../markup.ts";
import { type Archive, Unsound } from "./archive.ts";

export interface Sheet {
  readonly name: string;
  /** Name of its entry in the zip. */
  readonly part: string;
  readonly visible: boolean;
}

/** What a workbook is made of; the parts are names of entries in the zip. */
export interface Workbook {
  /** In the order of the tabs. */
  readonly sheets: readonly Sheet[];
  readonly strings: string | null;
  readonly styles: string | null;
  /** Days count from 1904 instead of 1900, as workbooks of old Macs do. */
  readonly from1904: boolean;
}

interface Relation {
  readonly id: string;
  /** Last word of its type: worksheet, styles, sharedStrings, officeDocument. */
  readonly type: string;
  readonly target: string;
}

/** Throws Unsound for a zip that is no workbook. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const root = archive.has("_rels/.rels") ? await relations(archive, "") : [];
  const part = root.find(({ type }) => type === "officeDocument")?.target;
  if (part?.endsWith(".bin") === true) throw new Unsound("this is a binary workbook (.xlsb); save it as .xlsx or CSV");
  if (part === undefined || !archive.has(part)) throw new Unsound("this is a zip that holds no .xlsx workbook");
  const related = await relations(archive, part);
  const named = (wanted: string) => related.find(({ type, target }) => type === wanted && archive.has(target))?.target ?? null;
  const sheets: Sheet[] = [];
  let from1904 = false;
  const open: Handlers["open"] = (name, attributes) => {
    if (name === "workbookPr") from1904 = /^(1|true)$/.test(attributes["date1904"] ?? "");
    if (name !== "sheet") return;
    const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1];
    const relation = related.find((one) => one.id === id);
    if (relation?.type === "worksheet")
      sheets.push({ name: attributes["name"] ?? "", part: relation.target, visible: !/hidden/i.test(attributes["state"] ?? "") });
  };
  await readPart(archive, part, { open });
  if (sheets.length === 0) throw new Unsound("this is a zip that holds no .xlsx workbook with sheets");
  return { sheets, strings: named("sharedStrings"), styles: named("styles"), from1904 };
}

/** Reads a small part of a workbook through its handlers. */
export async function readPart(archive: Archive, part: string, handlers: Handlers): Promise<void> {
  const reader = markup(handlers, (why) => new Error(`${part}: ${why}`));
  reader.write(await archive.text(part));
  reader.close();
}

/** What a part refers to; the empty part is the package itself. Targets stand relative to the part or absolute. */
async function relations(archive: Archive, part: string): Promise<readonly Relation[]> {
  const found: Relation[] = [];
  const folder = posix.dirname(part);
  const open: Handlers["open"] = (name, { Id = "", Type = "", Target = "" }) => {
    if (name !== "Relationship") return;
    const target = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
    found.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), target });
  };
  await readPart(archive, posix.join(folder, "_rels", `${posix.basename(part)}.rels`), { open });
  return found;
}
