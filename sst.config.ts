/// <reference path="./.sst/platform/config.d.ts" />

/** @public SST reads it. */
export default $config({
  app: ({ stage }) => ({
    name: "credit-hub",
    home: "aws",
    providers: { aws: { region: (process.env["HUB_REGION"] ?? "cn-northwest-1") as aws.Region } },
    removal: stage === "production" ? "retain" : "remove",
    protect: stage === "production",
  }),
  run: async () => (await import("./stacks/index.ts")).outputs,
});
