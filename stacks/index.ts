import { topic } from "./alarms.ts";
import { api } from "./api.ts";
import { failedImports } from "./intake.ts";
import { table, uploads } from "./storage.ts";

/** What a deployment tells its operator: where to ask, where to put files, what to watch. */
export const outputs = {
  graphql: $interpolate`${api.url}/graphql`,
  health: $interpolate`${api.url}/health`,
  uploads: uploads.name,
  table: table.name,
  failedImports: failedImports.url,
  alarms: topic.arn,
};
