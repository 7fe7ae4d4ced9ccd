import { access } from "./access.ts";
import { api } from "./api.ts";
import { hubFunction } from "./function.ts";
import { printLogs } from "./logs.ts";
import { signing } from "./signing.ts";
import { files, filesRight, table } from "./storage.ts";

const fonts = "node_modules/@embedpdf/fonts-sc/fonts";
const weights = ["NotoSansHans-Regular.otf", "NotoSansHans-Bold.otf"];

/** Certificates, also on paper: a function of its own, so that no other carries the font. */
export const printFunction = hubFunction("Print", {
  handler: "packages/functions/src/print.handler",
  memory: "1024 MB",
  timeout: "15 seconds",
  logs: printLogs,
  copyFiles: weights.map((file) => ({ from: `${fonts}/${file}`, to: `fonts/${file}` })),
  // Where Lambda unpacks a function's code.
  environment: { ...access, ...signing, HUB_FILES: files.name, HUB_FONTS: "/var/task/fonts" },
  // Who is let in is read, too; what is written is the trail, and how often each asked.
  permissions: [{ actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem"], resources: [table.arn] }, filesRight],
});

api.route("GET /certificates/{file}", printFunction.arn);
// Papers, too, and files that belong to cases.
api.route("GET /repairs/{id}/{file+}", printFunction.arn);
api.route("GET /cases/{id}/{file+}", printFunction.arn);
