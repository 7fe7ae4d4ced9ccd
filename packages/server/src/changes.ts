import type { Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { Log } from "@hub/core/log";
import type { RouteAnswer } from "./route.ts";

/** A full page never changes again; the last one is asked for anew each time. */
const forEver = "public, max-age=31536000, immutable";
const askAnew = "no-cache";

/**
 * GET /changes?after=…&kinds=penalty,licence&first=1000: the change log as JSON Lines, an entry a line. The headers
 * say where to go on. Throws BAD_INPUT, BAD_CURSOR and CURSOR_GONE.
 */
export async function changesAnswer(ctx: Ctx, search: string, ifNoneMatch: string | undefined): Promise<RouteAnswer> {
  const query = new URLSearchParams(search);
  // What for is said of every request, and has been taken note of.
  query.delete("purpose");
  const { entries, cursor, hasMore } = await Log.changes(ctx, inputOf(query));
  const etag = `"${cursor ?? "beginning"}.${entries.length}"`;
  const next = cursor === null ? {} : { "x-next-cursor": cursor, link: `<?${nextQuery(query, cursor)}>; rel="next"` };
  // From the beginning the log is asked for anew each time: what stood there before it was mended must not lead a follower on.
  const isForEver = hasMore && query.has("after");
  const headers = { etag, "cache-control": isForEver ? forEver : askAnew, "x-has-more": String(hasMore), ...next };
  if (ifNoneMatch?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)) return { status: 304, headers, body: "" };
  const body = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  return { status: 200, headers: { ...headers, "content-type": "application/jsonl; charset=utf-8" }, body };
}

const parameters = ["after", "kinds", "first"];

function inputOf(query: URLSearchParams): Parameters<typeof Log.changes>[1] {
  const unknown = [...query.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) throw new HubError("BAD_INPUT", `There is no parameter ${unknown}; there are ${parameters.join(", ")}`);
  const first = query.get("first");
  if (first !== null && !/^\d{1,4}$/.test(first)) throw new HubError("BAD_INPUT", `first: ${first} is no number of entries; 1 to ${Log.mostEntries} are`);
  const kinds = query.getAll("kinds").flatMap((text) => text.split(","));
  return {
    after: query.get("after"),
    // What is none of the kinds is refused by the operation, which names those that there are.
    ...(kinds.length > 0 && { kinds: kinds as "penalty"[] }),
    ...(first !== null && { first: Number(first) }),
  };
}

function nextQuery(query: URLSearchParams, cursor: string): string {
  const next = new URLSearchParams(query);
  next.set("after", cursor);
  return next.toString();
}
