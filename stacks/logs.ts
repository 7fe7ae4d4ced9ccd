import { isProduction, named } from "./stage.ts";

/** Where a function logs, a JSON object a line. */
function logGroup(name: string): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(`${name}Logs`, { name: `/aws/lambda/${named(name)}`, retentionInDays: isProduction ? 180 : 14 });
}

export const graphqlLogs = logGroup("Graphql");
export const importLogs = logGroup("Import");
export const projectLogs = logGroup("Project");
export const printLogs = logGroup("Print");
