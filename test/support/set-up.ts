import type { TestProject } from "vitest/node";
import { hasJava, startDynamoLocal } from "./dynamodb-local.ts";
import { unpackPlatform } from "./platform.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where DynamoDB Local answers; null where there is no Java to run it. */
    readonly dynamodb: string | null;
  }
}

/** Before all tests: SST's component classes for the tests of the stacks, and one DynamoDB Local, each test with tables of its own. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  await unpackPlatform((text) => process.stderr.write(`${text}\n`));
  if (!hasJava()) {
    const told = "DynamoDB IS NOT TESTED: there is no Java 17 or later to run DynamoDB Local. SQLite is.";
    if (process.env["CI"] === "true") throw new Error(`${told} With CI=true it is required.`);
    process.stderr.write(`\n*** ${told} ***\n\n`);
    project.provide("dynamodb", null);
    return undefined;
  }
  const { endpoint, stop } = await startDynamoLocal();
  project.provide("dynamodb", endpoint);
  return stop;
}
