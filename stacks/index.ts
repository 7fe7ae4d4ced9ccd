import { topic } from "./alarms.ts";
import { api } from "./api.ts";
import { failedChanges } from "./changes.ts";
import { failedImports } from "./intake.ts";
import { files, table, uploads } from "./storage.ts";

/** What a deployment tells its operator: where to ask, where to put files, what to watch. */
export const outputs = {
  graphql: $interpolate`${api.url}/graphql`,
  health: $interpolate`${api.url}/health`,
  uploads: uploads.name,
  files: files.name,
  table: table.name,
  changes: $interpolate`${api.url}/changes`,
  failedImports: failedImports.url,
  failedChanges: failedChanges.url,
  alarms: topic.arn,
};
