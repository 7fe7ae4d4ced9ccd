import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger };

/** The one logger: JSON lines, each with the time and, within a request, its id. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return destination ? pino(options, destination) : pino(options);
}
