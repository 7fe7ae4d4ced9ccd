import type { Actor } from "@hub/core/ctx";
import { Projection } from "@hub/core/projection";
import { extractText } from "unpdf";
import { expect, it } from "vitest";
import { actorOf, day, handClock, onBothStores } from "../support/access.ts";
import { type Serving, serving } from "../support/api.ts";
import { issuerWith } from "../support/issuer.ts";
import { elsewhere, officer, owner, pdfBase64, reviewer, stranger } from "../support/repair.ts";
import { authority, builder } from "../support/rows.ts";
import { world } from "../support/world.ts";

/**
 * The story that the hub exists for: a builder fined for dust on a building site is shut out of a tender, puts things right, has its
 * credit repaired with materials handed in electronically, and bids. Everybody asks over GraphQL and HTTP, each as who it is.
 */

const tender: Actor = actorOf("partner", { id: "key:7f3k9c2a.x2y3z4w5", agency: "7f3k9c2a", divisions: ["000000"], purposes: ["bidding"] });
const anyone = actorOf("public");

const violation = "施工工地扬尘污染防治措施不到位";
const facts = "野川镇幼儿园工地未落实扬尘防治六个百分之百，裸露土方未覆盖，出入车辆未冲洗。";
const imposed = "罚款人民币壹万元整";
const decisionNumber = "高环罚〔2026〕9号";

/** What the record says, and no other text of the story. */
const content = [violation, facts, imposed, "裸露土方", "10000.00", "1.000000"];

const refusal = "... on Refusal { code message path }";

onBothStores((open) => {
  it("fined, published, shut out, corrected, repaired, gone from every public byte, and bids", async () => {
    const clock = handClock("2026-09-01T01:00:00.000Z");
    const hub = world({ store: await open(), clock });
    await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name, FORMER_NAMES: "" }]);
    const { signer } = issuerWith();
    const as = async (actor: Actor): Promise<Serving> => serving(hub, { actor, signer, publicUrl: "https://hub.example.gov.cn" });
    const [bureau, signing, firm, bidding, publicly] = await Promise.all([officer, reviewer, owner, tender, anyone].map(as));
    if (!bureau || !signing || !firm || !bidding || !publicly) throw new TypeError("Everybody has a server");

    /** Makes a change, and gives the field of its payload that holds the record. */
    const change = async (api: Serving, name: string, input: Readonly<Record<string, unknown>>, fields: string) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const { data, errors } = await api.ask(
        `mutation Change($input: ${type}Input!) { ${name}(input: $input) { ${refusal} ... on ${type}Payload { ${fields} } } }`,
        { input },
      );
      expect([errors, data?.[name]?.code, data?.[name]?.message]).toEqual([[], undefined, undefined]);
      return Object.values(data[name] as object)[0];
    };
    const asked = async (api: Serving, query: string, variables: Readonly<Record<string, unknown>> = { uscc: builder.uscc }) => {
      const { data, errors } = await api.ask(query, variables, { "x-purpose": "bidding" });
      expect(errors).toEqual([]);
      return data;
    };

    // An officer finds the site without cover: the case is opened, investigated, and the wrong is ordered to be put right.
    const caseFields = "case { id version state }";
    const found = { code: "CONSTRUCTION_DUST", type: violation, facts, place: "野川镇幼儿园工地", occurredOn: "2026-08-28" };
    const next = ({ id, version }: { readonly id: string; readonly version: number }) => ({ id, version });
    let matter = await change(bureau, "openCase", { uscc: builder.uscc, name: builder.name, division: "140581", authority, violation: found }, caseFields);
    matter = await change(bureau, "investigateCase", { ...next(matter), facts: "现场检查属实。" }, caseFields);
    matter = await change(
      bureau,
      "orderRectification",
      { ...next(matter), number: "高环责改〔2026〕9号", text: "立即覆盖裸露土方。", dueOn: "2026-09-04" },
      caseFields,
    );
    clock.move(2 * day);
    matter = await change(bureau, "confirmCorrection", { ...next(matter), correctedOn: "2026-09-03", evidence: "复查见已全部覆盖。" }, caseFields);
    matter = await change(bureau, "giveCaseNotice", { ...next(matter), number: "高环罚告〔2026〕9号" }, caseFields);
    clock.move(7 * day);

    // Before it is signed, the reviewer looks what it will come to.
    const preview = await asked(
      signing,
      `query Preview { publicityPreview(decidedOn: "2026-09-10", penaltyTypes: [FINE]) { publicity { grade endsOn repairableFrom rules { number confidence } } reportDue { due workingDays } } }`,
    );
    expect(preview.publicityPreview).toMatchObject({
      publicity: { grade: "GENERAL", repairableFrom: "2026-12-10", endsOn: "2027-09-10" },
      reportDue: { due: "2026-09-20", workingDays: 7 },
    });
    matter = await change(
      signing,
      "decideCase",
      {
        ...next(matter),
        number: decisionNumber,
        penaltyTypes: ["FINE"],
        fineFen: 1_000_000,
        content: imposed,
        answer: "无异议。",
        classification: { grade: "GENERAL", reason: "罚款一万元，情节一般" },
        served: { on: "2026-09-10", noticeNumber: "高环信修告〔2026〕9号", noticeOn: "2026-09-10" },
      },
      caseFields,
    );
    expect(matter.state).toBe("DECIDED");
    const served = await fetch(`${bureau.url}/cases/${matter.id}/repair-notice.pdf`);
    const { text: notice } = await extractText(new Uint8Array(await served.arrayBuffer()), { mergePages: true });
    expect([served.status, ...["信用修复告知书", "高环信修告〔2026〕9号", decisionNumber].map((text) => notice.includes(text))]).toEqual([
      200,
      true,
      true,
      true,
    ]);
    await Projection.catchUp(hub.ctx, {});

    // It is published as Credit China shows it, and the tender turns the builder away.
    const status = `query Status($uscc: String!) { enterprise(uscc: $uscc) { penalties { totalCount nodes { id violationType facts content fine { yuan } publicity { state endsOn } } } creditStatus { publishedCount repairedCount uses { use effect findings { rule { code } } } } } }`;
    const effectOf = (told: {
      readonly enterprise: { readonly creditStatus: { readonly uses: readonly { readonly use: string; readonly effect: string }[] } };
    }) => told.enterprise.creditStatus.uses.find(({ use }) => use === "BIDDING")?.effect;
    const shown = await asked(publicly, status);
    expect(shown.enterprise.penalties).toMatchObject({
      totalCount: 1,
      nodes: [{ violationType: violation, facts, content: imposed, publicity: { state: "PUBLISHED", endsOn: "2027-09-10" } }],
    });
    const penaltyId: string = shown.enterprise.penalties.nodes[0].id;
    expect(effectOf(await asked(bidding, status))).toBe("MAY_RESTRICT");

    /** Every byte that the public, a partner, another firm or another county's officer can get of the builder. */
    const everything = async (): Promise<string> => {
      const others = await Promise.all([tender, elsewhere, stranger].map(as));
      const fields =
        "uscc name formerNames status address legalRepresentative penalties { totalCount nodes { id decisionNumber violationType facts legalBasis penaltyTypesText content fine { yuan tenThousandYuan } publicity { state reasons { zh } } } } licences { totalCount nodes { id content } } creditStatus { publishedCount repairedCount disputedCount lists published { facts } uses { use effect findings { records rule { code } } } } asOf";
      const queries = [
        `{ enterprise(uscc: "${builder.uscc}") { ${fields} } }`,
        `{ enterprise(uscc: "${builder.uscc}", asOf: "2026-09-20") { ${fields} } }`,
        `{ enterprises(usccs: ["${builder.uscc}"]) { enterprise { ${fields} } } }`,
        `{ node(id: "${penaltyId}") { id ... on Penalty { decisionNumber facts content violationType } } }`,
        `{ nodes(ids: ["${penaltyId}"]) { id ... on Penalty { decisionNumber facts content violationType } } }`,
        "{ statistics(kind: PENALTY) { count divisions { nodes { value count } } days { nodes { value count } } } }",
        "{ changes(first: 1000) { nodes { sequence kind subject change content } } }",
        `{ certificate(uscc: "${builder.uscc}") { jws statement { penalties { number violationType fine { yuan } } absences { claim zh } } } }`,
      ];
      const more = [
        `{ enterprise(uscc: "${builder.uscc}") { timeline { nodes { changes { field to } } } } }`,
        `{ node(id: "${penaltyId}") { ... on Penalty { history { nodes { changes { field to } } } } } }`,
      ];
      const read = async (api: Serving, query: string) => JSON.stringify((await api.ask(query, {}, { "x-purpose": "bidding" })).data);
      const texts = await Promise.all([
        ...queries.flatMap((query) => [publicly, ...others].map((api) => read(api, query))),
        ...more.flatMap((query) => others.map((api) => read(api, query))),
        ...[`/changes`, `/certificates/${builder.uscc}.json`].map(async (path) => (await fetch(`${publicly.url}${path}`)).text()),
        fetch(`${publicly.url}/certificates/${builder.uscc}.pdf`)
          .then((response) => response.arrayBuffer())
          .then(async (bytes) => (await extractText(new Uint8Array(bytes), { mergePages: true })).text),
      ]);
      // What is signed says it in base64url.
      const signed = texts.flatMap((text) =>
        [...text.matchAll(/eyJ[\w-]+\.([\w-]+)\./g)].map(([, payload = ""]) => Buffer.from(payload, "base64url").toString()),
      );
      return [...texts, ...signed].join("\n");
    };
    const before = await everything();
    expect(content.filter((text) => !before.includes(text))).toEqual([]);

    // The fine is paid. Too early for a repair: the firm is told from when, and what it will take.
    clock.move(6 * day);
    matter = await change(bureau, "fulfilCase", { ...next(matter), fulfilledOn: "2026-09-15", proof: "已缴清罚款。" }, caseFields);
    const eligibility = "query Eligibility($uscc: String!) { repairEligibility(uscc: $uscc) { canApply from missing penalty { decisionNumber } } }";
    expect((await asked(firm, eligibility)).repairEligibility).toEqual([
      { canApply: false, from: "2026-12-10", missing: ["SHORTEST_TERM", "COMMITMENT"], penalty: { decisionNumber } },
    ]);
    clock.move(85 * day);
    expect((await asked(firm, eligibility)).repairEligibility).toMatchObject([{ canApply: true, missing: ["COMMITMENT"] }]);

    // It applies with electronic materials only: a commitment letter and evidence.
    const repairFields = "repair { id version state letter { sha256 zh } due { rule dueOn } files { name path isScanned } opinionPath }";
    let repair = await change(firm, "startRepair", { uscc: builder.uscc, authority: authority.uscc, decisionNumber }, repairFields);
    repair = await change(firm, "attachToRepair", { ...next(repair), kind: "PROOF_OF_FULFILMENT", name: "缴款凭证.pdf", content: pdfBase64 }, repairFields);
    repair = await change(firm, "commitToRepair", { ...next(repair), sha256: repair.letter.sha256 }, repairFields);
    repair = await change(firm, "submitRepair", next(repair), repairFields);
    expect(repair).toMatchObject({ state: "SUBMITTED", due: { rule: "acceptance", dueOn: "2026-12-15" }, files: [{ name: "缴款凭证.pdf", isScanned: false }] });
    const worklist = await asked(bureau, "query Work { repairs { nodes { id state } totals { all dueSoon overdue } } }", {});
    expect(worklist.repairs).toEqual({ nodes: [{ id: repair.id, state: "SUBMITTED" }], totals: { all: 1, dueSoon: 0, overdue: 0 } });
    const download = await fetch(`${bureau.url}${repair.files[0].path}`);
    expect([download.status, Buffer.from(await download.arrayBuffer()).toString("base64")]).toEqual([200, pdfBase64]);

    // The bureau takes it, examines it, and a reviewer approves.
    repair = await change(bureau, "acceptRepair", next(repair), repairFields);
    repair = await change(bureau, "startRepairReview", next(repair), repairFields);
    const checks = ["IDENTITY", "TERM", "FULFILMENT", "CORRECTION", "COMMITMENT", "MATERIALS"].map((code) => ({ code, isMet: true }));
    repair = await change(bureau, "examineRepair", { ...next(repair), checks, recommendation: "APPROVE", opinion: "材料齐全，整改到位。" }, repairFields);
    expect(effectOf(await asked(bidding, status))).toBe("MAY_RESTRICT");
    repair = await change(signing, "approveRepair", { ...next(repair), documentNumber: "高环信修〔2026〕1号", reason: "符合信用修复条件。" }, repairFields);
    expect(repair.state).toBe("APPROVED");
    const opinion = await fetch(`${firm.url}${repair.opinionPath}`);
    const { text: paper } = await extractText(new Uint8Array(await opinion.arrayBuffer()), { mergePages: true });
    expect([opinion.status, paper.includes("信用修复意见书"), paper.includes("高环信修〔2026〕1号"), paper.includes("同意信用修复")]).toEqual([
      200,
      true,
      true,
      true,
    ]);

    // At once, in the same second: no public byte has it any more. The log and the totals follow.
    for (const catchUp of [async () => {}, () => Projection.catchUp(hub.ctx, {})]) {
      await catchUp();
      const after = await everything();
      expect(content.filter((text) => after.includes(text))).toEqual([]);
    }
    const told = await asked(publicly, status);
    expect(told.enterprise.penalties).toEqual({ totalCount: 0, nodes: [] });
    expect(told.enterprise.creditStatus).toMatchObject({ publishedCount: 0, repairedCount: 1 });
    expect((await asked(publicly, "{ statistics(kind: PENALTY) { count } }", {})).statistics.count).toBe(0);
    const clean = await asked(
      publicly,
      "query Certificate($uscc: String!) { certificate(uscc: $uscc) { statement { penalties { number } absences { claim } } } }",
    );
    expect(clean.certificate.statement).toMatchObject({
      penalties: [],
      absences: expect.arrayContaining([{ claim: "NO_PENALTY_IN_FORCE" }, { claim: "NO_PENALTY_DECIDED" }]),
    });
    for (const actor of [tender, stranger, elsewhere, anyone]) {
      const outsider = await as(actor);
      for (const path of [repair.files[0].path, repair.opinionPath])
        expect([403, 404]).toContain((await fetch(`${outsider.url}${path}`, { headers: { "x-purpose": "bidding" } })).status);
    }
    // Those who worked on it still know, and the firm bids.
    expect((await asked(bureau, status)).enterprise.penalties.totalCount).toBe(1);
    expect(effectOf(await asked(bidding, status))).toBe("NONE");
  }, 60_000);
});
