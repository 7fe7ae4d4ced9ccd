import { Access } from "@hub/core/access";
import type { Write } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { accessHub, adminOf, bank, bodiesOf, countsIn, day, refusalOf, someVault, transactionsOf } from "../../support/access.ts";
import { everyItem } from "../../support/world.ts";

const idempotencyKey = "5f0c2f2e-8a11-4c4b-9a51-3d1e6d0a7b10";
const kindOf = (write: Write) => ("put" in write ? write.put.pk.replace(/#.*/, "") : "other");

describe("a change", () => {
  it("is written with its trail entry and its key in one transaction", async () => {
    const hub = accessHub();
    const { store, transactions } = transactionsOf(hub.ctx.store);
    const request = { id: "request-1", purpose: null, channel: "graphql" } as const;
    const ctx = { ...hub.ctx, store, request, idempotencyKey };
    const made = await Access.addAgency(ctx, bank);
    expect(hub.calls).toEqual(["get", "transact"]);
    const changed = await Access.changeAgency(ctx, { id: made.id, version: 1, name: "另一家" }).catch(() => null);
    expect(changed).toBeNull();
    const next = await Access.changeAgency({ ...ctx, idempotencyKey: `${idempotencyKey}-2` }, { id: made.id, version: 1, name: "另一家" });
    expect(next).toEqual({ ...made, name: "另一家", version: 2 });
    expect(transactions.map((writes) => writes.map(kindOf))).toEqual([
      ["AGENCY", "AUDIT", "ONCE"],
      ["AGENCY", "AUDIT", "ONCE"],
    ]);
    const entry = {
      ...{ at: "2090-01-05T01:00:00.000Z", kind: "write", actor: "operator", role: "operator", agency: null, actions: ["access:write"] },
      ...{ subject: null, target: `agency ${made.id}`, purpose: null, requestId: "request-1", channel: "graphql", id: expect.any(String) },
    };
    expect(await bodiesOf(hub.store, "AUDIT#")).toEqual([entry, entry]);
  });

  it("without a key takes no call more than it needs, and is made again when it is asked again", async () => {
    const hub = accessHub();
    const one = await Access.addAgency(hub.ctx, bank);
    expect(hub.calls.splice(0)).toEqual(["transact"]);
    const two = await Access.addAgency(hub.ctx, bank);
    expect(two.id).not.toBe(one.id);
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 2, AUDIT: 2 });
    await Access.changeAgency(hub.ctx, { id: one.id, version: 1, isActive: false });
    expect(hub.calls.slice(1)).toEqual(["get", "transact"]);
  });

  it("of the same record by the same person in the same instant as another is made as well", async () => {
    const hub = accessHub();
    const { id } = await Access.addAgency(hub.ctx, bank);
    await Access.changeAgency(hub.ctx, { id, version: 1, name: "二" });
    expect(await Access.changeAgency(hub.ctx, { id, version: 2, name: "三" })).toMatchObject({ name: "三", version: 3 });
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 1, AUDIT: 3 });
  });

  it("of a version that is no more is refused with the version that stands, and writes nothing", async () => {
    const hub = accessHub();
    const { id } = await Access.addAgency(hub.ctx, bank);
    hub.clock.move(1);
    await Access.changeAgency(hub.ctx, { id, version: 1, name: "二" });
    const before = await everyItem(hub.store);
    for (const key of [undefined, idempotencyKey]) {
      const refusal = await refusalOf(Access.changeAgency({ ...hub.ctx, idempotencyKey: key }, { id, version: 1, name: "三" }));
      expect(refusal).toEqual({
        code: "CONFLICT",
        message: "It was changed meanwhile and has the version 2; read it again and repeat the change",
        details: { version: 2, path: "version" },
      });
    }
    expect(await everyItem(hub.store)).toEqual(before);
  });

  it("that another overtakes between its reading and its writing is refused, and writes nothing", async () => {
    const hub = accessHub();
    const { id } = await Access.addAgency(hub.ctx, bank);
    hub.clock.move(1);
    const change = (name: string) => Access.changeAgency(hub.ctx, { id, version: 1, name });
    const outcomes = await Promise.allSettled(["二", "三", "四"].map(change));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(await refusalOf(change("五"))).toMatchObject({ code: "CONFLICT" });
    expect(outcomes[1]).toMatchObject({ reason: { code: "CONFLICT", details: {} } });
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 1, AUDIT: 2 });
    expect(await Access.agency(hub.ctx, { id })).toMatchObject({ name: "二", version: 2 });
  });
});

describe("the key of a change", () => {
  it("stands for one input: with another it is refused, also for another change, and writes nothing", async () => {
    const hub = accessHub();
    const ctx = { ...hub.ctx, idempotencyKey };
    const made = await Access.addAgency(ctx, bank);
    const before = await everyItem(hub.store);
    const refused = { code: "IDEMPOTENCY_KEY_REUSED", message: expect.stringContaining("last 24 hours"), details: {} };
    expect(await refusalOf(Access.addAgency(ctx, { ...bank, name: "另一家" }))).toEqual(refused);
    expect(await refusalOf(Access.changeAgency(ctx, { id: made.id, version: 1 }))).toEqual(refused);
    expect(await everyItem(hub.store)).toEqual(before);
  });

  it("tells the same input by what it means: defaults written out and the order of fields do not matter", async () => {
    const hub = accessHub();
    const ctx = { ...hub.ctx, idempotencyKey };
    const made = await Access.addAgency(ctx, bank);
    const { name, kind, divisions, purposes } = bank;
    expect(await Access.addAgency(ctx, { purposes: [...purposes], divisions: [...divisions], kind, name: ` ${name} ` })).toEqual(made);
    const key = await Access.issueKey({ ...ctx, idempotencyKey: "another-key" }, { agency: made.id, label: "信贷系统" });
    const again = { days: 365, networks: [], label: "信贷系统", agency: made.id };
    expect(await Access.issueKey({ ...ctx, idempotencyKey: "another-key" }, again)).toEqual(key);
  });

  it("is another one in another's hands", async () => {
    const hub = accessHub();
    const [one, two] = await Promise.all([adminOf("140500"), adminOf("140000")].map((actor) => Access.addAgency(hub.as(actor, { idempotencyKey }), bank)));
    expect(one?.id).not.toBe(two?.id);
    expect(await Access.addAgency(hub.as(adminOf("140500"), { idempotencyKey }), bank)).toEqual(one);
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 2, AUDIT: 2, ONCE: 2 });
  });

  it("holds for 24 hours to the second, and is then fresh again", async () => {
    const hub = accessHub();
    const ctx = { ...hub.ctx, idempotencyKey };
    const made = await Access.addAgency(ctx, bank);
    hub.clock.move(day - 1);
    expect(await Access.addAgency(ctx, bank)).toEqual(made);
    hub.clock.move(1);
    const fresh = await Access.addAgency(ctx, { ...bank, name: "另一家" });
    expect(fresh).toMatchObject({ name: "另一家", createdAt: "2090-01-06T01:00:00.000Z" });
    expect(fresh.id).not.toBe(made.id);
    hub.clock.move(day - 1);
    expect(await Access.addAgency(ctx, { ...bank, name: "另一家" })).toEqual(fresh);
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 2, AUDIT: 2, ONCE: 1 });
  });

  it.each(["", "sevenly", "k".repeat(129), "with a blank", "tab\tinside", "Schlüssel-1", "关键的关键的关键"])("is not %j", async (word) => {
    const hub = accessHub();
    const refused = { code: "BAD_INPUT", message: expect.stringContaining("8 to 128 printable characters"), details: { path: "idempotencyKey" } };
    expect(await refusalOf(Access.addAgency({ ...hub.ctx, idempotencyKey: word }, bank))).toEqual(refused);
    expect(hub.calls).toEqual([]);
  });

  it.each(["eight-88", "~!@#$%^&*()_+", "k".repeat(128)])("may be %j", async (word) => {
    const hub = accessHub();
    const ctx = { ...hub.ctx, idempotencyKey: word };
    expect(await Access.addAgency(ctx, bank)).toEqual(await Access.addAgency(ctx, bank));
  });
});

describe("an answer that holds a secret", () => {
  async function issued() {
    const hub = accessHub();
    const ctx = { ...hub.ctx, idempotencyKey };
    const { id } = await Access.addAgency(hub.ctx, bank);
    const input = { agency: id, label: "信贷系统" };
    return { hub, ctx, input, key: await Access.issueKey(ctx, input) };
  }

  it("is given again as it was", async () => {
    const { hub, ctx, input, key } = await issued();
    hub.clock.move(day - 1_000);
    expect(await Access.issueKey(ctx, input)).toEqual(key);
    expect(await Access.keys(ctx, { agency: input.agency })).toEqual([key.key]);
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 2, AUDIT: 2, ONCE: 1 });
  });

  it("lies sealed: the store tells neither the secret nor the key of the change, and opens with that key and that pepper alone", async () => {
    const { hub, ctx, key } = await issued();
    const secret = key.secret.slice(-43);
    const text = JSON.stringify(await everyItem(hub.store));
    expect([secret, idempotencyKey].filter((word) => text.includes(word))).toEqual([]);
    const [once] = await bodiesOf(hub.store, "ONCE#");
    const answer = String(once?.["answer"]);
    expect(Buffer.from(answer, "base64url").toString("latin1")).not.toContain(secret);
    expect(JSON.parse(ctx.vault?.open(answer, idempotencyKey) ?? "null")).toEqual(key);
    expect([ctx.vault?.open(answer, `${idempotencyKey}x`), ctx.vault?.open(answer, ""), someVault().open(answer, idempotencyKey)]).toEqual([null, null, null]);
  });

  it("is not given again under another pepper, nor made without one", async () => {
    const { hub, ctx, input } = await issued();
    const before = await everyItem(hub.store);
    expect(await refusalOf(Access.issueKey({ ...ctx, vault: someVault() }, input))).toMatchObject({ code: "VAULT_UNUSABLE" });
    expect(await refusalOf(Access.issueKey({ ...ctx, vault: undefined }, input))).toMatchObject({ code: "VAULT_UNUSABLE" });
    expect(await everyItem(hub.store)).toEqual(before);
  });
});
