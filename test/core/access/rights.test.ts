import { type Action, reach } from "@hub/core/ctx";
import { Division } from "@hub/core/division";
import { isWithin, requireScope, scopeOf } from "@hub/core/operation";
import { delegable, isPublic, type Role, reachOf, rights, roles } from "@hub/core/rights";
import { Self } from "@hub/core/self";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessHub, actorOf } from "../../support/access.ts";

const actions = Object.keys(rights) as Action[];
const everybody: readonly Role[] = [...roles, "operator"];
const who = (action: Action) => everybody.flatMap((role) => (reachOf(role, action) === null ? [] : [`${role} ${reachOf(role, action)}`]));

describe("the catalogue of rights", () => {
  it("says of every action why it is a right, and gives it to somebody", () => {
    for (const action of actions) {
      expect(action).toMatch(/^[a-z]+:[a-z]+$/);
      expect(rights[action].why.length).toBeGreaterThan(20);
      expect(reachOf("operator", action) ?? reachOf("enterprise", action)).not.toBeNull();
    }
  });

  it("gives what is published to everyone, and nothing else to the public", () => {
    const open = actions.filter(isPublic);
    expect(open).toEqual([
      ...["reference:read", "enterprise:read", "penalty:read", "licence:read", "rating:read", "listing:read"],
      ...["statistics:read", "change:read", "evidence:issue", "self:read"],
    ]);
    for (const action of open) expect(who(action)).toEqual(everybody.map((role) => `${role} all`));
    expect(actions.filter((action) => reachOf("public", action) !== null)).toEqual(open);
  });

  it("gives what is not published to these and nobody else", () => {
    const bureau = ["officer division", "reviewer division", "operator all"];
    const inside = ["partner division", "enterprise own", "officer division", "reviewer division", "auditor all", "operator all"];
    expect(Object.fromEntries(actions.filter((action) => !isPublic(action)).map((action) => [action, who(action)]))).toEqual({
      "history:read": inside,
      "provenance:read": inside,
      "unpublished:read": ["enterprise own", "officer division", "reviewer division", "auditor all", "operator all"],
      "case:read": ["officer division", "reviewer division", "auditor all", "operator all"],
      "penalty:keep": bureau,
      "repair:read": ["enterprise own", "officer division", "reviewer division", "auditor all", "operator all"],
      "repair:apply": ["enterprise own", "officer division", "operator all"],
      "repair:review": bureau,
      "repair:decide": bureau,
      "objection:read": ["enterprise own", "officer division", "reviewer division", "auditor all", "operator all"],
      "objection:raise": ["enterprise own", "officer division", "operator all"],
      "objection:decide": bureau,
      "outreach:read": ["officer division", "reviewer division", "auditor all", "operator all"],
      "outreach:run": bureau,
      "notice:read": ["enterprise own", "officer division", "reviewer division", "auditor all", "operator all"],
      "case:write": ["officer division", "reviewer division", "operator all"],
      "case:decide": ["reviewer division", "operator all"],
      "rating:write": ["officer division", "reviewer division", "operator all"],
      "listing:write": ["officer division", "reviewer division", "operator all"],
      "listing:decide": ["reviewer division", "operator all"],
      "proposal:read": ["enterprise own", "officer division", "reviewer division", "auditor all", "operator all"],
      "publicity:run": ["operator all"],
      "intake:read": ["officer division", "reviewer division", "auditor all", "operator all"],
      "intake:run": ["operator all"],
      "projection:read": ["auditor all", "operator all"],
      "projection:run": ["operator all"],
      "access:read": ["auditor all", "admin division", "operator all"],
      "access:write": ["admin division", "operator all"],
      "delegation:read": ["enterprise own", "auditor all", "admin division", "operator all"],
      "delegation:write": ["enterprise own", "admin division", "operator all"],
      "audit:read": ["enterprise own", "auditor all", "operator all"],
      "audit:seal": ["operator all"],
    });
    expect(delegable).toEqual([
      "history:read",
      "provenance:read",
      "unpublished:read",
      "repair:read",
      "repair:apply",
      "objection:read",
      "objection:raise",
      "notice:read",
      "proposal:read",
      "delegation:read",
      "audit:read",
    ]);
  });

  it("is what anyone may read, and each what it may do", async () => {
    const hub = accessHub();
    const told = await Self.catalogue(hub.as(actorOf("public")), {});
    expect(told.map(({ action, why, who: given }) => [action, why, given.map(({ role, reach: far }) => `${role} ${far}`)])).toEqual(
      actions.map((action) => [action, rights[action].why, who(action).filter((text) => !text.startsWith("operator"))]),
    );
    for (const role of everybody) {
      const actor = actorOf(role);
      const granted = actions.flatMap((action) => (reachOf(role, action) === null ? [] : [{ action, reach: reachOf(role, action), why: rights[action].why }]));
      expect(await Self.get(hub.as(actor), {})).toEqual({ actor, grants: granted });
    }
    expect(hub.calls).toEqual([]);
  });
});

const everyCode = (function below(code: string | null): readonly string[] {
  return Division.children(code).flatMap((child) => (child.code.length === 6 ? [child.code, ...below(child.code)] : []));
})(null);
/** A code of six digits that ends in no, one, two or three pairs of zeros, whether there is such a division or not. */
const anyCode = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 3, maxLength: 3 }), fc.integer({ min: 0, max: 3 }))
  .map(([pairs, zeros]) => pairs.map((pair, at) => (at >= 3 - zeros ? "00" : String(pair).padStart(2, "0"))).join(""));
const code = fc.oneof(fc.constantFrom("000000", ...everyCode), anyCode);

/** Pair by pair: those before the trailing zeros are the same. */
function liesIn(division: string, of: string): boolean {
  const pairs = [0, 2, 4].map((at) => of.slice(at, at + 2));
  while (pairs.at(-1) === "00") pairs.pop();
  return pairs.every((pair, at) => division.slice(at * 2, at * 2 + 2) === pair);
}

describe("a right to some divisions", () => {
  it("covers what lies in them by the code, and nothing else", () => {
    expect(everyCode.length).toBeGreaterThan(3_000);
    fc.assert(
      fc.property(code, fc.array(code, { maxLength: 4 }), fc.constantFrom<Role>("partner", "officer", "reviewer"), (division, divisions, role) => {
        const scope = requireScope(actorOf(role, { divisions }), "history:read");
        const isCovered = divisions.some((each) => liesIn(division, each));
        expect(scope.covers({ divisions: [division], enterprise: null })).toBe(isCovered);
        expect(scope.covers({ divisions: [division], enterprise: "91140581MA0DEMX13N" })).toBe(isCovered);
        expect(isWithin(division, divisions)).toBe(isCovered);
      }),
      { numRuns: 5_000 },
    );
  });

  it("covers each division there is in itself, in those above it and in the whole country, and in none beside it", () => {
    for (const each of everyCode) {
      const above = [each, `${each.slice(0, 4)}00`, `${each.slice(0, 2)}0000`, "000000"];
      expect(above.every((over) => isWithin(each, [over]))).toBe(true);
      expect(isWithin(each, ["010000", "000100", "000001"])).toBe(false);
    }
    expect(isWithin("140500", ["140581"])).toBe(false);
    expect(isWithin("140000", ["140500"])).toBe(false);
  });

  it("covers what belongs to several where any of them lies in it", () => {
    const scope = requireScope(actorOf("officer", { divisions: ["140500"] }), "history:read");
    expect(scope.covers({ divisions: ["110105", "140581"], enterprise: null })).toBe(true);
    expect(scope.covers({ divisions: ["110105", "140600"], enterprise: null })).toBe(false);
  });

  it("covers nothing that belongs to no division, also for the whole country", () => {
    const scope = requireScope(actorOf("officer", { divisions: ["000000"] }), "history:read");
    expect(scope.covers({ divisions: [], enterprise: "91140581MA0DEMX13N" })).toBe(false);
    expect(scope.covers({ divisions: ["140581"], enterprise: null })).toBe(true);
  });
});

describe("a right to one's own", () => {
  const enterprises = { "91140581MA0DEMX13N": "all", "91140581MA0EXAMP11": ["history:read"] } as const;
  const actor = actorOf("enterprise", { enterprises, divisions: ["000000"] });

  it("covers the enterprises that one is or acts for, with what one may do for each", () => {
    const covered = (action: Action, enterprise: string | null) => scopeOf(actor, action)?.covers({ enterprise, divisions: ["140581"] });
    expect(covered("history:read", "91140581MA0DEMX13N")).toBe(true);
    expect(covered("delegation:write", "91140581MA0DEMX13N")).toBe(true);
    expect(covered("history:read", "91140581MA0EXAMP11")).toBe(true);
    expect(covered("provenance:read", "91140581MA0EXAMP11")).toBe(false);
    expect(covered("delegation:write", "91140581MA0EXAMP11")).toBe(false);
  });

  it.each([null, "11140500MB0EXAMP5D", "", "toString", "__proto__", "constructor"])("does not cover %j", (enterprise) => {
    for (const action of delegable) expect(scopeOf(actor, action)?.covers({ enterprise, divisions: ["140581"] })).toBe(false);
  });
});

it("what an actor is narrowed to takes away and never gives", () => {
  const subset = fc.subarray(actions);
  fc.assert(
    fc.property(fc.constantFrom(...everybody), subset, fc.constantFrom(...actions), (role, only, action) => {
      const narrowed = reach({ role, only }, action);
      expect(narrowed).toBe(only.includes(action) ? reachOf(role, action) : null);
      expect(scopeOf(actorOf(role, { only }), action)?.reach ?? null).toBe(narrowed);
    }),
    { numRuns: 2_000 },
  );
});
