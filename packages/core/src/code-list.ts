/** Codes with their names, from a text with a code and its name a line. */
export function codesIn(text: string): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const line of text.split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0) codes.set(line.slice(0, space), line.slice(space + 1));
  }
  return codes;
}
