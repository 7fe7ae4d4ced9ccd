import "./start.ts";
import { systemClock } from "@hub/core/clock";
import { anyone } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { pdfMaker } from "@hub/print";
import { answerRoute } from "@hub/server/routes";
import { openTracing } from "@hub/server/tracing";
import { openDynamo } from "@hub/store/dynamodb";
import { asAnswer, frontOf } from "./front.ts";
import { issuerOf, pathOf, searchOf } from "./gateway.ts";
import { createLogger } from "./log.ts";
import { readSettings } from "./settings.ts";

/** Certificates as JSON and on paper, behind API Gateway: apart from the graphql function, for the sake of a font of 8 MB. */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
const store = openDynamo({ table: settings.HUB_TABLE, callMs: 6_000, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) });
const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub-print", log });
const pdf = pdfMaker(settings.HUB_FONTS);

/** @public Lambda calls it by name. */
export const handler = frontOf({
  log,
  tracing,
  async answer(event, { trace }) {
    const path = pathOf(event);
    const ctx = { actor: anyone, store: trace.over(store), clock: systemClock, issuer: issuerOf(event, settings) };
    const found = await answerRoute({ method: event.requestContext.http.method, path, search: searchOf(event), ctx, pdf });
    if (found === null) throw new HubError("NOT_FOUND", `Nothing is served at ${path}; try /certificates/{uscc}.json or .pdf`);
    return asAnswer(found);
  },
});
