import { isOrganisationCode } from "./organisation-code.ts";

/** Identifiers from before the unified code. */
export type IdentifierKind = "registrationNumber" | "organisationCode" | "taxNumber";

/** The identifier without blanks and hyphens in capitals, or what is wrong with it. */
export function parseIdentifier(kind: IdentifierKind, raw: string): { readonly value: string } | { readonly fault: string } {
  const value = raw
    .normalize("NFKC")
    .replace(/[\s\-‐-―]/g, "")
    .toUpperCase();
  switch (kind) {
    case "registrationNumber":
      return /^[0-9A-Z]{5,20}$/.test(value) ? { value } : { fault: `"${raw}" is not a registration number: 13 or 15 digits, 5 to 20 characters at most` };
    case "organisationCode":
      if (!/^[0-9A-Z]{8}[0-9X]$/.test(value)) return { fault: `"${raw}" is not an organisation code: eight characters and a check character` };
      return isOrganisationCode(value) ? { value } : { fault: `"${raw}" is not an organisation code: its check character is wrong` };
    case "taxNumber":
      return /^[0-9A-Z]{15,20}$/.test(value) ? { value } : { fault: `"${raw}" is not a tax number: 15 to 20 digits and letters` };
  }
}
