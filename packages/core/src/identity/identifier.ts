import { normaliseCode } from "./normalise.ts";
import { checkOrganisationCode } from "./organisation-code.ts";

/** Identifiers from before the unified code: 工商注册号, 组织机构代码, 税务登记号. */
export type IdentifierKind = "registrationNumber" | "organisationCode" | "taxNumber";

export interface ParsedIdentifier {
  readonly kind: IdentifierKind;
  /** In half width and capitals, without blanks and hyphens. */
  readonly value: string;
  /** CHECK_DIGIT: a registration number of 15 digits whose last one is not the check of GS 15-2006; it may still be real. */
  readonly notes: readonly "CHECK_DIGIT"[];
}

/**
 * Reads an old identifier, or says in `fault` (a sentence) what is wrong with it. Never throws.
 *
 * Registration number: 13 digits (before 2007) or 15, of which the first six are digits; cooperatives have NA and X in
 * theirs (140581NA000123X), so letters are let through. Its check digit (GS 15-2006, ISO 7064 modulus 11,10) is a note
 * only: numbers were renumbered from older ones. Organisation code: GB 11714 with its check. Tax number: 15 to 20
 * digits and letters; it has no check of its own.
 * @example parseIdentifier("organisationCode", "19220382-1") // { kind: "organisationCode", value: "192203821", notes: [] }
 */
export function parseIdentifier(kind: IdentifierKind, raw: string): ParsedIdentifier | { readonly fault: string } {
  switch (kind) {
    case "registrationNumber": {
      const value = clean(raw);
      if (!/^(?:\d{13}|\d{6}[0-9A-Z]{9})$/.test(value)) return { fault: `"${raw}" is not a registration number: 13 or 15 digits` };
      return { kind, value, notes: /^\d{15}$/.test(value) && !hasRegistrationCheck(value) ? ["CHECK_DIGIT"] : [] };
    }
    case "organisationCode": {
      const { normalised, fault } = checkOrganisationCode(raw);
      return fault ? { fault: `"${raw}" is not an organisation code: ${fault.message}` } : { kind, value: normalised, notes: [] };
    }
    case "taxNumber": {
      const value = clean(raw);
      return /^[0-9A-Z]{15,20}$/.test(value) ? { kind, value, notes: [] } : { fault: `"${raw}" is not a tax number: 15 to 20 digits and letters` };
    }
  }
}

const usual = /^[0-9A-Z]+$/;

function clean(raw: string): string {
  return usual.test(raw) ? raw : normaliseCode(raw).text;
}

/** ISO 7064, modulus 11,10, over 15 digits. */
function hasRegistrationCheck(digits: string): boolean {
  let carried = 10;
  for (let at = 0; at < 14; at += 1) carried = (((carried + digits.charCodeAt(at) - 48) % 10 || 10) * 2) % 11;
  return (carried + digits.charCodeAt(14) - 48) % 10 === 1;
}
