import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import { useEnum } from "./input.ts";
import { mutation, recordPayload } from "./mutation.ts";
import { PenaltyNode } from "./penalty.ts";
import { GradeType } from "./publicity.ts";

/** What officers say of a penalty after its decision. */

useEnum(Publicity.grades, GradeType);

const payload = () => recordPayload<Penalty.Info>("penalty", { type: PenaltyNode, prose: "The penalty as it is now", of: "The penalty" });
mutation("classifyPenalty", { does: Penalty.classify, description: "Says the grade of a penalty, where the rules leave that open", payload: payload() });
mutation("noteFulfilment", { does: Penalty.noteFulfilment, description: "Notes when a penalty was carried out, and the wrong put right", payload: payload() });
mutation("withdrawPenalty", {
  does: Penalty.withdraw,
  description: "Takes a penalty out of publication whose decision was changed, annulled or found void",
  payload: payload(),
});
