import { checkCharacter, valueAt } from "./character.ts";
import { type Normalisation, normaliseCode } from "./normalise.ts";
import { organisationCheck } from "./organisation-code.ts";
import { isKnownRegistration } from "./registration.ts";
import { isAuthority, isCategory, isDigit } from "./structure.ts";
import { suggest } from "./suggestion.ts";
import { faultsOf, placeholderFault, type UsccFault } from "./uscc-fault.ts";

/** The Unified Social Credit Code (统一社会信用代码), GB 32100-2015. Its two checks are told apart. */

/** Stands in files for "no code" (17 zeros and X). Its check is wrong, and it names nobody. */
export const placeholder = "00000000000000000X";

/**
 * What is worth knowing about a code that was accepted: how it had to be changed before it was checked, or that the
 * table of registrations does not have its first two characters (no fault: that table may be incomplete).
 */
export type UsccNote = Normalisation | "CATEGORY_UNKNOWN";

export interface UsccParts {
  /** Registration authority, e.g. 9 for market regulation. */
  readonly authority: string;
  /** Category of organisation within the authority. */
  readonly category: string;
  /** Division of the registering organ when it registered, GB/T 2260; it may have been repealed since. */
  readonly division: string;
  readonly organisationCode: string;
  readonly check: string;
}

export interface UsccCheck {
  readonly given: string;
  /** Without blanks and hyphens, in half width and capitals; positions in the faults count in it. */
  readonly normalised: string;
  readonly ok: boolean;
  readonly isPlaceholder: boolean;
  readonly faults: readonly UsccFault[];
  /** The one code that was most likely meant; null when none or several could be. Offer it, never apply it unasked. */
  readonly suggestion: string | null;
  /** The parts of a sound code; null otherwise. */
  readonly parts: UsccParts | null;
  readonly notes: readonly UsccNote[];
}

/**
 * Checks a code as it was typed: characters, structure, the organisation code's check (GB 11714) and the check over the
 * whole (GB 32100), each fault by itself. Lower case, full width and separators are put right and said in `notes`.
 * The division is not looked up: a unified code keeps a repealed one for ever. Never throws.
 * @example checkUscc("91440300I922038216").suggestion // "914403001922038216"
 */
export function checkUscc(given: string): UsccCheck {
  if (isSound(given)) return sound(given, given, none);
  const { text, notes } = normaliseCode(given);
  if (isSound(text)) return sound(given, text, notes);
  const isPlaceholder = text === placeholder;
  return {
    given,
    normalised: text,
    ok: false,
    isPlaceholder,
    faults: isPlaceholder ? [placeholderFault] : faultsOf(text),
    suggestion: isPlaceholder ? null : suggest(text, isSound),
    parts: null,
    notes,
  };
}

const none: readonly UsccNote[] = [];

function sound(given: string, text: string, changes: readonly UsccNote[]): UsccCheck {
  const notes = isKnownRegistration(text) ? changes : [...changes, "CATEGORY_UNKNOWN" as const];
  return { given, normalised: text, ok: true, isPlaceholder: false, faults: [], suggestion: null, parts: partsOf(text), notes };
}

function partsOf(text: string): UsccParts {
  return { authority: text.slice(0, 1), category: text.slice(1, 2), division: text.slice(2, 8), organisationCode: text.slice(8, 17), check: text.slice(17) };
}

/** Places 1 and 2 hold characters the standard gives out, 3 to 8 digits, and both checks pass. */
function isSound(text: string): boolean {
  if (text.length !== 18 || !isAuthority(text) || !isCategory(text)) return false;
  for (let at = 2; at < 8; at += 1) if (!isDigit(text, at)) return false;
  return valueAt(text, 17) >= 0 && checkCharacter(text) === text[17] && organisationCheck(text, 8) === text[16];
}

/** All that is wrong with a code, in sentences, and what was meant; "" for a sound one. */
export function explainUscc({ faults, suggestion }: UsccCheck): string {
  const sentences = faults.map(({ message }) => (/[.?!]$/.test(message) ? message : `${message}.`));
  if (suggestion !== null) sentences.push(`Did you mean ${suggestion}?`);
  return sentences.join(" ");
}

/**
 * Completes the first 17 characters (capitals, no separators) with the check character, for demo data and tests.
 * The organisation code in it is not checked. Throws TypeError when they can't begin a code.
 */
export function completeUscc(first17: string): string {
  const check = first17.length === 17 ? checkCharacter(first17) : "";
  if (check === "") throw new TypeError(`Not the first 17 characters of a unified code: ${first17}`);
  return `${first17}${check}`;
}

/** The organisation code, nine characters, inside a sound unified code. */
export function organisationCodeOf(uscc: string): string {
  return uscc.slice(8, 17);
}
