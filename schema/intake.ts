import { Intake } from "@hub/core/intake";
import type { Page } from "@hub/core/ports";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";
import { checkedSize } from "./paging.ts";

const FileKind = enumFrom<Intake.FileKind>("FileKind", "Kinds of records that files hold", {
  register: "Enterprise register (企业登记)",
  licence: "Administrative licences (行政许可)",
  penalty: "Administrative penalties (行政处罚)",
});

const RowOutcome = enumFrom<Intake.RowIssues["outcome"]>("RowOutcome", "What became of a row", {
  created: "It gave a new record",
  changed: "It changed a known record",
  unchanged: "It said nothing new",
  rejected: "It was kept out",
});

const ImportState = enumFrom<Intake.Run["state"]>("ImportState", "How far an import is", {
  running: "Rows remain; importing the file again goes on where it stopped",
  done: "Every row has been dealt with",
});

const RowIssue = builder.objectRef<Intake.Issue>("RowIssue").implement({
  description: "Something wrong with a row, and what to do about it",
  fields: (t) => ({
    code: t.exposeString("code", describe(Intake.issue, "code")),
    column: t.exposeString("column", { nullable: true, ...describe(Intake.issue, "column") }),
    value: t.exposeString("value", { nullable: true, ...describe(Intake.issue, "value") }),
    message: t.exposeString("message", describe(Intake.issue, "message")),
    fix: t.string({ description: "What to do about it", resolve: ({ code }) => Intake.issueCodes[code].fix }),
    fixZh: t.string({ description: "What to do about it, in Chinese", resolve: ({ code }) => Intake.issueCodes[code].fixZh }),
  }),
});

const RowIssues = builder.objectRef<Intake.RowIssues>("RowIssues").implement({
  description: "All that was said about one row",
  fields: (t) => ({
    row: t.exposeInt("row", describe(Intake.rowIssuesShape, "row")),
    outcome: t.expose("outcome", { type: RowOutcome, ...describe(Intake.rowIssuesShape, "outcome") }),
    issues: t.expose("issues", { type: [RowIssue], ...describe(Intake.rowIssuesShape, "issues") }),
  }),
});

const SourceQuality = builder.objectRef<Intake.Quality & { readonly name: string }>("SourceQuality").implement({
  description: "How well one unit reports (数据质量)",
  fields: (t) => ({
    name: t.exposeString("name", { description: "The unit, as the file names it" }),
    rows: t.exposeInt("rows", describe(Intake.quality, "rows")),
    accepted: t.exposeInt("accepted", describe(Intake.quality, "accepted")),
    onTime: t.exposeInt("onTime", describe(Intake.quality, "onTime")),
    late: t.exposeInt("late", describe(Intake.quality, "late")),
    unmeasured: t.exposeInt("unmeasured", describe(Intake.quality, "unmeasured")),
    complianceRate: t.float({
      nullable: true,
      description: "Share of rows that passed all checks, 0 to 1 (合规率)",
      resolve: (quality) => Intake.rates(quality).compliance,
    }),
    timelinessRate: t.float({
      nullable: true,
      description: "Share of measured decisions reported in time, 0 to 1 (及时率)",
      resolve: (quality) => Intake.rates(quality).timeliness,
    }),
  }),
});

const IssueCount = builder.objectRef<{ readonly code: string; readonly rows: number }>("IssueCount").implement({
  description: "How many rows an issue was met in",
  fields: (t) => ({
    code: t.exposeString("code", { description: "The issue" }),
    rows: t.exposeInt("rows", { description: "Rows with it" }),
  }),
});

const RowIssuesPage = builder.objectRef<Page<Intake.RowIssues>>("RowIssuesPage").implement({
  description: "A page of rows about which something was said, in the file's order",
  fields: (t) => ({
    nodes: t.field({ type: [RowIssues], description: "The rows", resolve: ({ items }) => [...items] }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
  }),
});

const shape = Intake.runShape;

const Import = builder.objectRef<Intake.Run>("Import").implement({
  description: "One file taken in",
  fields: (t) => ({
    sha256: t.exposeString("sha256", describe(shape, "sha256")),
    fileName: t.exposeString("fileName", describe(shape, "fileName")),
    format: t.exposeString("format", describe(shape, "format")),
    encoding: t.exposeString("encoding", { nullable: true, ...describe(shape, "encoding") }),
    sheet: t.exposeString("sheet", { nullable: true, ...describe(shape, "sheet") }),
    kind: t.expose("kind", { type: FileKind, ...describe(shape, "kind") }),
    bytes: t.exposeFloat("bytes", describe(shape, "bytes")),
    receivedAt: t.expose("receivedAt", { type: "DateTime", ...describe(shape, "receivedAt") }),
    receivedOn: t.expose("receivedOn", { type: "Date", ...describe(shape, "receivedOn") }),
    state: t.expose("state", { type: ImportState, ...describe(shape, "state") }),
    passes: t.exposeInt("passes", describe(shape, "passes")),
    rows: t.exposeInt("rows", describe(shape, "rows")),
    created: t.exposeInt("created", describe(shape, "created")),
    changed: t.exposeInt("changed", describe(shape, "changed")),
    unchanged: t.exposeInt("unchanged", describe(shape, "unchanged")),
    rejected: t.exposeInt("rejected", describe(shape, "rejected")),
    warnings: t.exposeInt("warnings", describe(shape, "warnings")),
    personalDropped: t.exposeInt("personalDropped", describe(shape, "personalDropped")),
    ignoredColumns: t.exposeStringList("ignoredColumns", describe(shape, "ignoredColumns")),
    issueCounts: t.field({
      type: [IssueCount],
      ...describe(shape, "issues"),
      resolve: ({ issues }) => Object.entries(issues).map(([code, rows]) => ({ code, rows })),
    }),
    sources: t.field({
      type: [SourceQuality],
      ...describe(shape, "sources"),
      resolve: ({ sources }) => Object.entries(sources).map(([name, quality]) => ({ name, ...quality })),
    }),
    rowIssues: t.field({
      type: RowIssuesPage,
      ...needs(Intake.listIssues),
      description: "What was said about rows, in the file's order; pages of 100 at most",
      args: {
        first: t.arg.int({ defaultValue: 20, description: "Rows on a page, 100 at most" }),
        after: t.arg.string({ required: false, description: "The endCursor of the page before" }),
      },
      complexity: ({ first }) => ({ field: 5, multiplier: first ?? 20 }),
      resolve: ({ sha256 }, { first, after }, ctx) => Intake.listIssues(ctx, { sha256, first: checkedSize(first), after: after ?? null }),
    }),
  }),
});

const ImportPage = builder.objectRef<Page<Intake.Run>>("ImportPage").implement({
  description: "A page of imports, newest first",
  fields: (t) => ({
    nodes: t.field({ type: [Import], description: "The imports", resolve: ({ items }) => [...items] }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
  }),
});

builder.queryFields((t) => ({
  import: t.field({
    type: Import,
    ...needs(Intake.get),
    nullable: true,
    description: "One import by the SHA-256 of its file; null when that file was never taken in. Needs the grant intake:read",
    args: { sha256: t.arg.string({ description: "SHA-256 of the file, 64 hexadecimal digits" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Intake.get(ctx, args),
  }),
  imports: t.field({
    type: ImportPage,
    ...needs(Intake.list),
    description: "Imports, newest first. Needs the grant intake:read",
    args: {
      first: t.arg.int({ defaultValue: 20, description: "Imports on a page, 100 at most" }),
      after: t.arg.string({ required: false, description: "The endCursor of the page before" }),
    },
    complexity: ({ first }) => ({ field: 5, multiplier: first ?? 20 }),
    resolve: (_root, { first, after }, ctx) => Intake.list(ctx, { first: checkedSize(first), after: after ?? null }),
  }),
}));
