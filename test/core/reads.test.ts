import { Access } from "@hub/core/access";
import { Audit } from "@hub/core/audit";
import { countedShards } from "@hub/core/entity";
import { Expiry } from "@hub/core/expiry";
import { Intake } from "@hub/core/intake";
import { Outreach } from "@hub/core/outreach";
import { Projection } from "@hub/core/projection";
import { Quota } from "@hub/core/quota";
import { registerRows } from "@hub/hub/demo";
import { vaultOf } from "@hub/server/vault";
import { openSqlite } from "@hub/store/sqlite";
import { expect, it } from "vitest";
import { declared } from "../support/roundtrips/declared.ts";
import { outside } from "../support/roundtrips/outside.ts";
import { declaredSteps, stepsOf, watched } from "../support/roundtrips/watched.ts";
import { authority, builder, type Cells, fileOf, firm, type Table, tableOf } from "../support/rows.ts";
import { type World, world } from "../support/world.ts";

type Steps = readonly (readonly string[])[];

interface Watching {
  readonly hub: World;
  /** What some work reads before each of its transactions, and after the last. */
  readonly readsOf: (work: () => Promise<unknown>) => Promise<readonly Steps[]>;
  /** The same of an import of a table: before it begins, before each batch, before it ends. */
  readonly reads: (name: string, table: Table) => Promise<readonly Steps[]>;
}

function watching(): Watching {
  const { store, calls } = watched(openSqlite({ file: ":memory:" }));
  const phases: Steps[] = [];
  const hub = world({
    store: {
      ...store,
      transact: (writes, options) => {
        phases.push(stepsOf(calls()));
        return store.transact(writes, options).finally(calls);
      },
    },
  });
  const readsOf: Watching["readsOf"] = async (work) => {
    phases.length = 0;
    calls();
    await work();
    phases.push(stepsOf(calls()));
    return phases.splice(0);
  };
  return { hub, readsOf, reads: (name, table) => readsOf(() => Intake.run(hub.ctx, { file: fileOf(name, table) })) };
}

const register = registerRows({ enterprises: 200, seed: 1 });
const place = register.header.indexOf("统一社会信用代码");
const registration = register.header.indexOf("工商注册号");

/** 100 companies of a register, each with its registration number and the organisation code in its unified code. */
const companies = { header: register.header, rows: [...register.rows].filter((row) => row[place]?.startsWith("91") && row[registration] !== "").slice(0, 100) };

/** A decision on each of them. */
function ofDifferentFirms(kind: "penalty" | "licence") {
  const [code, number] = kind === "penalty" ? ["CF_XDR_SHXYM", "CF_WSH"] : ["XK_XDR_SHXYM", "XK_WSH"];
  return tableOf(
    kind,
    companies.rows.map((row, at) => ({ [code]: row[place] ?? "", [number]: `${at}号` })),
  );
}

/** What an import reads when a register tells whose the number is for which 33 decisions wait. */
async function readsOfWaiting(kind: "penalty" | "licence"): Promise<Steps> {
  const { reads } = watching();
  const [code, name, number, document] =
    kind === "penalty" ? ["CF_XDR_SHXYM", "CF_XDR_MC", "CF_XDR_GSZC", "CF_WSH"] : ["XK_XDR_SHXYM", "XK_XDR_MC", "XK_XDR_GSZC", "XK_WSH"];
  const rows = Array.from({ length: 33 }, (_, at): Cells => ({ [code]: "", [name]: firm.name, [number]: firm.registrationNumber, [document]: `${at}号` }));
  await reads("waiting", tableOf(kind, rows));
  const [, beforeMove = []] = await reads("register", tableOf("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]));
  // The batch's own keys come first.
  return beforeMove.slice(1);
}

const issuer = "https://login.example.gov.cn";
const vault = vaultOf(new Uint8Array(32));
const partner = { name: "示例银行", kind: "partner", divisions: ["140581"] } as const;

/** A hub with a partner agency. */
async function withAgency() {
  const { hub, readsOf } = watching();
  const ctx = { ...hub.ctx, vault };
  const { id } = await Access.addAgency(ctx, { ...partner, divisions: [...partner.divisions] });
  return { ctx, readsOf, agency: id };
}

/** What the sweep reads of the nth kind that ends by itself: of one after the other. */
async function readsOfSweep(nth: number): Promise<Steps | undefined> {
  const { hub, readsOf } = watching();
  const [steps] = await readsOf(() => Expiry.sweep(hub.ctx, {}));
  return steps?.slice(nth * countedShards, (nth + 1) * countedShards);
}

const found: Readonly<Record<keyof typeof outside, () => Promise<Steps | undefined>>> = {
  "enterprise, before a batch": async () => (await watching().reads("register", companies))[1],
  "penalty, before a batch": async () => (await watching().reads("penalties", ofDifferentFirms("penalty")))[1],
  "licence, before a batch": async () => (await watching().reads("licences", ofDifferentFirms("licence")))[1],
  "penalty, waiting": () => readsOfWaiting("penalty"),
  "licence, waiting": () => readsOfWaiting("licence"),
  "import, before an import": async () => (await watching().reads("penalty", tableOf("penalty", [{}])))[0],
  "importRow, report": async () => {
    const { hub, reads } = watching();
    await reads("rejected", tableOf("penalty", [{ CF_SY: "" }]));
    hub.calls.length = 0;
    await Intake.listIssues(hub.ctx, { sha256: fileOf("rejected", { header: [], rows: [] }).sha256, first: 1_000 });
    return [[...hub.calls]];
  },
  "logHead, by a projector": async () => {
    const { hub, readsOf } = watching();
    return (await readsOf(() => Projection.projector(hub.ctx).head()))[0];
  },
  "pointer, before a batch": async () => {
    const { hub, readsOf } = watching();
    const rows = Array.from({ length: 50 }, (_, at): Cells => ({ CF_WSH: `${at}号` }));
    await Intake.run(hub.ctx, { file: fileOf("penalties", tableOf("penalty", rows)) });
    const projector = Projection.projector(hub.ctx);
    await projector.head();
    const changes = rows.map(({ CF_WSH }) => ({ pk: `ENT#${builder.uscc}`, sk: `PEN#${authority.uscc}#${CF_WSH}`, version: 1 }));
    return (await readsOf(() => projector.project(changes)))[0];
  },
  "outreachTarget, assess": async () => {
    const { hub, readsOf } = watching();
    await hub.take("penalty", [{}]);
    const { id } = await Outreach.open(hub.ctx, { title: "示例", division: "140581", since: "2025-04-01" });
    while ((await Outreach.advance(hub.ctx, { id })).phase !== "ready");
    await Outreach.refresh(hub.ctx, { id });
    return (await readsOf(() => Outreach.advance(hub.ctx, { id })))[0];
  },
  "penalty, term over": () => readsOfSweep(0),
  "listEntry, term over": () => readsOfSweep(1),
  "pulse, lag": async () => {
    const { hub, readsOf } = watching();
    return (await readsOf(() => Projection.streamLag(hub.ctx, {})))[0];
  },
  "projectionBuilding, before a rebuild": async () => {
    const { hub, readsOf } = watching();
    // Its first transaction notes that it begins.
    return (await readsOf(() => Projection.rebuild(hub.ctx, {})))[1];
  },
  "apiKey, before a request": async () => {
    const { ctx, readsOf, agency } = await withAgency();
    const { secret } = await Access.issueKey(ctx, { agency, label: "示例" });
    return (await readsOf(() => Access.actorOfKey(ctx, { key: secret, isFrom: () => true }))).at(-1);
  },
  "person, before a request": async () => {
    const { ctx, readsOf, agency } = await withAgency();
    await Access.addPerson(ctx, { issuer, subject: "u-1", memberships: [{ role: "partner", agency, divisions: ["140581"], enterprises: [] }] });
    return (await readsOf(() => Access.actorOfClaims(ctx, { issuer, subject: "u-1", client: null, membership: null }))).at(-1);
  },
  "client, before a request": async () => {
    const { ctx, readsOf, agency } = await withAgency();
    await Access.addClient(ctx, { agency, issuer, client: "c-1" });
    return (await readsOf(() => Access.actorOfClaims(ctx, { issuer, subject: "c-1", client: "c-1", membership: null }))).at(-1);
  },
  "quota, before a request": async () => {
    const { hub, readsOf } = watching();
    const take = () => Quota.limiter(hub.ctx).take("key:example", { perMinute: 60, burst: 10 });
    await take();
    // Another process writes its asker down as new, in vain, and then looks.
    return (await readsOf(take))[1];
  },
  "once, before a change": async () => {
    const { hub, readsOf } = watching();
    const ctx = { ...hub.ctx, vault, idempotencyKey: "a-key-of-a-change" };
    return (await readsOf(() => Access.addAgency(ctx, { ...partner, divisions: [...partner.divisions] })))[0];
  },
  "auditSeal, newest": async () => {
    const { hub, readsOf } = watching();
    return (await readsOf(() => Audit.seal(hub.ctx, {})))[0]?.slice(0, 1);
  },
  "auditSeal, all": async () => {
    const { hub, readsOf } = watching();
    // It goes through the whole store then, for lists that tell of what there is not.
    return (await readsOf(() => Audit.verify(hub.ctx, {}))).at(-1)?.slice(0, 1);
  },
};

it.each(Object.keys(outside))("%s: what is read is what the access pattern declares", async (pattern) => {
  const access = declared.get(pattern);
  expect(await found[pattern]?.()).toEqual(access && declaredSteps(access));
});
