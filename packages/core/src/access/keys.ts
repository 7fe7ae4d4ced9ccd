import * as z from "zod";
import { command, requireVault } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { operation, type Scope } from "../operation.ts";
import type { Vault } from "../vault.ts";
import { coversAll, requireAgency, versionInput } from "./agencies.ts";
import { agencyEntity, agencyKey, agencyPartition } from "./agency.ts";
import { type ApiKey, keyEntity, keyKey, keyShape, keyText, keyUseEntity } from "./key.ts";
import { type Versioned, versioned } from "./listing.ts";
import { instant, newId, notFound, requireVersion, shortId } from "./shapes.ts";

/** A key as administrators see it: without its hash, with what its holder sees of it and when it was last used. */
export type ShownKey = Versioned<Omit<ApiKey, "hash">> & { readonly prefix: string; readonly lastUsedAt: string | null };

/** A key that was just made: the only time that it is shown. */
export interface IssuedKey {
  readonly key: ShownKey;
  readonly secret: string;
}

function shown({ hash: _hash, ...key }: Versioned<ApiKey>, lastUsedAt: string | null): ShownKey {
  return { ...key, prefix: `hub_${key.agency}_${key.id}`, lastUsedAt };
}

/** The keys of an agency, in the order of their ids; none where there is no agency that the asker may see. One round trip. */
export const keys = operation("access:read", z.object({ agency: shortId }), async (ctx, { agency }, scope): Promise<readonly ShownKey[]> => {
  const items = await History.readAll(ctx.store, { pk: agencyPartition(agency) });
  const of = items.find(({ sk }) => sk === agencyKey(agency).sk);
  if (!of || !coversAll(scope, fromItem(agencyEntity, of).record.divisions)) return [];
  const uses = new Map(
    items
      .filter(({ sk }) => sk.startsWith("USED#"))
      .map((item) => fromItem(keyUseEntity, item).record)
      .map((use) => [use.key, use.lastUsedAt]),
  );
  return items
    .filter(({ sk }) => sk.startsWith("KEY#"))
    .map((item) => versioned(fromItem(keyEntity, item)))
    .map((key) => shown(key, uses.get(key.id) ?? null));
});

/** Keys that an agency may have at a time: of more, nobody knows what each is for. */
const mostKeys = 50;

const dayMs = 86_400_000;
const days = z.int().min(1).max(731);

/** Makes a key for a partner's system. It is shown this once, and stored nowhere. Throws NOT_FOUND, BAD_INPUT. */
export const issueKey = command(
  "access:write",
  z.object({
    agency: shortId.describe("Agency whose system it is for"),
    label: keyShape.shape.label,
    networks: keyShape.shape.networks.default([]),
    days: days.default(365).describe("For how many days it is taken; two years at most"),
  }),
  async (ctx, { agency, label, networks, days: valid }, scope) => {
    const { record } = await requireAgency(ctx, scope, { id: agency, path: "agency" });
    if (record.kind !== "partner") throw new HubError("BAD_INPUT", "agency: only partners have keys; a bureau's people sign in", { path: "agency" });
    await requireRoom(ctx, agency);
    const now = ctx.clock.now();
    const made = makeKey(requireVault(ctx.vault), {
      agency,
      label,
      networks,
      createdAt: now,
      createdBy: ctx.actor.id,
      expiresAt: new Date(now.getTime() + valid * dayMs),
    });
    return { result: made.issued, writes: [{ put: toItem(keyEntity, made.key, 1), if: "absent" }], target: `key ${agency}.${made.key.id}` };
  },
  { isSecret: true },
);

async function requireRoom({ store }: Ctx, agency: string): Promise<void> {
  const items = await History.readAll(store, { pk: agencyPartition(agency), sk: { begins: "KEY#" } });
  const live = items.filter((item) => fromItem(keyEntity, item).record.revokedAt === null);
  if (live.length >= mostKeys)
    throw new HubError("BAD_INPUT", `agency: it has ${live.length} keys already, ${mostKeys} at most; revoke those that nobody uses`, { path: "agency" });
}

interface Making {
  readonly agency: string;
  readonly label: string;
  readonly networks: readonly string[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

function makeKey(vault: Vault, { createdAt, expiresAt, networks, ...of }: Making): { readonly key: ApiKey; readonly issued: IssuedKey } {
  const id = newId(vault);
  const secret = keyText(of.agency, id, base64url(vault.random(32)));
  const key: ApiKey = {
    ...of,
    ...{ id, networks: [...networks], hash: vault.hash(secret), createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
    ...{ replacedBy: null, revokedAt: null },
  };
  return { key, issued: { key: shown({ ...key, version: 1 }, null), secret } };
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** RFC 4648, section 5, without padding. */
function base64url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const count = Math.min(3, bytes.length - at) + 1;
    const bits = (a << 16) | (b << 8) | c;
    for (let digit = 0; digit < count; digit += 1) text += digits[(bits >> (18 - 6 * digit)) & 63];
  }
  return text;
}

const named = z.object({ agency: shortId.describe("Agency whose key it is"), key: shortId.describe("The key"), version: versionInput });

async function requireKey(ctx: Ctx, scope: Scope, { agency, key, version }: z.output<typeof named>) {
  await requireAgency(ctx, scope, { id: agency, path: "agency" });
  const item = await ctx.store.get(keyKey(agency, key));
  if (!item) throw notFound("key", "key");
  const stored = fromItem(keyEntity, item);
  requireVersion(stored, version);
  if (stored.record.revokedAt !== null) throw new HubError("BAD_INPUT", "key: it is revoked already", { path: "key" });
  return stored;
}

/** Makes a key in the place of another, which is taken for some hours more, so that systems can change over. Throws NOT_FOUND, CONFLICT. */
export const rotateKey = command(
  "access:write",
  named.extend({
    overlapHours: z
      .int()
      .min(0)
      .max(24 * 90)
      .default(72)
      .describe("For how many hours the old key is taken beside the new one"),
    days: days.default(365).describe("For how many days the new one is taken; two years at most"),
  }),
  async (ctx, { overlapHours, days: valid, ...asked }, scope) => {
    const { record: old, version } = await requireKey(ctx, scope, asked);
    if (old.replacedBy !== null) throw new HubError("BAD_INPUT", `key: it has been replaced by ${old.replacedBy} already; rotate that one`, { path: "key" });
    await requireRoom(ctx, old.agency);
    const now = ctx.clock.now();
    const { agency, label, networks } = old;
    const made = makeKey(requireVault(ctx.vault), {
      agency,
      label,
      networks,
      createdAt: now,
      createdBy: ctx.actor.id,
      expiresAt: new Date(now.getTime() + valid * dayMs),
    });
    const overlap = new Date(now.getTime() + overlapHours * 3_600_000).toISOString();
    const replaced: ApiKey = { ...old, replacedBy: made.key.id, expiresAt: [old.expiresAt, overlap].toSorted()[0] ?? overlap };
    const writes = [
      { put: toItem(keyEntity, made.key, 1), if: "absent" as const },
      { put: toItem(keyEntity, replaced, version + 1), if: { version } },
    ];
    return { result: made.issued, writes, target: `key ${agency}.${old.id}` };
  },
  { isSecret: true },
);

/** Has a key refused, from now on. Processes that have just met it take it for five seconds more. Throws NOT_FOUND, CONFLICT. */
export const revokeKey = command("access:write", named, async (ctx, asked, scope) => {
  const { record, version } = await requireKey(ctx, scope, asked);
  const revoked: ApiKey = { ...record, revokedAt: instant.parse(ctx.clock.now().toISOString()) };
  const writes = [{ put: toItem(keyEntity, revoked, version + 1), if: { version } }];
  return { result: shown({ ...revoked, version: version + 1 }, null), writes, target: `key ${record.agency}.${record.id}` };
});
