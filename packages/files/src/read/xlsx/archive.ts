import { pipeline, Transform } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { decodedChunks } from "../inspect.ts";

/** A workbook that inflates to more bytes than this is a bomb. */
const mostBytes = 8 * 1024 ** 3;
const mostEntries = 10_000;
/** Bytes that are inflated at a time. */
const chunkSize = 1 << 18;
/** Of the small parts, which are read whole. */
const mostPartCharacters = 64_000_000;

/** Why a workbook cannot be read, in words that follow the file's name. */
export class Unsound extends Error {}

/** An opened zip. Each read begins anew; errors of zip and XML are plain errors, `Unsound` says its reason to people. */
export interface Archive {
  readonly has: (name: string) => boolean;
  /** An entry as text, inflated as it is asked for. Throws when it is damaged, when its end shows. */
  readonly chunks: (name: string) => AsyncGenerator<string>;
  /** A small entry, whole. */
  readonly text: (name: string) => Promise<string>;
  /** Inflates an entry and compares its length and checksum. Throws when it is damaged. */
  readonly verify: (name: string) => Promise<void>;
}

/** Opens a zip, lets work be done with it, and closes it, whatever comes. */
export async function* withArchive<T>(path: string, work: (archive: Archive) => AsyncIterable<T>): AsyncGenerator<T> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    yield* work(archiveOf(zip, await entriesOf(zip)));
  } finally {
    zip.close();
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName.toLowerCase(), entry);
    bytes += entry.uncompressedSize;
    if (bytes > mostBytes || entries.size > mostEntries) throw new Unsound("unpacked it is larger than 8 GB or has more than 10000 parts; split it");
    if (entry.isEncrypted()) throw new Unsound("it is protected with a password; save it without one");
  }
  return entries;
}

function archiveOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Archive {
  function bytes(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name.toLowerCase());
    if (!entry) throw new Error(`the part ${name} is missing`);
    return inflated(zip, entry);
  }
  const chunks = (name: string) => decodedChunks(bytes(name), "utf-8");
  return {
    has: (name) => entries.has(name.toLowerCase()),
    chunks,
    async text(name) {
      let text = "";
      for await (const chunk of chunks(name)) {
        text += chunk;
        if (text.length > mostPartCharacters) throw new Error(`the part ${name} is longer than ${mostPartCharacters} characters`);
      }
      return text;
    },
    async verify(name) {
      const source = bytes(name);
      while ((await source.next()).done !== true);
    },
  };
}

/** An entry's bytes. Throws when there are more than the directory says, and at the end when length or checksum do not fit. */
async function* inflated(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const { fileName, compressionMethod: method, uncompressedSize: size } = entry;
  if (method !== 0 && method !== 8) throw new Error(`the part ${fileName} is packed by method ${method}`);
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const unpacked = method === 0 ? packed : createInflateRaw({ chunkSize });
  if (unpacked instanceof Transform) pipeline(packed, unpacked, () => {});
  let length = 0;
  let sum = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > size) throw new Error(`the part ${fileName} is longer than the ${size} bytes it should have`);
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
  if (length !== size || sum !== entry.crc32) throw new Error(`the part ${fileName} is damaged: its length or checksum does not fit`);
}
