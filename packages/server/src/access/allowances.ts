import { HubError } from "@hub/core/error";
import { Quota } from "@hub/core/quota";

/** How many requests are allowed, as settings say it: a minute and at once, as 120/60; 0 for as many as come. Throws BAD_INPUT. */
export function parseAllowance(text: string): Quota.Allowance | null {
  if (text.trim() === "0") return null;
  const [, perMinute, burst] = /^\s*(\d+)\/(\d+)\s*$/.exec(text) ?? [];
  const parsed = Quota.allowance.safeParse({ perMinute: Number(perMinute), burst: Number(burst) });
  if (parsed.success) return parsed.data;
  throw new HubError("BAD_INPUT", "Write requests a minute and at once, as 120/60 (1000000/100000 at most), or 0 for as many as come");
}
