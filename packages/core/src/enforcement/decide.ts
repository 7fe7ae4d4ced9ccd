import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Enterprise } from "../enterprise/index.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
import { Law } from "../law/index.ts";
import { Penalty } from "../penalty/index.ts";
import { Publicity } from "../publicity/index.ts";
import { changed, dayOf, named, onDay, reason, requireCase } from "./change.ts";
import { chosen, legalOf } from "./legal.ts";
import { machine } from "./machine.ts";
import { filing, penaltyKey, penaltyOf, subjectTypeOf } from "./penalty-record.ts";
import { begin, requireSummary } from "./rules.ts";
import { reportingTerm, requireServed, servedTerms } from "./serve.ts";
import { type Decided, type Info, lawChoices, procedures, served } from "./shape.ts";
import { forbidding } from "./weigh.ts";

const said = z
  .object({
    grade: z.enum(Publicity.grades).describe("The grade"),
    regime: z.string().max(40).nullish().describe("Code of the regime by which it runs; that of its day unless told"),
    isNeeded: z.boolean().default(false).describe("Whether a minor one is to be publicised all the same"),
    reason: z.string().trim().min(1).max(500).describe("Why"),
  })
  .meta({ id: "DecisionClassification", description: "Grade and regime of a decision's publicity, where the rules leave them open" });

const fen = z.int().min(0).meta({ scalar: "Fen" });

const input = named.extend({
  number: z.string().trim().min(1).max(100).describe("Number of the decision document (行政处罚决定书文号), brackets in any form"),
  decidedOn: onDay.nullish().describe("Day of the decision; today unless told"),
  procedure: z.enum(procedures).default("ordinary").describe("Procedure in which it was decided"),
  answer: reason.nullish().describe("What the firm stated in answer to the notice (陈述申辩), or that it will not; after its term nothing is needed"),
  penaltyTypes: z.array(z.enum(Penalty.types)).min(1).max(Penalty.types.length).describe("Kinds of penalty that it imposes"),
  fineFen: fen.nullish().describe("Fine in fen; only with a fine among the kinds"),
  confiscatedFen: fen.nullish().describe("Value confiscated in fen; only with a confiscation among the kinds"),
  certificate: z.string().trim().min(1).max(200).nullish().describe("Name and number of the certificate that is suspended or revoked"),
  content: reason.describe("What is imposed, in words (处罚内容)"),
  law: z.enum(lawChoices).nullish().describe("Whose law is applied; the lighter one by its fines unless told"),
  lawReason: reason.nullish().describe("Why, where that is not what the comparison of fines says"),
  legalBasis: reason.nullish().describe("Law and article applied (处罚依据); as the table of laws cites it unless told"),
  classification: said.nullish().describe("Grade and regime of its publicity; those of the rules unless told"),
  served: served.nullish().describe("That it was served, where it was at once; else say so later"),
});
type Input = z.output<typeof input>;

/**
 * Decides on a penalty and files it with the firm's others, in one transaction: from then on it is published as its regime says.
 * Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT where the decision contradicts itself, the law of its day, or what was found.
 */
export const decide = command("case:decide", input, async (ctx, asked, scope) => {
  const stored = await requireCase(ctx, scope, asked);
  const { record } = stored;
  const isSummary = asked.procedure === "summary";
  const event = isSummary ? "decideSummarily" : "decide";
  // What can be done is said before what is wrong with it.
  Casework.after(machine, record.state, event);
  const decidedOn = dayOf(ctx, asked.decidedOn, { path: "decidedOn", from: record.notice?.servedOn ?? record.openedOn });
  requireUnforbidden(record);
  requireConsistent(asked);
  if (isSummary) requireSummary({ penaltyTypes: asked.penaltyTypes, fineFen: asked.fineFen ?? null, decidedOn }, subjectTypeOf(record.uscc));
  const notice = record.notice && { ...record.notice, answer: requireHeard(record, asked.answer ?? null, decidedOn) };
  const code = record.violation.code;
  const law = { ...record.law, ofDecision: code && Law.provisionOn(code, decidedOn) };
  const decision: Decided = {
    ...{ number: requireNumber(asked.number), decidedOn, procedure: asked.procedure, penaltyTypes: asked.penaltyTypes },
    ...{ fineFen: asked.fineFen || null, confiscatedFen: asked.confiscatedFen || null, content: asked.content },
    ...chosen(legalOf({ ...record, law }, decidedOn), asked),
    classification: classificationOf(ctx, asked, decidedOn),
    served: asked.served ? requireServed(ctx, asked.served, decidedOn) : null,
    decidedBy: ctx.actor.id,
  };
  const terms = [...Casework.ended(record.terms, decidedOn, ["decide", "answer"]), begin("service", decidedOn), ...reportingTerm(decision)];
  const [before, register] = await ctx.store.getMany([penaltyKey(record, decision.number), Enterprise.registerKey(record.uscc)]);
  const signing = {
    register: register && !History.isRemoved(register) ? fromItem(Enterprise.entityOf, register).record : null,
    ...{ at: ctx.clock.now().toISOString(), by: ctx.actor.id },
  };
  const penalty = penaltyOf(record, { ...decision, suspendedOrRevokedCertificate: asked.certificate ?? null }, signing);
  return changed(ctx, stored, {
    event,
    record: { notice, law, decision, terms: [...servedTerms(terms, decision)] },
    writes: filing(penalty, before ?? null),
  });
});

/** A ground that forbids a penalty stands in its way until it is found not to hold. Throws BAD_INPUT. */
function requireUnforbidden({ discretion }: Info): void {
  const ground = forbidding(discretion);
  if (!ground) return;
  const where = ground.law === null ? "" : ` (${ground.law} ${ground.article})`;
  throw new HubError("BAD_INPUT", `id: ${ground.code} stands, by which there is no penalty${where}; close the case, or weigh it anew`, { path: "id" });
}

/** The firm's answer; it has a term for it, and nothing is decided before. Throws BAD_INPUT. */
function requireHeard({ terms }: Info, answer: string | null, decidedOn: string): string | null {
  const term = terms.findLast(({ rule }) => rule === "answer");
  const dueOn = term && Casework.viewOf(term, decidedOn).dueOn;
  if (answer !== null || dueOn === undefined || decidedOn > dueOn) return answer;
  throw new HubError("BAD_INPUT", `answer: the firm may answer the notice until ${dueOn}; state its answer, or decide later`, { path: "answer" });
}

const takesLicence = ["suspensionOfLicence", "revocationOfLicence", "suspensionOrRevocation"];

/** Amounts and certificates go with the kinds of penalty that have them, as in files of other sources. Throws BAD_INPUT. */
function requireConsistent({ penaltyTypes, fineFen, confiscatedFen, certificate }: Input): void {
  const has = (...types: readonly string[]) => penaltyTypes.some((type) => types.includes(type));
  const wrong = (path: string, text: string) => new HubError("BAD_INPUT", `${path}: ${text}`, { path });
  if (new Set(penaltyTypes).size < penaltyTypes.length) throw wrong("penaltyTypes", "name each kind once");
  if (has("fine") && !fineFen) throw wrong("fineFen", "a fine has an amount");
  if (!has("fine", "other") && fineFen) throw wrong("fineFen", "there is no fine among the kinds of penalty");
  const confiscates = ["confiscationOfGains", "confiscationOfGoods"];
  if (has(...confiscates) && !confiscatedFen) throw wrong("confiscatedFen", "a confiscation has an amount");
  if (!has(...confiscates, "other") && confiscatedFen) throw wrong("confiscatedFen", "there is no confiscation among the kinds of penalty");
  if (has(...takesLicence) && !certificate) throw wrong("certificate", "name the certificate that is suspended or revoked");
  if (!has(...takesLicence, "other") && certificate) throw wrong("certificate", "no certificate is suspended or revoked by these kinds of penalty");
}

/** Throws BAD_INPUT for what has not the form of a document's number. */
function requireNumber(raw: string): string {
  const { canonical, org } = Identity.normaliseDocumentNumber(raw);
  if (org !== null) return canonical;
  throw new HubError("BAD_INPUT", `number: ${raw} has not the form of a document's number, such as 示例环罚〔2026〕7号`, { path: "number" });
}

/** Grade and regime as an officer said them. What the summary procedure decides is minor where the regime knows such: it is not collected. */
function classificationOf({ actor, clock }: Ctx, { classification, procedure }: Input, decidedOn: string): Decided["classification"] {
  const by = { by: actor.id, at: clock.now().toISOString() };
  if (procedure === "summary") {
    if (classification) throw new HubError("BAD_INPUT", "classification: what the summary procedure decides is graded by that", { path: "classification" });
    const regime = Publicity.regimeFor(decidedOn);
    const isKnown = regime.grades.some(({ grade }) => grade === "minor");
    return isKnown ? { grade: "minor", regime: regime.id, isNeeded: false, reason: "decided in the summary procedure (简易程序)", ...by } : null;
  }
  if (!classification) return null;
  const regime = classification.regime == null ? Publicity.regimeFor(decidedOn) : Publicity.requireRegime(classification.regime);
  Publicity.requireBinding(regime, decidedOn);
  const { grade } = Publicity.gradeRuleOf(regime, classification.grade);
  return { grade, regime: regime.id, isNeeded: classification.isNeeded, reason: classification.reason, ...by };
}
