import { randomUUID } from "node:crypto";
import type { Access } from "@hub/core/access";
import type { Clock } from "@hub/core/clock";
import { type Actor, type Ctx, operator } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { Item, ItemStore, Write } from "@hub/core/ports";
import type { Vault } from "@hub/core/vault";
import { makePepper, parsePepper, vaultOf } from "@hub/server/vault";
import { makeTable, openDynamo } from "@hub/store/dynamodb";
import { openSqlite } from "@hub/store/sqlite";
import { describe, inject, onTestFinished } from "vitest";
import { counted, everyItem, unkept } from "./world.ts";

/** A clock that stands until it is moved. It begins so late that no store takes away by itself what expires. */
export interface HandClock extends Clock {
  readonly move: (ms: number) => void;
}

export const hour = 3_600_000;
export const day = 24 * hour;

export function handClock(from = "2090-01-05T01:00:00.000Z"): HandClock {
  let at = Date.parse(from);
  return {
    now: () => new Date(at),
    move(ms) {
      at += ms;
    },
  };
}

/** A vault with a pepper of its own. */
export function someVault(): Vault {
  return vaultOf(parsePepper(makePepper(), "test"));
}

export interface AccessHub {
  readonly ctx: Ctx;
  /** Without a count of its calls. */
  readonly store: ItemStore;
  readonly clock: HandClock;
  /** Names of the store's methods in the order they were called through `ctx`. */
  readonly calls: string[];
  readonly as: (actor: Actor, more?: Partial<Ctx>) => Ctx;
}

/** A hub that gives access, in the hands of its operator. */
export function accessHub(store: ItemStore = openSqlite({ file: ":memory:" })): AccessHub {
  const { store: watched, calls } = counted(store);
  const clock = handClock();
  const ctx: Ctx = { actor: operator, store: watched, clock, vault: someVault(), trail: unkept };
  return { ctx, store, clock, calls, as: (actor, more) => ({ ...ctx, actor, ...more }) };
}

/** The same tests on each store; without Java those on DynamoDB are left out, which is said loudly before all tests. */
export function onBothStores(tests: (open: () => Promise<ItemStore>) => void): void {
  const endpoint = inject("dynamodb") ?? "";
  describe("on SQLite", () => tests(async () => openSqlite({ file: ":memory:" })));
  describe.skipIf(endpoint === "")("on DynamoDB Local", () =>
    tests(async () => {
      const at = { endpoint, table: `test-${randomUUID()}` };
      await makeTable(at);
      const store = openDynamo(at);
      onTestFinished(() => store.close());
      return store;
    }),
  );
}

export function actorOf(role: Actor["role"], more: Partial<Actor> = {}): Actor {
  return { id: `the-${role}`, role, agency: null, divisions: [], enterprises: {}, ...more };
}

export const adminOf = (...divisions: readonly string[]): Actor => actorOf("admin", { id: `admin-of-${divisions.join("-")}`, divisions });

type AgencyInput = Pick<Access.Agency, "name" | "kind" | "divisions" | "purposes">;
export const bank: AgencyInput = { name: "示例银行高平支行", kind: "partner", divisions: ["140581"], purposes: [{ code: "lending", text: "贷前审查" }] };
export const bureau: AgencyInput = { name: "示例市生态环境局", kind: "bureau", divisions: ["140500"], purposes: [] };
export const login = "https://login.example.gov.cn";

/** A person's one role. */
export const membership = (role: Access.Membership["role"], more: Partial<Access.Membership> = {}): Access.Membership => ({
  ...{ role, agency: null, divisions: ["140581"], enterprises: [] },
  ...more,
});

/** What a call is refused with. */
export async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => new Error("It was not refused"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HubError)) throw error;
  return { code: error.code, message: error.message, details: error.details };
}

/** The bodies of all items of some partitions, in the order of their keys. */
export async function bodiesOf(store: ItemStore, prefix: string): Promise<readonly Item["body"][]> {
  const items = (await everyItem(store)).filter(({ pk }) => pk.startsWith(prefix));
  return items.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1)).map(({ body }) => body);
}

/** Partitions by their kind, and how many items each kind has. */
export async function countsIn(store: ItemStore): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { pk } of await everyItem(store)) {
    const kind = pk.replace(/#.*/, "");
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** A store whose calls somebody stands in the way of: before and after each. */
export function disturbed(
  store: ItemStore,
  { before, after }: { readonly before?: (name: string, nth: number) => unknown; readonly after?: (name: string, nth: number) => unknown },
): ItemStore {
  let nth = 0;
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...given: unknown[]) => {
        nth += 1;
        const mine = nth;
        await before?.(String(name), mine);
        const answer: unknown = await method.apply(target, given);
        await after?.(String(name), mine);
        return answer;
      };
    },
  });
}

export const busy = () => new HubError("STORE_BUSY", "The store did not answer in time");

/** A store that keeps what was written in each transaction. */
export function transactionsOf(store: ItemStore): { readonly store: ItemStore; readonly transactions: (readonly Write[])[] } {
  const transactions: (readonly Write[])[] = [];
  const watched: ItemStore = new Proxy(store, {
    get(target, name, receiver) {
      if (name !== "transact") return Reflect.get(target, name, receiver) as unknown;
      return (...given: Parameters<ItemStore["transact"]>) => {
        transactions.push(given[0]);
        return target.transact(...given);
      };
    },
  });
  return { store: watched, transactions };
}

/** How many of some requests in a row were let through. */
export async function passed(take: () => Promise<void>, times: number): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) {
    await take().then(
      () => {
        count += 1;
      },
      () => {},
    );
  }
  return count;
}
