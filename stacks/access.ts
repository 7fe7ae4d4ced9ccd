import { settings } from "./settings.ts";

/** Pepper under which keys are hashed: `openssl rand -base64 32 | npx sst secret set KeyPepper`. Empty until then, and no keys are taken or given. */
const pepper = new sst.Secret("KeyPepper", "");

/** What a function needs to find out who asks, and how often they may. */
export const access = {
  HUB_KEY_PEPPER: pepper.value,
  HUB_RATE_ANONYMOUS: settings.HUB_RATE_ANONYMOUS,
  HUB_RATE_KNOWN: settings.HUB_RATE_KNOWN,
  ...(settings.HUB_ISSUERS !== undefined && { HUB_ISSUERS: settings.HUB_ISSUERS }),
};
