import { Casework } from "@hub/core/casework";
import type { Ctx } from "@hub/core/ctx";
import { toItem } from "@hub/core/entity";
import { HubError } from "@hub/core/error";
import { Repair } from "@hub/core/repair";
import { describe, expect, it } from "vitest";
import { broughtTo, goodChecks, otherPdfBase64, repairHub, reviewer } from "../../support/repair.ts";

const decision = { documentNumber: "高环信修〔2026〕1号", reason: "示例" };

/** Every event of the machine with what does it, in its right input. */
const doing: Readonly<Record<Repair.Event, (ctx: Ctx, of: { readonly id: string; readonly version: number }) => Promise<Repair.Shown>>> = {
  attach: (ctx, of) => Repair.attach(ctx, { ...of, kind: "other", name: "其他.pdf", content: otherPdfBase64 }),
  detach: (ctx, of) => Repair.detach(ctx, { ...of, sha256: "1".repeat(64) }),
  commit: (ctx, of) => Repair.get(ctx, { id: of.id }).then((found) => Repair.commit(ctx, { ...of, sha256: found ? Repair.letter(ctx, found).sha256 : "" })),
  submit: (ctx, of) => Repair.submit(ctx, of),
  return: (ctx, of) => Repair.giveBack(ctx, { ...of, reason: "缺少履行证明" }),
  accept: (ctx, of) => Repair.accept(ctx, of),
  startReview: (ctx, of) => Repair.startReview(ctx, of),
  examine: (ctx, of) => Repair.examine(ctx, { ...of, checks: goodChecks, recommendation: "approve", opinion: "示例" }),
  extend: (ctx, of) => Repair.extend(ctx, { ...of, days: 5, reason: "须现场核查" }),
  announceRejection: (ctx, of) => Repair.announceRejection(ctx, { ...of, reason: "示例" }),
  approve: (ctx, of) => Repair.approve(ctx, { ...of, ...decision }),
  reject: (ctx, of) => Repair.reject(ctx, { ...of, ...decision }),
  withdraw: (ctx, of) => Repair.withdraw(ctx, { ...of, reason: "示例" }),
  revoke: (ctx, of) => Repair.revoke(ctx, { ...of, documentNumber: "高环信撤〔2026〕1号", reason: "示例" }),
};

const events = Object.keys(Repair.machine.events) as Repair.Event[];
const cells = Repair.states.flatMap((state) => events.map((event) => [state, event] as const));

/** An application that stands in a state, with all that any event could ask for. */
async function standing(state: Repair.State) {
  const of = await repairHub({ at: "2026-02-02T01:00:00.000Z" });
  const { version, due: _due, ...record } = await broughtTo("examined", of);
  const [file] = record.files;
  if (!file) throw new TypeError("A file is attached");
  const files = [file, { ...file, sha256: "1".repeat(64), kind: "proofOfCorrection" as const }];
  const placed: Repair.Info = { ...record, state, files, rejectionAnnouncedOn: "2026-02-02" };
  await of.hub.store.transact([{ put: toItem(Repair.entityOf, placed, version + 1), if: { version } }]);
  return { ctx: of.as({ ...reviewer, role: "operator" }), id: record.id, version: version + 1 };
}

describe("an application for repair", () => {
  it("goes the ways of the domain sheet and no other", () => {
    const moves = events.flatMap((event) => {
      const { from, to } = Repair.machine.events[event];
      return to === null ? [] : from.map((state) => `${state} ${event} ${to}`);
    });
    expect(moves).toEqual([
      ...["draft submit submitted", "returned submit submitted", "submitted return returned", "submitted accept accepted", "accepted startReview underReview"],
      ...["underReview approve approved", "underReview reject rejected"],
      ...["draft", "submitted", "returned", "accepted", "underReview"].map((state) => `${state} withdraw withdrawn`),
      "approved revoke revoked",
    ]);
    const stays = events.filter((event) => Repair.machine.events[event].to === null).map((event) => `${event}: ${Repair.machine.events[event].from.join(" ")}`);
    expect(stays).toEqual([
      ...[
        "attach: draft returned",
        "detach: draft returned",
        "commit: draft returned",
        "examine: underReview",
        "extend: underReview",
        "announceRejection: underReview",
      ],
    ]);
  });

  it("has every state and every event in its table", () => {
    expect(cells.length).toBe(Repair.states.length * 14);
    expect(Object.keys(doing).sort()).toEqual([...events].sort());
  });

  it.each(cells)("that is %s: %s", async (state, event) => {
    const { ctx, id, version } = await standing(state);
    const { from, to } = Repair.machine.events[event];
    const done = await doing[event](ctx, { id, version }).catch((error: unknown) => error);
    const now = await Repair.get(ctx, { id });
    if (from.includes(state)) {
      expect(done).toMatchObject({ id, state: to ?? state, version: version + 1 });
      expect(now?.steps.at(-1)).toMatchObject({ event, from: state, to: to ?? state, by: ctx.actor.id });
    } else {
      expect(done).toBeInstanceOf(HubError);
      expect(done).toMatchObject({ code: "WRONG_STATE", details: { state, event, can: Casework.eventsFrom(Repair.machine, state) } });
      expect([now?.state, now?.version]).toEqual([state, version]);
    }
  });

  it("stands in the worklist as long as it is open, and among the closed ones after", async () => {
    for (const state of Repair.states) {
      const { ctx, id } = await standing(state);
      const open = await Repair.list(ctx, {});
      const closed = await Repair.list(ctx, { year: "2026" });
      expect([open.items.map((each) => each.id), closed.items.map((each) => each.id)]).toEqual(Repair.isOpen(state) ? [[id], []] : [[], [id]]);
    }
  });
});
