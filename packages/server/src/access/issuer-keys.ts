import { HubError } from "@hub/core/error";
import type { JWTVerifyGetKey } from "jose";
import * as z from "zod";
import { isLoopback, isSafeUrl, type TokenIssuer } from "./issuers.ts";

/** The public keys of issuers: fetched, kept, and used on while an issuer does not answer. */

/** How long keys are taken for the issuer's without asking again: so long at most a key that it takes back stays good. */
const freshMs = 10 * 60_000;
/** How long they go on being used while the issuer does not answer. */
const usableMs = 24 * 3_600_000;
/** Least time between two fetches that failed, or that tokens with unknown keys have caused: whoever makes up keys must not flood the issuer. */
const retryMs = 30_000;
/** The same while there are no keys at all: nobody is let in by this issuer until one succeeds. */
const firstRetryMs = 1_000;
const timeoutMs = 5_000;
const mostBytes = 256 * 1_024;

/** A key set as it came at one time. */
export interface FetchedKeys {
  /** Finds the key that a token names. */
  readonly find: JWTVerifyGetKey;
  readonly fetchedAt: number;
}

export interface IssuerKeys {
  /** The keys. Throws ACCESS_UNAVAILABLE where none are known and the issuer does not answer. */
  current(): Promise<FetchedKeys>;
  /** Newer keys for a token that those at hand do not verify; null where there are none, or where it was asked too lately. */
  newerThan(keys: FetchedKeys): Promise<FetchedKeys | null>;
}

export interface Outside {
  readonly fetch?: typeof globalThis.fetch;
  readonly now?: () => Date;
  /** Is told when an issuer's keys could not be fetched, whether or not older ones still do. */
  readonly onTrouble?: (issuer: string, error: unknown) => void;
}

export function issuerKeys(from: TokenIssuer, { fetch = globalThis.fetch, now = () => new Date(), onTrouble = () => {} }: Outside = {}): IssuerKeys {
  let known: FetchedKeys | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  let soughtAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;

  const age = (since: number) => now().getTime() - since;
  const renew = async (): Promise<void> => {
    try {
      known = { find: await finderOf(await fetchKeySet(from, fetch)), fetchedAt: now().getTime() };
      failedAt = Number.NEGATIVE_INFINITY;
    } catch (error) {
      failedAt = now().getTime();
      onTrouble(from.issuer, error);
    }
  };
  /** Never throws: what matters afterwards is whether keys are known. Many who need them at once wait for one fetch. */
  const renewed = (): Promise<void> => {
    underWay ??= renew().finally(() => {
      underWay = null;
    });
    return underWay;
  };
  const usable = (): FetchedKeys | null => (known && age(known.fetchedAt) < usableMs ? known : null);

  return {
    async current() {
      const keys = usable();
      const isFresh = keys !== null && age(keys.fetchedAt) < freshMs;
      // Awaited, not left to the background: a function of the cloud stands still between requests, and so would the fetch.
      if (!isFresh && (underWay || age(failedAt) >= (keys ? retryMs : firstRetryMs))) await renewed();
      const best = usable();
      if (!best) throw new HubError("ACCESS_UNAVAILABLE", `The issuer of tokens ${from.issuer} does not answer; try again in a moment`);
      return best;
    },
    async newerThan(keys) {
      if (known !== keys) return known;
      if (!underWay) {
        if (age(soughtAt) < retryMs) return null;
        soughtAt = now().getTime();
      }
      await renewed();
      return known === keys ? null : known;
    },
  };
}

async function finderOf(keys: KeySet["keys"]): Promise<JWTVerifyGetKey> {
  // Loaded with the first token: a function that starts without one must not pay for it.
  const { createLocalJWKSet } = await import("jose");
  return createLocalJWKSet({ keys });
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.string().refine(isSafeUrl) });

const text = z.string().exactOptional();

/** The public parts alone, of kinds that have a public part: a secret that stands in a set by mistake must verify nothing. */
const publicKey = z.object({
  kty: z.enum(["RSA", "EC", "OKP"]),
  ...{ kid: text, use: text, alg: text, key_ops: z.array(z.string()).exactOptional() },
  ...{ n: text, e: text, crv: text, x: text, y: text },
});

const keySet = z.object({
  keys: z
    .array(z.unknown())
    .max(100)
    // Keys of kinds that the hub does not know must not keep it from those that it does.
    .transform((keys) => keys.flatMap((key) => publicKey.safeParse(key).data ?? [])),
});
type KeySet = z.output<typeof keySet>;

async function fetchKeySet({ issuer, jwksUri }: TokenIssuer, fetch: typeof globalThis.fetch): Promise<KeySet["keys"]> {
  const signal = AbortSignal.timeout(timeoutMs);
  const from = jwksUri ?? (await discovered(issuer, (url) => fetchJson(url, fetch, signal)));
  return keySet.parse(await fetchJson(from, fetch, signal)).keys;
}

async function discovered(issuer: string, read: (url: string) => Promise<unknown>): Promise<string> {
  const found = discovery.parse(await read(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`));
  if (found.issuer !== issuer) throw new Error(`The discovery document of ${issuer} is another issuer's: ${found.issuer}`);
  // An issuer elsewhere has no business with services of this machine.
  if (isLoopback(found.jwks_uri) && !isLoopback(issuer)) throw new Error(`The discovery document of ${issuer} leads to this machine itself`);
  return found.jwks_uri;
}

async function fetchJson(url: string, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<unknown> {
  // Where a redirect leads, nobody has said: the address that was configured is the one to trust.
  const response = await fetch(url, { redirect: "error", signal, headers: { accept: "application/json" } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  return JSON.parse(await textOf(response, url));
}

async function textOf({ body }: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the transfer.
    if (bytes > mostBytes) throw new Error(`${url} answered with more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
