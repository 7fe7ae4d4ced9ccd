import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Serving, serving } from "../support/api.ts";
import { asked, vault } from "../support/people.ts";
import { pdfBase64 } from "../support/repair.ts";
import { authority, builder } from "../support/rows.ts";
import { type World, world } from "../support/world.ts";

const day = "2026-10-12";

/** A hub in which it is the morning of that day. */
function onDay(): World {
  const hub = world({ from: `${day}T01:00:00.000Z` });
  return { ...hub, ctx: { ...hub.ctx, clock: { now: () => new Date(`${day}T01:00:00.000Z`) } } };
}

const apiOf = (hub: World, role: Parameters<typeof asked>[0]) => serving(hub, { actor: asked(role), vault });
const whole = "... on Refusal { code message path }";

/** Makes a change of a case and gives the case, or the refusal. */
async function change(api: Serving, name: string, input: string, fields = "id version state") {
  const { data, errors } = await api.ask(
    `mutation { ${name}(input: {${input}}) { ... on ${name.charAt(0).toUpperCase()}${name.slice(1)}Payload { case { ${fields} } } ${whole} } }`,
  );
  expect(errors).toEqual([]);
  return data[name].case ?? data[name];
}

const pdfSha256 = createHash("sha256").update(Buffer.from(pdfBase64, "base64")).digest("hex");

const violation = '{code: OVER_PERMITTED_LIMITS, type: "超许可排放", facts: "示例排放口超标。", place: "示例路2号", occurredOn: "2026-08-14"}';
const opening = `uscc: "${builder.uscc}", name: "${builder.name}", division: "140581", authority: {name: "${authority.name}", uscc: "${authority.uscc}"}`;

/** A case of an officer's, up to the notice. */
async function noticed(officer: Serving) {
  const named = ({ id, version }: { readonly id: string; readonly version: number }) => `id: "${id}", version: ${version}`;
  const opened = await change(officer, "openCase", `${opening}, openedOn: "2026-09-01", violation: ${violation}`);
  const attached = await change(officer, "attachToCase", `${named(opened)}, name: "笔录.pdf", content: "${pdfBase64}"`);
  const investigated = await change(officer, "investigateCase", `${named(attached)}, facts: "属实。", files: [{sha256: "${pdfSha256}", name: "笔录.pdf"}]`);
  const order = 'number: "示例环责改〔2026〕1号", text: "停止超标排放。", orderedOn: "2026-09-02", dueOn: "2026-09-20"';
  const ordered = await change(officer, "orderRectification", `${named(investigated)}, ${order}`);
  const corrected = await change(officer, "confirmCorrection", `${named(ordered)}, correctedOn: "2026-09-18", evidence: "复测达标。"`);
  const told = await change(officer, "giveCaseNotice", `${named(corrected)}, number: "示例环罚告〔2026〕1号", servedOn: "2026-09-21"`);
  return { ...told, named: named(told) };
}

describe("an enforcement case over the API", () => {
  it("goes from opening to fulfilment, and its penalty is published", async () => {
    const hub = onDay();
    const [officer, reviewer, anyone] = [await apiOf(hub, "officer"), await apiOf(hub, "reviewer"), await apiOf(hub, "public")];
    const told = await noticed(officer);
    expect(told).toMatchObject({ state: "NOTICED", version: 6 });
    const { data } = await officer.ask(
      `{ enforcementCase(id: "${told.id}") { can law { differs lighter ofAct { citation validTo } ofDecision { citation } fines { line lighter ofAct { least { yuan } } ofDecision { least { yuan } } } } terms { rule dueOn endedOn isOverdue } rectifications { dueOn correctedOn } steps { event files } files { name path } } }`,
    );
    const path = `/cases/${told.id}/files/${pdfSha256}`;
    const fetched = await Promise.all([officer, anyone].map(({ url }) => fetch(`${url}${path}`)));
    expect(fetched.map(({ status }) => status)).toEqual([200, 403]);
    expect(Buffer.from(await (fetched[0] as Response).arrayBuffer()).toString("base64")).toBe(pdfBase64);
    expect(data.enforcementCase).toEqual({
      can: ["attach", "decide", "closeWithoutPenalty", "dismiss"],
      files: [{ name: "笔录.pdf", path: `/cases/${told.id}/files/${pdfSha256}` }],
      law: {
        differs: true,
        lighter: "OF_DECISION",
        ofAct: { citation: "《排污许可管理条例》第三十四条", validTo: "2026-08-14" },
        ofDecision: { citation: "《中华人民共和国生态环境法典》第一千一百零三条" },
        fines: [
          { line: "ordinary", lighter: "OF_DECISION", ofAct: { least: { yuan: "200000.00" } }, ofDecision: { least: { yuan: "100000.00" } } },
          { line: "noise", lighter: "OF_DECISION", ofAct: { least: { yuan: "200000.00" } }, ofDecision: { least: { yuan: "20000.00" } } },
        ],
      },
      terms: [
        { rule: "decide", dueOn: "2026-11-30", endedOn: null, isOverdue: false },
        { rule: "rectification", dueOn: "2026-09-20", endedOn: "2026-09-18", isOverdue: false },
        { rule: "answer", dueOn: "2026-09-29", endedOn: null, isOverdue: true },
      ],
      rectifications: [{ dueOn: "2026-09-20", correctedOn: "2026-09-18" }],
      steps: [
        { event: "open", files: [] },
        { event: "attach", files: [pdfSha256] },
        { event: "investigate", files: [pdfSha256] },
        { event: "orderRectification", files: [] },
        { event: "confirmCorrection", files: [] },
        { event: "giveNotice", files: [] },
      ],
    });
    const imposed = 'number: "示例环罚〔2026〕7号", penaltyTypes: [FINE], fineFen: 10000000, content: "罚款人民币壹拾万元整"';
    const served = `served: {on: "${day}", noticeNumber: "示例环信修告〔2026〕7号", noticeOn: "${day}"}`;
    const fields = `id version state decision { penalty law legalBasis fine { yuan } noticeServedLate reportDue { due workingDays } publicity { grade repairableFrom endsOn } repairNotice { number title { zh } paragraphs { en zh } } }`;
    const decided = await change(
      reviewer,
      "decideCase",
      `${told.named}, ${imposed}, ${served}, classification: {grade: GENERAL, reason: "罚款数额较大"}`,
      fields,
    );
    expect(decided).toMatchObject({
      state: "DECIDED",
      decision: {
        ...{ law: "OF_DECISION", legalBasis: "《中华人民共和国生态环境法典》第一千一百零三条", fine: { yuan: "100000.00" }, noticeServedLate: false },
        reportDue: { due: "2026-10-21", workingDays: 7 },
        publicity: { grade: "GENERAL", repairableFrom: "2027-01-12", endsOn: "2027-10-12" },
        repairNotice: { number: "示例环信修告〔2026〕7号", title: { zh: "信用修复告知书" } },
      },
    });
    expect(decided.decision.repairNotice.paragraphs).toHaveLength(7);
    const penalty = `{ node(id: "${decided.decision.penalty}") { ... on Penalty { decisionNumber fulfilledOn correctedOn fine { yuan } publicity { state endsOn isConfirmed } provenance { source { name } } } } }`;
    const shown = {
      ...{ decisionNumber: "示例环罚〔2026〕7号", fulfilledOn: null, correctedOn: "2026-09-18", fine: { yuan: "100000.00" } },
      publicity: { state: "PUBLISHED", endsOn: "2027-10-12", isConfirmed: true },
      provenance: { source: { name: authority.name } },
    };
    expect((await anyone.ask(penalty)).data.node).toEqual(shown);
    const paid = `id: "${decided.id}", version: ${decided.version}, fulfilledOn: "${day}", proof: "缴款回单。"`;
    expect(await change(officer, "fulfilCase", paid, "state due { rule } fulfilment { on proof }")).toEqual({
      state: "FULFILLED",
      due: { rule: "reporting" },
      fulfilment: { on: day, proof: "缴款回单。" },
    });
    expect((await anyone.ask(penalty)).data.node).toEqual({ ...shown, fulfilledOn: day });
  });

  it("stands in the worklist with totals, what is due first on top", async () => {
    const hub = onDay();
    const officer = await apiOf(hub, "officer");
    const { id } = await noticed(officer);
    const late = await change(
      officer,
      "openCase",
      `${opening}, openedOn: "2026-06-20", violation: {type: "扬尘", facts: "示例", place: "示例", occurredOn: "2026-06-19"}`,
    );
    const list = (args: string) =>
      `{ enforcementCases${args} { nodes { id due { rule daysLeft } } endCursor totals { all overdue dueSoon states { state count } } } }`;
    const { data } = await officer.ask(list(""));
    expect(data.enforcementCases).toEqual({
      nodes: [
        { id: late.id, due: { rule: "decide", daysLeft: -24 } },
        { id, due: { rule: "answer", daysLeft: -5 } },
      ],
      endCursor: null,
      totals: {
        ...{ all: 2, overdue: 2, dueSoon: 0 },
        states: [
          { state: "noticed", count: 1 },
          { state: "opened", count: 1 },
        ],
      },
    });
    const page = await officer.ask(list('(state: NOTICED, division: "140500", overdue: true, first: 1)'));
    expect(page.data.enforcementCases.nodes).toEqual([{ id, due: { rule: "answer", daysLeft: -5 } }]);
    const { data: own } = await officer.ask(
      `{ enforcementCasesOf(uscc: "${builder.uscc}") { id state violation { code } law { ofAct { article } } decision { number } } }`,
    );
    expect(own.enforcementCasesOf).toEqual([
      { id, state: "NOTICED", violation: { code: "OVER_PERMITTED_LIMITS" }, law: { ofAct: { article: "34" } }, decision: null },
      { id: late.id, state: "OPENED", violation: { code: null }, law: { ofAct: null }, decision: null },
    ]);
  });

  it("says why a change was not made, and where in the input", async () => {
    const hub = onDay();
    const [officer, reviewer] = [await apiOf(hub, "officer"), await apiOf(hub, "reviewer")];
    const told = await noticed(officer);
    const claimed = '{ground: MINOR_CORRECTED_NO_HARM, facts: [{of: "minor", text: "示例"}, {of: "correctedInTime", text: "示例"}]}';
    expect(await change(reviewer, "closeCaseWithoutPenalty", `${told.named}, discretion: ${claimed}, reason: "示例"`)).toEqual({
      code: "BAD_INPUT",
      message: expect.stringContaining("noHarm"),
      path: ["input", "discretion"],
    });
    expect(await change(officer, "investigateCase", `${told.named}, facts: "示例"`)).toEqual({
      code: "WRONG_STATE",
      message: expect.stringContaining("decide, closeWithoutPenalty, dismiss"),
      path: ["input", "id"],
    });
    const assessed = await change(
      officer,
      "assessCase",
      `${told.named}, grounds: [{ground: MERIT, facts: [{of: "merit", text: "示例"}]}]`,
      "discretion { ground effect }",
    );
    expect(assessed).toEqual({ discretion: [{ ground: "MERIT", effect: "LIGHTER" }] });
    expect(await change(reviewer, "dismissCase", `${told.named}, reason: "示例"`)).toMatchObject({ code: "CONFLICT" });
  });
});
