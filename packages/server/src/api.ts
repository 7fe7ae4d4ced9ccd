import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { Ctx } from "@hub/core/ctx";
import type { Role } from "@hub/core/rights";
import { requirePurpose } from "@hub/core/trail";
import { contractOf, purposeDirective } from "@hub/schema";
import { type GraphQLSchema, getDirectiveValues } from "graphql";
import { purposeOf } from "./access/admit.ts";
import { publicCheck } from "./access/needed.ts";
import { asBadRequest, bugIn, shownError } from "./errors.ts";
import { costCheck, queryLimits } from "./limits.ts";
import type { Logger } from "./logger.ts";
import type { Trace } from "./tracing/index.ts";
import { soundVariables, withDefaults } from "./variables.ts";

/** What resolvers get: the domain's context, and the request's id, log and trace. */
export interface RequestCtx extends Ctx {
  readonly requestId: string;
  readonly log: Logger;
  readonly trace: Trace;
  /** Called when a change was made. */
  readonly changed?: () => void;
}

export interface ApiOptions {
  /** Makes a plugin beside the hub's own, e.g. `compiledExecution` where the process lives long enough for it. */
  readonly plugin?: (() => ApolloServerPlugin<RequestCtx>) | undefined;
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

/** The GraphQL API over any store: the same on Lambda and on one machine. Each role has its own, which knows its contract alone. */
export interface Api {
  /** Started when it is first asked for. */
  of(role: Role): Promise<ApolloServer<RequestCtx>>;
  stop(): Promise<void>;
}

export function createApi(options: ApiOptions = {}): Api {
  const servers = new Map<Role, Promise<ApolloServer<RequestCtx>>>();
  return {
    of(role) {
      const known = servers.get(role);
      if (known) return known;
      const started = startedFor(role, options);
      servers.set(role, started);
      return started;
    },
    async stop() {
      for (const server of await Promise.all(servers.values())) await server.stop();
    },
  };
}

async function startedFor(role: Role, options: ApiOptions): Promise<ApolloServer<RequestCtx>> {
  const server = createServer(await contractOf(role), options);
  await server.start();
  return server;
}

/** The API of one role, not started. */
export function createServer(schema: GraphQLSchema, { plugin, introspection = true }: ApiOptions = {}): ApolloServer<RequestCtx> {
  return new ApolloServer<RequestCtx>({
    schema,
    introspection,
    plugins: [...switchedOff, guards(schema), ...(plugin ? [plugin()] : [])],
    parseOptions: { maxTokens: queryLimits.tokens },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (shown, error) => shownError(error, shown),
  });
}

/** Refuses what costs too much before anything is read, and logs what nobody expected. */
function guards(schema: GraphQLSchema): ApolloServerPlugin<RequestCtx> {
  const checkCost = costCheck(schema);
  const isPublic = publicCheck(schema);
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
          // Of what is not public nothing is read before it is known what for.
          try {
            const stated = getDirectiveValues(purposeDirective, operation, withDefaults(operation, variables))?.["code"];
            if (typeof stated === "string" && contextValue.request)
              Object.assign(contextValue, { request: { ...contextValue.request, purpose: purposeOf(stated) } });
            if (!isPublic(document, queryHash)) requirePurpose(contextValue);
          } catch (error) {
            throw asBadRequest(error);
          }
          try {
            checkCost(document, queryHash, operationName, variables);
          } catch (error) {
            throw asBadRequest(error);
          }
        },
        async willSendResponse({ response: { body, http }, contextValue: { requestId, changed }, operation }) {
          http.headers.set("cache-control", "no-store");
          if (operation?.operation === "mutation") changed?.();
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
