import { defineConfig } from "vitest/config";

/** Pothos must load the same graphql module as the tests, so it is not left to Node's loader. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    server: { deps: { inline: [/@pothos/] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
