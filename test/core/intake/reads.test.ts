import { systemClock } from "@hub/core/clock";
import { operator } from "@hub/core/ctx";
import { Intake } from "@hub/core/intake";
import { registerRows } from "@hub/hub/demo";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { declared } from "../../support/roundtrips/declared.ts";
import { outside } from "../../support/roundtrips/outside.ts";
import { declaredSteps, stepsOf, watched } from "../../support/roundtrips/watched.ts";
import { builder, fileOf, tableOf } from "../../support/rows.ts";

const registrationNumber = "140581300000006";

function hub() {
  const sqlite = openSqlite({ file: ":memory:" });
  onTestFinished(() => sqlite.close());
  const { store, calls } = watched(sqlite);
  const ctx = { actor: operator, store, clock: systemClock };
  const take = async (name: string, table: ReturnType<typeof tableOf>) => {
    await Intake.run(ctx, { file: fileOf(name, table) });
    return stepsOf(calls());
  };
  return { ctx, calls, take };
}

const numbered = (count: number, more = {}) => Array.from({ length: count }, (_, at) => ({ CF_WSH: `${at}号`, ...more }));
const licences = (count: number, more = {}) => Array.from({ length: count }, (_, at) => ({ XK_WSH: `${at}号`, ...more }));

/** What each import reads, by the access pattern that it shows. */
const shown: Readonly<Record<string, () => Promise<readonly (readonly string[])[]>>> = {
  "import, before an import": () => hub().take("register", tableOf("register", [{}])),
  "enterprise, before a batch": () => {
    // The other old number, the organisation code, is a part of the unified code.
    const { header, rows } = registerRows({ enterprises: 300, seed: 1 });
    const both = [...rows].filter((row) => row[header.indexOf("工商注册号")] !== "").slice(0, 100);
    expect(both.length).toBe(100);
    return hub().take("register", { header, rows: both });
  },
  "penalty, before a batch": () => hub().take("penalties", tableOf("penalty", firms(numbered(100)))),
  "licence, before a batch": () => hub().take("licences", tableOf("licence", firms(licences(100)))),
  "penalty, waiting": () => afterWaiting("penalty", numbered(45, waiting("CF"))),
  "licence, waiting": () => afterWaiting("licence", licences(45, waiting("XK"))),
  "importRow, report": async () => {
    const { ctx, calls, take } = hub();
    await take("rejected", tableOf("penalty", numbered(3, { CF_SY: "" })));
    calls();
    await Intake.listIssues(ctx, { sha256: fileOf("rejected", { header: [], rows: [] }).sha256, first: 1_000 });
    return stepsOf(calls());
  },
};

const { header, rows: demo } = registerRows({ enterprises: 100, seed: 1 });
const codes = [...demo].map((row) => row[header.indexOf("统一社会信用代码")] ?? "");

/** Each row of another firm, named by its code alone. */
function firms<T extends object>(rows: readonly T[]) {
  return rows.map((row, at) => ({ ...row, CF_XDR_SHXYM: codes[at] ?? "", XK_XDR_SHXYM: codes[at] ?? "" }));
}

/** A subject that is known by its old number only. */
function waiting(prefix: "CF" | "XK") {
  return { [`${prefix}_XDR_SHXYM`]: "", [`${prefix}_XDR_GSZC`]: registrationNumber };
}

async function afterWaiting(kind: "penalty" | "licence", rows: readonly object[]) {
  const { take } = hub();
  await take("waiting", tableOf(kind, rows as never));
  return take("register", tableOf("register", [{ USCC: builder.uscc, NAME: builder.name, REGISTRATION_NUMBER: registrationNumber }]));
}

/** Numbers left out: how many keys a batch has depends on its rows. */
const names = (steps: readonly (readonly string[])[]) => steps.map((step) => step.join(" + ").replaceAll(/ of \d+/g, "")).join(", ");

describe("an import reads as its access patterns declare", () => {
  it("all of them", () => {
    expect(Object.keys(shown).sort()).toEqual(Object.keys(outside).sort());
  });

  it.each(Object.entries(shown))("%s", async (pattern, read) => {
    const access = declared.get(pattern);
    if (!access) throw new Error(`The registry declares no ${pattern}`);
    expect(names(await read())).toContain(names(declaredSteps(access)));
  });
});
