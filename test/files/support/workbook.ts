import { type Part, writeZip } from "./zip.ts";

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export interface HandSheet {
  readonly name: string;
  /** What stands within sheetData. */
  readonly rows: string | Iterable<string>;
  readonly state?: "hidden" | "veryHidden";
}

export interface Hand {
  readonly sheets: readonly HandSheet[];
  /** What stands within sst: si elements. */
  readonly strings?: string | Iterable<string>;
  /** Number formats of the cell styles 0, 1, 2 …: a built-in number, or a code of its own. */
  readonly styles?: readonly (number | string)[];
  readonly from1904?: boolean;
  /** More parts, or others in place of these. */
  readonly parts?: readonly Part[];
}

/** A workbook as Excel writes it, from raw pieces of its XML. */
export async function writeWorkbook(path: string, { sheets, strings, styles, from1904 = false, parts = [] }: Hand): Promise<void> {
  const all: Part[] = [
    { name: "_rels/.rels", content: relations([["officeDocument", "xl/workbook.xml"]]) },
    { name: "xl/workbook.xml", content: workbookXml(sheets, from1904) },
    { name: "xl/_rels/workbook.xml.rels", content: relations([...targets(sheets), ["sharedStrings", "/xl/sharedStrings.xml"], ["styles", "styles.xml"]]) },
    ...sheets.map(({ rows }, index) => ({ name: `xl/worksheets/sheet${index + 1}.xml`, content: wrapped("worksheet", "sheetData", rows) })),
  ];
  if (strings !== undefined) all.push({ name: "xl/sharedStrings.xml", content: wrapped("sst", "", strings) });
  if (styles !== undefined) all.push({ name: "xl/styles.xml", content: stylesXml(styles) });
  const replaced = new Set(parts.map(({ name }) => name));
  await writeZip(path, [...all.filter(({ name }) => !replaced.has(name)), ...parts]);
}

function targets(sheets: readonly HandSheet[]): readonly (readonly [string, string])[] {
  return sheets.map((_, index) => ["worksheet", `worksheets/sheet${index + 1}.xml`] as const);
}

function workbookXml(sheets: readonly HandSheet[], from1904: boolean): string {
  const list = sheets.map(({ name, state }, index) => {
    return `<sheet name="${name}" sheetId="${index + 1}"${state ? ` state="${state}"` : ""} r:id="rId${index + 1}"/>`;
  });
  return `${declaration}<workbook ${main} xmlns:r="${office}"><workbookPr${from1904 ? ' date1904="1"' : ""}/><sheets>${list.join("")}</sheets></workbook>`;
}

function relations(list: readonly (readonly [type: string, target: string])[]): string {
  const items = list.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`);
  return `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join("")}</Relationships>`;
}

function stylesXml(styles: readonly (number | string)[]): string {
  const own = styles.map((style, index) => (typeof style === "string" ? `<numFmt numFmtId="${200 + index}" formatCode="${style}"/>` : ""));
  const xfs = styles.map((style, index) => `<xf numFmtId="${typeof style === "string" ? 200 + index : style}" xfId="0"/>`);
  const named = '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>';
  return `${declaration}<styleSheet ${main}><numFmts>${own.join("")}</numFmts>${named}<cellXfs>${xfs.join("")}</cellXfs></styleSheet>`;
}

function* wrapped(root: string, within: string, content: string | Iterable<string>): Generator<string> {
  yield `${declaration}<${root} ${main}>${within && `<${within}>`}`;
  if (typeof content === "string") yield content;
  else yield* content;
  yield `${within && `</${within}>`}</${root}>`;
}

/** A workbook of `rows` rows whose six columns all are texts of their own, each in the shared texts. */
export function manyTexts(rows: number): Hand {
  function* strings() {
    const word = "生态环境行政处罚决定书记载的违法事实与依据";
    yield* ["甲", "乙", "丙", "丁", "戊", "己"].map((text) => `<si><t>${text}</t></si>`);
    for (let row = 0; row < rows; row += 1) {
      let some = "";
      for (let column = 0; column < 6; column += 1) some += `<si><t>${word.slice(0, 6 + 3 * column)}第${row}行第${column}列</t></si>`;
      yield some;
    }
  }
  function* cells() {
    for (let row = 0; row <= rows; row += 1) {
      let some = `<row r="${row + 1}">`;
      for (let column = 0; column < 6; column += 1) some += `<c r="${"ABCDEF"[column]}${row + 1}" t="s"><v>${6 * row + column}</v></c>`;
      yield `${some}</row>`;
    }
  }
  return { sheets: [{ name: "大表", rows: cells() }], strings: strings() };
}
