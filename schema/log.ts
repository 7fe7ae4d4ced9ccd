import { Log } from "@hub/core/log";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { RecordChangeType, RecordKindType, recordIdOf } from "./history.ts";
import { needs } from "./needs.ts";

const shape = Log.entryShape;

const ChangeType = builder.objectRef<Log.Entry>("Change").implement({
  description: "One entry of the change log: one version of one record. Each entry seals all before it by its hash",
  fields: (t) => ({
    sequence: t.exposeInt("sequence", describe(shape, "sequence")),
    recordedAt: t.expose("recordedAt", { type: "DateTime", ...describe(shape, "recordedAt") }),
    kind: t.expose("kind", { type: RecordKindType, ...describe(shape, "kind") }),
    subject: t.exposeString("subject", describe(shape, "subject")),
    record: t.exposeString("record", describe(shape, "record")),
    recordId: t.id({
      nullable: true,
      description: "Id of the record, for `node` and `nodes`; null while its firm is known by an old number only",
      resolve: (entry) => recordIdOf({ kind: entry.kind, ...Log.keyOf(entry) }),
    }),
    version: t.exposeInt("version", describe(shape, "version")),
    change: t.expose("change", { type: RecordChangeType, ...describe(shape, "change") }),
    content: t.exposeString("content", describe(shape, "content")),
    previous: t.exposeString("previous", describe(shape, "previous")),
    hash: t.exposeString("hash", describe(shape, "hash")),
  }),
});

const ChangePageType = builder.objectRef<Log.ChangePage>("ChangePage").implement({
  description: "A page of the change log, the oldest entry first. A page with more behind it never changes",
  fields: (t) => ({
    nodes: t.field({ type: [ChangeType], description: "The entries", resolve: ({ entries }) => [...entries] }),
    endCursor: t.string({ nullable: true, description: "Where to go on; null while the log is empty", resolve: ({ cursor }) => cursor }),
    hasNextPage: t.boolean({
      description: "Whether more may follow at once; otherwise ask again later with the same cursor",
      resolve: ({ hasMore }) => hasMore,
    }),
  }),
});

const LogPosition = builder.objectRef<Log.Position>("LogPosition").implement({
  description: "Where the change log stands: its newest entry",
  fields: (t) => ({
    sequence: t.exposeInt("sequence", { description: "Sequence of the newest entry; 0 while there is none" }),
    hash: t.exposeString("hash", { description: "Hash of the newest entry, which seals the whole log" }),
  }),
});

builder.queryFields((t) => ({
  changes: t.field({
    type: ChangePageType,
    ...needs(Log.changes),
    description: "The change log behind a cursor: every version of every record once, in one order for all. GET /changes serves it as JSON Lines",
    args: {
      after: t.arg.string({ required: false, description: "A cursor of the log; without it, from the first entry. An old log's is the error CURSOR_GONE" }),
      kinds: t.arg({
        type: [RecordKindType],
        required: false,
        description: "Only records of these kinds; a page may then be short, or empty, though more follow",
      }),
      first: t.arg.int({ defaultValue: 100, description: "Most entries of the page, 1,000 at most" }),
    },
    // A rare kind may have thousands of entries looked through.
    complexity: ({ first, kinds }) => ({ field: kinds ? 20_000 : 5, multiplier: Math.max(1, first) }),
    resolve: (_root, args, ctx) => Log.changes(ctx, args),
  }),
  logPosition: t.field({
    type: LogPosition,
    ...needs(Log.position),
    description: "The newest entry of the change log",
    resolve: (_root, _args, ctx) => Log.position(ctx, {}),
  }),
}));
