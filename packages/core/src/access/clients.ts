import * as z from "zod";
import { command } from "../command.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import { coversAll, requireAgency, versionInput } from "./agencies.ts";
import { agencyEntity, agencyKey } from "./agency.ts";
import { type Client, clientEntity, clientId, clientIdOf, clientKey, clientShape, clientsPartition } from "./client.ts";
import { type Versioned, versioned } from "./listing.ts";
import { notFound, requireVersion, shortId } from "./shapes.ts";

/** The clients of an agency at issuers of tokens; none where there is no agency that the asker may see. One round trip. */
export const clients = operation("access:read", z.object({ agency: shortId }), async (ctx, { agency }, scope): Promise<readonly Versioned<Client>[]> => {
  const [of, page] = await Promise.all([ctx.store.get(agencyKey(agency)), ctx.store.query({ index: "gsi1", pk: clientsPartition(agency), limit: 100 })]);
  const isCovered = of !== null && coversAll(scope, fromItem(agencyEntity, of).record.divisions);
  return isCovered ? page.items.map((item) => versioned(fromItem(clientEntity, item))) : [];
});

/** Lets a partner's system in by tokens of its own (OAuth 2 client credentials). Throws NOT_FOUND, BAD_INPUT, CONFLICT where it is entered already. */
export const addClient = command(
  "access:write",
  z.object({
    agency: shortId.describe("Agency whose system it is"),
    issuer: clientShape.shape.issuer,
    client: clientShape.shape.client,
  }),
  async (ctx, input, scope) => {
    const { record: agency } = await requireAgency(ctx, scope, { id: input.agency, path: "agency" });
    if (agency.kind !== "partner") throw new HubError("BAD_INPUT", "agency: only partners have clients; a bureau's people sign in", { path: "agency" });
    const id = clientIdOf(input.issuer, input.client);
    const before = await ctx.store.get(clientKey(id));
    if (before) throw new HubError("CONFLICT", "This client is entered already", { path: "client" });
    const record: Client = { ...input, id, createdAt: ctx.clock.now().toISOString(), createdBy: ctx.actor.id };
    return { result: { ...record, version: 1 }, writes: [{ put: toItem(clientEntity, record, 1), if: "absent" }], target: `client ${id}` };
  },
);

/** Lets a system in no longer. Processes that have just met it let it in for five seconds more. Throws NOT_FOUND, CONFLICT. */
export const removeClient = command(
  "access:write",
  z.object({ id: clientId.describe("The client"), version: versionInput }),
  async (ctx, { id, version }, scope) => {
    const item = await ctx.store.get(clientKey(id));
    const stored = item && fromItem(clientEntity, item);
    if (!stored) throw notFound("client", "id");
    await requireAgency(ctx, scope, { id: stored.record.agency, what: "client" });
    requireVersion(stored, version);
    return { result: versioned(stored), writes: [{ delete: clientKey(id), if: { version } }], target: `client ${id}` };
  },
);
