/**
 * What the domain needs to give access: chance, and a secret of the hub's own (the pepper) that no record holds. Whoever has
 * the records alone can neither guess a key from its hash nor read what is sealed.
 */
export interface Vault {
  random(bytes: number): Uint8Array;
  /** HMAC-SHA256 of a text under the pepper, in hexadecimal digits. Throws VAULT_UNUSABLE. */
  hash(text: string): string;
  /** Encrypts a text under the pepper and a word that the one who may read it knows. Throws VAULT_UNUSABLE. */
  seal(text: string, word: string): string;
  /** What was sealed with the same word; null for anything else. Throws VAULT_UNUSABLE. */
  open(sealed: string, word: string): string | null;
}
