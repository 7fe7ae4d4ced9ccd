import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { limits } from "@hub/core/ports";
import { openDynamo } from "@hub/store/dynamodb";
import { expect, it, onTestFinished } from "vitest";

/** Stands in for DynamoDB: answers nobody before so many calls have come in. */
async function holdingBack(until: number): Promise<string> {
  const waiting: ServerResponse[] = [];
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      waiting.push(response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }));
      if (waiting.length === until) for (const each of waiting) each.end('{"Items":[],"Count":0,"ScannedCount":0}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("the queries of a request for a hundred profiles are all under way at once: none waits for another's connection", async () => {
  const store = openDynamo({ table: "hub", endpoint: await holdingBack(limits.keysPerGetMany) });
  onTestFinished(() => store.close());
  const pages = await Promise.all(Array.from({ length: limits.keysPerGetMany }, (_, at) => store.query({ pk: `ENT#${at}` })));
  expect(pages).toEqual(pages.map(() => ({ items: [], cursor: null })));
});
