import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { useEnum } from "./input.ts";
import { mutation, recordPayload } from "./mutation.ts";
import { needs } from "./needs.ts";
import { PenaltyNode } from "./penalty.ts";
import { GradeType } from "./publicity.ts";

/** What officers say of a penalty after its decision. */

useEnum(Publicity.grades, GradeType);

const payload = () => recordPayload<Penalty.Info>("penalty", { type: PenaltyNode, prose: "The penalty as it is now", of: "The penalty" });
mutation("classifyPenalty", { does: Penalty.classify, description: "Says the grade of a penalty, where the rules leave that open", payload: payload() });
mutation("noteFulfilment", { does: Penalty.noteFulfilment, description: "Notes when a penalty was carried out, and the wrong put right", payload: payload() });
const mask = Publicity.mask;
const MaskType = builder.objectRef<Publicity.Mask>("PublicityMask").implement({
  description: "That a penalty is not published for the time in which the firm is restructured (临时屏蔽)",
  fields: (t) => ({
    since: t.expose("since", { type: "Date", ...describe(mask, "since") }),
    court: t.exposeString("court", describe(mask, "court")),
    rulingNumber: t.exposeString("rulingNumber", describe(mask, "rulingNumber")),
    ruledOn: t.expose("ruledOn", { type: "Date", ...describe(mask, "ruledOn") }),
    until: t.expose("until", { type: "Date", nullable: true, ...describe(mask, "until") }),
  }),
});
builder.objectField(PenaltyNode, "mask", (t) =>
  t.field({
    type: MaskType,
    nullable: true,
    ...needs({ action: "unpublished:read" }),
    description: "That it is masked while the firm is restructured, or was, for who may see it then; null where it never was, and for others",
    resolve: (penalty, _args, ctx) => Penalty.maskOf(ctx, penalty),
  }),
);
mutation("maskPenalty", {
  does: Penalty.mask,
  description: "Takes a penalty out of publication for the time in which the firm is restructured by a plan that a court approved (临时屏蔽)",
  payload: payload(),
});
mutation("unmaskPenalty", {
  does: Penalty.unmask,
  description: "Ends the masking of a penalty: it is published again for the rest of its term",
  payload: payload(),
});
mutation("withdrawPenalty", {
  does: Penalty.withdraw,
  description: "Takes a penalty out of publication whose decision was changed, annulled or found void",
  payload: payload(),
});
