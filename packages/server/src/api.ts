import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import type { Ctx } from "@hub/core/ctx";
import { schema } from "@hub/schema";
import { compiledExecution } from "./compiled.ts";
import { asBadRequest, bugIn, shownError } from "./errors.ts";
import { costCheck, queryLimits } from "./limits.ts";
import type { Logger } from "./logger.ts";
import { soundVariables } from "./variables.ts";

/** What resolvers get: the domain's context, and the request's id and log. */
export interface RequestCtx extends Ctx {
  readonly requestId: string;
  readonly log: Logger;
}

export interface ApiOptions {
  /** "compiled" unless told; "stock" leaves execution to Apollo, for comparison. */
  readonly execution?: "compiled" | "stock";
  readonly introspection?: boolean;
}

/** The GraphQL API over any store: the same on Lambda and on one machine. Started by whoever serves it. */
export function createApi({ execution = "compiled", introspection = true }: ApiOptions = {}): ApolloServer<RequestCtx> {
  return new ApolloServer<RequestCtx>({
    schema,
    introspection,
    plugins: [guards(), ...(execution === "compiled" ? [compiledExecution()] : [])],
    parseOptions: { maxTokens: queryLimits.tokens },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (shown, error) => shownError(error, shown),
  });
}

/** Refuses what costs too much before anything is read, and logs what nobody expected. */
function guards(): ApolloServerPlugin<RequestCtx> {
  const checkCost = costCheck(schema);
  return {
    async unexpectedErrorProcessingRequest({ requestContext, error }) {
      requestContext.contextValue.log.error({ err: error }, "unexpected error");
    },
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, queryHash, operationName, request }) {
          // Without an operation Apollo answers that there is none of that name.
          if (!operation) return;
          const variables = soundVariables(schema, operation, request.variables ?? {});
          try {
            checkCost(document, queryHash, operationName, variables);
          } catch (error) {
            throw asBadRequest(error);
          }
        },
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            const bug = bugIn(error);
            if (bug !== null) contextValue.log.error({ err: bug, path: error.path }, "unexpected error");
          }
        },
      };
    },
  };
}
