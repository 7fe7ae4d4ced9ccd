import { readFileSync, writeFileSync } from "node:fs";
import { withSections } from "./section.ts";

/** Writes the printed parts of core's README: `npm run keys`. A test compares them with the code. */
const readme = new URL("../../../core/README.md", import.meta.url);
writeFileSync(readme, withSections(readFileSync(readme, "utf8")));
