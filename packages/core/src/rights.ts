/**
 * Who may do what: every action of the hub, a row each, with the reach that each role has and why. What stands here is
 * granted, nothing else. The operations of core enforce it before they load anything; the API's contracts are made from it.
 */

/** Roles in which somebody can ask. A person who holds several acts in one of them at a time. */
export const roles = ["public", "partner", "enterprise", "officer", "reviewer", "auditor", "admin"] as const;

/** `operator` is whoever has the machine and its data: the command line, and the hub's own jobs. Nobody is given it. */
export type Role = (typeof roles)[number] | "operator";

/**
 * How far a right reaches: `all` records; those of the actor's divisions and below; or the actor's `own`: the enterprises
 * that it is, or acts for, and what it has made itself. What lies beyond is as if absent.
 */
export type Reach = "all" | "division" | "own";

interface Right {
  readonly who: Readonly<Partial<Record<Role, Reach>>>;
  readonly why: string;
}

const everyone = { public: "all", partner: "all", enterprise: "all", officer: "all", reviewer: "all", auditor: "all", admin: "all", operator: "all" } as const;
const bureau = { officer: "division", reviewer: "division", operator: "all" } as const;
const inside = { partner: "division", enterprise: "own", officer: "division", reviewer: "division", auditor: "all", operator: "all" } as const;

export const rights = {
  "reference:read": { who: everyone, why: "Calendars, divisions, industries and the checks of codes are public lists" },
  "enterprise:read": { who: everyone, why: "What the register publishes of an enterprise, with the decisions published under its code" },
  "penalty:read": { who: everyone, why: "Administrative penalties are published (双公示), for as long as they are" },
  "licence:read": { who: everyone, why: "Administrative licences are published (双公示)" },
  "rating:read": { who: everyone, why: "Environmental credit ratings are announced (企业环境信用评价); one that is not yet is not published" },
  "listing:read": { who: everyone, why: "Lists of dishonest subjects are published, each entry for as long as it is" },
  "statistics:read": { who: everyone, why: "Totals of published records name nobody" },
  "change:read": { who: everyone, why: "The change log holds hashes and places, no content; whoever follows it can prove what stood when" },
  "evidence:issue": { who: everyone, why: "A certificate states what anyone may read" },
  "self:read": { who: everyone, why: "Whoever asks may know as whom the hub takes it, and what it may do" },
  "history:read": {
    who: inside,
    why: "What records said before, and what the hub said at an instant, is not published: a corrected or repaired record is published no more",
  },
  "provenance:read": { who: inside, why: "Files, rows, raw values and who wrote a version show how the bureaus work; the source and its day are published" },
  "unpublished:read": {
    who: { enterprise: "own", officer: "division", reviewer: "division", auditor: "all", operator: "all" },
    why: "Penalties, ratings and list entries whose publicity ended or never began: repair binds partners, too, so that the firm itself and those who work on it alone see them",
  },
  "intake:read": {
    who: { officer: "division", reviewer: "division", auditor: "all", operator: "all" },
    why: "Imports and the remarks on their rows quote rejected cells; a file may be about the whole country, and so is for who sees that",
  },
  "case:read": { who: { ...bureau, auditor: "all" }, why: "Enforcement cases before a decision, and drafts of decisions, are the bureau's own matter" },
  "penalty:keep": { who: bureau, why: "Officers say the grade of a penalty, that it was carried out, and that its decision was annulled" },
  "repair:read": {
    who: { enterprise: "own", ...bureau, auditor: "all" },
    why: "Applications for credit repair hold what firms hand in, and records that are published no more",
  },
  "repair:apply": { who: { enterprise: "own", officer: "division", operator: "all" }, why: "A firm applies for itself, or an officer at a counter for it" },
  "repair:review": { who: bureau, why: "The authority that decided a penalty examines the repair (谁认定、谁修复)" },
  "repair:decide": { who: bureau, why: "Who decides on a repair ends the publicity of a record; where the rule says so it is not who examined it" },
  "objection:read": {
    who: { enterprise: "own", ...bureau, auditor: "all" },
    why: "What a firm objects to, and what came of it, is between the firm and the bureau",
  },
  "objection:raise": {
    who: { enterprise: "own", officer: "division", operator: "all" },
    why: "A firm objects to what is said of it, or an officer at a counter does for it",
  },
  "objection:decide": { who: bureau, why: "Who answers for a record says whether it is right" },
  "outreach:read": {
    who: { ...bureau, auditor: "all" },
    why: "Which firms can have something repaired, and what they have done about it, is how the bureau works",
  },
  "outreach:run": { who: bureau, why: "Officers go through all penalised firms and tell each what it can have repaired" },
  "notice:read": { who: { enterprise: "own", ...bureau, auditor: "all" }, why: "A firm reads what it was told" },
  "case:write": { who: bureau, why: "Officers work on the enforcement cases of their own divisions" },
  "case:decide": {
    who: { reviewer: "division", operator: "all" },
    why: "Who prepares a case does not decide on it: a penalty, or that there is none, is signed by a reviewer",
  },
  "rating:write": { who: bureau, why: "An authority rates the firms of its own divisions, and rates anew what was wrong or has been put right" },
  "listing:write": { who: bureau, why: "Whoever works on a case proposes that a firm be listed, serves the prior notice, and drops what does not hold" },
  "listing:decide": {
    who: { reviewer: "division", operator: "all" },
    why: "Entry into a list and exit from it are decided by a reviewer, who has seen what others prepared",
  },
  "proposal:read": {
    who: { enterprise: "own", ...bureau, auditor: "all" },
    why: "That a firm may come to stand on a list is told to those who work on it alone, and to the firm by the notice",
  },
  "publicity:run": { who: { operator: "all" }, why: "That terms are over is written down by the hub's own job, each night" },
  "intake:run": { who: { operator: "all" }, why: "Files come in over the machine's own command or the bucket, not over the API" },
  "projection:read": { who: { auditor: "all", operator: "all" }, why: "Whether log, totals and trail are what they were is an auditor's question" },
  "projection:run": { who: { operator: "all" }, why: "Log and totals are kept up by the hub's own jobs" },
  "access:read": {
    who: { auditor: "all", admin: "division", operator: "all" },
    why: "Agencies, persons and keys: who gives access, and who checks those who give it",
  },
  "access:write": { who: { admin: "division", operator: "all" }, why: "An administrator gives access within its own divisions, and never more than it has" },
  "delegation:read": { who: { enterprise: "own", auditor: "all", admin: "division", operator: "all" }, why: "An enterprise knows who acts for it" },
  "delegation:write": { who: { enterprise: "own", admin: "division", operator: "all" }, why: "An enterprise lets others act for it, and takes that back" },
  "audit:read": {
    who: { enterprise: "own", auditor: "all", operator: "all" },
    why: "Auditors see who did what; an enterprise sees which agencies looked at its data, and why",
  },
  "audit:seal": { who: { operator: "all" }, why: "The trail is sealed by the hub's own job" },
} as const satisfies Readonly<Record<`${string}:${string}`, Right>>;

/** `noun:verb`, the name of something that may be done. */
export type Action = keyof typeof rights;

/** The actions that may be handed on to who acts for an enterprise: all of its own but the handing on. */
export const delegable = (Object.keys(rights) as Action[]).filter((action) => reachOf("enterprise", action) === "own" && action !== "delegation:write");

/** How far a role's right reaches; null where it has none. */
export function reachOf(role: Role, action: Action): Reach | null {
  const { who }: Right = rights[action];
  return who[role] ?? null;
}

/** Whether anyone may do it, so that who did leaves no trace. */
export function isPublic(action: Action): boolean {
  return reachOf("public", action) === "all";
}
