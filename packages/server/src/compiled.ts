import { type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import type { GraphQLError } from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { RequestCtx } from "./api.ts";
import { bugIn, shownError } from "./errors.ts";
import { withDefaults } from "./variables.ts";

/** Documents kept compiled. Partners send a few queries again and again; a stranger's thousands must not fill the memory. */
const mostCompiled = 500;

/**
 * Answers by a query compiled to JavaScript (graphql-jit) instead of interpreting the document each time, which
 * takes most of a profile query's time. Where a document can't be compiled, Apollo executes it as usual. For a process
 * that lives long: a function would pay for the compiler at each cold start, and mostly waits for DynamoDB.
 */
export function compiledExecution(): ApolloServerPlugin<RequestCtx> {
  const compiled = new Map<string, CompiledQuery | null>();
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, document, operation, operationName, queryHash, request, contextValue }) {
          // A change is executed as Apollo does it, one field after another; it waits for the store anyway.
          if (operation?.operation !== "query") return null;
          const key = `${queryHash}:${operationName ?? ""}`;
          let query = compiled.get(key);
          if (query === undefined) {
            const result = compileQuery(schema, document, operationName ?? undefined);
            query = isCompiledQuery(result) ? result : null;
            const [oldest] = compiled.size >= mostCompiled ? compiled.keys() : [];
            if (oldest !== undefined) compiled.delete(oldest);
            compiled.set(key, query);
          }
          if (query === null) return null;
          // The compiler takes a required variable for missing where the document itself has a value for it.
          const { data, errors } = await query.query(undefined, contextValue, withDefaults(operation, request.variables ?? {}));
          const singleResult = errors?.length ? { data: data ?? null, errors: errors.map((error) => shown(error, contextValue)) } : { data: data ?? null };
          return { http: { headers: new HeaderMap() }, body: { kind: "single", singleResult } };
        },
      };
    },
  };
}

function shown(error: GraphQLError, { log }: RequestCtx) {
  const bug = bugIn(error);
  if (bug !== null) log.error({ err: bug, path: error.path }, "unexpected error");
  const { message, locations, path, extensions } = error;
  return shownError(error, { message, ...(locations && { locations }), ...(path && { path }), extensions });
}
