import { HubError } from "@hub/core/error";
import { complexityFromQuery } from "@pothos/plugin-complexity";
import type { DocumentNode, GraphQLSchema } from "graphql";

/**
 * What one request may ask: a document of 4,000 tokens, 12 levels deep, and about as many values as 100 enterprises
 * with 20 penalties and 20 licences in full detail have.
 */
export const queryLimits = { tokens: 4_000, depth: 14, cost: 200_000, compiledCosts: 2_000 } as const;

/** Checks a query's cost before anything is read. Throws QUERY_TOO_COSTLY with the cost and the limit. */
export function costCheck(schema: GraphQLSchema) {
  const costs = new Map<string, { readonly complexity: number; readonly depth: number }>();
  return (document: DocumentNode, queryHash: string, operationName: string | null, variables: Readonly<Record<string, unknown>>): void => {
    const key = JSON.stringify([queryHash, operationName, sizes(variables)]);
    let cost = costs.get(key);
    if (!cost) {
      cost = complexityFromQuery(document, { schema, variables: { ...variables }, ctx: {}, ...(operationName ? { operationName } : {}) });
      const [oldest] = costs.size >= queryLimits.compiledCosts ? costs.keys() : [];
      if (oldest !== undefined) costs.delete(oldest);
      costs.set(key, cost);
    }
    if (cost.depth > queryLimits.depth) {
      throw new HubError("QUERY_TOO_COSTLY", `The query is ${cost.depth} levels deep, ${queryLimits.depth} are allowed`, {
        depth: cost.depth,
        limit: queryLimits.depth,
      });
    }
    if (cost.complexity > queryLimits.cost) {
      throw new HubError(
        "QUERY_TOO_COSTLY",
        `The query costs ${cost.complexity} points, ${queryLimits.cost} are allowed: ask for fewer enterprises or smaller pages`,
        { cost: cost.complexity, limit: queryLimits.cost },
      );
    }
  };
}

/** All of the variables that a cost can depend on: numbers, truths and the lengths of lists. Texts count as one. */
function sizes(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean") return value;
  // Whether there is one may count: another day or instant costs more than none.
  if (typeof value === "string") return "text";
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.map(sizes) : ["length", value.length];
  if (typeof value !== "object" || value === null) return null;
  return Object.entries(value).map(([name, each]) => [name, sizes(each)]);
}
