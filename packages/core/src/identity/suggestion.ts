import { Division } from "../division/index.ts";
import { alphabet, characterAt, checkCharacter, lookAlikes, valueAt } from "./character.ts";
import { isKnownRegistration } from "./registration.ts";

/**
 * The only sound code that one slip turns into this one, or null. The likelier slip decides before the rarer one, and
 * where one kind of slip has several explanations there is no suggestion:
 *   18 characters, some of which the code never has: look-alikes put right (I 1, O 0, S 5, V U, Z 2), else that one
 *     character replaced by what makes both checks pass;
 *   18 characters of the code: two neighbours exchanged, or a wrong check character behind a right organisation code;
 *     then any one character wrong;
 *   17 or 19: one character left out or put in.
 * Explanations whose division is in GB/T 2260 come first: a wrong check alone fits a slip in the division as well as
 * one in the check character, and the division tells which. It can't where a division was mistyped as another one that
 * exists: then the check character is taken to be wrong, which it is not. So a suggestion is shown and asked about.
 */
export function suggest(text: string, isSound: (text: string) => boolean): string | null {
  const sound = (candidates: readonly string[]) => [...new Set(candidates)].filter((candidate) => isSound(candidate));
  if (text.length === 17 || text.length === 19) return only(preferred(sound(lengthened(text))));
  if (text.length !== 18) return null;
  const unreadable = places.filter((at) => valueAt(text, at) < 0);
  if (unreadable.length > 0) return only(sound([looksAlike(text)])) ?? only(sound(unreadable.length === 1 ? [withCharacter(text, unreadable[0] ?? 0)] : []));
  const slips = sound([...transposed(text), `${text.slice(0, 17)}${checkCharacter(text)}`]);
  const substitutes = () => sound(places.map((at) => withCharacter(text, at)));
  const plausible = [() => slips.filter(isPlausible), () => substitutes().filter(isPlausible), () => slips, substitutes];
  for (const explain of plausible) {
    const explanations = explain();
    if (explanations.length > 0) return only(explanations);
  }
  return null;
}

const places = Array.from({ length: 18 }, (_, at) => at);

function only(candidates: readonly string[]): string | null {
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** The division of a national organ stands in no list. */
function isPlausible(uscc: string): boolean {
  const division = uscc.slice(2, 8);
  return isKnownRegistration(uscc) && (division === "100000" || Division.has(division));
}

function preferred(candidates: readonly string[]): readonly string[] {
  const plausible = candidates.filter(isPlausible);
  return plausible.length > 0 ? plausible : candidates;
}

function looksAlike(text: string): string {
  return text.replace(/[IOSVZ]/g, (letter) => lookAlikes[letter] ?? letter);
}

function transposed(text: string): readonly string[] {
  return places.slice(1).map((at) => `${text.slice(0, at - 1)}${text[at]}${text[at - 1]}${text.slice(at + 1)}`);
}

/** The text with the one character at that place that makes the whole pass the check. */
function withCharacter(text: string, at: number): string {
  return `${text.slice(0, at)}${characterAt(text, at)}${text.slice(at + 1)}`;
}

/** With one character more at each place, or without each of them. */
function lengthened(text: string): readonly string[] {
  if (text.length === 19) return [...places, 18].map((at) => `${text.slice(0, at)}${text.slice(at + 1)}`);
  const { 0: filler = "0" } = alphabet;
  return places.map((at) => withCharacter(`${text.slice(0, at)}${filler}${text.slice(at)}`, at));
}
