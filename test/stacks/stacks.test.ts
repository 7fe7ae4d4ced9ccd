import { beforeAll, describe, expect, it } from "vitest";
import { synthesise } from "../support/synth.ts";
import { promises } from "./promises/index.ts";
import { type Stack, stackOf } from "./stack.ts";

const stages = ["production", "dev"] as const;
const regions = ["cn-northwest-1", "eu-central-1"] as const;

describe.each(stages.flatMap((stage) => regions.map((region) => [stage, region] as const)))("the stacks of %s in %s", (stage, region) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = stackOf(await synthesise({ stage, settings: { HUB_REGION: region } }));
  });

  it.each(promises.filter(({ stage: only }) => only === undefined || only === stage).map((promised) => [promised.says, promised] as const))(
    "keep: %s",
    (_says, { kept }) => kept(stack),
  );
});

describe("a mutated stack is noticed", () => {
  const edits = promises.flatMap(({ says, kept, broken, stage = "dev" }) =>
    broken.map((edit) => ({ says, kept, stage, edit, name: `${edit.file}: ${String(edit.from)} → ${JSON.stringify(edit.to)}` })),
  );

  it("for every promise", () => {
    expect(promises.filter(({ broken }) => broken.length === 0).map(({ says }) => says)).toEqual([]);
  });

  it.concurrent.each(edits)("$says · $name", async ({ kept, stage, edit }) => {
    // An edit that the synthesis itself refuses is noticed too, unless it is the edit that was written wrong.
    const stack = stackOf(await synthesise({ stage, edits: [edit] }));
    expect(() => kept(stack)).toThrow();
  });
});
