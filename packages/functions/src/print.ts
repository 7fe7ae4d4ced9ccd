import "./start.ts";
import { HubError } from "@hub/core/error";
import { printerOf } from "@hub/print";
import { answerRoute } from "@hub/server/routes";
import { openTracing } from "@hub/server/tracing";
import { asAnswer, frontOf } from "./front.ts";
import { pathOf, searchOf } from "./gateway.ts";
import { answering, openHouse } from "./house.ts";
import { createLogger } from "./log.ts";
import { readSettings } from "./settings.ts";

/** Certificates as JSON and on paper, and what belongs to applications for repair, behind API Gateway: apart from the graphql function, for the sake of a font of 8 MB. */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
const house = openHouse(settings, log);
const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub-print", log });
const printer = printerOf(settings.HUB_FONTS);

/** @public Lambda calls it by name. */
export const handler = frontOf({
  log,
  tracing,
  async answer(event, call) {
    const path = pathOf(event);
    const { method } = event.requestContext.http;
    const found = await answering({ house, settings, event, call, channel: "http" }, (ctx) =>
      answerRoute({ method, path, search: searchOf(event), ctx, printer }),
    );
    if (found === null) throw new HubError("NOT_FOUND", `Nothing is served at ${path}; try /certificates/{uscc}.json or .pdf`);
    return asAnswer(found);
  },
});
