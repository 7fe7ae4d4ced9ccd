import { Access } from "@hub/core/access";
import { describe, expect, it } from "vitest";
import { accessHub, bank, day, hour, onBothStores, refusalOf, someVault } from "../../support/access.ts";
import { everyItem } from "../../support/world.ts";

const anywhere = (networks: readonly string[]) => networks.length === 0;
const within = (networks: readonly string[]) => networks.includes("203.0.113.0/24");
const refused = {
  code: "UNAUTHENTICATED",
  message: "The key or token is not accepted: it is unknown, over or revoked, or must not be used from here",
  details: {},
};

async function keyed({ networks = [] as string[], days = 30 } = {}) {
  const hub = accessHub();
  const allowance = { perMinute: 600, burst: 60 };
  const agency = await Access.addAgency(hub.ctx, { ...bank, only: ["history:read"], allowance });
  const issued = await Access.issueKey(hub.ctx, { agency: agency.id, label: "信贷系统", networks, days });
  hub.calls.splice(0);
  const ask = (key = issued.secret, isFrom = anywhere) => Access.actorOfKey(hub.ctx, { key, isFrom });
  return { hub, agency, allowance, issued, secret: issued.secret, key: { agency: agency.id, key: issued.key.id, version: 1 }, ask };
}

describe("a key", () => {
  it("lets its agency's system in, with what the agency may", async () => {
    const { hub, agency, allowance, issued, ask } = await keyed();
    expect(issued.secret).toMatch(new RegExp(`^hub_${agency.id}_${issued.key.id}_[A-Za-z0-9_-]{43}$`));
    expect(await ask()).toEqual({
      actor: {
        ...{ id: `key:${agency.id}.${issued.key.id}`, role: "partner", agency: agency.id, divisions: ["140581"], enterprises: {} },
        ...{ purposes: ["lending"], only: ["history:read"] },
      },
      allowance,
      expiresAt: Date.parse("2090-02-04T01:00:00.000Z"),
      networks: [],
      use: {
        put: {
          pk: `AGENCY#${agency.id}`,
          sk: `USED#${issued.key.id}`,
          version: 1,
          body: { agency: agency.id, key: issued.key.id, lastUsedAt: "2090-01-05T01:00:00.000Z" },
        },
      },
    });
    expect(hub.calls).toEqual(["getMany"]);
  });

  it("is shown with all but its secret and its hash", async () => {
    const { hub, agency, issued } = await keyed({ networks: ["203.0.113.0/24"] });
    const shown = {
      ...{
        agency: agency.id,
        id: issued.key.id,
        label: "信贷系统",
        networks: ["203.0.113.0/24"],
        createdBy: "operator",
        prefix: `hub_${agency.id}_${issued.key.id}`,
      },
      ...{ createdAt: "2090-01-05T01:00:00.000Z", expiresAt: "2090-02-04T01:00:00.000Z", replacedBy: null, revokedAt: null, lastUsedAt: null, version: 1 },
    };
    expect(issued.key).toEqual(shown);
    expect(await Access.keys(hub.ctx, { agency: agency.id })).toEqual([shown]);
  });

  it("stands nowhere: of it the store holds its hash alone", async () => {
    const { hub, secret } = await keyed();
    const text = JSON.stringify(await everyItem(hub.store));
    expect(text).toContain(hub.ctx.vault?.hash(secret));
    const parts = [
      secret,
      secret.slice(-43),
      secret.slice(-20),
      Buffer.from(secret.slice(-43), "base64url").toString("hex"),
      Buffer.from(secret).toString("base64"),
    ];
    expect(parts.filter((part) => text.includes(part))).toEqual([]);
  });

  it("is refused in the same words whatever is wrong with it, and takes as many calls where there is none as where the secret is wrong", async () => {
    const { hub, agency, issued, secret, ask } = await keyed({ networks: ["203.0.113.0/24"] });
    const other = `${secret.slice(0, -1)}${secret.endsWith("A") ? "Q" : "A"}`;
    const wrong = [other, `hub_zzzzzzzz_${issued.key.id}_${secret.slice(-43)}`, `hub_${agency.id}_zzzzzzzz_${secret.slice(-43)}`];
    for (const key of wrong) {
      expect(await refusalOf(ask(key, within))).toEqual(refused);
      expect(hub.calls.splice(0)).toEqual(["getMany"]);
    }
    const malformed = ["", "hub_", secret.slice(0, -1), `${secret}A`, ` ${secret}`, `${secret}\n`, secret.toUpperCase(), secret.replace(/_/g, "-")];
    for (const key of malformed) expect(await refusalOf(ask(key, within))).toEqual(refused);
    expect(hub.calls).toEqual([]);
    expect(await refusalOf(ask(secret, anywhere))).toEqual(refused);
    expect(await ask(secret, within)).toMatchObject({ networks: ["203.0.113.0/24"] });
  });

  it("is refused from the instant it expires, is revoked, or its agency is shut out", async () => {
    const { hub, agency, key, ask } = await keyed({ days: 1 });
    hub.clock.move(day - 1);
    await ask();
    hub.clock.move(1);
    expect(await refusalOf(ask())).toEqual(refused);
    hub.clock.move(-hour);
    await ask();
    await Access.changeAgency(hub.ctx, { id: agency.id, version: 1, isActive: false });
    expect(await refusalOf(ask())).toEqual(refused);
    await Access.changeAgency(hub.ctx, { id: agency.id, version: 2, isActive: true });
    await ask();
    const revoked = await Access.revokeKey(hub.ctx, key);
    expect(revoked).toMatchObject({ revokedAt: "2090-01-06T00:00:00.000Z", version: 2 });
    expect(await refusalOf(ask())).toEqual(refused);
    const again = await refusalOf(Access.revokeKey(hub.ctx, { ...key, version: 2 }));
    expect(again).toMatchObject({ code: "BAD_INPUT", message: "key: it is revoked already" });
  });

  it("is refused under another pepper, and without one the hub says that it has none", async () => {
    const { hub, secret } = await keyed();
    const asked = { key: secret, isFrom: anywhere };
    expect(await refusalOf(Access.actorOfKey({ ...hub.ctx, vault: someVault() }, asked))).toEqual(refused);
    expect(await refusalOf(Access.actorOfKey({ ...hub.ctx, vault: undefined }, asked))).toMatchObject({ code: "VAULT_UNUSABLE" });
  });

  it("is not made for a bureau, for no agency, nor for a network that is none", async () => {
    const hub = accessHub();
    const { id } = await Access.addAgency(hub.ctx, { ...bank, kind: "bureau" });
    expect(await refusalOf(Access.issueKey(hub.ctx, { agency: id, label: "x" }))).toMatchObject({ code: "BAD_INPUT" });
    expect(await refusalOf(Access.issueKey(hub.ctx, { agency: "zzzzzzzz", label: "x" }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusalOf(Access.issueKey(hub.ctx, { agency: id, label: "x", networks: ["203.0.113.7"] }))).toMatchObject({ code: "BAD_INPUT" });
  });

  it("is one of fifty at most that are not revoked", async () => {
    const hub = accessHub();
    const { id: agency } = await Access.addAgency(hub.ctx, bank);
    const issued: Access.IssuedKey[] = [];
    for (let nth = 0; nth < 50; nth += 1) issued.push(await Access.issueKey(hub.ctx, { agency, label: `系统${nth}` }));
    expect(await refusalOf(Access.issueKey(hub.ctx, { agency, label: "x" }))).toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining("50 keys already"),
    });
    await Access.revokeKey(hub.ctx, { agency, key: issued[0]?.key.id ?? "", version: 1 });
    await Access.issueKey(hub.ctx, { agency, label: "x" });
    expect(new Set((await Access.keys(hub.ctx, { agency })).map(({ id }) => id)).size).toBe(51);
  });
});

describe("a key in the place of another", () => {
  onBothStores((open) => {
    it("is taken beside it while the systems change over, and after that alone", async () => {
      const hub = accessHub(await open());
      const { id: agency } = await Access.addAgency(hub.ctx, bank);
      const old = await Access.issueKey(hub.ctx, { agency, label: "信贷系统" });
      const asked = { agency, key: old.key.id, version: 1, overlapHours: 48 };
      const fresh = await Access.rotateKey(hub.ctx, asked);
      expect(fresh.key).toMatchObject({ label: "信贷系统", networks: [], replacedBy: null, version: 1 });
      const ask = ({ secret }: Access.IssuedKey) => Access.actorOfKey(hub.ctx, { key: secret, isFrom: anywhere });
      hub.clock.move(48 * hour - 1);
      expect((await Promise.all([ask(old), ask(fresh)])).map(({ actor }) => actor.id)).toEqual([old, fresh].map(({ key }) => `key:${agency}.${key.id}`));
      hub.clock.move(1);
      expect(await refusalOf(ask(old))).toEqual(refused);
      expect((await ask(fresh)).actor.id).toBe(`key:${agency}.${fresh.key.id}`);
      const shown = await Access.keys(hub.ctx, { agency });
      expect(shown.find(({ id }) => id === old.key.id)).toEqual({ ...old.key, replacedBy: fresh.key.id, expiresAt: "2090-01-07T01:00:00.000Z", version: 2 });
      const again = await refusalOf(Access.rotateKey(hub.ctx, { ...asked, version: 2 }));
      expect(again).toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining(fresh.key.id) });
    });
  });

  it("does not make the old one last longer than it would have", async () => {
    const { hub, key, secret, ask } = await keyed({ days: 1 });
    await Access.rotateKey(hub.ctx, key);
    hub.clock.move(day);
    expect(await refusalOf(ask(secret))).toEqual(refused);
  });

  it("is the only one from now on where there is no overlap", async () => {
    const { hub, key, secret, ask } = await keyed();
    const fresh = await Access.rotateKey(hub.ctx, { ...key, overlapHours: 0 });
    expect(await refusalOf(ask(secret))).toEqual(refused);
    await ask(fresh.secret);
  });
});

it("the last use of a key is noted once an hour, and shown", async () => {
  const { hub, agency, ask } = await keyed();
  const notes: string[] = [];
  for (let minute = 0; minute <= 150; minute += 10) {
    const { use } = await ask();
    if (use) {
      await hub.store.transact([use]);
      notes.push(hub.clock.now().toISOString().slice(11, 16));
    }
    hub.clock.move(10 * 60_000);
  }
  expect(notes).toEqual(["01:00", "02:00", "03:00"]);
  expect(await Access.keys(hub.ctx, { agency: agency.id })).toMatchObject([{ lastUsedAt: "2090-01-05T03:00:00.000Z", version: 1 }]);
});
