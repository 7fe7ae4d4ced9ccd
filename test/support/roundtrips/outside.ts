/** An access pattern that no query of the API reaches, with the operation that it belongs to and the command that calls that. */
interface Outside {
  readonly operation: string;
  readonly command: string;
}

/** By "entity, pattern". Their calls are kept by test/core/reads.test.ts. */
export const outside: Readonly<Record<string, Outside>> = {
  "enterprise, before a batch": { operation: "Intake.run", command: "import" },
  "penalty, before a batch": { operation: "Intake.run", command: "import" },
  "licence, before a batch": { operation: "Intake.run", command: "import" },
  "penalty, waiting": { operation: "Intake.run", command: "import" },
  "licence, waiting": { operation: "Intake.run", command: "import" },
  "penalty, term over": { operation: "Expiry.sweep", command: "project" },
  "listEntry, term over": { operation: "Expiry.sweep", command: "project" },
  "outreachTarget, assess": { operation: "Outreach.advance", command: "outreach" },
  "import, before an import": { operation: "Intake.run", command: "import" },
  "importRow, report": { operation: "Intake.listIssues", command: "import" },
  "logHead, by a projector": { operation: "Projection.catchUp", command: "project" },
  "pointer, before a batch": { operation: "Projection.catchUp", command: "project" },
  "pulse, lag": { operation: "Projection.streamLag", command: "serve" },
  "apiKey, before a request": { operation: "Access.actorOfKey", command: "serve" },
  "person, before a request": { operation: "Access.actorOfClaims", command: "serve" },
  "client, before a request": { operation: "Access.actorOfClaims", command: "serve" },
  "quota, before a request": { operation: "Quota.limiter", command: "serve" },
  "once, before a change": { operation: "Access.addAgency", command: "access" },
  "auditSeal, newest": { operation: "Audit.seal", command: "audit" },
  "auditSeal, all": { operation: "Audit.verify", command: "verify" },
  "projectionBuilding, before a rebuild": { operation: "Projection.rebuild", command: "rebuild" },
};
