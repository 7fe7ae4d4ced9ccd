import type { ServerResponse } from "node:http";
import type { DevPerson } from "./people.ts";

const warning = [
  "Development only: whoever opens this page signs in as whom they like, without a password",
  "仅供开发：打开本页者无需密码，即可以任何人的身份登录",
];

/** The page on which somebody is chosen. */
export function signInPage(people: readonly DevPerson[], action: string): string {
  const buttons = people.map(
    ({ subject, name, about }) =>
      `<button name="as" value="${escaped(subject)}"><b>${escaped(name)}</b> <code>${escaped(subject)}</code><br>${escaped(about)}</button>`,
  );
  return pageOf(`<form method="post" action="${escaped(action)}">\n${buttons.join("\n")}\n</form>`);
}

/** The page for what cannot go on. */
export function troublePage(why: string): string {
  return pageOf(`<p>${escaped(why)}</p>\n<p>Begin again where you came from. 请从原处重新开始。</p>`);
}

function pageOf(content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Development only · 仅供开发</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
  strong { display: block; background: #b00020; color: #fff; padding: .5rem 1rem }
  button { display: block; width: 100%; margin: .5rem 0; padding: .5rem 1rem; font: inherit; text-align: left; cursor: pointer }
</style>
${warning.map((text) => `<strong>${text}</strong>`).join("\n")}
<h1>Sign in as · 登录身份</h1>
${content}
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`);
}

export function sendPage(response: ServerResponse, status: number, page: string): void {
  response
    .writeHead(status, {
      ...{ "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "x-content-type-options": "nosniff" },
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    })
    .end(page);
}
