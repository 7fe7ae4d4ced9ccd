import { type Action, isPublic } from "@hub/core/rights";
import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";

/** Documents that are remembered; of more, those that came first are looked at again. */
const mostRemembered = 2_000;

/** Tells of a document whether all that it asks for is public, by the rights that its fields and arguments name. */
export function publicCheck(schema: GraphQLSchema): (document: DocumentNode, queryHash: string) => boolean {
  const known = new Map<string, boolean>();
  return (document, queryHash) => {
    const before = known.get(queryHash);
    if (before !== undefined) return before;
    const answer = isAllPublic(schema, document);
    const [oldest] = known.size >= mostRemembered ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    known.set(queryHash, answer);
    return answer;
  };
}

function isAllPublic(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let answer = true;
  const look = (of: { readonly extensions: Readonly<Record<string, unknown>> } | null | undefined) => {
    const action = of?.extensions["action"] as Action | undefined;
    if (action !== undefined && !isPublic(action)) answer = false;
  };
  visit(document, visitWithTypeInfo(types, { Field: () => look(types.getFieldDef()), Argument: () => look(types.getArgument()) }));
  return answer;
}
