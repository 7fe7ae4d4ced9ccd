export { columnsOf, columnsVersion, enumeration, type FileKind, fileKinds, matchHeader, titleOf } from "./columns.ts";
export * as Intake from "./index.ts";
export { type Issue, type IssueCode, issue, issueCodes } from "./issue.ts";
export { get, list, listIssues } from "./listing.ts";
export type { OpenFile } from "./open-file.ts";
export * from "./operations.ts";
export type { RawRow } from "./row.ts";

export { listingEntity, type Quality, quality, type RowIssues, type Run, rowIssuesEntity, rowIssuesShape, runEntity, runShape } from "./run.ts";
export { rates, total } from "./tally.ts";
