import { Casework } from "../casework/index.ts";
import { digestOf } from "../digest.ts";
import { entity } from "../entity.ts";
import { Law } from "../law/index.ts";
import type { Key } from "../ports.ts";
import { isOpen } from "./machine.ts";
import { shape } from "./shape.ts";

/** Made of what it is about, so that the same case is not opened twice in one instant. */
export function idOf(parts: unknown): string {
  return `enf_${digestOf(parts).slice(0, 24)}`;
}

export function caseKey(id: string): Key {
  return { pk: `ENF#${id}`, sk: "CASE" };
}

/** Name of the kind in worklists. */
export const kind = "ENF";

export const entityOf = entity({
  name: "enforcementCase",
  shape,
  key: ({ id }) => caseKey(id),
  keyTemplate: { pk: "ENF#{case}", sk: "CASE" },
  indexes: (record) => Casework.casePlaces(kind, record, isOpen(record.state)),
  indexTemplates: Casework.placeTemplates(kind),
  partition: Casework.casePartition,
  access: [
    { name: "by id", why: "an officer works on a case, some a day", steps: [[{ call: "get", reads: { enforcementCase: 1 } }]] },
    {
      name: "worklist",
      why: "an officer looks what is due, each morning: all open cases of its divisions",
      steps: [[{ call: "query", index: "gsi1", reads: { enforcementCase: 30 } }]],
    },
    {
      name: "of a firm",
      why: "an officer weighs a case and looks what else there was with the firm",
      steps: [[{ call: "query", index: "gsi2", reads: { enforcementCase: 2 } }]],
    },
  ],
  examples: [
    {
      id: "enf_0123456789abcdef01234567",
      state: "decided",
      uscc: "91140581MA0EXAMP11",
      name: "高平市示例建筑工程有限公司",
      division: "140581",
      authority: { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
      openedOn: "2026-09-01",
      violation: {
        code: "constructionDust",
        type: "施工工地扬尘污染防治措施不到位",
        facts: "工地裸露土方未覆盖。",
        place: "山西省晋城市高平市示例路2号工地",
        occurredOn: "2026-08-31",
      },
      law: { ofAct: Law.provisionOn("constructionDust", "2026-08-31"), ofDecision: Law.provisionOn("constructionDust", "2026-10-12") },
      rectifications: [
        {
          number: "示例环责改〔2026〕9号",
          text: "覆盖裸露土方。",
          orderedOn: "2026-09-03",
          dueOn: "2026-09-10",
          correctedOn: "2026-09-08",
          evidence: "复查见已覆盖。",
          files: [{ sha256: "0f".repeat(32), name: "复查照片.jpg" }],
        },
      ],
      discretion: [
        {
          ground: "removedOrReducedHarm",
          facts: [{ of: "removedOrReducedHarm", text: "主动清扫周边道路。" }],
          by: "psn_0123456789abcdef01234567",
          at: "2026-09-08T02:00:00.000Z",
        },
      ],
      notice: { number: "示例环罚告〔2026〕7号", servedOn: "2026-09-14", answer: "无异议。" },
      decision: {
        number: "示例环罚〔2026〕7号",
        decidedOn: "2026-10-12",
        procedure: "ordinary",
        penaltyTypes: ["fine"],
        fineFen: 1_000_000,
        confiscatedFen: null,
        content: "罚款人民币壹万元整",
        legalBasis: "《中华人民共和国生态环境法典》第一千一百二十八条",
        law: "ofDecision",
        lawReason: null,
        classification: null,
        served: { on: "2026-10-14", noticeNumber: "示例环信修告〔2026〕7号", noticeOn: "2026-10-14" },
        decidedBy: "psn_89abcdef0123456789abcdef",
      },
      fulfilment: null,
      terms: [
        { rule: "decide", kind: "calendar", days: 90, startedOn: "2026-09-01", pausedOn: null, pausedDays: 0, extendedDays: 0, endedOn: "2026-10-12" },
        { rule: "payment", kind: "calendar", days: 15, startedOn: "2026-10-14", pausedOn: null, pausedDays: 0, extendedDays: 0, endedOn: null },
      ],
      steps: [
        {
          event: "decide",
          from: "noticed",
          to: "decided",
          at: "2026-10-12T02:00:00.000Z",
          by: "psn_89abcdef0123456789abcdef",
          role: "reviewer",
          reason: null,
          files: [],
        },
      ],
    },
  ],
});
