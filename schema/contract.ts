import type { Action } from "@hub/core/ctx";
import { type Role, reachOf } from "@hub/core/rights";
import SchemaBuilder, { BasePlugin, type PothosInputFieldConfig, type PothosOutputFieldConfig, type SchemaTypes } from "@pothos/core";
import { GraphQLSchema, isSpecifiedDirective } from "graphql";

/**
 * Contracts: what of the schema a role knows. Fields and arguments whose right it has not are not built for it, and types to
 * which no field leads are left out, so that it can neither ask for them nor find them by introspection. The operator, who is
 * nobody's client, knows all of it.
 */

const name = "contract";

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      contract: ContractPlugin<Types>;
    }
    export interface BuildSchemaOptions<Types extends SchemaTypes> {
      /** For whom it is built; for the operator unless told. */
      role?: Role;
    }
  }
}

class ContractPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  readonly #role: Role = this.options.role ?? "operator";

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> | null {
    if (this.#role === "operator") return config;
    const action = actionOf(config);
    // What a root field is for must be said: one that says nothing is nobody's.
    const isRoot = config.kind === "Query" || config.kind === "Mutation";
    return (action === null && !isRoot) || (action !== null && reachOf(this.#role, action) !== null) ? config : null;
  }

  override onInputFieldConfig(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> | null {
    const action = actionOf(config);
    return this.#role === "operator" || action === null || reachOf(this.#role, action) !== null ? config : null;
  }
}

SchemaBuilder.registerPlugin(name, ContractPlugin);

export default name;

function actionOf({ extensions }: { readonly extensions?: unknown }): Action | null {
  return (extensions as { readonly action?: Action } | null | undefined)?.action ?? null;
}

/** Of a schema that was built for a role: only what its fields lead to. */
export function reachable(built: GraphQLSchema, role: Role): GraphQLSchema {
  if (role === "operator") return built;
  const mutation = built.getMutationType();
  const changes = mutation && Object.keys(mutation.getFields()).length > 0 ? mutation : null;
  const uses = new Set([...(role === "public" ? [] : ["purpose"]), ...(changes ? ["idempotent"] : [])]);
  const directives = built.getDirectives().filter((each) => isSpecifiedDirective(each) || uses.has(each.name));
  // Tests hold every contract to be valid: to find that out at each start takes as long as to build it.
  return new GraphQLSchema({ query: built.getQueryType() ?? null, mutation: changes, directives, assumeValid: true });
}
