import { createHash, randomUUID } from "node:crypto";
import { type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { HubError } from "@hub/core/error";
import type { Condition, Write } from "@hub/core/ports";
import { checkWrites, keyOf } from "../writes.ts";
import { pause } from "./backoff.ts";
import type { Connection, Until } from "./connection.ts";
import { encodeItem, keyAttributesOf } from "./item.ts";

/** The adapter's only way to write: one TransactWriteItems, repeated while other transactions are at the same items. */
export function transactions({ table, client, backoff }: Connection) {
  return async (writes: readonly Write[], token: string | undefined, until: Until): Promise<void> => {
    checkWrites(writes, token);
    const TransactItems = writes.map((write) => itemOf(write, table));
    const tokenOfTry = () => (token === undefined ? randomUUID() : scoped(table, token));
    let ClientRequestToken = tokenOfTry();
    for (let attempt = 1; ; attempt += 1) {
      const command = new TransactWriteItemsCommand({ TransactItems, ClientRequestToken });
      const reasons = await client.send(command, until).then(() => null, reasonsOf);
      if (reasons === null) return;
      const failed = writes.flatMap((write, index) => (reasons[index] === "ConditionalCheckFailed" ? [{ index, ...addressOf(write) }] : []));
      if (failed.length > 0) throw new HubError("CONFLICT", `${failed.length} of ${writes.length} writes found another version than they expected`, { failed });
      if (reasons.includes("ItemCollectionSizeLimitExceeded")) throw new HubError("ITEM_TOO_LARGE", "The partition is full");
      if (attempt === backoff.attempts) throw new HubError("STORE_BUSY", `Other transactions kept the same items too long (${reasons.join()}); try again`);
      // While an earlier try may still be carried out, only its own token keeps it from counting as somebody else's. What was cancelled is over.
      if (!reasons.includes(inProgress)) ClientRequestToken = tokenOfTry();
      await pause(attempt, backoff, until.abortSignal);
    }
  };
}

/** Why a transaction was cancelled, a reason a write; what was no cancellation is thrown on. */
function reasonsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) throw error;
  if (error.name === inProgress) return [error.name];
  const { CancellationReasons: reasons } = error as { readonly CancellationReasons?: readonly { readonly Code?: string; readonly Message?: string }[] };
  if (error.name !== "TransactionCanceledException" || !reasons) throw error;
  const wrong = reasons.find(({ Code }) => Code === "ValidationError");
  if (wrong) throw Object.assign(new Error(wrong.Message, { cause: error }), { name: "ValidationException" });
  return reasons.map(({ Code }) => Code ?? "None");
}

/** An earlier try of the same call, whose answer was lost, is not yet carried out. */
const inProgress = "TransactionInProgressException";

/** DynamoDB knows tokens by account, the port by store. */
function scoped(table: string, token: string): string {
  return createHash("sha256").update(`${table}\n${token}`).digest("hex").slice(0, 36);
}

function addressOf(write: Write) {
  const { pk, sk } = keyOf(write);
  return { pk, sk };
}

function itemOf(write: Write, TableName: string): TransactWriteItem {
  const condition = write.if === undefined ? {} : expressionOf(write.if);
  if ("put" in write) return { Put: { TableName, Item: encodeItem(write.put), ...condition } };
  if ("delete" in write) return { Delete: { TableName, Key: keyAttributesOf(write.delete), ...condition } };
  return { ConditionCheck: { TableName, Key: keyAttributesOf(write.check), ...expressionOf(write.if) } };
}

function expressionOf(condition: Condition) {
  if (condition === "absent") return { ConditionExpression: "attribute_not_exists(pk)" };
  if (condition === "present") return { ConditionExpression: "attribute_exists(pk)" };
  return { ConditionExpression: "v = :version", ExpressionAttributeValues: { ":version": { N: String(condition.version) } } };
}
