import { lambdaContext, requestEvent } from "../support/event.ts";

/** One cold start: node coldstart-run.ts BUNDLE QUERY. Tells what the module's start and the first answer took, in milliseconds. */
const [, , module = "", query = ""] = process.argv;
const begun = performance.now();
const { handler } = (await import(module)) as { readonly handler: (event: unknown, context: unknown) => Promise<{ readonly body: string }> };
const started = performance.now();
const { body } = await handler(requestEvent({ body: JSON.stringify({ query }) }), lambdaContext());
const answered = performance.now();
process.stdout.write(`${JSON.stringify({ init: started - begun, first: answered - started, body: JSON.parse(body) as unknown })}\n`);
process.exit(0);
