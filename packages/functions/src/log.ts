import type { Logger } from "@hub/server/logger";
import pino from "pino/browser.js";
import { err } from "pino-std-serializers";

/**
 * The hub's logger in a function: the same lines, written by pino's small build. The usual one brings worker threads and a
 * file writer, which a function's output needs none of and whose loading takes a twelfth of its start.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err },
    browser: { asObject: true, serialize: true, write: (line) => process.stdout.write(`${JSON.stringify(line)}\n`) },
  });
}
