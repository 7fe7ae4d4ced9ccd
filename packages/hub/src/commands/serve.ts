import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ItemStore } from "@hub/core/ports";
import { tokenVerifier } from "@hub/server/access/tokens";
import { createLogger } from "@hub/server/logger";
import { openTracing } from "@hub/server/tracing";
import type { Command } from "commander";
import { thread, writeDemo } from "../demo/index.ts";
import { openDevIssuer } from "../development.ts";
import { openFiles } from "../files.ts";
import { filesIn, importFile } from "../import.ts";
import { asOperator, clockOf, openSigner, openStore, serve } from "../local.ts";
import { openVault } from "../pepper.ts";
import { progressLine } from "../progress.ts";
import { startProjecting } from "../projecting.ts";
import { isOnAws, readSettings, type Settings } from "../settings.ts";

export function addServe(program: Command): void {
  program
    .command("serve")
    .description("serve the hub over HTTP; an empty store is filled with demo data first (HUB_DEMO)")
    .addHelpText("after", "\nSettings come from the environment: hub settings lists them.\n\nExamples:\n  hub serve\n  HUB_PORT=8080 HUB_DEMO=0 hub serve")
    .action(async () => {
      const settings = readSettings(process.env);
      const store = await openStore(settings);
      await loadDemo(store, settings);
      const log = createLogger(settings.HUB_LOG);
      const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub", log });
      const vault = await openVault(settings);
      const development = await openDevIssuer(settings, { ...asOperator(store, settings), vault });
      const issuers = [...(settings.HUB_ISSUERS ?? []), ...(development ? [development.trusted] : [])];
      const running = await serve({
        store,
        ...openFiles(settings),
        vault,
        verify: issuers.length > 0 ? tokenVerifier(issuers).verify : undefined,
        allowances: { anonymous: settings.HUB_RATE_ANONYMOUS, known: settings.HUB_RATE_KNOWN },
        proxies: settings.HUB_PROXIES,
        clock: clockOf(settings),
        log,
        host: settings.HUB_HOST,
        port: settings.HUB_PORT,
        kind: settings.HUB_STORE,
        isStreamed: isOnAws(settings),
        introspection: settings.HUB_INTROSPECTION,
        tracing,
        signer: openSigner(settings, clockOf(settings)),
        publicUrl: settings.HUB_PUBLIC_URL,
      });
      // On AWS a function follows the table's stream.
      const projecting = isOnAws(settings) ? null : startProjecting({ store, clock: clockOf(settings), log });
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => {
          running
            .close()
            .then(() => projecting?.close())
            .then(() => development?.issuer.close())
            .then(() => tracing.close())
            .then(() => store.close())
            .catch((error: unknown) => log.error({ err: error }, "closing failed"));
        });
      }
      const shown = running.url.replace("127.0.0.1", "localhost");
      process.stderr.write(`\nThe hub serves on ${shown}/graphql (a page to try queries; ${shown}/health for its health). Ctrl-C ends it.\n`);
      if (development) process.stderr.write(development.warning);
    });
}

/** Done when the demo has been loaded whole; an interrupted loading goes on at the next start. */
const demoMark = { pk: "SETUP", sk: "DEMO" };

async function loadDemo(store: ItemStore, settings: Settings): Promise<void> {
  if (settings.HUB_DEMO === 0 || isOnAws(settings)) return;
  const mark = await store.get(demoMark);
  const isInterrupted = mark?.body["state"] === "loading";
  if (mark && !isInterrupted) return;
  const isEmpty = (await store.scan(null, 1)).items.length === 0;
  if (!isEmpty && !isInterrupted) return;
  const place = settings.HUB_STORE === "sqlite" ? `store in ${settings.HUB_DATA}` : `table ${settings.HUB_TABLE}`;
  process.stderr.write(`The ${place} is empty: loading ${settings.HUB_DEMO} invented enterprises of Gaoping (HUB_DEMO=0 leaves it empty)\n`);
  if (!mark) await store.transact([{ put: { ...demoMark, version: 1, body: { state: "loading" } } }]);
  const folder = await mkdtemp(join(tmpdir(), "hub-demo-"));
  try {
    await writeDemo({ enterprises: settings.HUB_DEMO, seed: 1, out: folder });
    const ctx = asOperator(store, settings);
    for (const file of (await filesIn(folder)).files) {
      const line = progressLine();
      const { run } = await importFile(ctx, { ...file, onProgress: ({ rows }) => line.show(`  ${file.name}: ${rows} rows`) });
      line.clear();
      process.stderr.write(`  ${file.name}: ${run.rows} rows, ${run.created} created, ${run.changed} changed, ${run.rejected} rejected\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await store.transact([{ put: { ...demoMark, version: 2, body: { state: "loaded", enterprise: thread.uscc } } }]);
}
