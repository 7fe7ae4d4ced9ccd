import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { Ctx } from "@hub/core/ctx";
import { schema } from "@hub/schema";
import { asBadRequest, bugIn, shownError } from "./errors.ts";
import { costCheck, queryLimits } from "./limits.ts";
import type { Logger } from "./logger.ts";
import type { Trace } from "./tracing/index.ts";
import { soundVariables } from "./variables.ts";

/** What resolvers get: the domain's context, and the request's id, log and trace. */
export interface RequestCtx extends Ctx {
  readonly requestId: string;
  readonly log: Logger;
  readonly trace: Trace;
}

export interface ApiOptions {
  /** Beside the hub's own, e.g. `compiledExecution` where the process lives long enough for it. */
  readonly plugins?: readonly ApolloServerPlugin<RequestCtx>[];
  readonly introspection?: boolean;
}

/**
 * What Apollo would add by itself: reports to its makers, a page from their servers, traces for their gateway, and hints of
 * how long answers may be kept, of which the hub gives none. Each would also be loaded at every start.
 */
const switchedOff: readonly ApolloServerPlugin<RequestCtx>[] = [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];

/** The GraphQL API over any store: the same on Lambda and on one machine. Started by whoever serves it. */
export function createApi({ plugins = [], introspection = true }: ApiOptions = {}): ApolloServer<RequestCtx> {
  return new ApolloServer<RequestCtx>({
    schema,
    introspection,
    plugins: [...switchedOff, guards(), ...plugins],
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
        async didResolveOperation({ document, operation, queryHash, operationName, request, contextValue }) {
          // Without an operation Apollo answers that there is none of that name.
          if (!operation) return;
          contextValue.trace.note({ "graphql.operation.type": operation.operation, "graphql.document.hash": queryHash });
          const variables = soundVariables(schema, operation, request.variables ?? {});
          try {
            checkCost(document, queryHash, operationName, variables);
          } catch (error) {
            throw asBadRequest(error);
          }
        },
        async willSendResponse({ response: { body, http }, contextValue: { requestId } }) {
          http.headers.set("cache-control", "no-store");
          if (body.kind !== "single") return;
          for (const { extensions } of body.singleResult.errors ?? []) if (extensions?.["code"] === "INTERNAL") Object.assign(extensions, { requestId });
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
