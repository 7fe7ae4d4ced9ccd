import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HubError } from "@hub/core/error";
import { clientTokenOf, personTokenOf } from "./flow.ts";
import { sendPage, signInPage, troublePage } from "./page.ts";
import { type DevClient, type DevPerson, devClients, devPeople } from "./people.ts";
import { makeProvider } from "./provider.ts";

/**
 * An issuer of tokens for development and tests: a real OpenID provider within this process, at which everybody signs in as
 * whom they like. It is for this machine alone, forgets everything when it ends, and signs with a key made at its start.
 */
export interface DevIssuer {
  /** As it stands in tokens. */
  readonly issuer: string;
  readonly close: () => Promise<void>;
  /** A token of a ready person, got as a browser would get it. Throws BAD_INPUT for nobody of that name. */
  readonly token: (as: string) => Promise<string>;
  /** A token of a ready system. Throws BAD_INPUT for none of that name. */
  readonly clientToken: (id: string) => Promise<string>;
}

export interface DevIssuerOptions {
  /** 0 for any free one: then persons that are entered belong to this run alone, since the issuer is part of who they are. */
  readonly port: number;
  /** A name of this machine itself. */
  readonly host?: string | undefined;
  /** The hub, as tokens name it. */
  readonly audience: string;
  readonly people?: readonly DevPerson[];
  readonly clients?: readonly DevClient[];
  /** Where browsers may be sent with a code, besides /signed-in on any port of this machine. */
  readonly redirectUris?: readonly string[];
}

const loopback = ["127.0.0.1", "::1", "localhost"];

/** Throws BAD_INPUT for a host that others could reach, and where the port is taken. */
export async function startDevIssuer({
  port,
  host = "127.0.0.1",
  audience,
  people = devPeople,
  clients = devClients,
  redirectUris = [],
}: DevIssuerOptions): Promise<DevIssuer> {
  if (!loopback.includes(host))
    throw new HubError("BAD_INPUT", `The issuer for development lets everybody in, so it serves this machine alone: ${loopback.join(", ")}, not ${host}`, {
      host,
    });
  const server = createServer();
  const issuer = await listening(server, host, port);
  const making = makeProvider({ issuer, audience, people, clients, redirectUris });
  server.on("request", (request, response) => {
    answer(request, response).catch(() => sendPage(response, 400, troublePage("There is nothing to sign in to here")));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page elsewhere can give its own name this machine's address; the browser then tells which name it was.
    if (request.headers.host !== new URL(issuer).host) sendPage(response, 421, troublePage(`The issuer for development is called ${issuer}`));
    else if (request.url?.startsWith("/interaction/")) await signIn(request, response);
    else await (await making).callback()(request, response);
  }

  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const provider = await making;
    const { uid } = await provider.interactionDetails(request, response);
    const accountId = request.method === "POST" ? (await formOf(request)).get("as") : null;
    const person = people.find(({ subject }) => subject === accountId);
    if (!person) return sendPage(response, request.method === "POST" ? 400 : 200, signInPage(people, `/interaction/${uid}`));
    // Nobody is asked for consent: the hub is the only one who reads these tokens.
    await provider.interactionFinished(request, response, { login: { accountId: person.subject, remember: false }, consent: {} });
  }

  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  await making.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    issuer,
    close,
    token: async (as) => personTokenOf(issuer, named(people, "subject", as)),
    clientToken: async (id) => clientTokenOf(issuer, named(clients, "id", id)),
  };
}

function named<K extends string, T extends Readonly<Record<K, string>>>(all: readonly T[], by: K, name: string): T {
  const found = all.find((each) => each[by] === name);
  if (!found) throw new HubError("BAD_INPUT", `The issuer for development does not know ${name}; it knows ${all.map((each) => each[by]).join(", ")}`);
  return found;
}

const mostFormChars = 8_192;

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > mostFormChars) throw new RangeError("The form is longer than any that the page sends");
  }
  return new URLSearchParams(text);
}

/** The address under which it listens. */
async function listening(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "another program uses the port" : error.message;
      reject(new HubError("BAD_INPUT", `The issuer for development cannot serve on ${host}:${port}: ${why}`, {}, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
  return `http://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
}
