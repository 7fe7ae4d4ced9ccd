import { settings } from "./settings.ts";

/** Keys that sign certificates, a JWK Set: `npx sst secret set SigningKeys < FILE`. Empty until then, and no certificate is issued. */
const keys = new sst.Secret("SigningKeys", "");

/** What a function needs to issue certificates, and to say what it issues. */
export const signing = { HUB_SIGNING_KEYS: keys.value, ...(settings.HUB_PUBLIC_URL !== undefined && { HUB_PUBLIC_URL: settings.HUB_PUBLIC_URL }) };
