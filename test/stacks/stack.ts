import type { Resource, Synthesis } from "../support/synth.ts";

/** A synthesis with ways to look into it. */
export interface Stack extends Synthesis {
  /** The one resource of a type, by the end of its type and, where there are several, by its name. */
  readonly one: (type: string, name?: string) => Resource;
  readonly all: (type: string) => readonly Resource[];
  /** Statements of a role's own policies. */
  readonly rights: (role: string) => readonly Statement[];
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export function stackOf(synthesis: Synthesis): Stack {
  const all = (type: string) => synthesis.resources.filter((resource) => resource.type.endsWith(`:${type}`) && resource.type.startsWith("aws:"));
  const one = (type: string, name?: string) => {
    const found = all(type).filter((resource) => name === undefined || resource.name === name);
    const [only] = found;
    if (found.length !== 1 || !only) throw new Error(`${found.length} resources are a ${type} ${name ?? ""}, not one`);
    return only;
  };
  const rights = (role: string) => {
    const policies = (one("Role", role).inputs.inlinePolicies ?? []) as readonly { readonly policy: string }[];
    return policies.flatMap(({ policy }) => (JSON.parse(policy) as { readonly Statement: readonly Statement[] }).Statement);
  };
  return { ...synthesis, all, one, rights };
}

/** The statements of a policy that stands in a resource as text. */
export function statementsOf(policy: string): readonly Statement[] {
  return (JSON.parse(policy) as { readonly Statement: readonly Statement[] }).Statement;
}

/** Names that AWS would give end in chance letters; tests say them without. */
export function plain(name: string): string {
  return name.replaceAll(/-[a-z]{8}(?=$|[/:])/g, "");
}
