import { createRequire } from "node:module";
import { schema } from "@hub/schema/whole";
import type * as GraphQL from "graphql";
import { publicCheck } from "../../../packages/server/src/access/needed.ts";

const { parse } = createRequire(import.meta.url)("graphql") as typeof GraphQL;
const isPublic = publicCheck(schema);

/** Whether anyone may ask a query, so that who asked it leaves no trace: by the rights that its fields and arguments name. */
export function isPublicQuery(query: string): boolean {
  return isPublic(parse(query), query);
}
