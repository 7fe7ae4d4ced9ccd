import { ApolloServer } from "@apollo/server";
import { handlers, startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

/** The least that answers GraphQL from DynamoDB on Lambda: one field, which reads one item. */
const client = new DynamoDBClient({});
const server = new ApolloServer({
  typeDefs: "type Query { hello: String! }",
  resolvers: {
    Query: {
      hello: async () =>
        (await client.send(new GetItemCommand({ TableName: "hub", Key: { pk: { S: "HELLO" }, sk: { S: "HELLO" } } }))).Item?.["pk"]?.S ?? "nobody",
    },
  },
});

type Server = Parameters<typeof startServerAndCreateLambdaHandler>[0];
/** @public The bundle's entry. */
export const handler = startServerAndCreateLambdaHandler(server as unknown as Server, handlers.createAPIGatewayProxyEventV2RequestHandler());
