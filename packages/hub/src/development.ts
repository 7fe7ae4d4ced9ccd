import type { Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { TokenIssuer } from "@hub/server/access";
import type { DevIssuer } from "./dev-issuer/index.ts";
import type { Settings } from "./settings.ts";
import { isOnAws } from "./settings.ts";

/** The hub's own name at the issuer for development. */
const audience = "enterprise-environmental-credit-hub";

export interface Development {
  readonly issuer: DevIssuer;
  readonly trusted: TokenIssuer;
  readonly warning: string;
}

/** Address of the issuer for development. */
export function devIssuerUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** The issuer for development, with its people entered, where the settings ask for one. Throws BAD_INPUT where others could reach the hub. */
export async function openDevIssuer(settings: Settings, ctx: Ctx): Promise<Development | null> {
  const { HUB_DEV_ISSUER: port, HUB_HOST: host } = settings;
  if (port === 0) return null;
  if (!["127.0.0.1", "::1", "localhost"].includes(host) || isOnAws(settings))
    throw new HubError("BAD_INPUT", "HUB_DEV_ISSUER lets anyone sign in as anyone: it is for a hub on 127.0.0.1 with a store of this machine alone");
  const { enterDevPeople, startDevIssuer } = await import("./dev-issuer/index.ts");
  const issuer = await startDevIssuer({ port, audience });
  await enterDevPeople(ctx, { issuer: issuer.issuer });
  const warning = `Anyone on this machine may sign in as anyone at ${issuer.issuer} (HUB_DEV_ISSUER): for development only. hub token dev-officer prints a token\n`;
  return { issuer, trusted: { issuer: issuer.issuer, audience }, warning };
}
