import "./published.ts";
import type { Role } from "@hub/core/rights";
import type { GraphQLSchema } from "graphql";
import { builder } from "./builder.ts";
import { reachable } from "./contract.ts";
import { directives } from "./directives.ts";

const contracts = new Map<Role, Promise<GraphQLSchema>>();

/**
 * What of the hub's GraphQL schema a role knows; the operator knows all of it. The public's is made of what is published alone,
 * so that who starts to answer the public need not load and build the rest.
 */
export function contractOf(role: Role): Promise<GraphQLSchema> {
  const contract = contracts.get(role) ?? made(role);
  contracts.set(role, contract);
  return contract;
}

async function made(role: Role): Promise<GraphQLSchema> {
  if (role !== "public") await import("./restricted.ts");
  return reachable(builder.toSchema({ sortSchema: false, directives, role }), role);
}

export { purposeDirective } from "./directives.ts";
