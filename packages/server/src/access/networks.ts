import { BlockList, isIP } from "node:net";
import { plainAddress } from "./address.ts";

/** Whether an address lies in one of some networks, written as 203.0.113.0/24; in none of none. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const plain = plainAddress(address);
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits = ""] = network.split("/");
    list.addSubnet(base, Number(bits), isIP(base) === 6 ? "ipv6" : "ipv4");
  }
  return list.check(plain, family === 6 ? "ipv6" : "ipv4");
}
