import { Access } from "@hub/core/access";
import { HubError } from "@hub/core/error";
import type { JWTPayload, JWTVerifyGetKey } from "jose";
import { type FetchedKeys, type IssuerKeys, issuerKeys, type Outside } from "./issuer-keys.ts";
import type { TokenIssuer } from "./issuers.ts";

/** What tokens say, once everything about them has been checked. */

/** None with a shared secret, and never `none`: whoever can check a token must not be able to make one. */
const algorithms = ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"];
const mostChars = 8 * 1_024;
const mostIdChars = 255;
const toleranceSeconds = 30;

export interface TokenVerifier {
  /** Throws UNAUTHENTICATED, the same whatever is wrong; ACCESS_UNAVAILABLE where the issuer's keys cannot be had. */
  verify(token: string): Promise<Access.Claims>;
}

export function tokenVerifier(issuers: readonly TokenIssuer[], outside: Outside = {}): TokenVerifier {
  const { now = () => new Date() } = outside;
  const known = new Map(issuers.map((from) => [from.issuer, { from, keys: issuerKeys(from, outside) }]));
  return {
    async verify(token) {
      try {
        const issuer = token.length <= mostChars ? await unverifiedIssuer(token) : undefined;
        const by = issuer === undefined ? undefined : known.get(issuer);
        if (!by) throw refused();
        return claimsOf(by.from, await verifiedPayload(token, by, now));
      } catch (error) {
        if (error instanceof HubError && error.code === "ACCESS_UNAVAILABLE") throw error;
        throw refused();
      }
    },
  };
}

/** One answer for all that can be wrong, without a cause: nobody learns from it how far a forged token came. */
function refused(): HubError {
  return new HubError("UNAUTHENTICATED", "The token is not accepted; take a fresh one from its issuer");
}

async function unverifiedIssuer(token: string): Promise<string | undefined> {
  const { decodeJwt } = await import("jose");
  return decodeJwt(token).iss;
}

interface By {
  readonly from: TokenIssuer;
  readonly keys: IssuerKeys;
}

async function verifiedPayload(token: string, { from, keys }: By, now: () => Date): Promise<JWTPayload> {
  const { jwtVerify, errors } = await import("jose");
  const options = {
    ...{ algorithms, issuer: from.issuer, audience: from.audience, requiredClaims: ["exp", "sub"] },
    ...{ clockTolerance: toleranceSeconds, currentDate: now() },
  };
  const payloadBy = async (find: JWTVerifyGetKey) => (await jwtVerify(token, find, options)).payload;
  let used: FetchedKeys | null = null;
  try {
    // Asked for once the header has passed: a token that no key could ever verify must not make the hub ask the issuer.
    return await payloadBy(async (...asked) => {
      used = await keys.current();
      return used.find(...asked);
    });
  } catch (error) {
    const isUnknown = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
    const newer = isUnknown && used ? await keys.newerThan(used) : null;
    if (!newer) throw error;
    return payloadBy(newer.find);
  }
}

function claimsOf({ issuer, claims: names = {} }: TokenIssuer, payload: JWTPayload): Access.Claims {
  const subject = idOf(payload.sub);
  const client = clientOf(names.client, payload);
  // What a system may do stands in the hub's records alone.
  return { issuer, subject, client, membership: client === null ? membershipOf(names, payload) : null };
}

function idOf(value: unknown): string {
  if (typeof value === "string" && value !== "" && value.length <= mostIdChars) return value;
  throw refused();
}

/** A system's own token names its client as the subject (RFC 9068), unless the issuer marks such tokens otherwise. */
function clientOf(name: string | undefined, payload: JWTPayload): string | null {
  if (name !== undefined) {
    const client = claimAt(payload, name);
    return client === undefined ? null : idOf(client);
  }
  const client = payload["client_id"] ?? payload["azp"];
  return client === payload.sub ? idOf(client) : null;
}

/** Null where the token says no role. One that says something else than a role is refused: it must not become what the records say. */
function membershipOf(names: NonNullable<TokenIssuer["claims"]>, payload: JWTPayload): Access.Membership | null {
  const at = (name: string | undefined) => (name === undefined ? undefined : claimAt(payload, name));
  const role = at(names.role);
  if (role === undefined) return null;
  const membership = Access.membership.parse({
    role,
    agency: at(names.agency) ?? null,
    divisions: listOf(at(names.divisions)),
    enterprises: listOf(at(names.enterprises)),
  });
  if (!isSound(membership)) throw refused();
  return membership;
}

/** As persons are entered: an enterprise's people act for no agency, a partner's for theirs, and nobody else for an enterprise. */
function isSound({ role, agency, enterprises }: Access.Membership): boolean {
  if (role === "enterprise") return agency === null;
  return enterprises.length === 0 && (role !== "partner" || agency !== null);
}

/** Issuers write a single value as a text or as a list. */
function listOf(value: unknown): unknown {
  return typeof value === "string" ? [value] : (value ?? []);
}

/** A claim by its name as it stands (names can be URLs), or else by the names on the way to it. */
function claimAt(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split(".").reduce<unknown>((value, part) => {
    const isObject = typeof value === "object" && value !== null;
    return isObject && Object.hasOwn(value, part) ? (value as Readonly<Record<string, unknown>>)[part] : undefined;
  }, payload);
}
