import { writeFile } from "node:fs/promises";
import { HubError } from "@hub/core/error";
import { Evidence } from "@hub/core/evidence";
import { printerOf } from "@hub/print";
import { type Command, Option } from "commander";
import { asOperator, issuerOf, openStore } from "../local.ts";
import { readSettings } from "../settings.ts";

const formats = ["jws", "json", "pdf"] as const;

interface Options {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly format: (typeof formats)[number];
  readonly out?: string;
}

export function addCertificate(program: Command): void {
  program
    .command("certificate")
    .description("issue a signed certificate of what is known of one enterprise")
    .argument("<uscc>", "Unified Social Credit Code")
    .option("--as-of <day>", "legal day on which what it states held, YYYY-MM-DD; today unless told")
    .option("--known-at <instant>", "instant whose state of knowledge it reflects, e.g. 2026-01-05T01:00:00Z; now unless told")
    .addOption(new Option("--format <format>", "jws is the certificate itself, json has it readable, too").choices(formats).default("jws"))
    .option("--out <file>", "where to write; standard output unless told")
    .addHelpText(
      "after",
      "\nCertificates name the hub by HUB_PUBLIC_URL.\n\nExamples:\n  hub certificate 91140581DEM0000064 --as-of 2026-01-05 > firm.jws\n  hub certificate 91140581DEM0000064 --format pdf --out firm.pdf",
    )
    .action(async (uscc: string, { asOf, knownAt, format, out }: Options) => {
      if (format === "pdf" && out === undefined && process.stdout.isTTY)
        throw new HubError("BAD_INPUT", "A PDF is no text to show: say where to write it, --out firm.pdf");
      const settings = readSettings(process.env);
      const store = await openStore(settings);
      try {
        const ctx = { ...asOperator(store, settings), issuer: issuerOf(settings) };
        const content = await written(await Evidence.issue(ctx, { uscc, asOf, knownAt }), format);
        if (out === undefined) process.stdout.write(content);
        else await writeFile(out, content);
      } finally {
        await store.close();
      }
    });
}

async function written(certificate: Evidence.Certificate, format: Options["format"]): Promise<string | Uint8Array> {
  switch (format) {
    case "jws":
      return `${certificate.jws}\n`;
    case "json":
      return `${JSON.stringify(certificate, null, 2)}\n`;
    case "pdf":
      return printerOf().certificate(certificate);
  }
}
