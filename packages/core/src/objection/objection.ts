import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { isOpen, states } from "./machine.ts";
import { subjectKinds } from "./subject.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const objectionId = z.string().regex(/^obj_[0-9a-f]{20}$/, "An objection's id begins with obj_");

/** A text of a record that is put right. */
export const correction = z
  .object({
    field: z.string().min(1).max(60).describe("Field of the record, e.g. facts or subject.name"),
    value: z.string().trim().min(1).max(4_000).describe("What it says from now on"),
  })
  .meta({ id: "Correction", description: "A text of a record that is put right" });

export const shape = z.object({
  id: objectionId.describe("Its own id"),
  state: z.enum(states).describe("Where it stands"),
  uscc: z.string().length(18).describe("The firm whose record it is, by its code"),
  division: z.string().length(6).describe("Division whose officers work on it"),
  kind: z.enum(subjectKinds).describe("Kind of the record that is objected to"),
  place: z.string().min(1).describe("Which of the firm's records of that kind"),
  grounds: z.string().min(1).max(2_000).describe("What is wrong with the record, as who objects states it"),
  openedOn: day.describe("Day on which it was raised"),
  answer: z
    .object({
      reason: z.string().min(1).max(2_000).describe("Why"),
      on: day.describe("Day of the answer"),
      by: z.string().min(1).describe("Who gave it"),
      corrections: z.array(correction).max(20).describe("What was put right"),
      isWithdrawn: z.boolean().describe("Whether the record was taken out of publication, since its decision was changed or annulled"),
    })
    .nullable()
    .describe("What came of it; null before"),
  terms: z.array(Casework.term).max(10).describe("The terms that run or ran"),
  steps: Casework.steps,
});
export type Info = z.output<typeof shape>;

export const caseKind = "objection";

export function objectionKey(id: string): Key {
  return { pk: `OBJECTION#${id}`, sk: "CASE" };
}

/** An objection (异议) to a record. As long as it is open every view of the record says so. */
export const entityOf = entity({
  name: "objection",
  shape,
  key: ({ id }) => objectionKey(id),
  keyTemplate: { pk: "OBJECTION#{id}", sk: "CASE" },
  indexes: (record) => Casework.casePlaces(caseKind, record, isOpen(record.state)),
  indexTemplates: Casework.placeTemplates(caseKind),
  partition: Casework.casePartition,
  access: [
    { name: "by id", why: "a firm or an officer looks at one objection", steps: [[{ call: "get", reads: { objection: 1 } }]] },
    { name: "worklist", why: "an officer looks for what is due, many times a day", steps: [[{ call: "query", index: "gsi1", reads: { objection: 20 } }]] },
    { name: "of a firm", why: "a firm looks at its objections", steps: [[{ call: "query", index: "gsi2", reads: { objection: 1 } }]] },
  ],
  examples: [
    {
      id: "obj_0123456789abcdef0123",
      state: "raised",
      uscc: "91140581MA0EXAMP11",
      division: "140581",
      kind: "penalty",
      place: "PEN#11140500MB0EXAMP5D#高环罚〔2025〕17号",
      grounds: "处罚决定中的违法事实有误，工地已于检查前完成覆盖。",
      openedOn: "2025-05-06",
      answer: null,
      terms: [{ rule: "objection", kind: "working", days: 7, startedOn: "2025-05-06", pausedOn: null, pausedDays: 0, extendedDays: 0, endedOn: null }],
      steps: [
        {
          event: "raise",
          from: "raised",
          to: "raised",
          at: "2025-05-06T01:00:00.000Z",
          by: "psn_0123456789abcdef01234567",
          role: "enterprise",
          reason: null,
          files: [],
        },
      ],
    },
  ],
});
