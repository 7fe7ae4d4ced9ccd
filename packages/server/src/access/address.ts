/** Addresses from which requests come. Who starts to answer need not load what knows networks. */

/** An IPv4 address as such where a socket that takes both shows it as IPv6, and without the name of an interface. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
}

/** What stands for one asker among addresses: of IPv6 the network of 64 bits, of which anyone has more addresses than can be counted. */
export function askerOf(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain;
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
