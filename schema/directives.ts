import { DirectiveLocation, GraphQLDirective, GraphQLNonNull, GraphQLString, specifiedDirectives } from "graphql";

/** On the operation: what for something is asked. */
export const purposeDirective = new GraphQLDirective({
  name: "purpose",
  description: "What for you ask: the code of one of your agency's purposes. The header X-Purpose says the same",
  locations: [DirectiveLocation.QUERY, DirectiveLocation.MUTATION],
  args: { code: { type: new GraphQLNonNull(GraphQLString), description: "Code of the purpose" } },
});

/** On a field of a mutation: what the caller calls this change. */
export const idempotentDirective = new GraphQLDirective({
  name: "idempotent",
  description:
    "Makes a change safe to repeat: with the same key and the same input it happens once, and every call gets the same answer for 24 hours. The header Idempotency-Key says the same for all changes of a request",
  locations: [DirectiveLocation.FIELD],
  args: { key: { type: new GraphQLNonNull(GraphQLString), description: "8 to 128 printable characters without blanks; a UUID is a good one" } },
});

export const directives = [...specifiedDirectives, purposeDirective, idempotentDirective];
