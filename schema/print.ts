import { mkdirSync, writeFileSync } from "node:fs";
import { roles } from "@hub/core/rights";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { contractOf } from "./index.ts";
import { schema } from "./whole.ts";

/** Writes schema.graphql, which reviewers read first, and what each role knows of it; a test compares them with the code. */
const print = (path: string, of: GraphQLSchema) => writeFileSync(new URL(path, import.meta.url), `${printSchema(lexicographicSortSchema(of))}\n`);

print("./schema.graphql", schema);
mkdirSync(new URL("./contracts/", import.meta.url), { recursive: true });
for (const role of roles) print(`./contracts/${role}.graphql`, await contractOf(role));
