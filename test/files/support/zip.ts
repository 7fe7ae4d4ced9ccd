import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";

export interface Part {
  readonly name: string;
  readonly content: string | Iterable<string>;
  /** What the directory says instead of the truth. */
  readonly lie?: { readonly size?: number; readonly crc?: number; readonly encrypted?: boolean };
}

/** Writes a zip part by part, in bounded memory, as large as one likes up to 4 GB. */
export async function writeZip(path: string, parts: readonly Part[]): Promise<void> {
  const file = await open(path, "w");
  const directory: Buffer[] = [];
  let at = 0;
  const put = async (bytes: Buffer) => {
    await file.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  };
  for (const { name, content, lie } of parts) {
    const [start, bytes] = [at, Buffer.from(name)];
    at += 30 + bytes.length;
    let [size, crc] = [0, 0];
    async function* measured() {
      for (const piece of typeof content === "string" ? [content] : content) {
        const chunk = Buffer.from(piece);
        size += chunk.length;
        crc = crc32(chunk, crc);
        yield chunk;
      }
    }
    const dataAt = at;
    await pipeline(measured, createDeflateRaw({ level: 1 }), async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) await put(chunk);
    });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800 + (lie?.encrypted === true ? 1 : 0), 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(lie?.crc ?? crc, 10);
    fields.writeUInt32LE(at - dataAt, 14);
    fields.writeUInt32LE(lie?.size ?? size, 18);
    fields.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, bytes]);
    await file.write(local, 0, local.length, start);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(start, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, rest, bytes]));
  }
  const [start, entries] = [at, Buffer.concat(directory)];
  await put(entries);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(start, 16);
  await put(end);
  await file.close();
}
