import { decoded, type Inspected } from "./inspect.ts";
import { markup } from "./markup.ts";
import { batches, batchSize, type Encoding, type Fault, isBlank, type Row, type Table, unreadable } from "./table.ts";

/** Messages have some 30 fields; a file with more kinds of fields than this is none. */
const mostFields = 300;
const mostFieldCharacters = 100_000;

/**
 * Opens a message of the credit platform: each `fields` element is a record, its children are field codes.
 * Reads it once fully, so that a broken message is refused before a row of it is given out. Throws FILE_UNREADABLE.
 */
export async function openXml(path: string, inspected: Inspected): Promise<Table> {
  const encoding = await encodingOf(path, inspected);
  const positions = new Map<string, number>();
  let count = 0;
  for await (const records of messages(path, encoding)) {
    count += records.length;
    for (const { texts } of records) for (const name of texts.keys()) if (!positions.has(name)) positions.set(name, positions.size);
    if (positions.size > mostFields) throw unreadable(path, `the records have more than ${mostFields} different fields`);
  }
  if (count === 0) throw unreadable(path, "the message holds no fields element; expected ExchangeMessage/Body/fields");
  async function* body(): AsyncGenerator<readonly Row[]> {
    for await (const records of messages(path, encoding)) {
      yield records.map((record) => rowOf(record, positions)).filter(({ cells, fault }) => fault !== undefined || !isBlank(cells));
    }
  }
  const { sha256, bytes } = inspected;
  return { format: "xml", encoding, sheet: null, header: [...positions.keys()], sha256, bytes, rows: () => batches(body()) };
}

interface Message {
  readonly number: number;
  readonly texts: Map<string, string>;
  fault?: Fault;
}

function rowOf({ number, texts, fault }: Message, positions: ReadonlyMap<string, number>): Row {
  const cells = Array<string>(positions.size).fill("");
  for (const [name, text] of texts) cells[positions.get(name) ?? 0] = text;
  return fault ? { number, cells, fault } : { number, cells };
}

/**
 * What the bytes look like, since tools convert a message and leave its declaration. Short GB18030 texts may look like UTF-8, but never
 * like Chinese in UTF-8: then the declaration is followed.
 */
async function encodingOf(path: string, { beginning, encoding: detected }: Inspected): Promise<Encoding> {
  const declaresGb = /^\s*<\?xml[^>]*encoding=["']gb/i.test(beginning);
  if (!declaresGb || detected === "gb18030") return detected;
  for await (const text of decoded(path, "utf-8")) if (/\p{Script=Han}/u.test(text)) return "utf-8";
  return "gb18030";
}

/** The records of a message, some at a time. Throws FILE_UNREADABLE. */
async function* messages(path: string, encoding: string): AsyncGenerator<readonly Message[]> {
  let ready: Message[] = [];
  let count = 0;
  let record: Message | null = null;
  let field: string | null = null;
  let text = "";
  const refuse = (why: string) => unreadable(path, why);
  function open(name: string): void {
    const code = name.toUpperCase();
    if (field !== null) throw refuse(`the field ${field} holds the element ${code}; a field holds nothing but text`);
    if (record !== null) {
      field = code;
      text = "";
    } else if (code === "FIELDS") {
      count += 1;
      record = { number: count, texts: new Map() };
    }
  }
  function take(more: string): void {
    if (field === null || record === null) return;
    if (text.length + more.length <= mostFieldCharacters) text += more;
    else record.fault = { code: "TOO_LONG", message: `The field ${field} is longer than ${mostFieldCharacters} characters` };
  }
  function close(): void {
    if (record === null) return;
    if (field === null) {
      ready.push(record);
      record = null;
      return;
    }
    if (record.texts.has(field)) record.fault = { code: "COLUMN_COUNT", message: `The field ${field} stands twice in the record` };
    record.texts.set(field, text.trim());
    field = null;
  }
  const reader = markup({ open, text: take, close }, refuse);
  for await (const chunk of decoded(path, encoding)) {
    reader.write(chunk);
    if (ready.length < batchSize) continue;
    yield ready;
    ready = [];
  }
  reader.close();
  if (ready.length > 0) yield ready;
}
