import { SaxesParser } from "saxes";
import { decoded, type Inspected } from "./inspect.ts";
import { batchSize, type Encoding, type Row, type Table, unreadable } from "./table.ts";

/** Messages have some 30 fields; a file with more kinds of fields than this is none. */
const mostFields = 300;
const mostFieldCharacters = 100_000;

/** Opens a message of the credit platform: each `fields` element is a record, its children are field codes. Throws FILE_UNREADABLE. */
export async function openXml(path: string, { sha256, bytes, encoding: detected, beginning }: Inspected): Promise<Table> {
  const encoding = declared(beginning) ?? detected;
  const positions = new Map<string, number>();
  let count = 0;
  for await (const records of messages(path, encoding)) {
    count += records.length;
    for (const record of records) for (const name of record.keys()) if (!positions.has(name)) positions.set(name, positions.size);
    if (positions.size > mostFields) throw unreadable(path, `the records have more than ${mostFields} different fields`);
  }
  if (count === 0) throw unreadable(path, "the message holds no fields element; expected ExchangeMessage/Body/fields");
  return {
    format: "xml",
    encoding,
    sheet: null,
    header: [...positions.keys()],
    sha256,
    bytes,
    async *rows() {
      let number = 0;
      for await (const records of messages(path, encoding)) {
        yield records.map((record): Row => {
          number += 1;
          const cells = Array<string>(positions.size).fill("");
          for (const [name, text] of record) cells[positions.get(name) ?? 0] = text;
          return { number, cells };
        });
      }
    },
  };
}

function declared(beginning: string): Encoding | null {
  const name = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(beginning)?.[1]?.toLowerCase();
  if (name === undefined) return null;
  return /^gb/.test(name) ? "gb18030" : name === "utf-8" || name === "utf8" ? "utf-8" : null;
}

async function* messages(path: string, encoding: string): AsyncGenerator<readonly ReadonlyMap<string, string>[]> {
  const parser = new SaxesParser();
  let ready: Map<string, string>[] = [];
  let record: Map<string, string> | null = null;
  let field: string | null = null;
  let text = "";
  parser.on("error", (error) => {
    throw unreadable(path, `the XML is not well-formed: ${error.message}`);
  });
  parser.on("doctype", () => {
    throw unreadable(path, "the message has a DOCTYPE, which is refused; remove it");
  });
  parser.on("opentag", ({ name }) => {
    const local = localName(name);
    if (record === null) {
      if (local === "FIELDS") record = new Map();
    } else {
      field = local;
      text = "";
    }
  });
  const take = (more: string) => {
    if (field === null) return;
    text += more;
    if (text.length > mostFieldCharacters) throw unreadable(path, `the field ${field} is longer than ${mostFieldCharacters} characters`);
  };
  parser.on("text", take);
  parser.on("cdata", take);
  parser.on("closetag", ({ name }) => {
    const local = localName(name);
    if (record !== null && field === local) {
      record.set(local, text.trim());
      field = null;
    } else if (record !== null && local === "FIELDS") {
      ready.push(record);
      record = null;
    }
  });
  for await (const chunk of decoded(path, encoding)) {
    parser.write(chunk);
    while (ready.length >= batchSize) {
      yield ready.slice(0, batchSize);
      ready = ready.slice(batchSize);
    }
  }
  parser.close();
  if (ready.length > 0) yield ready;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1).toUpperCase();
}
