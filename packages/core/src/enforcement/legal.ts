import { HubError } from "../error.ts";
import { Law } from "../law/index.ts";
import type { Decided, Info } from "./shape.ts";

/** The versions of the law that a case may go by, and which of them is lighter by its fines. */
export interface Legal extends Law.Compared {
  readonly ofAct: Law.Provision | null;
  /** Before a decision, what it would be if that fell on the day of which this is told. */
  readonly ofDecision: Law.Provision | null;
}

export function legalOf({ law: { ofAct, ofDecision }, violation: { code }, decision }: Pick<Info, "law" | "violation" | "decision">, on: string): Legal {
  const then = decision === null ? code && Law.provisionOn(code, on) : ofDecision;
  return { ofAct, ofDecision: then, ...Law.compare(ofAct, then) };
}

export interface Choice {
  readonly law: Decided["law"];
  readonly lawReason: string | null;
  readonly legalBasis: string;
}

interface Asked {
  readonly law?: Decided["law"] | undefined;
  readonly lawReason?: string | null | undefined;
  readonly legalBasis?: string | null | undefined;
}

/**
 * The law that a decision applies: that of the day of the act, unless that of the decision is lighter (行政处罚法 37, Code art. 1057).
 * An officer may find otherwise, since fines are not all, and then says why. Throws BAD_INPUT.
 */
export function chosen({ ofAct, ofDecision, lighter }: Legal, { law, lawReason = null, legalBasis }: Asked): Choice {
  const marked = lighter === "ofDecision" ? "ofDecision" : "ofAct";
  const choice = law ?? marked;
  const provision = choice === "ofAct" ? ofAct : ofDecision;
  if (provision === null && law != null)
    throw new HubError("BAD_INPUT", `law: the table of laws names none ${choice === "ofAct" ? "of the day of the act" : "of the day of the decision"}`, {
      path: "law",
    });
  if (provision !== null && choice !== marked && lighter !== "same" && (lawReason ?? "") === "") {
    const why = lighter === null ? "the fines do not say which is lighter" : `${marked} is the one to apply by its fines`;
    throw new HubError("BAD_INPUT", `lawReason: ${why}; say why it is ${choice}`, { path: "lawReason" });
  }
  const basis = legalBasis ?? (provision && Law.cited(provision));
  if (basis === null) throw new HubError("BAD_INPUT", "legalBasis: the table of laws names none; state law and article", { path: "legalBasis" });
  return { law: provision === null ? null : choice, lawReason: lawReason ?? null, legalBasis: basis };
}
