const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const none = 0xff;
const values = new Uint8Array(128).fill(none);
for (let at = 0; at < alphabet.length; at += 1) values[alphabet.charCodeAt(at)] = at;

/**
 * The bytes of a text in base64 (RFC 4648, section 4); null for anything else, also for blanks, missing padding and bits left over,
 * so that no two texts stand for the same bytes. In a loop, since a pattern would have to keep its way through four million characters.
 */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const last = text.length - padding;
  let [held, bits, at] = [0, 0, 0];
  for (let place = 0; place < last; place += 1) {
    const value = values[text.charCodeAt(place)] ?? none;
    if (value === none) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = held >> bits;
    at += 1;
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}
