import type { Condition, Item, Key, Write } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { everything, type Harness, item, openNew, refusal } from "./harness.ts";

const states = ["absent", 1, 2] as const;
const actions = ["put", "delete", "check"] as const;
const demands: readonly (Condition | undefined)[] = [undefined, "absent", "present", { version: 1 }, { version: 2 }];

type State = (typeof states)[number];

/** Every state of an item, every write, every condition: what the port's words say comes of it. */
const table = states.flatMap((state) =>
  actions.flatMap((action) =>
    demands
      .filter((demand) => action !== "check" || demand !== undefined)
      .map((demand) => ({ state, action, demand, title: `${action} of ${state === "absent" ? "nothing" : `version ${state}`} if ${wording(demand)}` })),
  ),
);

function wording(demand: Condition | undefined): string {
  if (demand === undefined) return "anything";
  return typeof demand === "string" ? demand : `version ${demand.version}`;
}

function holds(state: State, demand: Condition | undefined): boolean {
  if (demand === undefined) return true;
  if (demand === "absent") return state === "absent";
  return demand === "present" ? state !== "absent" : state === demand.version;
}

function writeOf(action: (typeof actions)[number], key: Key, demand: Condition | undefined): Write {
  if (action === "check") return { check: key, if: demand ?? "present" };
  const condition = demand !== undefined && { if: demand };
  return action === "put" ? { put: item(key.pk, key.sk, 3, "new"), ...condition } : { delete: key, ...condition };
}

export function conditions(harness: Harness): void {
  describe("conditions", () => {
    it.each(table)("$title", async ({ state, action, demand }) => {
      const { store } = await openNew(harness);
      const key = { pk: "ENT#1", sk: "PENALTY#1" };
      const before: readonly Item[] = state === "absent" ? [] : [item(key.pk, key.sk, state, "old")];
      if (before[0]) await store.transact([{ put: before[0] }]);

      const result = await refusal(store.transact([writeOf(action, key, demand)]));

      const after = { put: [item(key.pk, key.sk, 3, "new")], delete: [], check: before }[action];
      if (holds(state, demand)) expect([result, await everything(store)]).toEqual(["accepted", after]);
      else expect([result, await everything(store)]).toEqual([{ code: "CONFLICT", details: { failed: [{ index: 0, ...key }] } }, before]);
    });
  });
}
