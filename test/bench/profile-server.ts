import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { systemClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { Division } from "@hub/core/division";
import type { Enterprise } from "@hub/core/enterprise";
import { Industry } from "@hub/core/industry";
import type { Penalty } from "@hub/core/penalty";
import type { ItemStore } from "@hub/core/ports";
import type { Provenance } from "@hub/core/provenance";
import { schema } from "@hub/schema/whole";
import { openSqlite } from "@hub/store/sqlite";
import { serveDoorless } from "./doorless.ts";

/**
 * Serves profiles in one of four ways, and tells its address: node profile-server.ts hub|interpreted|stock|bare DATA
 * "hub" is the hub without its doors, which another bench measures, "interpreted" the same without compiled execution, "stock" Apollo's own standalone server without any of the hub's.
 */
const [, , contender = "", data = ""] = process.argv;
const store = openSqlite({ file: join(data, "hub.sqlite") });

if (contender === "bare") {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly variables: { readonly uscc: string } };
      bareProfile(store, variables.uscc).then(
        (body) => response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(body) }).end(body),
        (error: unknown) => response.destroy(error as Error),
      );
    });
  });
  server.listen(0, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`));
} else if (contender === "stock") {
  const server = new ApolloServer<Ctx>({ schema, stopOnTerminationSignals: false });
  const { url } = await startStandaloneServer(server, {
    listen: { host: "127.0.0.1", port: 0 },
    context: async () => ({ actor: operator, store, clock: systemClock, trail: { note: () => {} } }),
  });
  process.stdout.write(`${url}graphql\n`);
} else {
  const url = await serveDoorless(store, operator, contender === "interpreted" ? "stock" : "compiled");
  process.stdout.write(`${url}\n`);
}

/** The same answer without GraphQL, checks, limits or paging: the most that could be won. */
async function bareProfile(from: ItemStore, uscc: string): Promise<string> {
  const { items } = await from.query({ pk: `ENT#${uscc}` });
  const bodies = <T>(prefix: string) => items.filter(({ sk }) => sk.startsWith(prefix)).map(({ body }) => body as unknown as T);
  const [register] = bodies<Enterprise.Info>("A#REGISTER");
  if (!register) return '{"data":{"enterprise":null}}';
  const penalties = bodies<Penalty.Info>("PEN#").sort((a, b) =>
    a.decidedOn < b.decidedOn || (a.decidedOn === b.decidedOn && a.decisionNumber > b.decisionNumber) ? 1 : -1,
  );
  const { name, formerNames, status, statusText, address, legalRepresentative, establishedOn } = register;
  const enterprise = {
    uscc,
    name,
    formerNames,
    status: status.toUpperCase(),
    statusText,
    division: named(register.division && Division.find(register.division)),
    industry: named(register.industry && Industry.find(register.industry)),
    address,
    legalRepresentative,
    establishedOn,
    provenance: origin(register.provenance),
    penalties: { totalCount: penalties.length, nodes: penalties.slice(0, 20).map(penaltyJson) },
    licences: { totalCount: 0, nodes: [] },
  };
  return JSON.stringify({ data: { enterprise } });
}

function named(of: { readonly code: string; readonly name: string } | "" | null) {
  return of ? { code: of.code, name: of.name } : null;
}

function penaltyJson(of: Penalty.Info) {
  const { decisionNumber, violationType, facts, legalBasis, penaltyTypesText, content, decidedOn, validTo } = of;
  const { name, uscc, legalRepresentative } = of.subject;
  return {
    decisionNumber,
    subject: { name, uscc, legalRepresentative },
    violationType,
    facts,
    legalBasis,
    penaltyTypesText,
    content,
    fine: of.fineFen === null ? null : { yuan: (of.fineFen / 100).toFixed(2) },
    decidedOn,
    validTo,
    authority: { name: of.authority.name, uscc: of.authority.uscc },
    provenance: origin(of.provenance),
  };
}

function origin({ source, reportedOn, firstSeen, lastSeen, revision, originals }: Provenance.Info) {
  const seen = ({ fileName, row, at }: Provenance.Sighting) => ({ fileName, row, at });
  return {
    source: { name: source.name, uscc: source.uscc },
    reportedOn,
    firstSeen: seen(firstSeen),
    lastSeen: seen(lastSeen),
    revision,
    originals: originals.map(({ field, column, value }) => ({ field, column, value })),
  };
}
