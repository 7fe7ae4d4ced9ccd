import * as z from "zod";
import { Calendar } from "../calendar/index.ts";
import { legalDay } from "../clock.ts";
import { type Ctx, reach } from "../ctx.ts";
import { canonical } from "../digest.ts";
import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import type { Issuer } from "../issuer.ts";
import { operation } from "../operation.ts";
import { Provenance } from "../provenance/index.ts";
import { scope } from "./absence.ts";
import { shortDigestOf } from "./digest.ts";
import { factsOf } from "./facts.ts";
import { heldOf } from "./held.ts";
import { certificateType, sealType, sign } from "./jws.ts";
import { ruleVersions } from "./rules.ts";
import { mostCharacters, type Seal, type Statement } from "./statement.ts";

/** A certificate as it is handed out. */
export interface Certificate {
  readonly statement: Statement;
  /** The statement, signed: compact JWS, EdDSA. */
  readonly jws: string;
  /** SHA-256 of `jws`, base64url. */
  readonly digest: string;
  /** A second, short JWS for a QR code: the digest and the main claims. */
  readonly seal: string;
  /** Page that checks the seal; what the QR code opens. */
  readonly checkUrl: string;
  /** The same statement as PDF, issued anew; null where the hub makes none. */
  readonly pdfUrl: string | null;
}

/**
 * A signed statement of what the hub held of one enterprise: on a legal day (today unless told), as known at an instant (now
 * unless told). Also for a code under which nothing is held: then it states just that. Two certificates for the same day and
 * instant differ in when they were issued alone.
 * Throws SIGNING_UNAVAILABLE, USCC_INVALID, CERTIFICATE_TOO_LARGE, and BAD_INPUT for a time that has not come.
 * @example await Evidence.issue(ctx, { uscc: "91140581MA0DEMX13N", asOf: "2026-01-05" })
 */
export const issue = operation(
  "evidence:issue",
  z.object({ uscc: z.string().max(64), asOf: Provenance.day.nullish(), knownAt: z.iso.datetime({ offset: true }).nullish() }),
  async (ctx, input): Promise<Certificate> => {
    const issuer = requireIssuer(ctx);
    // Before the key is asked for: what a key signs must not be dated after its retirement.
    const now = ctx.clock.now();
    const { asOf, knownAt } = timesOf(input, now);
    const { log, ...held } = await heldOf(ctx, { uscc: input.uscc, asOf: input.asOf ? asOf : null, knownAt, isPast: input.knownAt != null });
    const statement: Statement = {
      type: "environmental-credit-certificate",
      version: 1,
      issuer: issuer.url,
      subject: Identity.checkUscc(input.uscc).normalised,
      asOf,
      knownAt,
      issuedAt: now.toISOString(),
      ...factsOf(held, asOf),
      scope: { ...scope },
      rules: [...(await ruleVersions())],
      log,
    };
    return certified(issuer, statement, reach(ctx.actor, "history:read") !== null);
  },
);

/** Throws SIGNING_UNAVAILABLE. */
function requireIssuer({ issuer }: Ctx): Issuer {
  if (!issuer) throw new HubError("SIGNING_UNAVAILABLE", "This hub has no key to sign certificates with; everything else works");
  return issuer;
}

/** The two times of a statement. Of a day that has not come nobody knows what will be in force on it. Throws BAD_INPUT. */
function timesOf(input: { readonly asOf?: string | null | undefined; readonly knownAt?: string | null | undefined }, now: Date) {
  const known = input.knownAt ? new Date(input.knownAt) : now;
  const last = legalDay(known);
  const asOf = input.asOf ?? last;
  Calendar.toEpochDay(asOf);
  if (known > now) throw new HubError("BAD_INPUT", `knownAt: ${known.toISOString()} has not come yet`);
  if (asOf > last) throw new HubError("BAD_INPUT", `asOf: ${asOf} lies after ${last}, the day of knownAt in China`);
  return { asOf, knownAt: known.toISOString() };
}

/** Who may not ask for another instant gets the PDF of what holds when it is fetched. */
async function certified({ url, signer, hasPdf }: Issuer, statement: Statement, isOfInstant: boolean): Promise<Certificate> {
  const { issuer, subject, asOf, knownAt, issuedAt, penalties, licences } = statement;
  const text = canonical(statement);
  if (text.length > mostCharacters)
    throw new HubError("CERTIFICATE_TOO_LARGE", `The certificate has ${text.length} characters, ${mostCharacters} at most are signed`, { mostCharacters });
  const key = await signer.current();
  const jws = await sign(key, certificateType, text);
  const digest = shortDigestOf(jws);
  const iat = Math.floor(Date.parse(issuedAt) / 1_000);
  const claims: Seal = { iss: issuer, sub: subject, iat, asOf, knownAt, penalties: penalties.length, licences: licences.length, digest };
  const seal = await sign(key, sealType, canonical(claims));
  const instant = isOfInstant ? `&knownAt=${encodeURIComponent(knownAt)}` : "";
  const pdfUrl = hasPdf ? `${url}/certificates/${subject}.pdf?asOf=${asOf}${instant}` : null;
  return { statement, jws, digest, seal, checkUrl: `${url}/check?c=${seal}`, pdfUrl };
}
