/** Addresses from which requests come. Who starts to answer need not load what knows networks. */

/** An address as such: without a port or the name of an interface, and of IPv4 where it is shown as IPv6. */
export function plainAddress(address: string): string {
  const bare = address
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/%.*$/, "")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare) ?? [];
  if (high === undefined || low === undefined) return bare;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}

/** What stands for one asker among addresses: of IPv6 the network of 64 bits, of which anyone has more addresses than can be counted. */
export function askerOf(address: string): string {
  const plain = plainAddress(address);
  if (/^[\d.]+$/.test(plain)) return plain;
  // What is no address is nobody's own.
  if (!/^[\da-f:]+$/i.test(plain)) return "unknown";
  const [head = "", tail] = plain.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  if (tail !== undefined) {
    const after = tail.split(":").filter((group) => group !== "").length;
    while (groups.length < 8 - after && groups.length < 4) groups.push("0");
    groups.push(...tail.split(":").filter((group) => group !== ""));
  }
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
