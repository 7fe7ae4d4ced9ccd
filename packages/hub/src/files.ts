import { join } from "node:path";
import type { Ctx } from "@hub/core/ctx";
import { clamdScanner } from "@hub/server/clamd";
import { openDirectory } from "@hub/store/directory";
import { openS3 } from "@hub/store/s3";
import { isOnAws, type Settings } from "./settings.ts";

/** Where files lie that people attach, and who looks for malware in them. */
export type Files = Pick<Ctx, "blobs" | "scanner">;

export function openFiles(settings: Settings): Files {
  const { HUB_BUCKET: bucket, HUB_CLAMD: clamd, HUB_DATA: data } = settings;
  // Others who work with a table of AWS would not find what lies on this machine.
  const local = isOnAws(settings) ? undefined : openDirectory({ folder: join(data, "files") });
  return { blobs: bucket === undefined ? local : openS3({ bucket }), scanner: clamd && clamdScanner(clamd) };
}
