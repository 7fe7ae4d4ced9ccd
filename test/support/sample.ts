import type { Cases } from "./cases.ts";
import { firm } from "./rows.ts";

/** What samples ask for, in a hub that `seededAccess` has filled. */
export interface Targets {
  readonly agency: string;
  readonly key: string;
  readonly client: string;
  readonly person: string;
  readonly sha256: string;
  /** Cases of the firm. */
  readonly cases: Cases;
  /** Enforcement cases against the builder, by where they stand, each as GraphQL names it in an input. */
  readonly enforcement: Readonly<Record<"opened" | "investigated" | "rectificationOrdered" | "noticed" | "decided", string>>;
  /** Proposals that the firm be listed, by the state in which they are, and a membership of the list. */
  readonly entries: Readonly<Record<"proposed" | "noticed" | "listed", string>>;
  /** An instant at which the hub knew the firm. */
  readonly knownAt: string;
}

/** One way to ask for a field, or with an argument; `at` is where the answer has what it is about. */
export interface Sample {
  readonly query: (targets: Targets) => string;
  readonly at: readonly (string | number)[];
}

export const sample = (query: string | ((targets: Targets) => string), ...at: readonly (string | number)[]): Sample => ({
  query: typeof query === "string" ? () => query : query,
  at,
});
export const ofFirm = (field: string, ...at: readonly (string | number)[]) => sample(`{ enterprise(uscc: "${firm.uscc}") { ${field} } }`, "enterprise", ...at);
export const version = "nodes { version }";
export const past = ({ knownAt }: Targets) => `knownAt: "${knownAt}"`;
export const refusals = "... on Refusal { code message }";
