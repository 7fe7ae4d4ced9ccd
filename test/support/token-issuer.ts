import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";

/** An issuer of tokens on this machine whose every answer a test can change. */

export interface SigningKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function signingKey(kid: string, alg = "ES256"): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

export interface TokenIssuerServer {
  readonly issuer: string;
  /** What it publishes; changed by tests. */
  keys: JWK[];
  /** How it answers a path instead of as usual. */
  readonly answers: Map<string, (response: ServerResponse) => void>;
  /** The paths asked for, in order. */
  readonly asked: string[];
  readonly stop: () => Promise<void>;
  /** Serves again on the same port. */
  readonly start: () => Promise<void>;
}

export const jwksPath = "/keys";
export const discoveryPath = "/.well-known/openid-configuration";

export async function tokenIssuerServer(keys: JWK[]): Promise<TokenIssuerServer> {
  const answers: TokenIssuerServer["answers"] = new Map();
  const asked: string[] = [];
  const json = (response: ServerResponse, body: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = answers.get(path);
    if (answer) answer(response);
    else if (path === discoveryPath) json(response, { issuer: of.issuer, jwks_uri: `${of.issuer}${jwksPath}` });
    else if (path === jwksPath) json(response, { keys: of.keys });
    else response.writeHead(404).end();
  });
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const of: TokenIssuerServer = {
    ...{ issuer: `http://127.0.0.1:${port}`, keys, answers, asked },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
    start: () => listen(port),
  };
  return of;
}

export interface Forged {
  /** Replaces claims; undefined takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Replaces parts of the header. */
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: CryptoKey | Uint8Array;
}

/** A token that is good but for what is forged. */
export function tokenOf(key: SigningKey, claims: JWTPayload, { claims: others = {}, header = {}, key: by = key.privateKey }: Forged = {}): Promise<string> {
  return new SignJWT({ ...claims, ...others }).setProtectedHeader({ typ: "at+jwt", alg: key.alg, kid: key.kid, ...header }).sign(by);
}
