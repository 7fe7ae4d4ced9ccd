import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  // graphql refuses to work with a second copy of itself: everybody gets the file that Node itself would load.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve("graphql") }] },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/set-up.ts"],
    // Bundles are run as they are.
    server: { deps: { external: [/hub-functions-.*\.mjs$/] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
