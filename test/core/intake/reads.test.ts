import { Intake } from "@hub/core/intake";
import { registerRows } from "@hub/hub/demo";
import { openSqlite } from "@hub/store/sqlite";
import { expect, it } from "vitest";
import { declared } from "../../support/roundtrips/declared.ts";
import { outside } from "../../support/roundtrips/outside.ts";
import { declaredSteps, stepsOf, watched } from "../../support/roundtrips/watched.ts";
import { type Cells, fileOf, firm, type Table, tableOf } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

type Steps = readonly (readonly string[])[];

/** A hub, and what an import of a table reads before each of its transactions: before it begins, before each batch, before it ends. */
function watching(): { readonly hub: World; readonly reads: (name: string, table: Table) => Promise<readonly Steps[]> } {
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
  return {
    hub,
    async reads(name, table) {
      phases.length = 0;
      await Intake.run(hub.ctx, { file: fileOf(name, table) });
      phases.push(stepsOf(calls()));
      return phases.splice(0);
    },
  };
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
};

it.each(Object.keys(outside))("%s: intake reads what its access pattern declares", async (pattern) => {
  const access = declared.get(pattern);
  expect(await found[pattern]?.()).toEqual(access && declaredSteps(access));
});
