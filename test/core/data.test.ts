import { readFileSync } from "node:fs";
import { Credit } from "@hub/core/credit";
import { Law } from "@hub/core/law";
import { Listing } from "@hub/core/listing";
import { Publicity } from "@hub/core/publicity";
import { Rating } from "@hub/core/rating";
import { describe, expect, it } from "vitest";

/** Rules that are data are not checked when the hub starts, but here: each is what its shape says, and nothing beside it. */
describe("rules as data", () => {
  it.each([
    ["publicity/data/regimes.json", Publicity.dataShape],
    ["listing/data/lists.json", Listing.dataShape],
    ["rating/data/schemes.json", Rating.dataShape],
    ["law/data/laws.json", Law.dataShape],
    ["credit/data/uses.json", Credit.dataShape],
  ] as const)("%s is what its shape says", (file, shape) => {
    const data: unknown = JSON.parse(readFileSync(new URL(`../../packages/core/src/${file}`, import.meta.url), "utf8"));
    expect(shape.parse(data)).toEqual(data);
  });
});
