import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { ClientMetadata, default as Provider } from "oidc-provider";
import { memory } from "./memory.ts";
import { troublePage } from "./page.ts";
import type { DevClient, DevPerson } from "./people.ts";

/** The client with which people sign in: an application on this machine, which can keep no secret. */
export const publicClient = "hub-dev";
/** Where it may be sent with a code; on this machine whatever the port (RFC 8252). */
export const signedInUri = "http://127.0.0.1/signed-in";

export interface ProviderOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly people: readonly DevPerson[];
  readonly clients: readonly DevClient[];
  readonly redirectUris: readonly string[];
}

const hourSeconds = 3_600;
/** The only resource; what tokens name as their audience may be any text, this must be a URI. */
const resource = "urn:hub";
const alg = "ES256";

export async function makeProvider({ issuer, audience, people, clients, redirectUris }: ProviderOptions): Promise<Provider> {
  // Loaded where it is started: the hub without it must not pay for it.
  const { default: OpenIdProvider, interactionPolicy } = await import("oidc-provider");
  const policy = interactionPolicy.base();
  // Whoever tries out roles wants to be asked each time; a provider that remembers would go on with the one before.
  policy.get("login")?.checks.add(new interactionPolicy.Check("chosen", "Somebody is to be chosen", "login_required", ({ oidc }) => !oidc.result?.login));
  return new OpenIdProvider(issuer, {
    adapter: memory(),
    jwks: { keys: [{ ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }), alg, use: "sig" }] },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    clients: [signInClient(redirectUris), ...clients.map(systemClient)],
    clientDefaults: { id_token_signed_response_alg: alg },
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    responseTypes: ["code"],
    pkce: { required: () => true },
    scopes: ["openid"],
    subjectTypes: ["public"],
    interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: "", audience, accessTokenFormat: "jwt", accessTokenTTL: hourSeconds, jwt: { sign: { alg } } }),
      },
    },
    ttl: {
      ...{ AccessToken: hourSeconds, ClientCredentials: hourSeconds, IdToken: hourSeconds },
      ...{ Grant: hourSeconds, Interaction: hourSeconds, Session: hourSeconds, AuthorizationCode: 60 },
    },
    clientBasedCORS: (_ctx, origin) => ["127.0.0.1", "[::1]", "localhost"].includes(URL.parse(origin)?.hostname ?? ""),
    // The one that it brings along takes its letters from the Internet.
    renderError(ctx, { error, error_description: why = error }) {
      ctx.type = "html";
      ctx.body = troublePage(why);
    },
    findAccount: (_ctx, sub) => (people.some(({ subject }) => subject === sub) ? { accountId: sub, claims: () => ({ sub }) } : undefined),
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
}

function signInClient(redirectUris: readonly string[]): ClientMetadata {
  return {
    client_id: publicClient,
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code"],
    response_types: ["code"],
    redirect_uris: [signedInUri, signedInUri.replace("127.0.0.1", "localhost"), ...redirectUris],
  };
}

function systemClient({ id, secret }: DevClient): ClientMetadata {
  return { client_id: id, client_secret: secret, grant_types: ["client_credentials"], response_types: [], redirect_uris: [] };
}
