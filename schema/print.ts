import { writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "./index.ts";

/** Writes schema.graphql, which reviewers read first; a test compares it with the code. */
writeFileSync(new URL("./schema.graphql", import.meta.url), `${printSchema(lexicographicSortSchema(schema))}\n`);
