import { writeFileSync } from "node:fs";

/** Loaded into a measured process: tells its peak memory when it ends. */
process.on("exit", () => {
  const path = process.env["BENCH_USAGE"];
  if (path) writeFileSync(path, JSON.stringify({ maxRssKb: process.resourceUsage().maxRSS }));
});
