import { Access } from "@hub/core/access";
import { operator } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Evidence } from "@hub/core/evidence";
import type { Noted } from "@hub/core/trail";
import { trailWriter } from "@hub/server/trail";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { askerOf, plainAddress } from "../../../packages/server/src/access/address.ts";
import { issuerWith } from "../../support/issuer.ts";
import { asked, vault } from "../../support/people.ts";
import { firm } from "../../support/rows.ts";
import { everyItem, world } from "../../support/world.ts";

const issuer = "https://login.example.gov.cn";

/** A firm whose seat the register moved from another county to Gaoping. */
async function moved() {
  const hub = world();
  await hub.take("register", [{ DIVISION: "140522", ADDRESS: "旧址" }], { name: "1.csv", receivedOn: "2025-03-01" });
  await hub.take("register", [{ DIVISION: "140581", ADDRESS: "新址" }], { name: "2.csv", receivedOn: "2025-12-01" });
  return { hub, ctx: { ...hub.ctx, issuer: issuerWith() }, knownAt: "2026-01-05T03:00:00.000Z" };
}

describe("where a firm has moved", () => {
  it("its past is whose it is now, on every way to it", async () => {
    const { ctx, knownAt } = await moved();
    const late = { ...ctx, clock: { now: () => new Date("2026-01-06T00:00:00.000Z") } };
    const [here, there] = [asked("officer"), asked("officer", { division: "140522" })].map((actor) => ({ ...late, actor }));
    if (!here || !there) throw new TypeError("There are two");
    const seen = async (of: typeof here) => [
      (await Enterprise.history(of, { uscc: firm.uscc })).length > 0,
      (await Enterprise.get(of, { uscc: firm.uscc, asOf: "2025-06-01", knownAt }))?.register?.division ?? null,
    ];
    expect([await seen(here), await seen(there)]).toEqual([
      [true, "140522"],
      [false, null],
    ]);
  });

  it("a certificate of another instant states what was, or is refused", async () => {
    const { ctx, knownAt } = await moved();
    const late = { ...ctx, clock: { now: () => new Date("2026-01-06T00:00:00.000Z") } };
    const input = { uscc: firm.uscc, asOf: "2025-06-01", knownAt };
    const [ofOperator, ofOfficer] = await Promise.all(
      [operator, asked("officer")].map(async (actor) => (await Evidence.issue({ ...late, actor }, input)).statement),
    );
    expect(ofOfficer).toEqual(ofOperator);
    expect(ofOperator?.register?.division).toBe("140522");
    await expect(Evidence.issue({ ...late, actor: asked("officer", { division: "140522" }) }, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("an administrator", () => {
  const admin = asked("admin");

  it("shuts out whomever it sees, also who may no longer be given what he has", async () => {
    const hub = world();
    await hub.take("register", [{}], { name: "1.csv" });
    const ctx = { ...hub.ctx, actor: admin };
    const memberships = [{ role: "enterprise" as const, agency: null, divisions: ["140581"], enterprises: [firm.uscc] }];
    const { id } = await Access.addPerson(ctx, { issuer, subject: "u-1", memberships });
    await hub.take("register", [{ DIVISION: "140522" }], { name: "2.csv" });
    expect(await Access.changePerson(ctx, { id, version: 1, isActive: false })).toMatchObject({ isActive: false, version: 2 });
    await expect(Access.changePerson(ctx, { id, version: 2, isActive: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("changes nothing of its own agency, and gives no agency more than itself is narrowed to", async () => {
    const hub = world();
    const ctx = { ...hub.ctx, vault };
    const { id } = await Access.addAgency(ctx, { name: "示例局", kind: "bureau", divisions: ["140581"], only: ["access:read", "access:write"] });
    const other = await Access.addAgency(ctx, { name: "示例二局", kind: "bureau", divisions: ["140581"] });
    const narrowed = { ...ctx, actor: { ...admin, agency: id, only: ["access:read", "access:write"] as const } };
    await expect(Access.changeAgency(narrowed, { id, version: 1, only: null })).rejects.toMatchObject({ code: "FORBIDDEN", details: { path: "id" } });
    await expect(Access.changeAgency(narrowed, { id: other.id, version: 1, name: "x" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { path: "only" },
    });
  });

  it("learns nothing of others from pages and cursors", async () => {
    const hub = world();
    const ctx = { ...hub.ctx, vault };
    const of = (name: string, division: string) => Access.addAgency(ctx, { name, kind: "partner", divisions: [division] });
    const own: string[] = [];
    for (let nth = 0; nth < 12; nth += 1) {
      await of(`外${nth}`, "140522");
      own.push((await of(`内${nth}`, "140581")).id);
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof Access.agencies>> = await Access.agencies({ ...ctx, actor: admin }, { first: 5, after });
      seen.push(...page.items.map(({ id }) => id));
      expect(page.cursor === null || page.cursor === page.items.at(-1)?.id).toBe(true);
      after = page.cursor;
    } while (after !== null);
    expect(seen).toEqual(own.toSorted());
  });
});

it("a person gets no further than the agency for which it acts, also when that is narrowed later", async () => {
  const hub = world();
  const ctx = { ...hub.ctx, vault };
  const agency = await Access.addAgency(ctx, { name: "示例局", kind: "bureau", divisions: ["000000"] });
  const member = (role: "officer" | "auditor") => ({ role, agency: agency.id, divisions: ["000000"], enterprises: [] });
  await Access.addPerson(ctx, { issuer, subject: "officer", memberships: [member("officer")] });
  await Access.addPerson(ctx, { issuer, subject: "auditor", memberships: [member("auditor")] });
  const enter = (subject: string) => Access.actorOfClaims(ctx, { issuer, subject, client: null, membership: null });
  expect((await enter("auditor")).actor.divisions).toEqual(["000000"]);
  await Access.changeAgency(ctx, { id: agency.id, version: 1, divisions: ["140581"] });
  expect((await enter("officer")).actor.divisions).toEqual(["140581"]);
  await expect(enter("auditor")).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("what is wrong with one request's notes fails no other's", async () => {
  const store = openSqlite({ file: ":memory:" });
  const writer = trailWriter({ store, clock: { now: () => new Date("2026-01-05T01:00:00.000Z") } });
  const noted: Omit<Noted, "subject"> = {
    ...{ kind: "read", actor: "a", role: "officer", agency: null, actions: ["history:read"] },
    ...{ target: null, purpose: null, requestId: null, channel: "graphql" },
  };
  const ended = await Promise.allSettled(
    ["1", "2\ud800", "3"].map(async (subject) => {
      const recorder = writer.begin();
      recorder.note({ ...noted, subject });
      await recorder.written();
    }),
  );
  expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((await everyItem(store)).map(({ body }) => body["subject"]).sort()).toEqual(["1", "3"]);
});

it.each([
  ["203.0.113.9:5000", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["::ffff:cb00:7109", "203.0.113.9"],
  ["[2001:db8::1]:443", "2001:db8:0:0::/64"],
  ["2001:db8:0:0:1::9", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["nonsense", "unknown"],
])("an address is counted as whose it is: %s", (address, asker) => {
  expect(askerOf(address)).toBe(asker);
  expect(plainAddress(address)).not.toContain("%");
});
