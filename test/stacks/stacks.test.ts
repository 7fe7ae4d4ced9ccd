import { beforeAll, describe, expect, it } from "vitest";
import { synthesise } from "../support/synth.ts";
import { promises } from "./promises/index.ts";
import { type Stack, stackOf } from "./stack.ts";

const stages = ["production", "dev"] as const;
const regions = { china: "cn-northwest-1", elsewhere: "eu-central-1" } as const;
const places = Object.keys(regions) as readonly (keyof typeof regions)[];

describe.each(stages.flatMap((stage) => places.map((place) => [stage, place] as const)))("the stacks of %s, %s", (stage, place) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = stackOf(await synthesise({ stage, settings: { HUB_REGION: regions[place] } }));
  });

  const here = promises.filter(({ stage: only, where }) => (only ?? stage) === stage && (where ?? place) === place);
  it.each(here.map((promised) => [promised.says, promised] as const))("keep: %s", (_says, { kept }) => kept(stack));
});

const refusedBySst = /because stream is not enabled/;

describe("a mutated stack is noticed", () => {
  const edits = promises.flatMap(({ says, kept, broken, stage = "dev", where = "china" }) =>
    broken.map((edit) => ({ says, kept, stage, where, edit, name: `${edit.file}: ${String(edit.from)} → ${JSON.stringify(edit.to)}` })),
  );

  it("for every promise", () => {
    expect(promises.filter(({ broken }) => broken.length === 0).map(({ says }) => says)).toEqual([]);
  });

  it.concurrent.each(edits)("$says · $name", async ({ kept, stage, where, edit }) => {
    const synthesised = synthesise({ stage, settings: { HUB_REGION: regions[where] }, edits: [edit] });
    const stack = await synthesised.then(stackOf, (error: Error) => error);
    // An edit that SST itself refuses is noticed, too; any other error is an edit that was written wrong.
    if (stack instanceof Error) expect(stack.message).toMatch(refusedBySst);
    else expect(() => kept(stack)).toThrow();
  });
});
