import { figures, usualEnterprises } from "./figures.ts";
import { keyTables } from "./keys.ts";
import { prices } from "./price.ts";

/** The parts of core's README that are printed, by the name in their marks. */
const sections: Readonly<Record<string, () => string>> = { keys: keyTables, capacity: () => figures(usualEnterprises, prices) };

/** The README with its printed parts anew: each stands between `<!-- NAME … -->` and `<!-- /NAME -->`. Throws when a mark is missing. */
export function withSections(readme: string): string {
  return Object.entries(sections).reduce((text, [name, print]) => {
    const marked = new RegExp(`(<!-- ${name}\\b[^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!marked.test(text)) throw new Error(`packages/core/README.md has lost the mark <!-- ${name} … --> or <!-- /${name} -->`);
    return text.replace(marked, (_all, begin: string, end: string) => `${begin}\n${print()}\n\n${end}`);
  }, readme);
}
