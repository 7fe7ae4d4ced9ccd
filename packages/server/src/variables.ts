import { GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode, valueFromASTUntyped } from "graphql";
import { badRequest } from "./errors.ts";

/**
 * The variables that were given and that the operation declares; others have no meaning. Throws BAD_USER_INPUT naming the first that does not fit its type.
 */
export function soundVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (operation.operation === "subscription") throw new GraphQLError("The hub serves no subscriptions", { nodes: operation, ...badRequest("BAD_USER_INPUT") });
  const definitions = operation.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, given, { maxErrors: 1 });
  if (!errors) return Object.fromEntries(definitions.flatMap(({ variable: { name } }) => (name.value in given ? [[name.value, given[name.value]]] : [])));
  const [first] = errors;
  throw new GraphQLError(first?.message ?? "The variables were not accepted", { ...(first?.nodes && { nodes: first.nodes }), ...badRequest("BAD_USER_INPUT") });
}

/** The variables with the operation's own values for those that were left out, as a client would have sent them. */
export function withDefaults({ variableDefinitions = [] }: OperationDefinitionNode, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = variableDefinitions.flatMap(({ variable: { name }, defaultValue }) => (defaultValue ? [[name.value, valueFromASTUntyped(defaultValue)]] : []));
  return { ...Object.fromEntries(own), ...given };
}
