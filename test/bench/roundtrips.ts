import { systemClock } from "@hub/core/clock";
import { operator } from "@hub/core/ctx";
import { serve } from "@hub/hub/local";
import { createLogger } from "@hub/server/logger";
import { makeTable, openDynamo } from "@hub/store/dynamodb";
import { hasJava, startDynamoLocal } from "../support/dynamodb-local.ts";
import { issuerWith } from "../support/issuer.ts";
import { fill } from "../support/roundtrips/fill.ts";
import { type Ask, documented } from "../support/roundtrips/queries.ts";
import { stepsOf, watched } from "../support/roundtrips/watched.ts";
import { type Bench, type Metric, Unable } from "./harness.ts";

export const roundtripsBench: Bench = {
  about: "calls, read units and round trips of every documented query, over DynamoDB Local (needs Java 17)",
  run: async (say) => {
    if (!hasJava()) throw new Unable("The bench roundtrips measures on DynamoDB Local, which needs Java 17 or later; install it and put `java` on the PATH");
    const { endpoint, stop } = await startDynamoLocal();
    let requests = 0;
    let units = 0;
    const at = { table: "hub", endpoint };
    await makeTable(at);
    const dynamo = openDynamo({
      ...at,
      onCapacity: (consumed) => {
        requests += consumed.attempts;
        units += consumed.units;
      },
    });
    const { store, calls } = watched(dynamo);
    const { url, close } = await serve({
      store,
      clock: systemClock,
      log: createLogger("silent"),
      host: "127.0.0.1",
      port: 0,
      actor: operator,
      kind: "dynamodb",
      signer: issuerWith().signer,
    });
    try {
      say("filling the table");
      const filled = await fill(store);
      const ask = asking(url);
      const metrics: Metric[] = [];
      for (const { name, query, variables } of documented) {
        const given = await variables(filled, ask);
        calls();
        requests = 0;
        units = 0;
        await ask(query, given);
        const depth = stepsOf(calls()).length;
        say(`${name}: ${requests} calls in ${depth} round trips, ${units} units`);
        metrics.push({ name, value: requests, unit: "calls" }, { name: `${name}_depth`, value: depth, unit: "roundtrips" });
        metrics.push({ name: `${name}_units`, value: units, unit: "units" });
      }
      return metrics;
    } finally {
      await close();
      await dynamo.close();
      await stop();
    }
  },
};

function asking(url: string): Ask {
  return async (query, variables = {}) => {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { data, errors } = (await response.json()) as { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] };
    if (errors) throw new Error(`${query}: ${errors[0]?.message}`);
    return data;
  };
}
