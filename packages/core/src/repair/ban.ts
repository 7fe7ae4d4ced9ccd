import type { Ctx } from "../ctx.ts";

/** Day until which a firm may not apply for repair since it had stated something false, that day included; null where it may. */
export async function bannedUntil(_ctx: Pick<Ctx, "store" | "clock">, _uscc: string): Promise<string | null> {
  return null;
}
