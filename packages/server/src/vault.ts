import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { HubError } from "@hub/core/error";
import type { Vault } from "@hub/core/vault";

/** Least bytes of a pepper: as many as the hash made with it has. */
const leastBytes = 32;

/** Reads a pepper as it stands in a setting or a file: base64 or base64url. Throws VAULT_UNUSABLE. */
export function parsePepper(text: string, where: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), "base64url");
  if (/^[\w+/=-]+$/.test(text.trim()) && bytes.length >= leastBytes) return bytes;
  throw new HubError("VAULT_UNUSABLE", `${where} is no pepper: it has ${leastBytes} bytes at least, in base64; openssl rand -base64 32 makes one`, { where });
}

/** A new pepper, as it is kept. */
export function makePepper(): string {
  return randomBytes(leastBytes).toString("base64url");
}

/** Guards secrets under a pepper. Each use has a key of its own, so that nothing that one use shows helps with another. */
export function vaultOf(pepper: Uint8Array): Vault {
  const keyFor = (use: string, word = "") => Buffer.from(hkdfSync("sha256", pepper, word, `enterprise-environmental-credit-hub ${use}`, 32));
  const hashing = keyFor("hash");
  return {
    random: (bytes) => randomBytes(bytes),
    hash: (text) => createHmac("sha256", hashing).update(text).digest("hex"),
    seal(text, word) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", keyFor("seal", word), nonce);
      return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64url");
    },
    open(sealed, word) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < 28) return null;
      const decipher = createDecipheriv("aes-256-gcm", keyFor("seal", word), bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      try {
        return decipher.update(bytes.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");
      } catch {
        // Another pepper, another word, or a changed text: the cipher cannot tell which.
        return null;
      }
    },
  };
}

/** A vault where there is no pepper: nothing can be kept in it. */
export function noVault(why: string): Vault {
  const refuse = (): never => {
    throw new HubError("VAULT_UNUSABLE", why);
  };
  return { random: (bytes) => randomBytes(bytes), hash: refuse, seal: refuse, open: refuse };
}
