import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { serving } from "../support/api.ts";
import { world } from "../support/world.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const isThere = existsSync(executablePath);
// Locally a browser is optional, but its absence is said; CI must have one.
if (!isThere) process.stderr.write(`\nNO BROWSER at ${executablePath}: the page is not tested. Install chromium, or name one in CHROMIUM.\n`);

async function browser(): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const started = await chromium.launch({ executablePath, args });
  onTestFinished(() => started.close());
  return started;
}

const thread = "91140581DEM0000064";

describe("the GraphiQL page", () => {
  it("needs nothing from anywhere else", async () => {
    const { url } = await serving(world());
    const page = await (await fetch(`${url}/graphql`, { headers: { accept: "text/html" } })).text();
    expect(page.match(/<(?:script|link|img|iframe)[^>]+(?:src|href)=["'](?:https?:)?\/\//g)).toBeNull();
    expect(page).toContain(thread);
  });

  it.runIf(isThere || process.env["CI"] === "true")("answers a query in a real browser that can reach nothing but the hub", async () => {
    const hub = world();
    await hub.take("register", [{ USCC: thread, NAME: "高平市禾岫建筑工程有限公司" }]);
    const { url } = await serving(hub);
    const page = await (await browser()).newPage();
    const elsewhere: string[] = [];
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.message));
    await page.route("**/*", (route) => {
      const target = route.request().url();
      if (target.startsWith(url) || /^(?:data|blob):/.test(target)) return route.continue();
      elsewhere.push(target);
      return route.abort();
    });
    await page.goto(`${url}/graphql`);
    await page.locator(".graphiql-execute-button").click();
    await page.locator(".result-window", { hasText: "高平市禾岫建筑工程有限公司" }).waitFor();
    // The documentation is there, too: introspection stays within the limits of a query.
    await page
      .getByRole("button", { name: /Documentation Explorer/ })
      .first()
      .click();
    await page.locator(".graphiql-doc-explorer", { hasText: "EnterpriseLookup" }).waitFor();
    expect([elsewhere, failures]).toEqual([[], []]);
  });
});
