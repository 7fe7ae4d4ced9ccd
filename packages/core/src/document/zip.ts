/**
 * Names of the entries of a ZIP, from its directory, without unpacking anything. Null for what is no ZIP from the first byte to the
 * last: something before or behind it would be what another program reads.
 */
export function zipNames(bytes: Uint8Array): readonly string[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === null || view.getUint32(0, true) !== entryMark) return null;
  const [count, size, start] = [view.getUint16(end + 10, true), view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  if (start + size !== end) return null;
  const names: string[] = [];
  let at = start;
  while (at < end) {
    if (at + headerBytes > end || view.getUint32(at, true) !== directoryMark) return null;
    const name = at + headerBytes;
    const next = name + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) return null;
    // Names that matter here are ASCII; of others it does not matter how they read.
    names.push(String.fromCharCode(...bytes.subarray(name, Math.min(name + view.getUint16(at + 28, true), name + mostNameBytes))));
    at = next;
  }
  return names.length === count ? names : null;
}

const entryMark = 0x04034b50;
const directoryMark = 0x02014b50;
const endMark = 0x06054b50;
const headerBytes = 46;
const endBytes = 22;
/** Longer names are none of Office's; of them the beginning is told. */
const mostNameBytes = 512;

/** Where the record at the end stands, whose comment ends with the file. */
function endOf(view: DataView): number | null {
  for (let at = view.byteLength - endBytes; at >= 4 && at >= view.byteLength - endBytes - 0xffff; at -= 1) {
    if (view.getUint32(at, true) === endMark && at + endBytes + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return null;
}
