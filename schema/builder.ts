import type { Ctx } from "@hub/core/ctx";
import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import ErrorsPlugin from "@pothos/plugin-errors";
import RelayPlugin from "@pothos/plugin-relay";
import ContractPlugin from "./contract.ts";

/** Id of a record, of whatever type. */
export function globalId(typename: string, id: string | number | bigint): string {
  return Buffer.from(`${typename}:${id}`).toString("base64url");
}

/** Settings of the schema; it holds no type of its own. */
export const builder = new SchemaBuilder<{
  Context: Ctx;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: true;
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    Fen: { Input: number; Output: number };
    Json: { Input: unknown; Output: unknown };
  };
  Connection: { totalCount: number };
}>({
  plugins: [ContractPlugin, ErrorsPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  defaultInputFieldRequiredness: true,
  relay: {
    cursorType: "String",
    nodesOnConnection: { description: "The page's records" },
    idFieldOptions: { description: "Stays the same for ever; ask `node` with it" },
    firstArgOptions: { description: "Length of a page from the beginning, or after `after`" },
    lastArgOptions: { description: "Length of a page from the end, or before `before`" },
    afterArgOptions: { description: "A cursor: the page begins behind its record" },
    beforeArgOptions: { description: "A cursor: the page ends before its record" },
    edgesFieldOptions: { description: "The page's records, each with its cursor" },
    nodeFieldOptions: { nullable: false, description: "The record" },
    cursorFieldOptions: { description: "Where this record stands in the list; pass it as `after` or `before`" },
    pageInfoFieldOptions: { description: "Whether and where the list goes on" },
    pageInfoTypeOptions: { description: "Where a page of a list begins and ends" },
    hasNextPageFieldOptions: { description: "Whether more records follow" },
    hasPreviousPageFieldOptions: { description: "Whether records come before" },
    startCursorFieldOptions: { description: "Cursor of the first record; null on an empty page" },
    endCursorFieldOptions: { description: "Cursor of the last record; null on an empty page" },
    nodeTypeOptions: { description: "Anything with an id of its own that can be asked for again" },
    // Ours take the two times as well: see node.ts.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    encodeGlobalID: globalId,
    decodeGlobalID: (id) => {
      const text = Buffer.from(id, "base64url").toString();
      const colon = text.indexOf(":");
      return { typename: text.slice(0, Math.max(colon, 0)), id: text.slice(colon + 1) };
    },
  },
  errors: { defaultTypes: [] },
  complexity: { defaultComplexity: 1, defaultListMultiplier: 5 },
});

builder.queryType({ description: "What partner agencies, publishing feeds and clients may ask" });

builder.globalConnectionField("totalCount", (t) => t.int({ description: "How many records the whole list has", resolve: (list) => list.totalCount }));
