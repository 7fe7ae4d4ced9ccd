import { fileURLToPath } from "node:url";
import { verifyCertificate } from "@hub/client";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { lambdaContext, requestEvent } from "../support/event.ts";
import { dynamodb, emptyTable, started } from "../support/function.ts";
import { issuerWith } from "../support/issuer.ts";
import { qrIn } from "../support/qr.ts";
import { builder } from "../support/rows.ts";
import { world } from "../support/world.ts";

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}
type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Answer>;

/** As the stack copies them beside the bundle. */
const HUB_FONTS = fileURLToPath(new URL("../../node_modules/@embedpdf/fonts-sc/fonts", import.meta.url));

async function printing(env: Readonly<Record<string, string>>) {
  const { table, store } = await emptyTable();
  const hub = world({ store });
  await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
  await hub.take("penalty", [{}]);
  const handler = await started<Handler>("print", { HUB_TABLE: table, HUB_FONTS, ...env });
  return (path: string) => handler(requestEvent({ method: "GET", path }), lambdaContext());
}

describe.skipIf(dynamodb === "")("the print function, bundled, over DynamoDB Local", () => {
  it("answers with a PDF in base64, whose text can be read, whose code opens the check page, and which holds the certificate", async () => {
    const issuer = issuerWith();
    const get = await printing({ HUB_SIGNING_KEYS: JSON.stringify(issuer.set) });
    const { statusCode, headers, body, isBase64Encoded } = await get(`/certificates/${builder.uscc}.pdf`);
    expect([statusCode, headers["content-type"], isBase64Encoded]).toEqual([200, "application/pdf", true]);
    const bytes = new Uint8Array(Buffer.from(body, "base64"));
    expect(qrIn(bytes)).toMatch(/^https:\/\/example\.execute-api\.cn-north-1\.amazonaws\.com\.cn\/check\?c=/);
    const document = await getDocumentProxy(bytes);
    const { text } = await extractText(document, { mergePages: true });
    for (const words of ["企业环境信用证明", builder.name, builder.uscc, "高环罚〔2025〕17号"]) expect(text).toContain(words);
    const attached = (await document.getAttachments()) as Readonly<Record<string, { readonly content: Uint8Array }>>;
    const jws = Buffer.from(attached["certificate.jws"]?.content ?? []).toString();
    expect(await verifyCertificate(jws, { keys: await issuer.signer.publicKeys() })).toMatchObject({ ok: true, claims: { subject: builder.uscc } });

    const json = await get(`/certificates/${builder.uscc}.json`);
    expect([json.statusCode, JSON.parse(json.body)]).toMatchObject([200, { statement: { subject: builder.uscc, penalties: [{ fineFen: 1_000_000 }] } }]);
    expect(await get("/certificates/1.pdf")).toMatchObject({ statusCode: 400, headers: { "content-type": "application/problem+json; charset=utf-8" } });
    expect(await get("/nothing")).toMatchObject({ statusCode: 404 });
  });

  it("without keys refuses, and says so", async () => {
    const get = await printing({});
    const { statusCode, body } = await get(`/certificates/${builder.uscc}.pdf`);
    expect([statusCode, JSON.parse(body)]).toMatchObject([503, { code: "SIGNING_UNAVAILABLE" }]);
  });
});
